package dev.jcompose.daemon.fuzz;

import dev.jcompose.runtime.store.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Damages requests by chance, the same way for the same seed. {@code -Dfuzz.seconds} says how long (per target, 2 by default),
 * {@code -Dfuzz.seed} where chance begins.
 */
final class Chance {
    private static final List<String> VALUES = List.of(
            "null",
            "0",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "4294967296",
            "1e308",
            "1.5",
            "true",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"../../x\"",
            "\"-1\"",
            "\"9\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[\"\"]",
            "{\"\":\"\"}",
            "[{}]",
            "{\"a\":null}");
    private static final String[] PIECES = {
        "%00",
        "%2F",
        "%zz",
        "%",
        "//",
        "?",
        "&",
        "=",
        "..",
        "-1",
        "99999999999999999999",
        "\u00e9",
        "v1.44",
        "{",
        "\"",
        "+"
    };

    private final Random random = new Random(Long.getLong("fuzz.seed", 20_261_121L));
    private final long end = System.nanoTime()
            + Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2)).toNanos();

    boolean goesOn() {
        return System.nanoTime() < end;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A path and query with a few pieces replaced, left out or put in. */
    String target(String target) {
        var text = new StringBuilder(target);
        for (int i = random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            } else {
                text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
            }
        }
        return text.toString().replace(' ', '_').replaceAll("[^\\x21-\\x7e]", "_");
    }

    /** A document in which values have become other values; now and then it is no JSON any more. */
    byte[] document(byte[] json) throws Exception {
        String text = JsonObject.parse(json).toString();
        List<int[]> values = values(text);
        for (int i = 1 + random.nextInt(2); i > 0 && !values.isEmpty(); i--) {
            int[] value = one(values);
            text = text.substring(0, value[0]) + one(VALUES) + text.substring(value[1]);
            values = values(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(20) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    byte[] bytes(byte[] input) {
        byte[] damaged = input.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    /** Where the values are that follow a colon: begin and end of each. */
    private static List<int[]> values(String json) {
        List<int[]> found = new ArrayList<>();
        for (int at = json.indexOf(':'); at >= 0; at = json.indexOf(':', at + 1)) {
            int end = at + 1;
            int depth = 0;
            boolean quoted = false;
            for (; end < json.length(); end++) {
                char c = json.charAt(end);
                if (c == '"' && json.charAt(end - 1) != '\\') {
                    quoted = !quoted;
                } else if (!quoted && (c == '{' || c == '[')) {
                    depth++;
                } else if (!quoted && (c == '}' || c == ']' || c == ',')) {
                    if (depth == 0) {
                        break;
                    }
                    depth -= c == ',' ? 0 : 1;
                }
            }
            if (!quoted && end > at + 1) {
                found.add(new int[] {at + 1, end});
            }
        }
        return found;
    }
}
