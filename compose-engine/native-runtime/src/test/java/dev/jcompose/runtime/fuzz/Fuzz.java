package dev.jcompose.runtime.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;

/**
 * Feeds damaged inputs to something that must stand them: the kept ones of {@code src/test/resources/fuzz/NAME} first, then
 * seeds changed by chance. {@code -Dfuzz.seconds} says how long (per target, 2 by default), {@code -Dfuzz.seed} where chance
 * begins.
 */
public final class Fuzz {
    /** No input takes longer, however loaded the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[][] TOKENS = {
        "0".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "-1".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "9223372036854775807".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "1e999".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "null".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "[[[[".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "{\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "\\u0000".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "../../".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        new byte[] {0},
        new byte[600],
        {(byte) 0xc0, (byte) 0x0c},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
        "\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
    };

    private final String name;
    private final Random random;
    private final Duration time;

    private Fuzz(String name) {
        this.name = name;
        this.random = new Random(Long.getLong("fuzz.seed", 20_261_121L));
        this.time = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2));
    }

    public static Fuzz of(String name) {
        return new Fuzz(name);
    }

    /** Takes an input; throws only what the target may throw, wrapped in nothing. */
    @FunctionalInterface
    public interface Target {
        void run(byte[] input) throws Exception;
    }

    /** @param allowed what the target may throw: its way to say that the input is wrong */
    public void run(List<byte[]> seeds, Class<? extends Exception> allowed, Target target) throws IOException {
        List<byte[]> known = new ArrayList<>(seeds);
        known.addAll(kept());
        known.forEach(input -> check(input, allowed, target));
        long end = System.nanoTime() + time.toNanos();
        do {
            check(damage(known.get(random.nextInt(known.size())), known), allowed, target);
        } while (System.nanoTime() < end);
    }

    private List<byte[]> kept() throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        Path directory = Path.of("src/test/resources/fuzz", name);
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    private void check(byte[] input, Class<? extends Exception> allowed, Target target) {
        long start = System.nanoTime();
        try {
            target.run(input);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            if (!allowed.isInstance(e)) {
                Assertions.fail("an input of " + name + " that breaks it, keep it: " + hex(input), e);
            }
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            Assertions.fail("an input of " + name + " that takes too long, keep it: " + hex(input));
        }
    }

    private byte[] damage(byte[] input, List<byte[]> all) {
        byte[] damaged = input.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            damaged = change(damaged, all);
        }
        return damaged;
    }

    private byte[] change(byte[] input, List<byte[]> all) {
        if (input.length == 0) {
            return TOKENS[random.nextInt(TOKENS.length)].clone();
        }
        int at = random.nextInt(input.length);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> {
                byte[] changed = input.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 2 -> {
                byte[] changed = input.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 3 -> splice(input, at, at, TOKENS[random.nextInt(TOKENS.length)]);
            case 4 -> splice(input, at, Math.min(input.length, at + 1 + random.nextInt(16)), new byte[0]);
            case 5 -> {
                int end = Math.min(input.length, at + 1 + random.nextInt(64));
                yield splice(input, at, at, Arrays.copyOfRange(input, at, end));
            }
            default -> {
                byte[] other = all.get(random.nextInt(all.size()));
                int cut = random.nextInt(other.length + 1);
                yield splice(input, at, input.length, Arrays.copyOfRange(other, cut, other.length));
            }
        };
    }

    private static byte[] splice(byte[] input, int from, int to, byte[] instead) {
        byte[] result = new byte[input.length - (to - from) + instead.length];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(input, to, result, from + instead.length, input.length - to);
        return result;
    }

    private static String hex(byte[] input) {
        String all = HexFormat.of().formatHex(input, 0, Math.min(input.length, 4096));
        return input.length <= 4096 ? all : all + "... (" + input.length + " bytes)";
    }
}
