package dev.jcompose.engine.docker;

import static dev.jcompose.engine.docker.transport.FakeEngine.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.FakeEngine;
import dev.jcompose.model.Ipam;
import dev.jcompose.model.IpamPool;
import dev.jcompose.model.Network;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedPort;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, and what is made of what comes back. */
@Timeout(30)
class DockerProtocolTest {
    private static final ContainerId ID = new ContainerId("c0ffee");

    @TempDir
    private Path home;

    private FakeEngine fake;
    private DockerEngine engine;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEngine();
        engine = open();
    }

    private DockerEngine open() throws IOException {
        return new DockerEngine(new EngineHttp(fake.address()), DockerConfig.load(home), Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        fake.close();
    }

    @Test
    void aRemovalThatIsUnderWayIsAwaited() throws Exception {
        fake.on(
                "DELETE /containers/c0ffee",
                "409 Conflict",
                "",
                "{\"message\":\"removal of container c0ffee is already in progress\"}");
        fake.json("POST /containers/c0ffee/wait", "{\"StatusCode\":0}");

        engine.containers().remove(new ContainerId("c0ffee"), Set.of());

        assertThat(fake.last().target()).isEqualTo("/v1.45/containers/c0ffee/wait?condition=removed");
    }

    @Test
    void aListingIsOneCallAndReadWhole() throws Exception {
        fake.json("GET /containers/json", """
            [{"Id":"c0ffee","Names":["/p-db-1/alias","/p-web-1"],"Image":"nginx:1","ImageID":"sha256:11",
              "Command":"nginx -g","Created":1700000000,"State":"running","Status":"Up 2 minutes (healthy)",
              "Unknown":{"deep":[1,{"x":null}]},
              "Labels":{"com.docker.compose.service":"web"},
              "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                       {"PrivatePort":53,"Type":"udp"}],
              "NetworkSettings":{"Networks":{"p_front":{"NetworkID":"n1","IPAddress":"10.0.0.2",
                "GlobalIPv6Address":"fd00::2","Aliases":null}}},
              "Mounts":[{"Type":"volume","Name":"p_data","Source":"/v/p_data","Destination":"/data","RW":true},
                        {"Type":"bind","Source":"/etc","Destination":"/e","RW":false}]},
             {"Id":"dead","Names":["/p-job-1"],"State":"exited","Status":"Exited (137) 3 hours ago","Labels":{}}]
            """);

        var containers = engine.containers().list(ContainerFilter.ofProject("p"));

        assertThat(fake.asked()).hasSize(1);
        assertThat(fake.last().target())
                .isEqualTo("/v1.45/containers/json?all=1&filters="
                        + "%7B%22label%22%3A%5B%22com.docker.compose.project%3Dp%22%5D%7D");
        var web = containers.getFirst();
        assertThat(web.name()).isEqualTo("p-web-1");
        assertThat(web.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(web.health()).isEqualTo(Health.HEALTHY);
        assertThat(web.createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(web.ports())
                .containsExactly(new ObservedPort("0.0.0.0", 8080, 80, "tcp"), new ObservedPort("", 0, 53, "udp"));
        assertThat(web.networks()).containsExactly(new ObservedEndpoint("p_front", "n1", "10.0.0.2", "fd00::2"));
        assertThat(web.mounts())
                .containsExactly(
                        new ObservedMount(
                                ObservedMount.Kind.VOLUME,
                                "/v/p_data",
                                "p_data",
                                "/data",
                                ObservedMount.Access.READ_WRITE),
                        new ObservedMount(ObservedMount.Kind.BIND, "/etc", "", "/e", ObservedMount.Access.READ_ONLY));
        var job = containers.getLast();
        assertThat(job.state()).isEqualTo(ContainerState.EXITED);
        assertThat(job.exitCode()).isEqualTo(137);
    }

    @Test
    void anAnswerIsWholeOnlyWithItsLastChunk() throws Exception {
        var sent = new CountDownLatch(1);
        fake.on("GET /networks", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n");
            awaitQuietly(sent);
            write(out, "0\r\n\r\n");
        });
        var listing = CompletableFuture.supplyAsync(() -> {
            try {
                return engine.networks().list();
            } catch (EngineException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> listing.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        sent.countDown();

        assertThat(listing.get(10, TimeUnit.SECONDS)).isEmpty();
        fake.json("GET /networks", "[]");
        engine.networks().list();
        assertThat(fake.accepted()).isEqualTo(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListingOfAnyProjectAsksForTheLabelAlone() throws Exception {
        fake.json("GET /containers/json", "[]");

        assertThat(engine.containers().list(ContainerFilter.ofAnyProject())).isEmpty();
        assertThat(fake.last().target()).endsWith("%5B%22com.docker.compose.project%22%5D%7D");
        engine.containers().list(ContainerFilter.all());
        assertThat(fake.last().target()).isEqualTo("/v1.45/containers/json?all=1");
    }

    @Test
    void theVersionIsAskedOnceAndNotAboveWhatIsKnown() throws Exception {
        fake.on("GET /_ping", "200 OK", "Api-Version: 1.99\r\n", "OK").json("GET /networks", "[]");

        engine.networks().list();
        engine.networks().list();

        assertThat(fake.last().target()).isEqualTo("/v" + ApiVersion.NEWEST + "/networks");
        assertThat(fake.accepted()).isEqualTo(1);
    }

    @Test
    void whatIsNoEngineIsToldApart() throws IOException {
        fake.on("GET /_ping", "200 OK", "", "I am a web server");

        assertThatThrownBy(() -> engine.networks().list())
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("speaks no Engine API");
    }

    @Test
    void theVersionCanBeFixed() throws Exception {
        engine.close();
        engine = new DockerEngine(
                new EngineHttp(fake.address()), DockerConfig.load(home), Map.of("DOCKER_API_VERSION", "1.41"));
        fake.json("GET /networks", "[]");

        engine.networks().list();

        assertThat(fake.last().target()).isEqualTo("/v1.41/networks");
    }

    @Test
    void theGraceIsSentInWholeSecondsAndOnlyWhenItIsGiven() throws Exception {
        fake.on("POST /containers/c0ffee/stop", "204 No Content", "", "");

        engine.containers().stop(ID, Optional.of(java.time.Duration.ofMillis(1999)));
        assertThat(fake.last().target()).isEqualTo("/v1.45/containers/c0ffee/stop?t=1");
        engine.containers().stop(ID, Optional.empty());
        assertThat(fake.last().target()).isEqualTo("/v1.45/containers/c0ffee/stop");
        fake.on("POST /containers/c0ffee/restart", "204 No Content", "", "");
        engine.containers().restart(ID, Optional.empty());
        assertThat(fake.last().target()).isEqualTo("/v1.45/containers/c0ffee/restart");
    }

    @Test
    void alreadyStoppedIsNoFailure() throws Exception {
        fake.on("POST /containers/c0ffee/stop", (asked, in, out) -> write(out, "HTTP/1.1 304 Not Modified\r\n\r\n"));

        engine.containers().stop(ID, Optional.empty());

        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void theEnginesWordsAreKeptAndTheirKindTold() {
        fake.on("POST /containers/c0ffee/start", "500 Internal Server Error", "", "{\"message\":\"port is taken\\n\"}");
        fake.on("GET /containers/c0ffee/json", "409 Conflict", "", "not even JSON");
        fake.on("POST /containers/c0ffee/kill", "501 Not Implemented", "", "{\"message\":\"no kill here\"}");

        assertThatThrownBy(() -> engine.containers().start(ID))
                .hasMessage("start container c0ffee: port is taken")
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER));
        assertThatThrownBy(() -> engine.containers().inspect(ID))
                .hasMessage("inspect container c0ffee: not even JSON")
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        assertThatThrownBy(() -> engine.containers().kill(ID, "KILL"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    }

    @Test
    void aBrokenConnectionIsUnavailable() {
        fake.on("POST /containers/c0ffee/start", (asked, in, out) -> {
            throw new IOException("close");
        });

        assertThatThrownBy(() -> engine.containers().start(ID))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("closed the connection without an answer");
    }

    @Test
    void logsAreAskedForByMomentAndTakenApart() throws Exception {
        fake.on("GET /containers/c0ffee/logs", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n");
            out.write(new byte[] {1, 0, 0, 0, 0, 0, 0, 2, 'o', 'k', 2, 0, 0, 0, 0, 0, 0, 1, '!'});
            throw new IOException("close");
        });
        var pieces = new ArrayList<String>();

        engine.containers()
                .logs(
                        ID,
                        new LogRequest(
                                LogRequest.Follow.YES,
                                Optional.of(Instant.parse("2026-01-02T03:04:05.000000006Z")),
                                Optional.empty(),
                                OptionalLong.of(0),
                                LogRequest.Timestamps.PREFIXED),
                        (channel, bytes) -> pieces.add(channel + " " + new String(bytes, StandardCharsets.UTF_8)));

        assertThat(pieces).containsExactly("STDOUT ok", "STDERR !");
        assertThat(fake.last().target())
                .isEqualTo("/v1.45/containers/c0ffee/logs?stdout=1&stderr=1&follow=1&timestamps=1&tail=0"
                        + "&since=1767323045.000000006");
    }

    @Test
    void anOldEngineIsAskedWhetherThereIsATerminal() throws Exception {
        fake.on("GET /_ping", "200 OK", "Api-Version: 1.41\r\n", "OK");
        fake.json("GET /containers/c0ffee/json", "{\"Id\":\"c0ffee\",\"Config\":{\"Tty\":true}}");
        fake.on("GET /containers/c0ffee/logs", "200 OK", "Content-Type: application/vnd.docker.raw-stream\r\n", "raw");
        var output = new ByteArrayOutputStream();

        engine.containers().logs(ID, LogRequest.everything(), (channel, bytes) -> output.writeBytes(bytes));

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("raw");
    }

    @Test
    void outputThatEndsInsideAFrameIsAFailure() {
        fake.on("GET /containers/c0ffee/logs", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n");
            out.write(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 'o', 'k'});
            throw new IOException("close");
        });

        assertThatThrownBy(() -> engine.containers().logs(ID, LogRequest.everything(), (channel, bytes) -> {}))
                .hasMessageContaining("in the middle of a frame");
    }

    @Test
    void anExitCodeThatIsNotYetKnownIsAwaited() throws Exception {
        var inspections = new AtomicInteger();
        fake.json("POST /containers/c0ffee/exec", "{\"Id\":\"e1\"}");
        fake.on("POST /exec/e1/start", (asked, in, out) -> {
            write(out, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n\r\n");
            throw new IOException("close");
        });
        fake.on("GET /exec/e1/json", (asked, in, out) -> {
            String body = inspections.incrementAndGet() < 3
                    ? "{\"Running\":true,\"ExitCode\":null}"
                    : "{\"Running\":false,\"ExitCode\":6}";
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        fake.on("GET /events", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\n\r\n{\"Actor\":{\"Attributes\":{\"execID\":\"other\"}}}\n");
            write(out, "{\"Actor\":{\"Attributes\":{\"execID\":\"e1\"}}}\n");
            in.read();
        });

        int exit =
                engine.containers().exec(ID, ExecRequest.of(List.of("true")), Stdio.outputTo((channel, bytes) -> {}));

        assertThat(exit).isEqualTo(6);
        assertThat(fake.asked().getFirst().body())
                .isEqualTo("{\"AttachStdout\":true,\"AttachStderr\":true,\"Cmd\":[\"true\"]}");
    }

    @Test
    void eventsArriveOneByOneAndABreakIsTold() throws Exception {
        fake.on("GET /events", (asked, in, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String event = "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"ID\":\"c0ffee\","
                    + "\"Attributes\":{\"exitCode\":\"3\",\"name\":\"p-web-1\"}},\"time\":1,\"timeNano\":1500000000}";
            write(out, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            throw new IOException("close");
        });

        try (var subscription = engine.subscribe(ActivityFilter.ofProject("p"))) {
            var activity = subscription.next().orElseThrow();
            assertThat(activity.action()).isEqualTo("die");
            assertThat(activity.exitCode()).hasValue(3);
            assertThat(activity.at()).isEqualTo(Instant.ofEpochSecond(1, 500_000_000));
            assertThatThrownBy(subscription::next)
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void aPullTellsItsProgressAndShowsItsCredentials() throws Exception {
        Files.writeString(home.resolve("config.json"), "{\"auths\":{\"ghcr.io\":{\"auth\":\"YW5uOnNlY3JldA==\"}}}");
        engine.close();
        engine = open();
        fake.json("POST /images/create", """
            {"status":"Pulling from o/app","id":"1"}
            {"status":"Downloading","progressDetail":{"current":10,"total":20},"id":"abc"}
            {"status":"Status: Downloaded newer image"}
            """);
        var told = new ArrayList<String>();

        engine.images()
                .pull(
                        "ghcr.io/o/app:1",
                        Optional.of("linux/arm64"),
                        (layer, status, current, total) ->
                                told.add(layer + "|" + status + "|" + current + "/" + total));

        assertThat(told)
                .containsExactly(
                        "1|Pulling from o/app|0/0", "abc|Downloading|10/20", "|Status: Downloaded newer image|0/0");
        assertThat(fake.last().target())
                .isEqualTo("/v1.45/images/create?fromImage=ghcr.io%2Fo%2Fapp&tag=1&platform=linux%2Farm64");
        assertThat(new String(
                        Base64.getUrlDecoder().decode(fake.last().headers().get("x-registry-auth")),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"username\":\"ann\",\"password\":\"secret\",\"serveraddress\":\"ghcr.io\"}");
    }

    @Test
    void aPullWithoutTagAsksForLatestOnly() throws Exception {
        fake.json("POST /images/create", "");

        engine.images().pull("127.0.0.1:5000/app", Optional.empty(), (layer, status, current, total) -> {});
        assertThat(fake.last().target()).endsWith("fromImage=127.0.0.1%3A5000%2Fapp&tag=latest");
        engine.images().pull("app:1@sha256:00", Optional.empty(), (layer, status, current, total) -> {});
        assertThat(fake.last().target()).endsWith("fromImage=app&tag=sha256%3A00");
    }

    @Test
    void aPullThatFailsOnTheWayFailsInTheRegistrysWords() {
        fake.json(
                "POST /images/create",
                "{\"status\":\"Pulling\"}\n"
                        + "{\"errorDetail\":{\"message\":\"manifest unknown\"},\"error\":\"manifest unknown\"}");

        assertThatThrownBy(
                        () -> engine.images().pull("app:none", Optional.empty(), (layer, status, current, total) -> {}))
                .hasMessage("pull image app:none: manifest unknown")
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void anImageIsInspectedUnderItsWholeName() throws Exception {
        fake.json("GET /images/127.0.0.1%3A5000/o/app%3A1/json", """
            {"Id":"sha256:11","RepoTags":["127.0.0.1:5000/o/app:1","<none>:<none>"],"Os":"linux",
             "Architecture":"arm64","Variant":"v8","Size":42,"Created":"2026-01-02T03:04:05.5+01:00",
             "Config":{"Volumes":{"/data":{}},"Labels":{"l":"v"}},
             "Metadata":{"LastTagTime":"0001-01-01T00:00:00Z"}}
            """);

        var image = engine.images().find("127.0.0.1:5000/o/app:1").orElseThrow();

        assertThat(image.tags()).containsExactly("127.0.0.1:5000/o/app:1");
        assertThat(image.platform()).isEqualTo("linux/arm64/v8");
        assertThat(image.volumes()).containsExactly("/data");
        assertThat(image.createdAt()).isEqualTo(Instant.parse("2026-01-02T02:04:05.5Z"));
        assertThat(image.lastTagged()).isEmpty();
        assertThat(engine.images().find("none")).isEmpty();
    }

    @Test
    void aNetworkIsCreatedWithItsAddressPlan() throws Exception {
        fake.json("POST /networks/create", "{\"Id\":\"n1\",\"Warning\":\"\"}");

        assertThat(engine.networks().create(network(Optional.empty()))).isEqualTo("n1");
        assertThat(fake.last().body())
                .isEqualTo("{\"Name\":\"p_front\",\"CheckDuplicate\":true,\"Driver\":\"bridge\",\"Internal\":true,"
                        + "\"Options\":{\"mtu\":\"1400\"},\"Labels\":{\"l\":\"v\"},\"EnableIPv6\":true,"
                        + "\"IPAM\":{\"Driver\":\"default\",\"Options\":{\"o\":\"1\"},\"Config\":[{\"Subnet\":"
                        + "\"10.1.0.0/16\",\"IPRange\":\"10.1.1.0/24\",\"Gateway\":\"10.1.0.1\","
                        + "\"AuxiliaryAddresses\":{\"printer\":\"10.1.0.9\"}}]}}");
        assertThatThrownBy(() -> engine.networks().create(network(Optional.of(false))))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("enable_ipv4 needs Engine API 1.48");
    }

    private static NetworkSpec network(Optional<Boolean> ipv4) {
        var pool = new IpamPool(
                Optional.of("10.1.0.0/16"),
                Optional.of("10.1.0.1"),
                Optional.of("10.1.1.0/24"),
                Copies.of(Map.of("printer", "10.1.0.9")),
                Copies.of(Map.of()));
        var network = new Network(
                "front",
                "p_front",
                Optional.of("bridge"),
                Copies.of(Map.of("mtu", "1400")),
                Optional.of(new Ipam(
                        Optional.of("default"), List.of(pool), Copies.of(Map.of("o", "1")), Copies.of(Map.of()))),
                false,
                true,
                false,
                Copies.of(Map.of()),
                ipv4,
                Optional.of(true),
                Copies.of(Map.of()));
        return new NetworkSpec("front", "p_front", network, Copies.of(Map.of("l", "v")), "0");
    }
}
