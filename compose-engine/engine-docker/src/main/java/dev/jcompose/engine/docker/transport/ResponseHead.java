package dev.jcompose.engine.docker.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Status line and headers of an answer (RFC 9112).
 *
 * @param version minor version of HTTP/1: 0 or 1
 * @param status from 100 to 599
 * @param headers by name, in any case
 */
record ResponseHead(int version, int status, Map<String, List<String>> headers) {
    private static final int LINE_LIMIT = 64 * 1024;
    private static final int HEADER_LIMIT = 200;

    ResponseHead {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads the head of the final answer; interim answers (1xx but 101) are skipped.
     *
     * @throws ConnectionEndedException when the stream ends before the first byte
     */
    static ResponseHead read(InputStream in) throws IOException {
        while (true) {
            var head = readOne(in);
            if (head.status == 101 || head.status >= 200) {
                return head;
            }
        }
    }

    private static ResponseHead readOne(InputStream in) throws IOException {
        String statusLine = line(in, true);
        if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12) {
            throw new IOException("the answer is not HTTP/1: \"" + shorten(statusLine) + "\"");
        }
        int version = statusLine.charAt(7) - '0';
        int status = number(statusLine.substring(9, 12), 10, "status");
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        int count = 0;
        for (String line = line(in, false); !line.isEmpty(); line = line(in, false)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("malformed header in the answer: \"" + shorten(line) + "\"");
            }
            if (++count > HEADER_LIMIT) {
                throw new IOException("more than " + HEADER_LIMIT + " headers in the answer");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new ResponseHead(version, status, headers);
    }

    Optional<String> header(String name) {
        var values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    boolean chunked() {
        return header("Transfer-Encoding")
                .filter(value -> value.equalsIgnoreCase("chunked"))
                .isPresent();
    }

    OptionalLong contentLength() throws IOException {
        var text = header("Content-Length");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long length = Long.parseLong(text.get());
            if (length >= 0) {
                return OptionalLong.of(length);
            }
        } catch (NumberFormatException e) {
            throw new IOException("malformed Content-Length: \"" + shorten(text.get()) + "\"", e);
        }
        throw new IOException("negative Content-Length: " + text.get());
    }

    /** Whether the connection stays open after this answer. */
    boolean keepsAlive() {
        String connection = header("Connection").orElse("");
        return version >= 1 ? !connection.equalsIgnoreCase("close") : connection.equalsIgnoreCase("keep-alive");
    }

    /** A line without its end; only for heads and chunk sizes, which are read byte by byte from a buffer. */
    static String line(InputStream in) throws IOException {
        return line(in, false);
    }

    private static String line(InputStream in, boolean first) throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (first && bytes.size() == 0) {
                    throw new ConnectionEndedException();
                }
                throw new EOFException("the engine closed the connection in the middle of an answer");
            }
            bytes.write(b);
            if (bytes.size() > LINE_LIMIT) {
                throw new IOException("a line of the answer is longer than " + LINE_LIMIT + " bytes");
            }
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static int number(String text, int radix, String what) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("malformed " + what + " in the answer: \"" + shorten(text) + "\"", e);
        }
    }

    private static String shorten(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
