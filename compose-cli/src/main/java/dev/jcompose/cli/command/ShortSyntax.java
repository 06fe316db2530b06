package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.model.BindOptions;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Port;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short forms that {@code run} takes on the command line. */
final class ShortSyntax {
    private static final Pattern PORT = Pattern.compile(
            "(?:(?:(?<ip>\\[[0-9a-fA-F:]+]|[0-9.]+):)?(?<host>[0-9-]*):)?(?<target>[0-9]+)(?:-(?<last>[0-9]+))?"
                    + "(?:/(?<protocol>tcp|udp|sctp))?");

    private ShortSyntax() {}

    /** {@code [[HOST_IP:]HOST:]CONTAINER[/PROTOCOL]}, where both sides may be ranges of the same length. */
    static List<Port> ports(String word) throws UsageException {
        var match = PORT.matcher(word);
        if (!match.matches()) {
            throw new UsageException("invalid argument \"" + word
                    + "\" for \"-p, --publish\" flag: use [[HOST_IP:]HOST:]CONTAINER[/PROTOCOL]");
        }
        int first = Integer.parseInt(match.group("target"));
        int last = match.group("last") == null ? first : Integer.parseInt(match.group("last"));
        var ports = new ArrayList<Port>();
        for (int target = first; target <= last; target++) {
            ports.add(port(match, target, target - first, last - first));
        }
        return ports;
    }

    private static Port port(Matcher match, int target, int offset, int length) throws UsageException {
        String host = match.group("host");
        Optional<String> published = Optional.ofNullable(host).filter(text -> !text.isEmpty());
        if (published.isPresent() && length > 0) {
            String[] range = published.get().split("-", 2);
            if (range.length != 2 || Integer.parseInt(range[1]) - Integer.parseInt(range[0]) != length) {
                throw new UsageException("invalid ranges specified for container and host Ports: " + match.group());
            }
            published = Optional.of(String.valueOf(Integer.parseInt(range[0]) + offset));
        }
        return new Port(
                Optional.empty(),
                Optional.of("ingress"),
                Optional.ofNullable(match.group("ip")).map(ip -> ip.replaceAll("[\\[\\]]", "")),
                target,
                published,
                Optional.of(match.group("protocol") == null ? "tcp" : match.group("protocol")),
                Optional.empty(),
                new LinkedHashMap<>());
    }

    /** {@code [SOURCE:]TARGET[:ro]}; a source with a slash, a dot or a tilde in front is a path of this machine. */
    static Mount volume(String word, Path directory) throws UsageException {
        String[] parts = word.split(":", -1);
        if (word.isEmpty() || parts.length > 3) {
            throw new UsageException("invalid volume specification: \"" + word + "\"");
        }
        boolean readOnly = parts.length == 3 && List.of(parts[2].split(",")).contains("ro");
        if (parts.length == 1) {
            return mount(Mount.Type.VOLUME, Optional.empty(), parts[0], readOnly);
        }
        String source = parts[0];
        if (source.startsWith("/") || source.startsWith(".")) {
            String path = directory.resolve(source).normalize().toString();
            return mount(Mount.Type.BIND, Optional.of(path), parts[1], readOnly);
        }
        return mount(Mount.Type.VOLUME, Optional.of(source), parts[1], readOnly);
    }

    private static Mount mount(Mount.Type type, Optional<String> source, String target, boolean readOnly) {
        Optional<BindOptions> bind = type == Mount.Type.BIND
                ? Optional.of(new BindOptions(
                        Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), new LinkedHashMap<>()))
                : Optional.empty();
        return new Mount(
                type,
                source,
                target,
                readOnly,
                Optional.empty(),
                bind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new LinkedHashMap<>());
    }

    /** Words as a shell splits them: quotes and backslashes count, variables do not. */
    static List<String> words(String line) throws UsageException {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (c == '\\'
                        && quote == '"'
                        && i + 1 < line.length()
                        && "\"\\$".indexOf(line.charAt(i + 1)) >= 0) {
                    word.append(line.charAt(++i));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new UsageException("invalid command line string: " + line);
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
