package dev.jcompose.runtime.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an image is made for, in the words of Go: {@code linux/amd64}, {@code linux/arm/v7}. */
public record Platform(String os, String architecture, Optional<String> variant) {

    public Platform {
        if (architecture.equals("arm64") && variant.equals(Optional.of("v8"))) {
            variant = Optional.empty(); // the same by definition (OCI image index, platform variants)
        }
    }

    /** The platform of this machine. */
    public static Platform host() {
        return new Platform("linux", normalize(System.getProperty("os.arch", "unknown")), Optional.empty());
    }

    /**
     * Parses {@code os/arch[/variant]}; {@code arch} alone means Linux.
     *
     * @throws IllegalArgumentException if there are more than three parts or an empty one
     */
    public static Platform parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException("\"" + text + "\" is not a platform: use os/arch[/variant]");
            }
        }
        return switch (parts.length) {
            case 1 -> parts[0].equals("linux") ? host() : new Platform("linux", normalize(parts[0]), Optional.empty());
            case 2 -> new Platform(parts[0], normalize(parts[1]), Optional.empty());
            case 3 -> new Platform(parts[0], normalize(parts[1]), Optional.of(parts[2]));
            default -> throw new IllegalArgumentException("\"" + text + "\" is not a platform: use os/arch[/variant]");
        };
    }

    /** What can run where this is asked for, best first: 32-bit ARM runs older variants, amd64 lower levels. */
    List<Platform> acceptable() {
        var result = new ArrayList<Platform>();
        result.add(this);
        String prefix = "v";
        if (architecture.equals("arm") || architecture.equals("amd64")) {
            int lowest = architecture.equals("arm") ? 5 : 1;
            int level = variant.filter(v -> v.matches("v[0-9]"))
                    .map(v -> v.charAt(1) - '0')
                    .orElse(architecture.equals("arm") ? 8 : 1);
            for (int lower = level - 1; lower >= lowest; lower--) {
                result.add(new Platform(os, architecture, Optional.of(prefix + lower)));
            }
        }
        if (variant.isPresent()) {
            result.add(new Platform(os, architecture, Optional.empty()));
        }
        return List.copyOf(result);
    }

    /** Whether an image made for {@code other} may stand where this is asked for. */
    boolean accepts(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || other.variant.isEmpty() || acceptable().contains(other));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }

    private static String normalize(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "i486", "i586", "i686", "x86" -> "386";
            case "armhf", "armel" -> "arm";
            default -> architecture;
        };
    }
}
