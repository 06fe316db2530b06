package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overrides, {@code !reset}, {@code extends}, {@code include}, and how files and names are found. */
@NullUnmarked
class SeveralFilesTest {

    @TempDir
    Path dir;

    private ProjectFolder folder = new ProjectFolder(Path.of(""));

    @BeforeEach
    void open() {
        folder = new ProjectFolder(dir);
    }

    private Service merged(String first, String second) {
        folder.file("a.yaml", """
            services:
              s:
                image: i
            """ + first.indent(4)).file("b.yaml", """
                services:
                  s:
                """ + second.indent(4));
        return Objects.requireNonNull(
                folder.project("a.yaml", "b.yaml").services().get("s"));
    }

    @Test
    void pairsAreJoinedByKeyWhateverTheirForm() {
        Service s = merged("environment: [A=a, B=a]\nlabels: {x: 1}", "environment: {B: b, C: }\nlabels: [x=2, y]");

        assertThat(s.environment())
                .containsEntry("A", Optional.of("a"))
                .containsEntry("B", Optional.of("b"))
                .containsEntry("C", Optional.empty());
        assertThat(s.labels()).containsExactly(Map.entry("x", "2"), Map.entry("y", ""));
    }

    @Test
    void listsAreAppendedAndCommandsReplaced() {
        Service s =
                merged("cap_add: [A]\ndns: 1.1.1.1\ncommand: [a, b]", "cap_add: [B, A]\ndns: [8.8.8.8]\ncommand: c");

        assertThat(s.capAdd()).containsExactly("A", "B");
        assertThat(s.dns()).containsExactly("1.1.1.1", "8.8.8.8");
        assertThat(s.command()).contains(List.of("c"));
    }

    @Test
    void aMountReplacesTheOneOnItsTarget() {
        Service s = merged("volumes: ['./a:/x', '/y']", "volumes: [{type: tmpfs, target: /x}]");

        assertThat(s.volumes()).extracting(Mount::target).containsExactly("/x", "/y");
        assertThat(s.volumes().get(0).type()).isEqualTo(Mount.Type.TMPFS);
    }

    @Test
    void optionsOfAnotherLogDriverAreForgotten() {
        Service s = merged(
                "logging: {driver: json-file, options: {max-size: 1m}}", "logging: {driver: syslog, options: {a: b}}");

        assertThat(s.logging().orElseThrow().options()).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void nothingKeepsWhatWasThere() {
        Service s = merged("hostname: h\nports: ['80']", "hostname:\nports:");

        assertThat(s.hostname()).contains("h");
        assertThat(s.ports()).hasSize(1);
    }

    @Test
    void resetDropsAndOverrideReplaces() {
        Service s = merged(
                "ports: ['80:80']\nlabels: [a]\nenvironment: {A: 1, B: 2}\nrestart: always",
                "ports: !reset []\nlabels: !override [b]\nenvironment: {A: !reset null}\nrestart: !reset null");

        assertThat(s.ports()).isEmpty();
        assertThat(s.labels()).containsOnlyKeys("b");
        assertThat(s.environment()).containsOnlyKeys("B");
        assertThat(s.restart()).isEmpty();
    }

    @Test
    void documentsOfOneFileAreLikeFiles() {
        folder.file("compose.yaml", """
            services: {s: {image: one}}
            ---
            services: {s: {image: two}, t: {image: t}}
            """);

        assertThat(folder.project().services()).containsOnlyKeys("s", "t");
        assertThat(folder.service("s").image()).contains("two");
    }

    @Test
    void mergingIsAssociativeForListsMappingsAndPairs() {
        String one = "services: {s: {image: i, environment: {A: 1, B: 1}, cap_add: [X], ports: ['80:80']}}\n";
        String two = "services: {s: {environment: [B=2, C=2], cap_add: [Y], ports: ['81:81']}}\n";
        String three = "services: {s: {environment: {C: 3}, cap_add: [X], hostname: h}}\n";
        folder.file("1.yaml", one)
                .file("2.yaml", two)
                .file("3.yaml", three)
                .file("12.yaml", one + "---\n" + two)
                .file("23.yaml", two + "---\n" + three);

        Project project = folder.project("1.yaml", "2.yaml", "3.yaml");
        assertThat(folder.project("12.yaml", "3.yaml").services()).isEqualTo(project.services());
        assertThat(folder.project("1.yaml", "23.yaml").services()).isEqualTo(project.services());
    }

    @Test
    void anExtendedServiceOfAnotherFileKeepsItsPaths() {
        folder.file("compose.yaml", "services: {c: {extends: {file: one/b.yaml, service: b}, environment: {V: c}}}")
                .file("one/b.yaml", """
                    services: {b: {extends: {file: two/a.yaml, service: a}, environment: {V: b, B: b}, volumes: ['./b:/b']}}
                    """)
                .file("one/two/a.yaml", "services: {a: {image: a, environment: {V: a, A: a}, volumes: ['./a:/a']}}");
        Service c = folder.service("c");

        assertThat(c.image()).contains("a");
        assertThat(c.environment()).containsEntry("V", Optional.of("c")).containsKeys("A", "B");
        assertThat(c.volumes())
                .extracting(mount -> mount.source().orElse(""))
                .containsExactly(dir + "/one/two/a", dir + "/one/b");
    }

    @Test
    void resetInAnExtendingServiceReachesTheBaseAndEarlierFiles() {
        folder.file("a.yaml", "services: {web: {image: i, ports: ['1:1']}}\n").file("b.yaml", """
            services:
              base: {image: i, ports: ['2:2'], hostname: h}
              web: {extends: base, ports: !reset []}
            """);
        Service web = folder.project("a.yaml", "b.yaml").services().get("web");

        assertThat(web).isNotNull();
        assertThat(web.ports()).isEmpty();
        assertThat(web.hostname()).contains("h");
    }

    @Test
    void anIncludedProjectHasItsOwnDirectoryAndVariables() {
        folder.file(".env", "TAG=top\n")
                .file("compose.yaml", """
                    include: [sub/compose.yaml]
                    services: {web: {image: 'w:${TAG}', depends_on: [db]}}
                    """)
                .file("sub/.env", """
                    TAG=sub
                    OTHER=sub
                    """)
                .file("sub/compose.yaml", """
                    services: {db: {image: 'db:${TAG}', hostname: '${OTHER}', volumes: ['./d:/d', 'vol:/v']}}
                    volumes: {vol: }
                    """);
        Project project = folder.project();
        Service db = project.services().get("db");

        assertThat(db).isNotNull();
        assertThat(db.image()).contains("db:top");
        assertThat(db.hostname()).contains("sub");
        assertThat(db.volumes().get(0).source()).contains(dir + "/sub/d");
        assertThat(project.volumes().get("vol").name()).isEqualTo("test_vol");
    }

    @Test
    void theSecretOfAnIncludedProjectHasTheValueOfItsVariables() {
        folder.file("compose.yaml", "include: [sub/c.yaml]\n")
                .file("sub/.env", "PASSWORD=hidden\n")
                .file("sub/c.yaml", """
                    services: {db: {image: i, secrets: [pw]}}
                    secrets: {pw: {environment: PASSWORD}}
                    """);

        assertThat(folder.project().secrets().get("pw").content()).contains("hidden");
        assertThat(folder.yaml()).doesNotContain("hidden");
    }

    @Test
    void identicalDefinitionsMayComeTwice() {
        folder.file("compose.yaml", "include: [a.yaml, b.yaml]\n")
                .file("a.yaml", """
                    services: {a: {image: a, networks: [n]}}
                    networks: {n: {driver: bridge}}
                    """)
                .file("b.yaml", """
                    services: {b: {image: b, networks: [n]}}
                    networks: {n: {driver: bridge}}
                    """);

        assertThat(folder.project().services()).containsOnlyKeys("a", "b");
    }

    @Test
    void filesAreFoundInAFolderAboveWithTheOverrideBeside() {
        folder.file("compose.yaml", "services: {s: {image: one}}")
                .file("compose.override.yml", "services: {s: {hostname: over}}")
                .file("a/b/x", "");
        LoadResult result =
                folder.loader().workingDirectory(dir.resolve("a/b")).build().load();

        assertThat(result.project().orElseThrow().workingDirectory()).isEqualTo(dir);
        assertThat(result.project().orElseThrow().services().get("s").hostname())
                .contains("over");
    }

    @Test
    void theNameIsTakenFromTheFileOrTheDirectory() {
        folder.file("My.App_x/compose.yaml", "services: {s: {image: 'i:${COMPOSE_PROJECT_NAME}'}}\n")
                .file("n.yaml", """
                    name: ${N:-Shown}
                    services: {s: {image: i}}
                    """);

        var inFolder = ComposeLoader.builder().workingDirectory(dir.resolve("My.App_x"));
        Project project = inFolder.build().load().project().orElseThrow();
        assertThat(project.name()).isEqualTo("myapp_x");
        assertThat(project.services().get("s").image()).contains("i:myapp_x");
        var named = ComposeLoader.builder().workingDirectory(dir).files(List.of("n.yaml"));
        assertThat(named.build().load().project().orElseThrow().name()).isEqualTo("shown");
        named.environment(Map.of("COMPOSE_PROJECT_NAME", "env"));
        assertThat(named.build().load().project().orElseThrow().name()).isEqualTo("env");
        named.projectName("flag");
        assertThat(named.build().load().project().orElseThrow().name()).isEqualTo("flag");
    }

    @Test
    void variablesOfComposeMayStandInDotEnv() {
        folder.file(".env", """
            COMPOSE_FILE=one.yaml;two.yaml
            COMPOSE_PATH_SEPARATOR=;
            COMPOSE_PROFILES=p
            """)
                .file("compose.yaml", "services: {wrong: {image: w}}\n")
                .file("one.yaml", "services: {s: {image: i}}\n")
                .file("two.yaml", "services: {t: {image: t, profiles: [p]}}\n");

        assertThat(folder.project().services()).containsOnlyKeys("s", "t");
        assertThat(folder.project().profiles()).containsExactly("p");
    }

    @Test
    void theProcessEnvironmentWinsOverFilesAndLaterFilesOverEarlierOnes() {
        folder.file("compose.yaml", "services: {s: {image: '${A}-${B}-${C}'}}\n")
                .file("1.env", """
                    A=1
                    B=1
                    C=1
                    """)
                .file("2.env", """
                    B=2
                    C=${A}2
                    """);
        var loader = folder.loader().environment(Map.of("A", "shell")).envFiles(List.of("1.env", "2.env"));

        assertThat(loader.build()
                        .load()
                        .project()
                        .orElseThrow()
                        .services()
                        .get("s")
                        .image())
                .contains("shell-2-shell2");
    }
}
