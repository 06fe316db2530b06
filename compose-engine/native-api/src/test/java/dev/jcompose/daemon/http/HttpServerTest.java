package dev.jcompose.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock") // the line ends of HTTP are part of what is tested
@Timeout(20)
class HttpServerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch watching = new CountDownLatch(1);
    private final CountDownLatch sent = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(socket(), this::handle, new Limits(4096, 32, 1000));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        Request request = exchange.request();
        switch (request.path()) {
            case "/echo" -> exchange.respond(200, "text/plain", request.body().readAllBytes());
            case "/ignore" -> exchange.respond(200, "text/plain", "ignored".getBytes(StandardCharsets.UTF_8));
            case "/stream" -> {
                try (OutputStream out = exchange.stream(200, "text/plain")) {
                    out.write("one".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    out.write("two".getBytes(StandardCharsets.UTF_8));
                }
            }
            case "/break" -> {
                try (OutputStream out = exchange.stream(200, "text/plain")) {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("the other half is not to be had");
                }
            }
            case "/wait" -> {
                exchange.cancelWhenClientLeaves();
                try {
                    OutputStream out = exchange.stream(200, "text/plain");
                    new CountDownLatch(1).await();
                    out.close();
                } catch (InterruptedException | ClosedByInterruptException e) {
                    cancelled.countDown(); // the client may be gone before the call that wrote the head has returned
                    throw e;
                }
            }
            case "/slow" -> {
                exchange.cancelWhenClientLeaves();
                watching.countDown();
                sent.await();
                exchange.respond(204);
            }
            case "/raw" -> {
                try (RawStream raw = exchange.upgrade("application/vnd.docker.raw-stream")) {
                    byte[] all = raw.input().readAllBytes();
                    raw.write(ByteBuffer.wrap(
                            ("got " + new String(all, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)));
                }
            }
            default -> throw new HttpException(404, "page not found");
        }
    }

    @Test
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
    }

    @Test
    void aConnectionCarriesRequestAfterRequest() throws IOException {
        String answer = talk("POST /echo HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiHEAD /echo HTTP/1.1\r\n\r\n"
                + "POST /ignore HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /none HTTP/1.1\r\n\r\n");

        assertThat(answer)
                .containsSubsequence("200 OK", "\r\n\r\nhi", "200 OK", "\r\n\r\n", "ignored", "404 Not Found");
    }

    @Test
    void aStreamedAnswerIsChunkedForHttp11AndEndsWithTheConnectionForHttp10() throws IOException {
        assertThat(talk("GET /stream HTTP/1.1\r\n\r\n")).endsWith("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
        assertThat(talk("GET /stream HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nonetwo");
    }

    @Test
    void aStreamedAnswerWhoseHandlerFailsIsCutOff() throws IOException {
        assertThat(talk("GET /break HTTP/1.1\r\n\r\nGET /ignore HTTP/1.1\r\n\r\n"))
                .endsWith("\r\n\r\n4\r\nhalf\r\n");
    }

    @Test
    void aClientThatWaitsForContinueIsToldToSendOnlyWhenTheBodyIsRead() throws IOException {
        assertThat(talk("POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK");
        assertThat(talk("POST /ignore HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aBodyNobodyReadThatIsTooLongToSkipEndsTheConnection() throws IOException {
        String answer = talk("POST /ignore HTTP/1.1\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2000)
                + "GET /ignore HTTP/1.1\r\n\r\n");
        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(2);
    }

    @Test
    void anUpgradeGivesARawStreamThatOutlivesTheClientsEndOfInput() throws IOException {
        assertThat(talk("POST /raw HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\ninput"))
                .startsWith("HTTP/1.1 101 UPGRADED\r\n")
                .endsWith("\r\n\r\ngot input");
        assertThat(talk("POST /raw HTTP/1.1\r\n\r\ninput"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\ngot input");
    }

    @Test
    void aClientThatLeavesCancelsWhatItWaitedFor() throws Exception {
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap("GET /wait HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            client.read(ByteBuffer.allocate(100));
        }
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void bytesThatArriveWhileTheClientIsWatchedBelongToTheNextRequest() throws Exception {
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap("GET /slow HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            watching.await();
            client.write(ByteBuffer.wrap(
                    "GET /ignore HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            sent.countDown();
            assertThat(readAll(client)).contains("204 No Content", "ignored");
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket()));
        return client;
    }

    private String talk(String request) throws IOException {
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            client.shutdownOutput();
            return readAll(client);
        }
    }

    private static String readAll(SocketChannel client) throws IOException {
        var text = new StringBuilder();
        var buffer = ByteBuffer.allocate(4096);
        while (client.read(buffer) >= 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            buffer.clear();
        }
        return text.toString();
    }
}
