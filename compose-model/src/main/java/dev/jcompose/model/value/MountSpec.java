package dev.jcompose.model.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The short syntax of a mount: {@code [SOURCE:]TARGET[:OPTION,...]}.
 *
 * @param source a host path or the key of a volume; absent for an anonymous volume
 * @param target path in the container, as written
 * @param readOnly whether {@code ro} is among the options
 * @param noCopy whether the content of the image is left out
 * @param propagation such as {@code rshared}
 * @param selinux {@code z} or {@code Z}
 */
public record MountSpec(
        Optional<String> source,
        String target,
        boolean readOnly,
        boolean noCopy,
        Optional<String> propagation,
        Optional<String> selinux) {

    private static final List<String> PROPAGATIONS =
            List.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    /** A text that is no mount. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Parses the short syntax. A section of one letter takes the colon behind it for that of a Windows drive, on every
     * system, as Docker Compose does. Unknown options are ignored, as there. Nothing is split within {@code ${...}}.
     */
    public static MountSpec parse(String text) throws SyntaxException {
        if (text.isEmpty()) {
            throw new SyntaxException("invalid empty volume spec");
        }
        if (text.length() <= 2) {
            return new MountSpec(Optional.empty(), text, false, false, Optional.empty(), Optional.empty());
        }
        List<String> sections = split(text);
        if (sections.size() > 3) {
            throw new SyntaxException("invalid spec: " + text + ": too many colons");
        }
        if (sections.contains("")) {
            throw new SyntaxException("invalid spec: " + text + ": empty section between colons");
        }
        if (sections.size() == 1) {
            return new MountSpec(Optional.empty(), sections.get(0), false, false, Optional.empty(), Optional.empty());
        }
        boolean readOnly = false;
        boolean noCopy = false;
        Optional<String> propagation = Optional.empty();
        Optional<String> selinux = Optional.empty();
        String options = sections.size() == 3 ? sections.get(2) : "";
        for (String option : options.split(",", -1)) {
            switch (option) {
                case "ro" -> readOnly = true;
                case "rw" -> readOnly = false;
                case "nocopy" -> noCopy = true;
                case "z", "Z" -> selinux = Optional.of(option);
                default -> {
                    if (PROPAGATIONS.contains(option)) {
                        propagation = Optional.of(option);
                    }
                }
            }
        }
        return new MountSpec(Optional.of(sections.get(0)), sections.get(1), readOnly, noCopy, propagation, selinux);
    }

    private static List<String> split(String text) {
        var sections = new ArrayList<String>();
        int start = 0;
        int braces = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                braces++;
            } else if (c == '}' && braces > 0) {
                braces--;
            } else if (c == ':' && braces == 0) {
                boolean drive = i == start + 1 && Character.isLetter(text.charAt(start));
                if (!drive) {
                    sections.add(text.substring(start, i));
                    start = i + 1;
                }
            }
        }
        sections.add(text.substring(start));
        return sections;
    }

    /** Whether the source is a path of the host and no volume. */
    public boolean isBind() {
        return source.map(MountSpec::isPath).orElse(false);
    }

    private static boolean isPath(String source) {
        char first = source.charAt(0);
        return first == '.'
                || first == '/'
                || first == '~'
                || source.startsWith("\\\\")
                || (source.length() > 1 && Character.isLetter(first) && source.charAt(1) == ':');
    }
}
