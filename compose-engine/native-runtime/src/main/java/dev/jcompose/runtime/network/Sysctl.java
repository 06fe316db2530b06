package dev.jcompose.runtime.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Settings of the kernel's network stack; they are those of the calling thread's namespace. */
final class Sysctl {
    private static final Path ROOT = Path.of("/proc/sys");

    private Sysctl() {}

    /**
     * Sets a setting, if it has another value.
     *
     * @param path below /proc/sys: {@code net/ipv4/ip_forward}
     */
    static void set(String path, String value) throws IOException {
        Path file = ROOT.resolve(path);
        if (!Files.readString(file).strip().equals(value)) {
            write(file, value);
        }
    }

    /** Sets a setting that some kernels lack. */
    static void setIfPresent(String path, String value) throws IOException {
        try {
            write(ROOT.resolve(path), value);
        } catch (NoSuchFileException e) {
            System.getLogger(Sysctl.class.getName())
                    .log(System.Logger.Level.DEBUG, "this kernel has no setting " + path, e);
        }
    }

    /** The path of a setting that is written with dots. A device's name may contain dots too: there, slashes are dots. */
    static String path(String dotted) {
        if (dotted.indexOf('/') >= 0 && dotted.indexOf('/') < dotted.indexOf('.')) {
            return dotted;
        }
        return dotted.replace('/', '\0').replace('.', '/').replace('\0', '.');
    }

    private static void write(Path file, String value) throws IOException {
        // Not created, not truncated: these files can only be written as they are.
        Files.write(file, value.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    }
}
