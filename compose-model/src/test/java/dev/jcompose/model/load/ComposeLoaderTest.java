package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.value.NamespaceMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class ComposeLoaderTest {

    @TempDir
    Path dir;

    private ProjectFolder folder() {
        return new ProjectFolder(dir);
    }

    private Project project(String yaml) {
        return folder().file("compose.yaml", yaml).project();
    }

    private Service web(String attributes) {
        return folder().file("compose.yaml", """
            services:
              web:
                image: nginx
            """ + attributes.indent(4)).service("web");
    }

    @Test
    void aServiceWithoutNetworksJoinsTheDefaultOne() {
        Project project = project("services: {web: {image: nginx}}");

        assertThat(project.services().get("web").networks()).containsOnlyKeys("default");
        assertThat(project.networks().get("default").name()).isEqualTo("test_default");
    }

    @Test
    void resourcesAreNamedAfterProjectAndKeyAndExternalOnesAfterTheKey() {
        Project project = project("""
            services:
              web: {image: nginx, volumes: ["data:/d", "other:/o"], networks: [out, named]}
            volumes: {data: , other: {external: true}}
            networks: {out: {external: true, name: real}, named: {name: verbatim}}
            """);

        assertThat(project.volumes().get("data").name()).isEqualTo("test_data");
        assertThat(project.volumes().get("other").name()).isEqualTo("other");
        assertThat(project.networks().get("out").name()).isEqualTo("real");
        assertThat(project.networks().get("named").name()).isEqualTo("verbatim");
    }

    @Test
    void absentAndEmptyCommandsDiffer() {
        assertThat(web("").command()).isEmpty();
        assertThat(web("command: []\nentrypoint: ''").command()).contains(List.of());
        assertThat(web("entrypoint: ''").entrypoint()).contains(List.of());
        assertThat(web("command: a 'b c'").command()).contains(List.of("a", "b c"));
    }

    @Test
    void variablesWithoutValueTakeThatOfTheEnvironmentOrStayWithout() {
        Service web = web("environment: [HOME, GONE, EMPTY=]");

        assertThat(web.environment())
                .containsEntry("HOME", Optional.of("/home/user"))
                .containsEntry("GONE", Optional.empty())
                .containsEntry("EMPTY", Optional.of(""));
    }

    @Test
    void linksNamespacesAndVolumesFromImplyDependencies() {
        Project project = project("""
            services:
              web: {image: i, links: ["db:x"], pid: "service:side", volumes_from: ["data:ro"], depends_on: {db: {condition: service_healthy}}}
              db: {image: i}
              side: {image: i}
              data: {image: i}
            """);
        Map<String, Dependency> edges = project.services().get("web").dependsOn();

        assertThat(edges).containsOnlyKeys("db", "side", "data");
        assertThat(edges.get("db").condition()).isEqualTo(Dependency.Condition.HEALTHY);
        assertThat(edges.get("side").restart()).isTrue();
        assertThat(edges.get("data").restart()).isFalse();
        assertThat(project.services().get("web").pid()).contains(new NamespaceMode.OfService("side"));
    }

    @Test
    void typedValuesComeFromVariablesToo() {
        Service web = web(
                "privileged: ${Y:-true}\nstop_grace_period: 1m30s\nmem_limit: ${M:-64m}\ncpus: '0.5'\npids_limit: -1");

        assertThat(web.privileged()).isTrue();
        assertThat(web.stopGracePeriod()).contains(Duration.ofSeconds(90));
        assertThat(web.memLimit().orElseThrow().bytes()).isEqualTo(64L << 20);
        assertThat(web.cpus()).isEqualTo(0.5f);
        assertThat(web.pidsLimit()).isEqualTo(-1);
    }

    @Test
    void relativePathsStartFromTheProjectDirectory() {
        Service web = web("volumes: ['./a/../b:/x/', '~/h:/h', '/abs/../c:/c']\nbuild: ./ctx");

        assertThat(web.volumes())
                .extracting(mount -> mount.source().orElse(""))
                .containsExactly(dir + "/b", "/home/user/h", "/abs/../c");
        assertThat(web.volumes()).extracting(Mount::target).containsExactly("/x", "/h", "/c");
        assertThat(web.build().orElseThrow().context()).contains(dir + "/ctx");
        assertThat(web.volumes().get(0).bind().orElseThrow().createHostPath()).isTrue();
    }

    @Test
    void originsLeadBackToTheFile() {
        LoadResult result = folder().file("compose.yaml", """
            services:
              web:
                image: nginx
                ports:
                  - 80:80
                  - "81:81"
            """).load();

        assertThat(result.origins().of("services.web.ports[1].target").map(Object::toString))
                .contains(dir.resolve("compose.yaml") + ":6:9");
        assertThat(result.origins().of("services.web.image").map(Object::toString))
                .contains(dir.resolve("compose.yaml") + ":3:5");
        assertThat(result.origins().of("services.web.nothing.here").map(Object::toString))
                .contains(dir.resolve("compose.yaml") + ":2:3");
    }

    @Test
    void servicesOfInactiveProfilesAreKnownButDisabled() {
        folder().file("compose.yaml", """
            services:
              web: {image: i}
              tool: {image: i, profiles: [tools], volumes: ["v:/v"]}
            volumes: {v: }
            """);

        Project plain = folder().project();
        assertThat(plain.services()).containsOnlyKeys("web");
        assertThat(plain.disabledServices()).containsOnlyKeys("tool");
        assertThat(plain.volumes()).isEmpty();
        Project tools = folder().loader()
                .profiles(Set.of("tools"))
                .build()
                .load()
                .project()
                .orElseThrow();
        assertThat(tools.services()).containsOnlyKeys("web", "tool");
        Project named = folder().loader()
                .services(List.of("to*"))
                .build()
                .load()
                .project()
                .orElseThrow();
        assertThat(named.services()).containsOnlyKeys("tool");
    }

    @Test
    void aSelectionBringsItsDependenciesUnlessTheyAreUnwanted() {
        folder().file("compose.yaml", """
            services:
              web: {image: i, depends_on: [db]}
              db: {image: i}
              other: {image: i}
            """);
        var loader = folder().loader().services(List.of("web"));

        assertThat(loader.build().load().project().orElseThrow().services()).containsOnlyKeys("db", "web");
        loader.selection(ComposeLoader.Selection.WITHOUT_DEPENDENCIES);
        Project alone = loader.build().load().project().orElseThrow();
        assertThat(alone.services()).containsOnlyKeys("web");
        assertThat(alone.services().get("web").dependsOn()).isEmpty();
    }

    @Test
    void unusedResourcesStayWhenWanted() {
        folder().file("compose.yaml", """
            services: {web: {image: i}}
            volumes: {unused: }
            """);

        assertThat(folder().project().volumes()).isEmpty();
        var keep = folder().loader().unusedResources(ComposeLoader.UnusedResources.KEEP);
        assertThat(keep.build().load().project().orElseThrow().volumes()).containsOnlyKeys("unused");
    }

    @Test
    void envFilesAreReadInOrderAndTheServiceWins() {
        folder().file("one.env", """
            A=1
            B=1
            C=${A}x
            """).file("two.env", "B=2\n");
        Service web = web("env_file: [one.env, two.env, {path: gone.env, required: false}]\nenvironment: {A: own}");

        assertThat(web.environment())
                .containsEntry("A", Optional.of("own"))
                .containsEntry("B", Optional.of("2"))
                .containsEntry("C", Optional.of("ownx"));
        assertThat(web.envFiles()).isEmpty();
    }

    @Test
    void labelFilesAreReadAndLabelsWin() {
        folder().file("l.env", """
            a=1
            b="x y"
            """);

        assertThat(web("label_file: l.env\nlabels: {a: own}").labels())
                .containsEntry("a", "own")
                .containsEntry("b", "x y");
    }

    @Test
    void aMissingEnvFileOfAServiceThatIsNotSelectedDoesNoHarm() {
        folder().file("compose.yaml", """
            services:
              a: {image: i, env_file: gone.env}
              b: {image: i}
            """);

        assertThat(folder().loader().services(List.of("b")).build().load().project())
                .isPresent();
        assertThat(folder().load().project()).isEmpty();
        assertThat(folder().loader()
                        .skip(Phase.ENVIRONMENT_RESOLUTION)
                        .build()
                        .load()
                        .project())
                .isPresent();
    }

    @Test
    void standardInputIsAFile() {
        var yaml = new ByteArrayInputStream("services: {s: {image: \"i:${T:-1}\"}}".getBytes(StandardCharsets.UTF_8));
        LoadResult result =
                folder().loader().files(List.of("-")).stdin(yaml).build().load();

        assertThat(result.project().orElseThrow().services().get("s").image()).contains("i:1");
    }

    @Test
    void filesInUtf16AreReadAndBrokenOnesAreRefused() throws IOException {
        Files.write(dir.resolve("compose.yaml"), "\uFEFFservices: {s: {image: é}}".getBytes(StandardCharsets.UTF_16LE));
        assertThat(folder().service("s").image()).contains("é");

        Files.write(dir.resolve("compose.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3, '('});
        assertThat(folder().text(folder().load())).contains("not valid UTF-8");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() {
        folder().file("compose.yaml", "#".repeat(TextFiles.MAX_BYTES + 1));

        assertThat(folder().text(folder().load())).contains("16777217 bytes", "16 MiB");
    }

    @Test
    void allProblemsOfAllFilesComeInOneRunSorted() {
        folder().file("a.yaml", """
            services:
              web:
                image: 1
                prots: []
            """).file("b.yaml", """
                services:
                  web:
                    hostnam: x
                    networks: [nowhere]
                """);
        LoadResult result = folder().load("a.yaml", "b.yaml");

        assertThat(result.problems().all())
                .extracting(Diagnostic::code)
                .containsExactly("wrong-type", "unknown-key", "unknown-key", "undefined-network");
        assertThatThrownBy(result::orThrow)
                .isInstanceOfSatisfying(
                        LoadException.class, e -> assertThat(e.result()).isSameAs(result))
                .hasMessageEndingWith("(and 3 more)");
    }
}
