package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.PathStat;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.observed.ObservedMount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** Copies into and out of containers, and their mounts. For engines with real containers. */
public abstract class FilesContract extends RealContainers {
    @Test
    void filesGoInAndComeOut() throws Exception {
        var id = started(command("sleep 60"));

        containers().copyIn(id, "/tmp", archive("note", "hello"), CopyOwnership.ROOT);

        var stat = containers().stat(id, "/tmp/note");
        assertThat(stat).isEqualTo(new PathStat("note", 5, 0640, PathStat.Type.FILE, ""));
        assertThat(containers().stat(id, "/tmp").type()).isEqualTo(PathStat.Type.DIRECTORY);
        try (var tar = new TarArchiveInputStream(containers().copyOut(id, "/tmp/note"))) {
            var entry = tar.getNextEntry();
            assertThat(entry.getName()).isEqualTo("note");
            assertThat(entry.getLongUserId()).isZero();
            assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        assertThatThrownBy(() -> containers().stat(id, "/no/such"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void theIdsOfAnArchiveAreKeptOnRequest() throws Exception {
        var id = started(command("sleep 60"));

        containers().copyIn(id, "/tmp", archive("note", "hello"), CopyOwnership.FROM_ARCHIVE);

        try (var tar = new TarArchiveInputStream(containers().copyOut(id, "/tmp/note"))) {
            assertThat(tar.getNextEntry().getLongUserId()).isEqualTo(1234);
        }
    }

    @Test
    void mountsOfEveryKindAreSeenInside() throws Exception {
        engine().volumes().create(volume("data"));
        engine().volumes().create(volume("data"));
        var mounts = List.<MountSpec>of(
                new MountSpec.NamedVolume(
                        name() + "_data",
                        "/data",
                        MountSpec.Access.READ_WRITE,
                        MountSpec.CopyUp.FROM_IMAGE,
                        Optional.empty()),
                new MountSpec.AnonymousVolume("/scratch", MountSpec.Access.READ_WRITE, MountSpec.CopyUp.FROM_IMAGE),
                new MountSpec.Bind(
                        "/etc",
                        "/host-etc",
                        MountSpec.Access.READ_ONLY,
                        MountSpec.MissingHostPath.FAIL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new MountSpec.Tmpfs(
                        "/memory", MountSpec.Access.READ_WRITE, OptionalLong.of(1 << 20), OptionalInt.of(01777), ""),
                new MountSpec.Tmpfs(
                        "/options", MountSpec.Access.READ_WRITE, OptionalLong.empty(), OptionalInt.empty(), "size=2m"));
        var id = containers()
                .create(
                        Specs.of(
                                name(),
                                image(),
                                Specs.service(command("cat /host-etc/hostname; cat /proc/mounts")),
                                new NetworkMode.Special("none"),
                                mounts),
                        CreateOptions.named(name()))
                .id();
        containers().start(id);
        containers().awaitExit(id);

        assertThat(output(id))
                .contains(" /data ")
                .contains(" /scratch ")
                .contains(" /host-etc ")
                .containsPattern("tmpfs /memory tmpfs .*size=1024k")
                .containsPattern("tmpfs /options tmpfs .*size=2048k");
        assertThat(listed().getFirst().mounts())
                .extracting(ObservedMount::target)
                .contains("/data", "/scratch", "/host-etc");
        assertThat(listed().getFirst().mounts())
                .filteredOn(m -> m.target().equals("/data"))
                .extracting(ObservedMount::volume)
                .containsExactly(name() + "_data");
        assertThatThrownBy(() -> engine().volumes().remove(name() + "_data"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void aMissingHostPathFailsWhereItMustExist() {
        var mount = new MountSpec.Bind(
                "/no/such/" + name(),
                "/x",
                MountSpec.Access.READ_ONLY,
                MountSpec.MissingHostPath.FAIL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> containers()
                        .create(
                                Specs.of(
                                        name(),
                                        image(),
                                        Specs.service(command("exit 0")),
                                        new NetworkMode.Special("none"),
                                        List.of(mount)),
                                CreateOptions.named(name())))
                .hasMessageContaining("bind source path does not exist: /no/such/" + name());
    }

    private static ByteArrayInputStream archive(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(name);
            entry.setMode(0640);
            entry.setIds(1234, 1234);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
