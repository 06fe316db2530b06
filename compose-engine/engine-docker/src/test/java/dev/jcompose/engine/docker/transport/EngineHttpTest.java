package dev.jcompose.engine.docker.transport;

import static dev.jcompose.engine.docker.transport.FakeEngine.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.docker.transport.EngineRequest.Body;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineHttpTest {
    private FakeEngine engine;
    private EngineHttp http;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine();
        http = new EngineHttp(engine.address());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        engine.close();
    }

    @Test
    void oneConnectionCarriesManyRequests() throws IOException {
        engine.on("GET /a", "200 OK", "", "first").on("GET /b", "200 OK", "", "second");

        assertThat(text("/a")).isEqualTo("first");
        assertThat(text("/b")).isEqualTo("second");
        assertThat(text("/a")).isEqualTo("first");
        assertThat(engine.accepted()).isEqualTo(1);
    }

    @Test
    void aChunkedAnswerIsPutTogetherAndItsConnectionKept() throws IOException {
        engine.on("GET /chunks", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;note=x\r\nabcd\r\n");
            write(out, "3\r\nefg\r\n0\r\nTrailer: dropped\r\n\r\n");
        });

        assertThat(text("/chunks")).isEqualTo("abcdefg");
        assertThat(text("/chunks")).isEqualTo("abcdefg");
        assertThat(engine.accepted()).isEqualTo(1);
    }

    @Test
    void interimAnswersAreSkipped() throws IOException {
        engine.on("GET /slow", (asked, in, out) -> {
            write(out, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });

        assertThat(text("/slow")).isEqualTo("ok");
    }

    @Test
    void anAnswerWithoutLengthEndsWithItsConnection() throws IOException {
        engine.on("GET /old", (asked, in, out) -> {
            write(out, "HTTP/1.0 200 OK\r\n\r\nuntil the end");
            throw new IOException("close");
        });

        assertThat(text("/old")).isEqualTo("until the end");
        assertThat(text("/old")).isEqualTo("until the end");
        assertThat(engine.accepted()).isEqualTo(2);
    }

    @Test
    void noBodyFollowsStatus204() throws IOException {
        engine.on("POST /start", (asked, in, out) -> write(out, "HTTP/1.1 204 No Content\r\n\r\n"));

        try (var answer = http.send(EngineRequest.post("/start"))) {
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.bytes()).isEmpty();
        }
        assertThat(engine.last().headers()).containsEntry("content-length", "0");
    }

    @Test
    void aConnectionThatBreaksInAnAnswerIsAFailureNotAnEnd() {
        engine.on("GET /cut", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nonly this");
            throw new IOException("close");
        });

        assertThatThrownBy(() -> text("/cut")).isInstanceOf(EOFException.class).hasMessageContaining("closed");
    }

    @Test
    void aBrokenLengthIsAFailureToo() {
        engine.on("GET /cut", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
            throw new IOException("close");
        });

        assertThatThrownBy(() -> text("/cut")).isInstanceOf(EOFException.class).hasMessageContaining("95 bytes");
    }

    @Test
    void aReadOnAConnectionThatTheEngineDroppedIsSentAgain() throws IOException {
        engine.on("GET /a", "200 OK", "", "first");
        assertThat(text("/a")).isEqualTo("first");

        engine.dropConnections();

        assertThat(text("/a")).isEqualTo("first");
        assertThat(engine.accepted()).isEqualTo(2);
    }

    @Test
    void whatIsNotHttpIsRefused() {
        engine.on("GET /ftp", (asked, in, out) -> write(out, "220 welcome to the file server\r\n"));

        assertThatThrownBy(() -> text("/ftp"))
                .hasMessageContaining("not HTTP/1")
                .hasMessageContaining("220 welcome");
    }

    @Test
    void aBodyOfUnknownLengthIsSentInChunks() throws IOException {
        engine.on("PUT /archive", "200 OK", "", "");
        byte[] content = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);

        http.send(EngineRequest.of("PUT", "/archive").body(new Body.Stream(new ByteArrayInputStream(content))))
                .finish();

        assertThat(engine.last().headers()).containsEntry("transfer-encoding", "chunked");
        assertThat(engine.last().body()).hasSize(200_000);
    }

    @Test
    void anEngineThatRefusesABodyIsHeardWhileItIsSent() throws IOException {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        engine.on("PUT /unused", "200 OK", "", "");
        try (var refusing = new RefusingEngine()) {
            var client = new EngineHttp(refusing.address());
            try (var answer = client.send(EngineRequest.of("PUT", "/archive").body(new Body.Stream(endless)))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text()).isEqualTo("no such container");
            }
            client.close();
        }
    }

    @Test
    void aBodyThatCannotBeReadIsTheFailureThatIsTold() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk error");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        engine.on("PUT /archive", "200 OK", "", "");

        assertThatThrownBy(() -> http.send(EngineRequest.of("PUT", "/archive").body(new Body.Stream(broken))))
                .hasMessage("disk error");
    }

    @Test
    void aHijackedStreamGoesBothWaysAndHalfCloses() throws IOException {
        engine.on("POST /attach", (asked, in, out) -> {
            assertThat(asked.headers()).containsEntry("upgrade", "tcp").containsEntry("connection", "Upgrade");
            write(out, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nhello ");
            byte[] all = in.readAllBytes(); // ends with the half close
            write(out, new String(all, StandardCharsets.UTF_8).toUpperCase(java.util.Locale.ROOT));
            throw new IOException("close");
        });

        try (var stream = http.hijack(EngineRequest.post("/attach"), EngineHttpTest::refused)) {
            stream.out().write("world".getBytes(StandardCharsets.UTF_8));
            stream.endInput();
            assertThat(new String(stream.in().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("hello WORLD");
            assertThat(stream.contentType()).contains("application/vnd.docker.raw-stream");
        }
    }

    @Test
    void anEngineThatIgnoresTheUpgradeStillHandsOver() throws IOException {
        engine.on("POST /attach", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nhello");
            throw new IOException("close");
        });

        try (var stream = http.hijack(EngineRequest.post("/attach"), EngineHttpTest::refused)) {
            assertThat(stream.in().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello");
        }
    }

    @Test
    void aRefusedHijackTellsTheEnginesAnswer() {
        engine.on("POST /attach", "409 Conflict", "", "{\"message\":\"not running\"}");

        assertThatThrownBy(() -> http.hijack(EngineRequest.post("/attach"), EngineHttpTest::refused))
                .hasMessage("409 {\"message\":\"not running\"}");
    }

    @Test
    void aRequestEndsWhenItsTimeIsOver() {
        engine.on("GET /never", (asked, in, out) -> in.read());

        assertThatThrownBy(() -> http.send(EngineRequest.get("/never").within(Duration.ofMillis(50))))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("no complete answer from unix://")
                .hasMessageContaining("50 ms to GET /never");
    }

    @Test
    void anInterruptEndsAWaitingRequest() throws Exception {
        var waiting = new CountDownLatch(1);
        engine.on("GET /never", (asked, in, out) -> {
            waiting.countDown();
            in.read();
        });
        var outcome = new CompletableFuture<Throwable>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                http.send(EngineRequest.get("/never"));
                outcome.complete(new AssertionError("answered"));
            } catch (IOException e) {
                outcome.complete(e);
            }
        });

        waiting.await();
        caller.interrupt();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedByInterruptException.class);
    }

    @Test
    void closingAnAnswerFromElsewhereEndsItsReader() throws Exception {
        engine.on("GET /events", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
            in.read();
        });
        var answer = http.send(EngineRequest.get("/events"));
        var body = answer.body();
        assertThat(body.readNBytes(2)).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        var outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return "read " + body.read();
            } catch (IOException e) {
                return "ended";
            }
        });

        answer.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    @Test
    void aSlowAnswerArrivesAsItIsWritten() throws IOException {
        var pace = new PipedOutputStream();
        var source = new PipedInputStream(pace);
        engine.on("GET /logs", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int b = source.read(); b != '.'; b = source.read()) {
                write(out, "1\r\n" + (char) b + "\r\n");
            }
            write(out, "0\r\n\r\n");
        });

        try (var answer = http.send(EngineRequest.get("/logs"))) {
            pace.write('a');
            pace.flush();
            assertThat(answer.body().read()).isEqualTo('a');
            pace.write('b');
            pace.write('.');
            pace.flush();
            assertThat(answer.text()).isEqualTo("b");
        }
    }

    @Test
    void aMissingSocketIsNamedWithWhatToDo(@TempDir Path folder) {
        var nobody = new EngineHttp(new EngineAddress.Unix(folder.resolve("none.sock")));

        assertThatThrownBy(() -> nobody.send(EngineRequest.get("/_ping")))
                .isInstanceOf(EngineUnreachableException.class)
                .hasMessage("Cannot connect to the Docker daemon at unix://" + folder
                        + "/none.sock: there is no such socket. Is the docker daemon running?");
        nobody.close();
    }

    @Test
    void aClosedPortIsNamedWithWhatToDo() {
        var nobody = new EngineHttp(EngineAddress.parse("tcp://127.0.0.1:1", java.util.Optional.empty()));

        assertThatThrownBy(() -> nobody.send(EngineRequest.get("/_ping")))
                .isInstanceOf(EngineUnreachableException.class)
                .hasMessageContaining("tcp://127.0.0.1:1")
                .hasMessageContaining("Is the docker daemon running?");
        nobody.close();
    }

    @Test
    void closingTheClientEndsWhatIsUnderWay() throws IOException {
        engine.on("GET /events", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            in.read();
        });
        var answer = http.send(EngineRequest.get("/events"));

        http.close();

        assertThatThrownBy(() -> answer.body().read()).isInstanceOf(IOException.class);
    }

    @Test
    void aLineBreakCannotSmuggleInAHeader() {
        assertThatThrownBy(() -> http.send(EngineRequest.get("/x").header("X-A", "1\r\nX-B: 2")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String text(String target) throws IOException {
        return http.send(EngineRequest.get(target)).text();
    }

    private static IOException refused(EngineResponse response) throws IOException {
        return new IOException(response.status() + " " + response.text());
    }
}
