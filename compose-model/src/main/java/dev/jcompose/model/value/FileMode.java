package dev.jcompose.model.value;

import java.util.Optional;

/**
 * Permission bits of a file.
 *
 * @param bits such as {@code 0440}
 */
public record FileMode(long bits) {

    /** Parses octal digits such as {@code 0440}, or gives nothing. */
    public static Optional<FileMode> parseOctal(String digits) {
        try {
            return Optional.of(new FileMode(Long.parseLong(digits, 8)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Octal digits with a leading zero. */
    @Override
    public String toString() {
        return "0" + Long.toOctalString(bits);
    }
}
