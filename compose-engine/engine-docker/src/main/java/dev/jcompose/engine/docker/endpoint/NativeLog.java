package dev.jcompose.engine.docker.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.util.List;
import java.util.Objects;

/** Reads the log of the native engine's daemon. */
public final class NativeLog {
    private static final int TAIL_LIMIT = 256 * 1024;

    private final Path file;

    public NativeLog(Path file) {
        this.file = file;
    }

    /**
     * The last lines, without a line break at the end; empty when there is no log.
     *
     * @param lines how many at most
     * @param from offset in bytes; nothing before it is shown
     */
    public String tail(int lines, long from) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long start = Math.max(Math.min(from, channel.size()), channel.size() - TAIL_LIMIT);
            var bytes = ByteBuffer.allocate((int) (channel.size() - start));
            channel.position(start);
            int count;
            do {
                count = channel.read(bytes);
            } while (count > 0);
            List<String> all = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /** Copies the whole log. */
    public void copyTo(OutputStream out) throws IOException {
        if (Files.exists(file)) {
            Files.copy(file, out);
        }
    }

    /** Copies the whole log and what is added to it, until the caller is interrupted or the output fails. */
    public void follow(OutputStream out) throws IOException, InterruptedException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a log is not the root folder");
        try (var watch = file.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            long at = 0;
            while (true) {
                at = copyFrom(at, out);
                var key = watch.take();
                key.pollEvents();
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            throw new IOException("the watch on " + folder + " was closed", e);
        }
    }

    private long copyFrom(long at, OutputStream out) throws IOException {
        if (!Files.exists(file)) {
            return at;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Shorter than before: it was rotated.
            channel.position(channel.size() < at ? 0 : at);
            Channels.newInputStream(channel).transferTo(out);
            out.flush();
            return channel.position();
        }
    }
}
