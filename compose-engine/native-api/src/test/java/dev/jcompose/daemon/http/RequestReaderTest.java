package dev.jcompose.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("StringConcatToTextBlock") // the line ends of HTTP are part of what is tested
class RequestReaderTest {
    private static final Limits SMALL = new Limits(400, 8, 1000);

    @Test
    void readsTargetQueryAndHeaders() throws IOException {
        Request request =
                read("GET /v1.44/containers/json?all=1&filters=%7B%22a%22%3A1%7D HTTP/1.1\r\nHost: docker\r\n\r\n");

        assertThat(request.rawPath()).isEqualTo("/v1.44/containers/json");
        assertThat(request.query().flag("all")).isTrue();
        assertThat(request.query().text("filters")).isEqualTo("{\"a\":1}");
        assertThat(request.headers().first("host")).contains("docker");
        assertThat(request.body().read()).isEqualTo(-1);
    }

    @Test
    void joinsTheChunksOfABodyAndDropsExtensionsAndTrailers() throws IOException {
        Request request = read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\nGET");

        assertThat(request.body().readAllBytes()).asString().isEqualTo("abc0123456789");
    }

    @Test
    void aBodyThatEndsEarlyIsAnErrorAndNotAShorterBody() throws IOException {
        Request fixed = read("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc");
        assertThatThrownBy(() -> fixed.body().readAllBytes()).isInstanceOf(EOFException.class);

        Request chunked = read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
        assertThatThrownBy(() -> chunked.body().readAllBytes()).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET /",
                "400 | GET / HTTP/1.1 x",
                "505 | GET / HTTP/2.0",
                "400 | GET docker HTTP/1.1",
                "400 | G@T / HTTP/1.1",
                "400 | GET /?a=%zz HTTP/1.1",
                "400 | GET / HTTP/1.1~Host : a",
                "400 | GET / HTTP/1.1~ folded: a",
                "400 | GET / HTTP/1.1~Host: a~Host: b",
                "400 | POST / HTTP/1.1~Content-Length: 1~Content-Length: 2",
                "400 | POST / HTTP/1.1~Content-Length: -1",
                "400 | POST / HTTP/1.1~Content-Length: 1~Transfer-Encoding: chunked",
                "501 | POST / HTTP/1.1~Transfer-Encoding: gzip",
                "417 | POST / HTTP/1.1~Expect: more~Content-Length: 1",
                "431 | GET / HTTP/1.1~a:1~a:1~a:1~a:1~a:1~a:1~a:1~a:1~a:1",
            })
    void refusesWhatCouldBeUnderstoodInTwoWays(int status, String head) {
        String bytes = head.replace("~", "\r\n") + "\r\n\r\n";
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void aHeadLongerThanTheLimitIsRefused() {
        assertThatThrownBy(() -> read("GET /" + "a".repeat(500) + " HTTP/1.1\r\n\r\n"))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(431));
    }

    /** Whatever arrives, the reader answers with a request, the end of the stream, or a refusal. */
    @Test
    void mutatedRequestsNeverBreakTheReader() {
        String[] seeds = {
            "GET /v1.44/events?filters=%7B%7D HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
            "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
            "PUT /y HTTP/1.0\r\nContent-Length: 4\r\nA: b\r\n\r\nabcd",
        };
        long seed = 20261121;
        var random = new Random(seed);
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(6); change >= 0; change--) {
                bytes = mutate(bytes, random);
            }
            try {
                var reader = new RequestReader(new ByteArrayInputStream(bytes), SMALL);
                var request = reader.next(() -> {});
                if (request.isPresent()) {
                    request.get().path();
                    assertThat(request.get().body().readAllBytes().length).isLessThan(bytes.length);
                }
            } catch (HttpException e) {
                assertThat(e.status()).isBetween(400, 599);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(EOFException.class);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> java.util.Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] changed = bytes.clone();
                changed[at] = "\r\n :;%\0\u00ff0AfZ?&=".getBytes(StandardCharsets.ISO_8859_1)[random.nextInt(15)];
                yield changed;
            }
            case 2 -> {
                byte[] changed = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, changed, 0, at);
                changed[at] = (byte) random.nextInt(256);
                System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
                yield changed;
            }
            default -> {
                byte[] changed = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, changed, 0, at);
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
                yield changed;
            }
        };
    }

    private static Request read(String bytes) throws IOException {
        var in = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return new RequestReader(in, SMALL).next(() -> {}).orElseThrow();
    }
}
