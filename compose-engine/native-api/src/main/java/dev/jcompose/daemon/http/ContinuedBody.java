package dev.jcompose.daemon.http;

import java.io.IOException;
import java.io.InputStream;

/** A body its client sends only after {@code 100 Continue}, which goes out when somebody first reads it. */
final class ContinuedBody extends InputStream {
    private final InputStream body;
    private final RequestReader.Continue onFirstRead;
    private boolean asked;

    ContinuedBody(InputStream body, RequestReader.Continue onFirstRead) {
        this.body = body;
        this.onFirstRead = onFirstRead;
    }

    /** Whether the client was told to send it. */
    boolean asked() {
        return asked;
    }

    private void ask() throws IOException {
        if (!asked) {
            asked = true;
            onFirstRead.send();
        }
    }

    @Override
    public int read() throws IOException {
        ask();
        return body.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        ask();
        return body.read(target, offset, length);
    }
}
