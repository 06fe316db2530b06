package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.resource.ContainerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code idmap} of a bind: whose files on the host the container has, and makes. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class IdMapMountTest {
    private static final String OWNER = "o() { echo $3:$4; }; ";

    @TempDir
    private Path directory;

    private Path source;
    private TestEngine daemon;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
        shop.network();
        source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("mine"), "m");
        Files.writeString(source.resolve("roots"), "r");
        Files.writeString(source.resolve("others"), "o");
        own(source, 1234, 1235);
        own(source.resolve("mine"), 1234, 1235);
        own(source.resolve("others"), 77, 78);
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

    private static void own(Path file, int uid, int gid) throws Exception {
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", gid);
    }

    private static String owner(Path file) throws Exception {
        return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
    }

    private static MountSpec mapped(Path source, String target, String idMap) {
        return new MountSpec.Bind(
                source.toString(),
                target,
                MountSpec.Access.READ_WRITE,
                MountSpec.MissingHostPath.CREATE_DIRECTORY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(idMap));
    }

    private String run(String script, String idMap) throws Exception {
        var id = shop.start("app", Shop.script(OWNER + script), mapped(source, "/src", idMap));
        assertThat(shop.engine().containers().awaitExit(id)).as(shop.logs(id)).isZero();
        return shop.logs(id);
    }

    @Test
    void whatRootWritesBelongsToTheOwnerOfTheSourceWhoseFilesLookLikeRoots() throws Exception {
        String seen = run(
                "for f in . mine others roots; do o $(ls -dn /src/$f); done;"
                        + " echo new > /src/new; mkdir /src/dir; echo more >> /src/mine;"
                        + " echo bad 2> /dev/null >> /src/roots || echo no",
                "owner");

        assertThat(seen).startsWith("0:0\n0:0\n77:78\n65534:65534\n").contains("no");
        assertThat(owner(source.resolve("new"))).isEqualTo("1234:1235");
        assertThat(owner(source.resolve("dir"))).isEqualTo("1234:1235");
        assertThat(source.resolve("mine")).hasContent("mmore");
        assertThat(source.resolve("roots")).hasContent("r");
    }

    @Test
    void rangesSayItForOtherIds() throws Exception {
        assertThat(run("o $(ls -dn /src/others); o $(ls -dn /src/mine)", "uids=70-10-10#1234-0-1;gids=78-0-1"))
                .isEqualTo("17:0\n0:65534\n");
    }

    @Test
    void theMountIsShownAsItIsMadeAndRemade() throws Exception {
        var id = shop.start(
                "app", Shop.script("trap 'exit 0' TERM; sleep 1000 & wait"), mapped(source, "/src", "owner"));
        var api = new EngineSocket(daemon.socket());
        assertThat(api.get("/containers/app/json").body()).contains(source + ":/src:rw,idmap");
        daemon.kill();
        daemon.restart();
        shop.engine().containers().restart(id, Optional.empty());

        assertThat(shop.exec(id, OWNER + "o $(ls -dn /src/mine)")).isEqualTo("0:0\n");
    }

    @Test
    void aFileSystemWithoutMappingsIsNamed() throws Exception {
        var id = shop.create("app", Shop.script("true"), mapped(Path.of("/proc/sys"), "/src", "uids=0-0-1;gids=0-0-1"));

        assertThatThrownBy(() -> shop.engine().containers().start(id))
                .hasMessageContaining(
                        "map the owners of '/proc/sys', whose file system (type 0x9fa0) may not support that")
                .hasMessageContaining("invalid argument");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        var api = new EngineSocket(daemon.socket());
        assertThat(refusal(api, source + ":/src:idmap=uids=1-2;gids=1-2-3"))
                .contains("invalid mount option")
                .contains("is no range of ids");
        assertThat(refusal(api, source + ":/src:idmap=1000")).contains("it is no mapping of ids");
        assertThat(refusal(api, "volume:/src:idmap")).contains("invalid mode: idmap");
    }

    private static String refusal(EngineSocket api, String bind) throws Exception {
        var answer = api.post(
                "/containers/create",
                "{\"Image\": \"" + TestEngine.IMAGE + "\", \"Cmd\": [\"true\"], \"HostConfig\": {\"Binds\": [\"" + bind
                        + "\"]}}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        return answer.body();
    }

    @Test
    void filesThatAreCopiedInAreOfTheOwnerToo() throws Exception {
        ContainerId id = shop.start("app", Shop.script("sleep 1000"), mapped(source, "/src", "owner"));
        var answer = new EngineSocket(daemon.socket())
                .send(
                        "PUT",
                        "/containers/app/archive?path=/src",
                        "Content-Type: application/x-tar\r\n",
                        UserNamespaceModeTest.tar("below/file", 0, 0));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);

        assertThat(shop.exec(id, OWNER + "o $(ls -dn /src/below/file)")).isEqualTo("0:0\n");
        assertThat(owner(source.resolve("below/file"))).isEqualTo("1234:1235");
    }
}
