package dev.jcompose.daemon.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One request to an engine, one answer: no more of HTTP than that, so that no client's opinion stands between. */
public record EngineSocket(Path path) {
    /**
     * An answer.
     *
     * @param headers by name in lower case
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        boolean isJson() {
            return headers.getOrDefault("content-type", "").startsWith("application/json");
        }
    }

    public Answer get(String target) throws IOException {
        return send("GET", target, "", new byte[0]);
    }

    public Answer post(String target, String json) throws IOException {
        return send("POST", target, "Content-Type: application/json\r\n", json.getBytes(StandardCharsets.UTF_8));
    }

    /** @param headers each with its line end */
    public Answer send(String method, String target, String headers, byte[] body) throws IOException {
        return exchange(head(method, target, headers, body.length), body, channel -> {}, StandardCharsets.UTF_8);
    }

    /** An answer that is no text: each character of its body stands for one byte. */
    public Answer getBytes(String target) throws IOException {
        return exchange(head("GET", target, "", 0), new byte[0], channel -> {}, StandardCharsets.ISO_8859_1);
    }

    /** Sends bytes as they are, and no more after them. */
    public Answer raw(byte[] bytes) throws IOException {
        return exchange(bytes, new byte[0], SocketChannel::shutdownOutput, StandardCharsets.UTF_8);
    }

    /** All that comes back until the engine closes the connection, each character a byte. */
    public String getRaw(String target) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            write(channel, head("GET", target, "", 0));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Reads a stream until it has this text in it. */
    public void awaitBytes(String target, String text) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            write(channel, head("GET", target, "", 0));
            var in = new BufferedInputStream(Channels.newInputStream(channel));
            var seen = new StringBuilder();
            while (seen.indexOf(text) < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new EOFException("it ended before \"" + text + "\": " + seen);
                }
                seen.append((char) c);
            }
        }
    }

    private static byte[] head(String method, String target, String headers, int length) {
        String head = method + " " + target + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n" + headers
                + "Content-Length: " + length + "\r\n\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What follows a request. */
    @FunctionalInterface
    private interface Ending {
        void apply(SocketChannel channel) throws IOException;
    }

    private Answer exchange(byte[] head, byte[] body, Ending ending, Charset charset) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            try {
                write(channel, head);
                write(channel, body);
                ending.apply(channel);
            } catch (IOException e) {
                // It may have answered and left before it had read everything.
            }
            return read(new BufferedInputStream(Channels.newInputStream(channel)), charset);
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static Answer read(InputStream in, Charset charset) throws IOException {
        String status = line(in);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
        byte[] body = chunked ? chunks(in) : plain(in, headers);
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, new String(body, charset));
    }

    private static byte[] plain(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
