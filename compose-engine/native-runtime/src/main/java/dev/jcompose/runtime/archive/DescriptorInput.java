package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a descriptor, and closes it. */
final class DescriptorInput extends InputStream {
    private final Fd file;

    DescriptorInput(Fd file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : FileCalls.read(file, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() {
        file.close();
    }
}
