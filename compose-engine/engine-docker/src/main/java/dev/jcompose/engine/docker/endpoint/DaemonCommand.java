package dev.jcompose.engine.docker.endpoint;

import java.util.List;
import java.util.Map;

/**
 * How the native engine's daemon is started; its launcher knows its Java and its class path.
 *
 * @param words program and arguments; {@code --root DIR} is added
 * @param environment the whole environment of the daemon
 */
public record DaemonCommand(List<String> words, Map<String, String> environment) {
    public DaemonCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }
}
