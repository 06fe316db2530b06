package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever goes wrong at whatever step, the engine holds afterwards what it held before. The moments of kills come from a seeded
 * generator: {@code -Dfault.seed=N -Dfault.rounds=N} choose others, and more of them.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FaultTest {
    private static final String V = "/v1.45";
    private static final int ROUNDS = Integer.getInteger("fault.rounds", 10);
    private static final long SEED = Long.getLong("fault.seed", 1);
    /** Longer than a start takes here, so that some moments come after it. */
    private static final long MOMENT_NANOS = 60_000_000;

    private TestEngine daemon;
    private EngineSocket engine;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        begin();
    }

    /** Makes what is made once and for all: the packet filter, the bridge of those that are on no other network. */
    private void begin() throws Exception {
        engine = new EngineSocket(daemon.socket());
        expect(201, engine.post(V + "/networks/create", "{\"Name\":\"net\"}"));
        String id = JsonObject.parse(engine.get(V + "/networks/net").body().getBytes(StandardCharsets.UTF_8))
                .requireString("Id");
        ledger = new Ledger(daemon, "br-" + id.substring(0, 12));
        remove("/networks/net");
        assertFails("a command that is not there", "\"Cmd\":[\"/nosuch\"]");
        clear();
    }

    @AfterEach
    void close() throws Exception {
        if (ledger != null) {
            ledger.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    /** What a client may ask for that fails, by the step that it fails at. */
    private static Map<String, String> failures() {
        var failures = new LinkedHashMap<String, String>();
        failures.put("an image that is not there", "\"Image\":\"nosuch:1\"");
        failures.put("a command that is not there", "\"Cmd\":[\"/nosuch\"]");
        failures.put("a command that is a directory", "\"Cmd\":[\"/etc\"]");
        failures.put("a user that is not there", "\"User\":\"nosuch\"");
        failures.put("a group that is not there", "\"User\":\"0:nosuch\"");
        failures.put("a working directory that is a file", "\"WorkingDir\":\"/bin/sh\"");
        failures.put("an unknown capability", host("\"CapAdd\":[\"NOSUCH\"]"));
        failures.put("a damaged seccomp profile", host("\"SecurityOpt\":[\"seccomp={\"]"));
        failures.put("a sysctl that is not there", host("\"Sysctls\":{\"net.ipv4.nosuch\":\"1\"}"));
        failures.put("a sysctl with a bad value", host("\"Sysctls\":{\"net.ipv4.ip_forward\":\"x\"}"));
        failures.put("a CPU that is not there", host("\"CpusetCpus\":\"4095\""));
        failures.put("too little memory", host("\"Memory\":1"));
        failures.put(
                "more files than there may be", host("\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":9,\"Hard\":-1}]"));
        failures.put("a bind of nothing", mount("{\"Type\":\"bind\",\"Source\":\"/nosuch/x\",\"Target\":\"/x\"}"));
        failures.put("a directory onto a file", host("\"Binds\":[\"/tmp:/bin/sh\"]"));
        failures.put("a bad option of a tmpfs", host("\"Tmpfs\":{\"/x\":\"nosuch=1\"}"));
        failures.put(
                "a part of a volume that is not there",
                mount(
                        "{\"Type\":\"volume\",\"Source\":\"vol\",\"Target\":\"/x\",\"VolumeOptions\":{\"Subpath\":\"no\"}}"));
        failures.put("a device that is not there", host("\"Devices\":[{\"PathOnHost\":\"/dev/nosuch\"}]"));
        failures.put("a network that is not there", host("\"NetworkMode\":\"nosuch\""));
        failures.put("a container's network that is not there", host("\"NetworkMode\":\"container:nosuch\""));
        failures.put("a container's processes that are not there", host("\"PidMode\":\"container:nosuch\""));
        failures.put(
                "an address of another subnet",
                "\"NetworkingConfig\":{\"EndpointsConfig\":{\"net\":{\"IPAMConfig\":{\"IPv4Address\":\"192.0.2.9\"}}}},"
                        + host("\"NetworkMode\":\"net\""));
        failures.put("a name server that is no address", host("\"Dns\":[\"nosuch\"]"));
        failures.put("a link to nobody", host("\"Links\":[\"nosuch:x\"]"));
        failures.put("an unknown log driver", host("\"LogConfig\":{\"Type\":\"nosuch\"}"));
        return failures;
    }

    private static String host(String members) {
        return "\"HostConfig\":{" + members + "}";
    }

    private static String mount(String mount) {
        return host("\"Mounts\":[" + mount + "]");
    }

    @Test
    void whatCannotBeMadeOrStartedLeavesNothing() throws Exception {
        fullLife();
        var before = ledger.atRest();
        for (var failure : failures().entrySet()) {
            expect(201, engine.post(V + "/networks/create", "{\"Name\":\"net\"}"));
            assertFails(failure.getKey(), failure.getValue());
            clear();
            ledger.assertNoMoreThan(before, failure.getKey());
        }
    }

    private void assertFails(String what, String members) throws IOException {
        String command = members.contains("\"Cmd\"") ? "" : "\"Cmd\":[\"sleep\",\"1000\"],";
        String image = members.contains("\"Image\"") ? "" : "\"Image\":\"" + TestEngine.IMAGE + "\",";
        var made = engine.post(V + "/containers/create?name=web", "{" + image + command + members + "}");
        if (made.status() == 201) {
            noteContainers();
            var started = engine.post(V + "/containers/web/start", "");
            assertThat(started.status())
                    .as("the start with %s: %s", what, started.body())
                    .isGreaterThanOrEqualTo(400);
        } else {
            assertThat(made.status())
                    .as("the creation with %s: %s", what, made.body())
                    .isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void aPortThatIsTakenLeavesNothing() throws Exception {
        fullLife();
        var before = ledger.atRest();
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertFails(
                    "a port that is taken",
                    host("\"PortBindings\":{\"79/tcp\":[{\"HostIp\":\"127.0.0.1\"}],\"80/tcp\":[{\"HostIp\":"
                            + "\"127.0.0.1\",\"HostPort\":\"" + taken.getLocalPort() + "\"}]}"));
        }
        clear();
        ledger.assertNoMoreThan(before, "a port that is taken");
    }

    @Test
    void aPullFromNowhereLeavesNothing() throws Exception {
        fullLife();
        pullFromNowhere(); // the client of registries is made once and for all
        var before = ledger.atRest();
        pullFromNowhere();
        ledger.assertNoMoreThan(before, "a pull from nowhere");
    }

    private void pullFromNowhere() throws IOException {
        var pulled = engine.post(V + "/images/create?fromImage=127.0.0.1%3A1%2Fnosuch&tag=1", "");
        assertThat(pulled.body()).contains("127.0.0.1:1");
    }

    @Test
    void aSupervisorThatIsKilledAtAnyMomentLeavesNothing() throws Exception {
        fullLife();
        var before = ledger.atRest();
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            long moment = random.nextLong(MOMENT_NANOS);
            create();
            during(
                    () -> {
                        engine.post(V + "/containers/web/start", "");
                        var exec = engine.post(V + "/containers/web/exec", "{\"Cmd\":[\"true\"]}");
                        if (exec.status() == 201) {
                            String id = JsonObject.parse(exec.body().getBytes(StandardCharsets.UTF_8))
                                    .requireString("Id");
                            engine.post(V + "/exec/" + id + "/start", "{\"Detach\":true}");
                        }
                        return null;
                    },
                    moment,
                    () -> daemon.handle().children().forEach(ProcessHandle::destroyForcibly));
            clear();
            ledger.assertNoMoreThan(before, "kills of supervisors after " + moment + " ns");
        }
    }

    @Test
    void aClientThatLeavesDuringAStartLeavesNothing() throws Exception {
        fullLife();
        var before = ledger.atRest();
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            long moment = random.nextLong(MOMENT_NANOS);
            create();
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(daemon.socket()));
                channel.write(ByteBuffer.wrap(
                        ("POST " + V + "/containers/web/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
                LockSupport.parkNanos(moment);
            }
            clear();
            ledger.assertNoMoreThan(before, "a client that left after " + moment + " ns");
        }
    }

    @Test
    void aDaemonThatIsKilledAtAnyMomentLeavesNothing() throws Exception {
        fullLife();
        daemon.kill();
        daemon.restart();
        fullLife();
        var before = ledger.atRest();
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            long moment = random.nextLong(2 * MOMENT_NANOS);
            during(
                    () -> {
                        fullLife();
                        return null;
                    },
                    moment,
                    () -> daemon.kill());
            daemon.restart();
            fullLife();
            ledger.assertNoMoreThan(before, "a daemon that was killed after " + moment + " ns");
        }
    }

    /** A state directory on a file system of its own, which is then full, or not to be written. */
    @Test
    void aFullOrReadOnlyStateDirectoryLeavesNothing() throws Exception {
        try (var disk = SmallDisk.mount(96)) {
            ledger.close();
            daemon.close();
            daemon = TestEngine.start(Files.createDirectory(disk.directory().resolve("root")));
            begin();
            fullLife();
            var before = ledger.atRest();

            disk.fill();
            assertThat(lifeStatuses()).as("somebody is told").anyMatch(status -> status >= 500);
            disk.free();
            clear();
            ledger.assertNoMoreThan(before, "a full disk");
            fullLife();

            daemon.stop();
            disk.makeReadOnly();
            assertThatThrownBy(daemon::restart).hasMessageContaining("did not become ready");
            disk.makeWritable();
            daemon.restart();
            fullLife();
            ledger.assertNoMoreThan(before, "a read-only disk");

            create();
            expect(204, engine.post(V + "/containers/web/start", ""));
            disk.fill();
            engine.post(V + "/containers/web/kill", "");
            disk.free();
            clear();
            ledger.assertNoMoreThan(before, "a disk that filled up under a container");
            daemon.close();
        }
    }

    /** Runs both at the same time, the second after a while; what the first one meets is not the question. */
    private static void during(Callable<Void> work, long nanos, Interference interference) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = threads.submit(() -> {
                try {
                    return work.call();
                } catch (IOException | IllegalStateException | AssertionError e) {
                    return null; // It was interfered with.
                }
            });
            LockSupport.parkNanos(nanos);
            interference.happen();
            working.get(60, TimeUnit.SECONDS);
        }
    }

    @FunctionalInterface
    private interface Interference {
        void happen() throws Exception;
    }

    /** A life with everything, from nothing to nothing. */
    private void fullLife() throws Exception {
        clear();
        create();
        expect(204, engine.post(V + "/containers/web/start", ""));
        expect(204, engine.post(V + "/containers/web/stop?t=0", ""));
        clear();
    }

    /** The answers to a life that may fail anywhere. */
    private List<Integer> lifeStatuses() throws IOException {
        var statuses = new ArrayList<Integer>();
        statuses.add(engine.post(V + "/networks/create", "{\"Name\":\"net\"}").status());
        statuses.add(engine.post(V + "/containers/create?name=web", body()).status());
        noteContainers();
        statuses.add(engine.post(V + "/containers/web/start", "").status());
        statuses.add(engine.post(V + "/containers/web/stop?t=0", "").status());
        return statuses;
    }

    private void create() throws Exception {
        clear();
        expect(201, engine.post(V + "/networks/create", "{\"Name\":\"net\"}"));
        expect(201, engine.post(V + "/containers/create?name=web", body()));
        noteContainers();
    }

    private static String body() {
        return "{\"Image\":\"" + TestEngine.IMAGE + "\",\"Cmd\":[\"sleep\",\"1000\"],\"Volumes\":{\"/anonymous\":{}},"
                + "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":10000000},"
                + host("\"NetworkMode\":\"net\",\"Binds\":[\"vol:/named\"],\"PortBindings\":{\"80/tcp\":"
                        + "[{\"HostIp\":\"127.0.0.1\"}]}")
                + "}";
    }

    private void noteContainers() throws IOException {
        for (var container : list("/containers/json?all=1")) {
            ledger.add(container.requireString("Id"));
        }
    }

    private void clear() throws IOException {
        noteContainers();
        for (var container : list("/containers/json?all=1")) {
            remove("/containers/" + container.requireString("Id") + "?force=1&v=1");
        }
        if (engine.get(V + "/networks/net").status() == 200) {
            remove("/networks/net");
        }
        for (var volume : JsonObject.parse(engine.get(V + "/volumes").body().getBytes(StandardCharsets.UTF_8))
                .objects("Volumes")) {
            remove("/volumes/" + volume.requireString("Name"));
        }
    }

    private List<JsonObject> list(String target) throws IOException {
        return JsonObject.parse(("{\"all\":" + engine.get(V + target).body() + "}").getBytes(StandardCharsets.UTF_8))
                .objects("all");
    }

    private void remove(String target) throws IOException {
        expect(204, engine.send("DELETE", V + target, "", new byte[0]));
    }

    private static void expect(int status, EngineSocket.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " instead of " + status + ": " + answer.body());
        }
    }
}
