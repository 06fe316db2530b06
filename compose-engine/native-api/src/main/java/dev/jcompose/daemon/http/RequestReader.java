package dev.jcompose.daemon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads. What could be understood in two ways is refused: folded lines, space before a colon, two
 * different lengths, a length beside a transfer coding, bare line feeds inside a header.
 */
final class RequestReader {
    /** Tells the client to send the body it holds back. */
    interface Continue {
        void send() throws IOException;
    }

    private final InputStream in;
    private final Limits limits;

    RequestReader(InputStream in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * Waits for the next request.
     *
     * @return empty when the client closed the connection between two requests
     * @throws HttpException 400, 417, 431, 501 or 505 when the head is not acceptable
     */
    Optional<Request> next(Continue onBodyWanted) throws IOException {
        var budget = new Budget(limits.headBytes());
        String line = readLine(budget);
        while (line != null && line.isEmpty()) {
            line = readLine(budget); // RFC 9112 2.2: ignore an empty line before the request line
        }
        if (line == null) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !isToken(parts[0])) {
            throw new HttpException(400, "malformed request line");
        }
        int version = switch (parts[2]) {
            case "HTTP/1.1" -> 1;
            case "HTTP/1.0" -> 0;
            default ->
                throw new HttpException(parts[2].startsWith("HTTP/") ? 505 : 400, "only HTTP/1.1 is spoken here");
        };
        String target = parts[1];
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            int slash = target.indexOf('/', 7);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        if (!target.startsWith("/")) {
            throw new HttpException(400, "the request target has to begin with /");
        }
        Headers headers = readHeaders(budget);
        if (version == 1 && headers.all("Host").size() > 1) {
            throw new HttpException(400, "more than one Host header");
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Query query = Query.parse(question < 0 ? "" : target.substring(question + 1));
        return Optional.of(new Request(parts[0], path, query, headers, version, body(headers, version, onBodyWanted)));
    }

    private Headers readHeaders(Budget budget) throws IOException {
        var headers = new Headers();
        for (; ; ) {
            String line = readLine(budget);
            if (line == null) {
                throw new HttpException(400, "the request ends inside its headers");
            }
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || !isToken(line.substring(0, colon))) {
                throw new HttpException(400, "malformed header line");
            }
            if (headers.size() == limits.headers()) {
                throw new HttpException(431, "more than " + limits.headers() + " headers");
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    private InputStream body(Headers headers, int version, Continue onBodyWanted) throws IOException {
        List<String> codings = headers.all("Transfer-Encoding");
        List<String> lengths = headers.all("Content-Length");
        boolean expects = false;
        Optional<String> expect = headers.first("Expect");
        if (expect.isPresent()) {
            if (!expect.get().equalsIgnoreCase("100-continue")) {
                throw new HttpException(417, "Expect: " + expect.get() + " is not supported");
            }
            expects = version == 1;
        }
        InputStream body;
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || version == 0) {
                throw new HttpException(400, "Transfer-Encoding beside Content-Length or in HTTP/1.0");
            }
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new HttpException(501, "the only transfer coding is chunked");
            }
            body = new ChunkedBody(in, limits.headBytes());
        } else if (lengths.isEmpty()) {
            return InputStream.nullInputStream();
        } else {
            body = new FixedBody(in, length(lengths));
        }
        return expects ? new ContinuedBody(body, onBodyWanted) : body;
    }

    private static long length(List<String> lengths) {
        String text = lengths.getFirst();
        for (String other : lengths) {
            if (!other.equals(text)) {
                throw new HttpException(400, "contradicting Content-Length headers");
            }
        }
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new HttpException(400, "malformed Content-Length");
        }
        return Long.parseLong(text);
    }

    /** A line without its end; null at the end of the stream before any byte of it. */
    private @Nullable String readLine(Budget budget) throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (; ; ) {
            int c = in.read();
            if (c < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new HttpException(400, "the request ends inside a line");
            }
            budget.spend();
            if (c == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (c == '\r') {
                if (in.read() != '\n') {
                    throw new HttpException(400, "carriage return without line feed");
                }
                budget.spend();
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new HttpException(400, "control character in the request head");
            }
            line.write(c);
        }
    }

    private static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static final class Budget {
        private int left;

        Budget(int bytes) {
            left = bytes;
        }

        void spend() {
            if (--left < 0) {
                throw new HttpException(431, "the request head is too long");
            }
        }
    }
}
