package dev.jcompose.model.bind;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Durations;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.model.value.ShellWords;
import dev.jcompose.model.value.Value;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one mapping as the types of records. A value that is not of its type is reported, unless the check
 * did it before, and counts as absent.
 */
final class Fields {

    private final MapNode map;
    private final ConfigPath path;
    private final ProblemLog problems;

    Fields(MapNode map, ConfigPath path, ProblemLog problems) {
        this.map = map;
        this.path = path;
        this.problems = problems;
    }

    MapNode node() {
        return map;
    }

    ConfigPath path() {
        return path;
    }

    ConfigPath path(String key) {
        return path.key(key);
    }

    boolean has(String key) {
        return map.has(key);
    }

    private @Nullable ScalarNode scalar(String key) {
        return map.get(key) instanceof ScalarNode scalar && !scalar.isNull() ? scalar : null;
    }

    /** A text; an empty one is none. */
    Optional<String> text(String key) {
        ScalarNode scalar = scalar(key);
        return scalar == null || scalar.text().isEmpty() ? Optional.empty() : Optional.of(scalar.text());
    }

    Optional<Boolean> optionalFlag(String key) {
        ScalarNode scalar = scalar(key);
        if (scalar == null) {
            return Optional.empty();
        }
        return switch (scalar.text()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    boolean flag(String key) {
        return optionalFlag(key).orElse(false);
    }

    OptionalLong optionalNumber(String key) {
        ScalarNode scalar = scalar(key);
        if (scalar == null || scalar.text().isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            if (scalar.kind() == Kind.FLOAT) {
                return OptionalLong.of((long) Double.parseDouble(scalar.text()));
            }
            return OptionalLong.of(Long.parseLong(scalar.text()));
        } catch (NumberFormatException e) {
            wrong(key, scalar, "an integer");
            return OptionalLong.empty();
        }
    }

    long number(String key) {
        return optionalNumber(key).orElse(0);
    }

    OptionalInt optionalInt(String key) {
        OptionalLong value = optionalNumber(key);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    int integer(String key) {
        return optionalInt(key).orElse(0);
    }

    float fraction(String key) {
        ScalarNode scalar = scalar(key);
        if (scalar == null || scalar.text().isEmpty()) {
            return 0;
        }
        try {
            float value = Float.parseFloat(scalar.text());
            if (!Float.isNaN(value) && !Float.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, with what is no number of use.
        }
        wrong(key, scalar, "a number");
        return 0;
    }

    /** A size. As in Docker Compose 0 is none, and so is a number with a fraction, an exponent or more than 63 bits. */
    Optional<ByteSize> size(String key) {
        ScalarNode scalar = scalar(key);
        if (scalar == null) {
            return Optional.empty();
        }
        Optional<ByteSize> size = ByteSize.parse(scalar.text());
        if (scalar.kind() == Kind.INTEGER || scalar.kind() == Kind.FLOAT) {
            OptionalLong number = whole(scalar.text());
            if (number.isEmpty() || scalar.kind() == Kind.FLOAT) {
                problems.doubt(Diagnostic.warning(
                        "ignored-size",
                        Optional.of(scalar.span()),
                        path.key(key) + ": this is ignored, as a size is a whole number or a text such as 64m"));
                return Optional.empty();
            }
            size = Optional.of(new ByteSize(number.getAsLong()));
        }
        if (size.isEmpty()) {
            problems.add(Diagnostic.error(
                            "invalid-size",
                            Optional.of(scalar.span()),
                            path.key(key) + ": invalid size: '" + scalar.text() + "'")
                    .withHint("a size is a number with b, k, m or g, such as 512m"));
        }
        return size.filter(value -> value.bytes() != 0);
    }

    private static OptionalLong whole(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    Optional<Duration> duration(String key) {
        ScalarNode scalar = scalar(key);
        if (scalar == null) {
            return Optional.empty();
        }
        Optional<Duration> value = Durations.parse(scalar.text());
        if (value.isEmpty()) {
            problems.add(Diagnostic.error(
                            "invalid-duration",
                            Optional.of(scalar.span()),
                            path.key(key) + ": invalid duration \"" + scalar.text() + "\"")
                    .withHint("a duration is numbers with h, m, s, ms or us, such as 1m30s"));
        }
        return value;
    }

    Optional<NamespaceMode> namespace(String key) {
        return text(key).map(NamespaceMode::parse);
    }

    /** The texts of a list; a single value is a list of one. */
    List<String> texts(String key) {
        return texts(map.get(key));
    }

    static List<String> texts(@Nullable Node node) {
        return switch (node) {
            case null -> List.of();
            case ScalarNode scalar -> scalar.isNull() ? List.of() : List.of(scalar.text());
            case MapNode map -> List.of();
            case ListNode list -> {
                List<String> texts = new ArrayList<>(list.items().size());
                for (Node item : list.items()) {
                    if (item instanceof ScalarNode scalar) {
                        texts.add(scalar.text());
                    }
                }
                yield texts;
            }
        };
    }

    /** A command: absent, or its words; a text is split as a shell splits it. */
    Optional<List<String>> command(String key) {
        Node node = map.get(key);
        if (node == null || (node instanceof ScalarNode scalar && scalar.isNull())) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            Optional<List<String>> words = ShellWords.split(scalar.text());
            if (words.isEmpty()) {
                problems.error(
                        "invalid-command",
                        scalar.span(),
                        path.key(key) + ": invalid command line string: " + scalar.text());
            }
            return words;
        }
        return Optional.of(texts(node));
    }

    /** {@code key=value} pairs sorted by key; a key without a value has none. */
    SequencedMap<String, Optional<String>> variables(String key) {
        var result = new TreeMap<String, Optional<String>>();
        switch (map.get(key)) {
            case MapNode pairs ->
                pairs.entries().forEach((name, entry) -> {
                    if (entry.value() instanceof ScalarNode scalar) {
                        result.put(name, scalar.isNull() ? Optional.empty() : Optional.of(scalar.text()));
                    }
                });
            case ListNode pairs -> {
                for (Node item : pairs.items()) {
                    if (item instanceof ScalarNode scalar) {
                        String text = scalar.text();
                        int equals = text.indexOf('=');
                        if (equals < 0) {
                            result.put(text, Optional.empty());
                        } else {
                            result.put(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
                        }
                    }
                }
            }
            case null, default -> {}
        }
        return result;
    }

    /** The same, with an empty text for what has no value. */
    SequencedMap<String, String> pairs(String key) {
        var result = new LinkedHashMap<String, String>();
        variables(key).forEach((name, value) -> result.put(name, value.orElse("")));
        return result;
    }

    /** Addresses by host name. */
    SequencedMap<String, List<String>> hosts(String key) {
        var result = new TreeMap<String, List<String>>();
        switch (map.get(key)) {
            case MapNode hosts ->
                hosts.entries().forEach((name, entry) -> {
                    List<String> addresses = new ArrayList<>();
                    texts(entry.value()).forEach(address -> addresses.add(bare(address)));
                    result.put(name, addresses);
                });
            case ListNode hosts -> {
                for (Node item : hosts.items()) {
                    if (item instanceof ScalarNode scalar) {
                        host(scalar, key, result);
                    }
                }
            }
            case null, default -> {}
        }
        return result;
    }

    private void host(ScalarNode entry, String key, Map<String, List<String>> hosts) {
        String text = entry.text();
        int cut = text.indexOf('=');
        cut = cut < 0 ? text.indexOf(':') : cut;
        if (cut < 0) {
            problems.error(
                    "invalid-host", entry.span(), path.key(key) + ": invalid additional host, missing IP: " + text);
            return;
        }
        String name = text.substring(0, cut);
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            problems.error("invalid-host", entry.span(), path.key(key) + ": bad host name '" + name + "'");
            return;
        }
        List<String> addresses = hosts.computeIfAbsent(name, n -> new ArrayList<>());
        for (String address : text.substring(cut + 1).split(",", -1)) {
            addresses.add(bare(address));
        }
    }

    private static String bare(String address) {
        return address.length() > 2 && address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    /** The record under a key, made of its fields. */
    <T> Optional<T> nested(String key, Function<Fields, T> bind) {
        return map.get(key) instanceof MapNode inner
                ? Optional.of(bind.apply(new Fields(inner, path.key(key), problems)))
                : Optional.empty();
    }

    /** The records of a list. */
    <T> List<T> each(String key, Function<Fields, T> bind) {
        if (!(map.get(key) instanceof ListNode list)) {
            return List.of();
        }
        List<T> result = new ArrayList<>(list.items().size());
        for (int i = 0; i < list.items().size(); i++) {
            if (list.items().get(i) instanceof MapNode item) {
                result.add(bind.apply(new Fields(item, path.key(key).item(i), problems)));
            }
        }
        return result;
    }

    /** The records of a mapping by key, sorted; what is null has no fields. */
    <T> SequencedMap<String, T> byKey(String key, BiFunction<String, Fields, T> bind) {
        var result = new TreeMap<String, T>();
        if (map.get(key) instanceof MapNode entries) {
            entries.entries().forEach((name, entry) -> {
                MapNode inner = entry.value() instanceof MapNode m
                        ? m
                        : MapNode.empty(entry.value().span());
                result.put(
                        name, bind.apply(name, new Fields(inner, path.key(key).key(name), problems)));
            });
        }
        return result;
    }

    SequencedMap<String, Value> extensions() {
        var result = new LinkedHashMap<String, Value>();
        for (Map.Entry<String, MapNode.Entry> e : map.entries().entrySet()) {
            if (e.getKey().startsWith("x-") && !e.getKey().equals(HiddenContent.KEY)) {
                result.put(e.getKey(), NodeValues.toValue(e.getValue().value()));
            }
        }
        return result;
    }

    void problem(String code, Span at, String message) {
        problems.error(code, at, message);
    }

    private void wrong(String key, ScalarNode scalar, String expected) {
        problems.error(
                "wrong-type",
                scalar.span(),
                path.key(key) + " must be " + expected + ", not \"" + scalar.text() + "\"");
    }
}
