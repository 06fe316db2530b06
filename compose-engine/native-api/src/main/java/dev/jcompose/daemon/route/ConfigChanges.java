package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageHealthcheck;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The {@code changes} of an import or commit: Dockerfile instructions that only touch the configuration.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/image/import/">docker image import --change</a>
 */
final class ConfigChanges {
    private String user = "";
    private final SequencedMap<String, String> env = new LinkedHashMap<>();
    private List<String> entrypoint = List.of();
    private List<String> cmd = List.of();
    private String workingDir = "";
    private final SequencedSet<String> volumes = new LinkedHashSet<>();
    private final SequencedSet<String> exposedPorts = new LinkedHashSet<>();
    private final SequencedMap<String, String> labels = new LinkedHashMap<>();
    private Optional<String> stopSignal = Optional.empty();
    private final List<String> onBuild = new ArrayList<>();

    private Optional<ImageHealthcheck> healthcheck = Optional.empty();
    private List<String> shell = List.of();
    private boolean ownCommand;

    private ConfigChanges(ImageConfig base) {
        user = base.user();
        for (var entry : base.env()) {
            int equals = entry.indexOf('=');
            env.put(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
        entrypoint = base.entrypoint();
        cmd = base.cmd();
        workingDir = base.workingDir();
        volumes.addAll(base.volumes());
        exposedPorts.addAll(base.exposedPorts());
        labels.putAll(base.labels());
        stopSignal = base.stopSignal();
        healthcheck = base.healthcheck();
        shell = base.shell();
        onBuild.addAll(base.onBuild());
    }

    /** As {@link #apply(List, ImageConfig)}, on a configuration that says nothing. */
    static ImageConfig apply(List<String> changes) {
        return apply(changes, ImageConfig.empty());
    }

    /** @throws HttpException 400 for an instruction that is none, or that does more than change the configuration */
    static ImageConfig apply(List<String> changes, ImageConfig base) {
        var config = new ConfigChanges(base);
        for (var change : changes) {
            config.apply(change.strip());
        }
        List<String> variables = new ArrayList<>();
        config.env.forEach((name, value) -> variables.add(name + "=" + value));
        return new ImageConfig(
                config.user,
                variables,
                config.entrypoint,
                config.cmd,
                config.workingDir,
                config.volumes,
                config.exposedPorts,
                config.labels,
                config.stopSignal,
                config.healthcheck,
                config.shell,
                config.onBuild);
    }

    private void apply(String change) {
        int space = change.indexOf(' ');
        if (space < 0) {
            throw new HttpException(400, "\"" + change + "\" is no instruction with a value");
        }
        var rest = change.substring(space + 1).strip();
        switch (change.substring(0, space).toUpperCase(Locale.ROOT)) {
            case "CMD" -> {
                cmd = commandLine(rest);
                ownCommand = true;
            }
            case "ENTRYPOINT" -> {
                entrypoint = commandLine(rest);
                cmd = ownCommand ? cmd : List.of(); // arguments for another program make no sense
            }
            case "ENV" -> assignments(rest, env);
            case "LABEL" -> assignments(rest, labels);
            case "EXPOSE" -> List.of(rest.split("\\s+")).forEach(port -> exposedPorts.add(withProtocol(port)));
            case "USER" -> user = rest;
            case "WORKDIR" -> workingDir = rest.startsWith("/") ? rest : (workingDir + "/" + rest).replace("//", "/");
            case "HEALTHCHECK" -> healthcheck = Optional.of(HealthInstruction.parse(rest));
            case "SHELL" -> shell = array(rest);
            case "VOLUME" -> volumes.addAll(words(rest));
            case "STOPSIGNAL" -> stopSignal = Optional.of(rest);
            case "ONBUILD" -> onBuild.add(rest);
            default ->
                throw new HttpException(
                        400,
                        "\"" + change + "\" cannot be applied: use CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL,"
                                + " ONBUILD, SHELL, STOPSIGNAL, USER, VOLUME or WORKDIR");
        }
    }

    private static String withProtocol(String port) {
        return port.contains("/") ? port : port + "/tcp";
    }

    /** A JSON array is the exec form; anything else is run by a shell. */
    static List<String> commandLine(String text) {
        return text.startsWith("[") ? array(text) : List.of("/bin/sh", "-c", text);
    }

    private static Collection<String> words(String text) {
        return text.startsWith("[") ? array(text) : List.of(text.split("\\s+"));
    }

    private static List<String> array(String text) {
        try {
            return JsonObject.parse(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8))
                    .strings("a");
        } catch (MalformedJsonException e) {
            throw new HttpException(400, text + " is not a JSON array of strings");
        }
    }

    /** {@code a=b "c=d e"}, or the older {@code a b c}, where all after the name is its value. */
    private static void assignments(String text, Map<String, String> into) {
        int equals = text.indexOf('=');
        int space = text.indexOf(' ');
        if (equals < 0 || (space >= 0 && space < equals)) {
            if (space < 0) {
                throw new HttpException(400, "\"" + text + "\" has no value");
            }
            into.put(text.substring(0, space), text.substring(space + 1).strip());
            return;
        }
        for (var word : shellWords(text)) {
            int at = word.indexOf('=');
            if (at <= 0) {
                throw new HttpException(400, "\"" + word + "\" is not of the form name=value");
            }
            into.put(word.substring(0, at), word.substring(at + 1));
        }
    }

    private static List<String> shellWords(String text) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        char quote = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new HttpException(400, "unterminated quote in \"" + text + "\"");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
