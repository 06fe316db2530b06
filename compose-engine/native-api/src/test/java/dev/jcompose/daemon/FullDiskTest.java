package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.testkit.HostRootfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a full disk the engine says what it cannot do and why, does nothing by halves, and what runs goes on; when there is room again,
 * all is as it would have been.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FullDiskTest {
    @TempDir
    private Path signals;

    private SmallDisk disk;
    private TestEngine daemon;
    private Calls engine;

    @BeforeEach
    void open() throws Exception {
        disk = SmallDisk.mount(64);
        daemon = TestEngine.start(Files.createDirectory(disk.directory().resolve("root")));
        engine = Calls.to(daemon);
    }

    @AfterEach
    void close() throws Exception {
        if (daemon != null) {
            disk.free();
            engine.clear();
            daemon.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    /** What needs room. */
    private Map<String, Call> calls() {
        var calls = new LinkedHashMap<String, Call>();
        calls.put("create a container", () -> engine.create("made", ""));
        calls.put(
                "create a container with volumes",
                () -> engine.create("filled", "\"Volumes\":{\"/bin\":{}},\"HostConfig\":{\"Binds\":[\"named:/lib\"]}"));
        calls.put("start a container", () -> engine.start("ready"));
        calls.put("create a network", () -> engine.post("/networks/create", "{\"Name\":\"net\"}"));
        calls.put("create a volume", () -> engine.post("/volumes/create", "{\"Name\":\"vol\"}"));
        calls.put("commit", () -> engine.post("/commit?container=ready&repo=committed", ""));
        calls.put("rename", () -> engine.post("/containers/ready/rename?name=renamed", ""));
        return calls;
    }

    private int number(String target) throws IOException {
        return engine.list(target).size();
    }

    @Test
    void whatCannotBeDoneIsSaidWithItsCauseAndNotDoneByHalves() throws Exception {
        engine.create("ready", "");
        int networks = number("/networks");
        int images = number("/images/json");
        disk.fill();
        var refused = new LinkedHashMap<String, Calls.Refused>();
        for (var call : calls().entrySet()) {
            try {
                call.getValue().run();
            } catch (Calls.Refused e) {
                refused.put(call.getKey(), e);
            }
        }
        byte[] rootfs = HostRootfs.tar();
        var imported = engine.socket().send("POST", Calls.VERSION + "/images/create?fromSrc=-&repo=other", "", rootfs);
        disk.free();

        assertThat(refused).containsOnlyKeys(calls().keySet());
        assertThat(refused.values()).allSatisfy(e -> {
            assertThat(e.status()).as(e.getMessage()).isEqualTo(500);
            assertThat(e.getMessage())
                    .containsIgnoringCase("no space left on device")
                    .containsAnyOf(daemon.root().toString(), "container ready", "network net");
        });
        assertThat(imported.body()).containsIgnoringCase("no space left on device");
        assertThat(number("/containers/json?all=1")).isEqualTo(1);
        assertThat(number("/networks")).isEqualTo(networks);
        assertThat(number("/images/json")).isEqualTo(images);
        assertThat(engine.get("/volumes").objects("Volumes")).isEmpty();
        for (var call : calls().entrySet()) {
            call.getValue().run();
        }
        daemon.kill();
        daemon.restart();
        assertThat(engine.status("renamed")).isEqualTo("running");
        assertThat(number("/containers/json?all=1")).isEqualTo(3);
        assertThat(number("/networks")).isEqualTo(networks + 1);
    }

    /** Runs a script that waits for files which the test makes, and makes some itself. */
    private void runWithSignals(String name, String script, String more) throws IOException {
        engine.run(
                name,
                "\"Cmd\":[\"sh\",\"-c\",\"" + script + "\"]" + more + ",\"HostConfig\":{\"Binds\":[\"" + signals
                        + ":/signals\"]}");
    }

    private void signal(String name) throws IOException {
        Files.createFile(signals.resolve(name));
    }

    @Test
    void aContainerThatPrintsGoesOnAndWhatItPrintsLaterIsKept() throws Exception {
        runWithSignals(
                "talker",
                "echo before; until [ -e /signals/full ]; do sleep 0.05; done; i=0; while [ $i -lt 3000 ]; do echo lost"
                        + " $i and more and more and more; i=$((i+1)); done; echo all > /signals/printed; until [ -e"
                        + " /signals/free ]; do sleep 0.05; done; echo between; echo after; sleep 1000",
                "");
        engine.socket().awaitBytes(Calls.VERSION + "/containers/talker/logs?stdout=1&follow=1", "before\n");
        disk.fill();
        signal("full");
        engine.exec("talker", "until [ -e /signals/printed ]; do sleep 0.05; done");
        disk.free();
        signal("free");

        engine.socket().awaitBytes(Calls.VERSION + "/containers/talker/logs?stdout=1&follow=1", "after\n");
        assertThat(engine.status("talker")).isEqualTo("running");
    }

    @Test
    void anEndIsKnownAndKeptAsSoonAsThereIsRoom() throws Exception {
        runWithSignals("job", "until [ -e /signals/go ]; do sleep 0.05; done; exit 7", "");
        disk.fill();
        signal("go");
        assertThat(engine.await("job")).isEqualTo(7);
        assertThat(engine.status("job")).isEqualTo("exited");
        disk.free();

        // Another end, whose record says that the engine writes again.
        Path state = daemon.root().resolve("containers").resolve(id("job")).resolve("state.json");
        awaitContent(state, "EXITED");
        daemon.kill();
        daemon.restart();
        assertThat(engine.inspect("job").requireObject("State").integerOrZero("ExitCode"))
                .isEqualTo(7);
    }

    private String id(String name) throws IOException {
        return engine.inspect(name).requireString("Id");
    }

    /** The file is replaced when it changes, of which its directory tells. */
    private static void awaitContent(Path file, String text) throws Exception {
        Path directory = file.resolveSibling(".").normalize();
        try (var watch = directory.getFileSystem().newWatchService()) {
            directory.register(
                    watch,
                    java.nio.file.StandardWatchEventKinds.ENTRY_CREATE,
                    java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
            while (!Files.readString(file).contains(text)) {
                var key = watch.poll(120, TimeUnit.SECONDS);
                assertThat(key).as("a change of %s", file).isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }

    @Test
    void whatRunsIsStoppedAndRemovedToMakeRoom() throws Exception {
        engine.run("web", "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"Interval\":50000000}");
        engine.exec("web", "cat /lib/*/libc.so.6 > /large");
        disk.fill();
        engine.socket()
                .awaitBytes(Calls.VERSION + "/events?filters=%7B%22container%22%3A%5B%22web%22%5D%7D", "exec_die");

        engine.post("/containers/web/stop?t=0", "");
        assertThat(engine.status("web")).isEqualTo("exited");
        engine.remove("web");
        assertThat(number("/containers/json?all=1")).isZero();
        engine.create("next", "");
    }

    @Test
    void healthIsProbedOn() throws Exception {
        engine.run(
                "web", "\"Healthcheck\":{\"Test\":[\"CMD\",\"cat\",\"/healthy\"],\"Interval\":50000000,\"Retries\":1}");
        String events = Calls.VERSION + "/events?since=0&filters=%7B%22container%22%3A%5B%22web%22%5D%7D";
        engine.socket().awaitBytes(events, "health_status: unhealthy");
        disk.fill();
        String news = Calls.VERSION + "/events?filters=%7B%22container%22%3A%5B%22web%22%5D%7D";
        engine.socket().awaitBytes(news, "exec_die");
        engine.socket().awaitBytes(news, "exec_die");
        disk.free();
        engine.exec("web", "echo > /healthy");

        engine.socket().awaitBytes(events, "health_status: healthy");
    }
}
