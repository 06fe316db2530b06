package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.engine.docker.DockerEngine;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.testkit.HostRootfs;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.runtime.launch.IdMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that gives containers other ids on the host ({@code userns-remap}), and who does without ({@code UsernsMode}). */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class UserNamespaceModeTest {
    /** The owner of a file, as a function of the shell. */
    private static final String OWNER = "o() { echo $3:$4; }; ";

    private static final String NO_NETWORK = "\"NetworkMode\": \"none\"";

    @TempDir
    private Path directory;

    private EngineDaemon daemon;
    private EngineSocket api;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        open(Optional.of(IdMap.consecutive(200_000, 65_536)));
    }

    private void open(Optional<IdMap> remap) throws Exception {
        var options = new EngineOptions(directory.resolve("engine"), Optional.empty(), remap);
        daemon = EngineDaemon.open(options);
        api = new EngineSocket(options.socket());
        var engine = new DockerEngine(
                new EngineHttp(new EngineAddress.Unix(options.socket())),
                DockerConfig.load(directory.resolve("no-config")),
                Map.of());
        shop = new Shop(engine);
        engine.importImage(
                new ByteArrayInputStream(HostRootfs.tar()),
                TestEngine.IMAGE,
                List.of(),
                (layer, status, done, all) -> {});
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.clear();
            shop.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static String body(String script, String host) {
        return """
            {"Image": "%s", "Cmd": ["sh", "-c", "%s"], "Volumes": {"/vol": {}}, "HostConfig": {%s}}
            """.formatted(TestEngine.IMAGE, script.replace("\"", "\\\""), host);
    }

    private ContainerId create(String name, String script, String host) throws Exception {
        var answer = api.post("/containers/create?name=" + name, body(script, host));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return new ContainerId(name);
    }

    private String refusal(String host) throws Exception {
        var answer = api.post("/containers/create", body("true", host));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        return answer.body();
    }

    private String run(String name, String script, String host) throws Exception {
        var id = create(name, script, host);
        shop.engine().containers().start(id);
        assertThat(shop.engine().containers().awaitExit(id)).as(shop.logs(id)).isZero();
        return shop.logs(id);
    }

    private Path started(String name, String host) throws Exception {
        var id = create(name, "sleep 1000", host);
        shop.engine().containers().start(id);
        return Path.of("/proc", Integer.toString(pid(name)));
    }

    private int pid(String name) throws Exception {
        var json = dev.jcompose.runtime.store.JsonObject.parse(
                api.get("/containers/" + name + "/json").body().getBytes(StandardCharsets.UTF_8));
        return json.objectOrEmpty("State").integerOrZero("Pid");
    }

    private static String ids(Path process) throws Exception {
        return Files.readAllLines(process.resolve("uid_map")).getFirst().strip().replaceAll("\\s+", " ");
    }

    @Test
    void containersLiveInNamespacesOfTheirOwnUnlessTheyAskForTheHosts() throws Exception {
        var first = started("first", NO_NETWORK);
        var second = started("second", NO_NETWORK);
        var host = started("host", NO_NETWORK + ", \"UsernsMode\": \"host\"");

        assertThat(ids(first)).isEqualTo("0 200000 65536").isEqualTo(ids(second));
        assertThat(Files.readSymbolicLink(first.resolve("ns/user")))
                .isNotEqualTo(Files.readSymbolicLink(second.resolve("ns/user")));
        assertThat(Files.readSymbolicLink(host.resolve("ns/user")))
                .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
        assertThat(Files.getAttribute(first, "unix:uid")).isEqualTo(200_000);
        assertThat(Files.getAttribute(host, "unix:uid")).isEqualTo(0);
        assertThat(api.get("/containers/host/json").body()).contains("\"UsernsMode\":\"host\"");
        assertThat(api.get("/containers/first/json").body()).contains("\"UsernsMode\":\"\"");
        assertThat(api.get("/info").body()).contains("\"name=userns\"");
    }

    @Test
    void whatCannotBeIsRefusedInDockersWords() throws Exception {
        assertThat(refusal("\"UsernsMode\": \"keep-id\"")).contains("invalid USER mode: keep-id");
        assertThat(refusal("\"Privileged\": true")).contains("privileged mode is incompatible with user namespaces.");
        assertThat(refusal("\"NetworkMode\": \"host\""))
                .contains("cannot share the host's network namespace when user namespaces are enabled");
        assertThat(refusal("\"PidMode\": \"host\""))
                .contains("cannot share the host PID namespace when user namespaces are enabled");
        assertThat(run("allowed", "id -u", "\"NetworkMode\": \"host\", \"Privileged\": true, \"UsernsMode\": \"host\""))
                .isEqualTo("0\n");
    }

    @Test
    void imagesVolumesAndFilesAreRootsInsideAndCommonToAllContainers() throws Exception {
        String volume = NO_NETWORK + ", \"Binds\": [\"common:/data\"]";
        assertThat(run(
                        "writer",
                        OWNER
                                + "o $(ls -dn /etc); o $(ls -dn /etc/hosts); o $(ls -dn /data); echo x > /data/x; echo"
                                + " y > /etc/new; rm /bin/wc",
                        volume))
                .isEqualTo("0:0\n0:0\n0:0\n");
        assertThat(run("reader", OWNER + "o $(ls -dn /data/x)", volume + ", \"UsernsMode\": \"host\""))
                .isEqualTo("0:0\n");
        var upper = api.get("/containers/writer/changes").body();
        assertThat(upper)
                .contains("{\"Path\":\"/etc/new\",\"Kind\":1}", "{\"Path\":\"/bin/wc\",\"Kind\":2}")
                .doesNotContain("/dev", "/proc", "/sys");
        // On disk there is no trace of other ids: what is committed is an image like any other.
        assertThat(api.post("/commit?container=writer&repo=made&tag=1", "{}").status())
                .isEqualTo(201);
        var made = api.post(
                "/containers/create?name=made",
                body(OWNER + "o $(ls -dn /etc/new); ls /bin/wc 2> /dev/null || echo gone", NO_NETWORK)
                        .replace(TestEngine.IMAGE, "made:1"));
        assertThat(made.status()).isEqualTo(201);
        var id = new ContainerId("made");
        shop.engine().containers().start(id);
        assertThat(shop.engine().containers().awaitExit(id)).isZero();
        assertThat(shop.logs(id)).isEqualTo("0:0\ngone\n");
    }

    @Test
    void whatOptionsDoElsewhereTheyDoInside() throws Exception {
        String options = NO_NETWORK
                + ", \"ReadonlyRootfs\": true, \"Tmpfs\": {\"/t\": \"uid=7\"}, \"Init\": true, \"IpcMode\": \"host\","
                + " \"UTSMode\": \"host\", \"OomScoreAdj\": 500, \"Sysctls\": {}, \"GroupAdd\": [\"9\"],"
                + " \"Devices\": [{\"PathOnHost\": \"/dev/zero\", \"PathInContainer\": \"/dev/my0\","
                + " \"CgroupPermissions\": \"rwm\"}]";
        assertThat(run(
                        "options",
                        OWNER + "exec 2>&1; echo x > /dev/shm/x; o $(ls -dn /t); cat /proc/self/oom_score_adj;"
                                + " echo x > /dev/my0; id -G; touch /x || echo read-only",
                        options))
                .startsWith("7:0\n500\n0 9\n")
                .contains("Read-only file system")
                .endsWith("read-only\n");
    }

    @Test
    void filesOfTheHostAreOutOfReach() throws Exception {
        var secret = Files.createDirectory(directory.resolve("secret"));
        Files.setPosixFilePermissions(secret, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.writeString(secret.resolve("key"), "k");

        assertThat(run(
                        "curious",
                        OWNER + "o $(ls -dn /s); cat /s/key 2> /dev/null || echo no",
                        NO_NETWORK + ", \"Binds\": [\"" + secret + ":/s\"]"))
                .isEqualTo("65534:65534\nno\n");
    }

    @Test
    void archivesGoInAndOutWithTheIdsInside() throws Exception {
        started("box", NO_NETWORK);
        var tar = tar("deep/below/file", 33, 44);

        assertThat(api.send("PUT", "/containers/box/archive?path=/tmp", "Content-Type: application/x-tar\r\n", tar)
                        .status())
                .isEqualTo(200);
        assertThat(shop.exec(
                        new ContainerId("box"),
                        OWNER
                                + "o $(ls -dn /tmp/deep/below/file); o $(ls -dn /tmp/deep); echo $(cat"
                                + " /proc/self/uid_map)"))
                .isEqualTo("33:44\n0:0\n0 200000 65536\n");
        assertThat(api.send("PUT", "/containers/box/archive?path=/vol", "Content-Type: application/x-tar\r\n", tar)
                        .status())
                .isEqualTo(200);
        assertThat(shop.exec(new ContainerId("box"), OWNER + "o $(ls -dn /vol/deep/below/file)"))
                .isEqualTo("33:44\n");
        assertThat(api.getRaw("/containers/box/archive?path=/tmp/deep/below/file"))
                .contains("0000041 ", "0000054 ");
    }

    static byte[] tar(String name, int uid, int gid) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(name);
            entry.setSize(1);
            entry.setIds(uid, gid);
            tar.putArchiveEntry(entry);
            tar.write('x');
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    void aSharedNetworkComesWithItsUserNamespace() throws Exception {
        shop.network();
        String network = "\"NetworkMode\": \"" + Shop.NETWORK + "\"";
        var donor = started("donor", network);
        var guest = started("guest", "\"NetworkMode\": \"container:donor\"");
        var friend = started("friend", network + ", \"IpcMode\": \"container:donor\"");

        for (var process : List.of(guest, friend)) {
            assertThat(Files.readSymbolicLink(process.resolve("ns/user")))
                    .isEqualTo(Files.readSymbolicLink(donor.resolve("ns/user")));
        }
        assertThat(Files.readSymbolicLink(guest.resolve("ns/net")))
                .isEqualTo(Files.readSymbolicLink(donor.resolve("ns/net")));
        assertThat(Files.readSymbolicLink(friend.resolve("ns/net")))
                .isNotEqualTo(Files.readSymbolicLink(donor.resolve("ns/net")));
        assertThat(shop.exec(new ContainerId("friend"), "cat /proc/net/fib_trie; getent hosts donor"))
                .contains("donor");

        var watcher = started("watcher", NO_NETWORK + ", \"PidMode\": \"container:donor\"");
        assertThat(Files.readSymbolicLink(watcher.resolve("ns/pid")))
                .isEqualTo(Files.readSymbolicLink(donor.resolve("ns/pid")));
        assertThat(shop.exec(new ContainerId("watcher"), "ls -d /proc/1 && ls /proc/1/root/etc"))
                .contains("/proc/1\n", "hosts");

        started("plain", NO_NETWORK + ", \"UsernsMode\": \"host\"");
        create("stranger", "true", "\"NetworkMode\": \"container:plain\"");
        assertThat(api.post("/containers/stranger/start", "").body()).contains("runs in the host's user namespace");
    }

    @Test
    void anEngineOnItsReturnKnowsWhichIdsItsContainersHave() throws Exception {
        started("survivor", NO_NETWORK);
        shop.close();
        daemon.close();
        open(Optional.empty());

        assertThat(shop.exec(new ContainerId("survivor"), "id -u; echo $(cat /proc/self/uid_map)"))
                .isEqualTo("0\n0 200000 65536\n");
        assertThat(run("later", "echo $(cat /proc/self/uid_map)", NO_NETWORK)).startsWith("0 0 4294967295");
    }

    @Test
    void noNamespaceIsHeldForContainersThatAreGone() throws Exception {
        shop.network();
        String network = "\"NetworkMode\": \"" + Shop.NETWORK + "\"";
        assertThat(run("first", "true", network)).isEmpty();
        shop.remove(new ContainerId("first"));
        var before = namespaces();
        for (int i = 0; i < 5; i++) {
            assertThat(run("again", "true", network)).isEmpty();
            shop.remove(new ContainerId("again"));
        }
        create("failing", "true", network + ", \"Binds\": [\"/proc/self/fd:/x:idmap\"]");
        assertThat(api.post("/containers/failing/start", "").status()).isEqualTo(400);

        assertThat(namespaces()).isSubsetOf(before);
    }

    /** Those that this process, which is the engine's, has open. */
    private static Set<String> namespaces() throws Exception {
        var found = new TreeSet<String>();
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.matches("(net|user|mnt):.*")) {
                        found.add(target);
                    }
                } catch (NoSuchFileException e) {
                    // Closed since the list was read, so it is not held.
                }
            }
        }
        return found;
    }
}
