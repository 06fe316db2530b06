package dev.jcompose.cli;

import dev.jcompose.cli.terminal.ProcessHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;

/** Runs one command for this process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ProcessHost.exit(run(arguments));
    }

    static int run(String[] arguments) {
        var engines = new EndpointEngines(distribution());
        return ProcessHost.run(arguments, new CommandLine(engines, Clock.system(ZoneId.systemDefault()))::run);
    }

    /** The launcher tells where it lies; without it the class path of this JVM has to do. */
    static Distribution distribution() {
        return ProcessHost.setting("jcompose.home")
                .map(home -> Distribution.at(Path.of(home)))
                .orElseGet(() -> new Distribution(
                        Path.of(ProcessHost.setting("java.home").orElse("/usr"), "bin", "java"),
                        ProcessHost.setting("java.class.path").orElse("."),
                        Path.of("/nonexistent")));
    }
}
