package dev.jcompose.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** The lines of one file of a log, forwards and backwards, while a supervisor appends to it. Positions are byte offsets. */
final class LogLines implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    /** Offset of the block's first byte. */
    private long blockStart;

    private long position;

    private LogLines(FileChannel channel) {
        this.channel = channel;
        block.limit(0);
    }

    static LogLines open(Path file) throws IOException {
        return new LogLines(FileChannel.open(file, StandardOpenOption.READ));
    }

    long size() throws IOException {
        return channel.size();
    }

    long position() {
        return position;
    }

    void seek(long newPosition) {
        position = newPosition;
    }

    /** The line at the position, without its line feed, and moves behind it. Empty if it is not complete (yet). */
    Optional<byte[]> next() throws IOException {
        int length = 0;
        byte[] line = new byte[512];
        long at = position;
        while (load(at)) {
            int offset = (int) (at - blockStart);
            int end = indexOfLineFeed(offset);
            int part = (end < 0 ? block.limit() : end) - offset;
            if (length + part > line.length) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, length + part));
            }
            block.get(offset, line, length, part);
            length += part;
            at += part;
            if (end >= 0) {
                position = at + 1;
                return Optional.of(Arrays.copyOf(line, length));
            }
        }
        return Optional.empty();
    }

    /** Where the line begins that {@code before}, itself the beginning of a line or the end of the file, follows. */
    long startOfPrevious(long before) throws IOException {
        long at = before - 1; // the line feed that ends the line we look for
        while (at > 0) {
            long from = Math.max(0, at - BLOCK);
            if (at - 1 < blockStart || at - 1 >= blockStart + block.limit()) {
                fill(from);
            }
            for (long i = at - 1; i >= blockStart; i--) {
                if (block.get((int) (i - blockStart)) == '\n') {
                    return i + 1;
                }
            }
            at = blockStart;
        }
        return 0;
    }

    /** Where the first line begins that does not begin before {@code offset}; the file's end if there is none. */
    long startAtOrAfter(long offset) throws IOException {
        if (offset == 0) {
            return 0;
        }
        long at = offset - 1;
        while (load(at)) {
            int end = indexOfLineFeed((int) (at - blockStart));
            if (end >= 0) {
                return blockStart + end + 1;
            }
            at = blockStart + block.limit();
        }
        return size();
    }

    /** Makes the block hold the byte at {@code at}; false at the end of the file. */
    private boolean load(long at) throws IOException {
        return (at >= blockStart && at < blockStart + block.limit()) || fill(at);
    }

    private boolean fill(long from) throws IOException {
        block.clear();
        int count = channel.read(block, from);
        block.flip();
        blockStart = from;
        return count > 0;
    }

    private int indexOfLineFeed(int from) {
        var bytes = block.array();
        for (int i = from; i < block.limit(); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
