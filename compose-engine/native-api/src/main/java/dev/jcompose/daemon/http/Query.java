package dev.jcompose.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The parameters behind the question mark of a request target, decoded. */
public final class Query {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Query() {}

    /**
     * Decodes {@code a=1&b=x%20y}. A parameter without {@code =} has an empty value.
     *
     * @throws HttpException 400 for a broken percent escape
     */
    static Query parse(String text) {
        var query = new Query();
        for (String pair : text.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.values
                    .computeIfAbsent(decode(name.replace('+', ' ')), ignored -> new ArrayList<>())
                    .add(decode(value.replace('+', ' ')));
        }
        return query;
    }

    /** The first value of the parameter; empty when it was not given. */
    public Optional<String> get(String name) {
        List<String> all = values.get(name);
        return all == null ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The first value of the parameter, or the empty string. */
    public String text(String name) {
        return get(name).orElse("");
    }

    /** All values of the parameter in order. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** Whether the parameter was given and is not one of {@code "", 0, no, false, none}: the Engine API's rule. */
    public boolean flag(String name) {
        return switch (text(name).strip().toLowerCase(java.util.Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    /**
     * The parameter as a number.
     *
     * @throws HttpException 400 when it is something else
     */
    public Optional<Long> number(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new HttpException(400, "parameter " + name + ": \"" + text + "\" is not a number");
        }
    }

    /**
     * The parameter as a number of 32 bits.
     *
     * @throws HttpException 400 when it is something else
     */
    public OptionalInt integer(String name) {
        Optional<Long> number = number(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.get();
        if (value != (int) value) {
            throw new HttpException(400, "parameter " + name + ": " + value + " is out of range");
        }
        return OptionalInt.of((int) value);
    }

    /** Resolves percent escapes to UTF-8 text; a plus sign stays one. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new HttpException(400, "broken percent escape in the request target");
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
