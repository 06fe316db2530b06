package dev.jcompose.runtime.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which boot of the machine the state was last in use. See random(4), {@code /proc/sys/kernel/random/boot_id}. */
public final class BootMark {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path file;
    private final String now;

    private BootMark(Path file, String now) {
        this.file = file;
        this.now = now;
    }

    public static BootMark of(StateRoot root) throws IOException {
        return new BootMark(
                root.path().resolve("boot-id"), Files.readString(BOOT_ID).strip());
    }

    /** Whether the machine has booted since the state was last in use; not for a state that is new. */
    public boolean isOfEarlierBoot() throws IOException {
        return Files.exists(file) && !Files.readString(file).strip().equals(now);
    }

    /** Notes the present boot. Before this, an engine that is killed finds everything as after the boot again. */
    public void renew() throws IOException {
        if (!Files.exists(file) || isOfEarlierBoot()) {
            AtomicFile.write(file, (now + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
