package dev.jcompose.daemon.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.EngineDaemon;
import dev.jcompose.daemon.EngineOptions;
import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.daemon.route.Router;
import dev.jcompose.engine.testkit.HostRootfs;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client sends, the engine answers, and no exception comes up that nobody thought of. Nothing is started, and
 * nothing is asked that would touch the host or another machine.
 */
class ApiFuzzTest {
    private static final Path KEPT = Path.of("src/test/resources/fuzz/api");
    private static final List<String> GETS = List.of(
            "/_ping",
            "/version",
            "/info",
            "/containers/json?all=1&limit=2&size=1&filters={\"status\":[\"created\"]}",
            "/containers/fuzz/json?size=1",
            "/containers/fuzz/logs?stdout=1&stderr=1&since=1&until=2&tail=5&timestamps=1",
            "/containers/fuzz/top?ps_args=-o%20pid",
            "/containers/fuzz/stats?stream=0&one-shot=1",
            "/containers/fuzz/changes",
            "/containers/fuzz/archive?path=/etc",
            "/images/json?all=1&filters={\"reference\":[\"fuzz*\"]}",
            "/images/fuzz:1/json",
            "/images/fuzz:1/history",
            "/networks?filters={\"name\":[\"x\"]}",
            "/networks/bridge",
            "/volumes?filters={\"dangling\":[\"true\"]}",
            "/volumes/fuzz",
            "/events?since=1&until=2&filters={\"type\":[\"container\"]}",
            "/system/df?type=container",
            "/exec/x/json");
    private static final List<String> POSTS = List.of(
            "/containers/fuzz/update",
            "/containers/fuzz/rename?name=fuzz",
            "/containers/fuzz/stop?t=1&signal=TERM",
            "/containers/fuzz/kill?signal=9",
            "/containers/fuzz/resize?h=1&w=1",
            "/containers/fuzz/pause",
            "/containers/fuzz/exec",
            "/containers/prune?filters={\"label\":[\"nosuch\"]}",
            "/images/prune?filters={\"label\":[\"nosuch\"],\"dangling\":[\"true\"]}",
            "/images/fuzz:1/tag?repo=fuzz&tag=1",
            "/networks/prune?filters={\"label\":[\"nosuch\"]}",
            "/volumes/prune?filters={\"label\":[\"nosuch\"]}",
            "/exec/x/start",
            "/build");
    private static final String CREATE = """
        {"Image":"fuzz:1","Hostname":"h","User":"0:0","Tty":false,"OpenStdin":false,"Env":["A=b"],"Cmd":["sh"],
         "Entrypoint":["x"],"ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},"WorkingDir":"/","Labels":{"a":"b"},
         "StopSignal":"TERM","StopTimeout":1,"Shell":["sh"],
         "Healthcheck":{"Test":["CMD","x"],"Interval":1000000000,"Timeout":1000000000,"Retries":3,"StartPeriod":1000000},
         "HostConfig":{"LogConfig":{"Type":"json-file","Config":{"max-size":"1m","max-file":"3"}},"NetworkMode":"none",
          "PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"0"}]},"RestartPolicy":{"Name":"on-failure",
          "MaximumRetryCount":3},"AutoRemove":false,"VolumesFrom":[],"CapAdd":["NET_ADMIN"],"CapDrop":["ALL"],
          "Dns":["127.0.0.1"],"DnsOptions":["ndots:1"],"DnsSearch":["x"],"ExtraHosts":["a:127.0.0.1"],"GroupAdd":["1"],
          "IpcMode":"private","PidMode":"","OomScoreAdj":1,"Privileged":false,"ReadonlyRootfs":true,
          "SecurityOpt":["no-new-privileges"],"Tmpfs":{"/t":"size=1m"},"ShmSize":1048576,"Sysctls":{"net.ipv4.ip_forward":
          "1"},"Init":true,"Memory":67108864,"MemorySwap":-1,"MemoryReservation":1048576,"NanoCpus":500000000,"CpuShares":
          5,"CpusetCpus":"0","BlkioWeight":100,"PidsLimit":10,"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}],
          "DeviceCgroupRules":["c 1:3 rwm"],"ConsoleSize":[1,2],"MaskedPaths":["/x"],"ReadonlyPaths":["/y"],
          "Mounts":[{"Type":"tmpfs","Target":"/m","TmpfsOptions":{"SizeBytes":1024,"Mode":511}}]},
         "NetworkingConfig":{"EndpointsConfig":{"none":{"Aliases":["x"],"IPAMConfig":{"IPv4Address":"10.1.2.3"}}}}}\
        """;
    private static final String UPDATE = """
        {"Memory":67108864,"MemorySwap":-1,"NanoCpus":1,"PidsLimit":5,"CpusetCpus":"0","RestartPolicy":{"Name":"no",
         "MaximumRetryCount":0},"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}]}\
        """;
    private static final String EXEC =
            "{\"Cmd\":[\"x\"],\"Env\":[\"A=b\"],\"ConsoleSize\":[1,2],\"DetachKeys\":\"ctrl-p\"}";

    @TempDir
    private Path directory;

    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final Logger logger = Logger.getLogger(Router.class.getName());
    private final Handler catcher = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getThrown() instanceof RuntimeException || entry.getThrown() instanceof Error) {
                surprises.add(entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Optional<EngineDaemon> daemon = Optional.empty();
    private EngineSocket engine = new EngineSocket(Path.of(""));

    @BeforeEach
    void anEngineWithAnImageAndAContainer() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "an engine needs root");
        var options = new EngineOptions(directory.resolve("engine"), Optional.empty());
        daemon = Optional.of(EngineDaemon.open(options));
        engine = new EngineSocket(options.socket());
        engine.send("POST", "/images/create?fromSrc=-&repo=fuzz&tag=1", "", HostRootfs.tar());
        post("/containers/create?name=fuzz", CREATE.replace("\"Entrypoint\":[\"x\"],", ""));
        logger.addHandler(catcher);
    }

    @AfterEach
    void close() {
        logger.removeHandler(catcher);
        daemon.ifPresent(EngineDaemon::close);
    }

    @Test
    void damagedRequestsAreAnswered() throws Exception {
        var chance = new Chance();
        if (Files.isDirectory(KEPT)) {
            try (var files = Files.newDirectoryStream(KEPT)) {
                for (Path file : files) {
                    raw(Files.readAllBytes(file));
                }
            }
        }
        while (chance.goesOn()) {
            String get = bounded(chance.target(chance.one(GETS)));
            check("GET " + get, engine.get(get.startsWith("/") ? get : "/" + get));
            String body = chance.one(List.of(UPDATE, EXEC));
            String post = chance.target(chance.one(POSTS));
            byte[] damaged = chance.document(body.getBytes(StandardCharsets.UTF_8));
            check("POST " + post + " " + text(damaged), send(post.startsWith("/") ? post : "/" + post, damaged));
            byte[] create = chance.document(CREATE.getBytes(StandardCharsets.UTF_8));
            check("create " + text(create), send("/containers/create?name=fuzzed", create));
            engine.send("DELETE", "/containers/fuzzed?force=1&v=1", "", new byte[0]);
            raw(chance.bytes(
                    ("GET " + get + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
                                    + "\r\n5\r\nhello\r\n0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1)));
        }
        assertThat(engine.get("/_ping").status()).isEqualTo(200);
    }

    /** What has become a stream without end is asked for with its end. */
    private static String bounded(String target) {
        boolean endless = (target.contains("events") && !target.contains("&until=2&"))
                || (target.contains("stats") && !target.contains("stream=0&"))
                || target.contains("follow");
        return endless ? "/_ping" : target;
    }

    private void raw(byte[] request) throws IOException {
        try {
            check("raw " + text(request), engine.raw(request));
        } catch (EOFException | SocketException e) {
            // It was no request, or not yet a whole one.
        }
    }

    private EngineSocket.Answer send(String target, byte[] body) throws IOException {
        return engine.send("POST", target, "Content-Type: application/json\r\n", body);
    }

    private void post(String target, String json) throws IOException {
        assertThat(engine.post(target, json).status()).isEqualTo(201);
    }

    private void check(String request, EngineSocket.Answer answer) {
        assertThat(answer.status()).as(request).isBetween(200, 599);
        assertThat(surprises).as("keep this in %s: %s", KEPT, request).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
