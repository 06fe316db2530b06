package dev.jcompose.model.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Project;
import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.load.Phase;
import dev.jcompose.model.load.ProjectFolder;
import dev.jcompose.model.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ConfigRenderingTest {

    private static final String HASHED = """
        services:
          web: {image: "nginx:1", command: [a, b], environment: {A: "1", B: }, ports: ["80:80"], labels: {x: y}}
          db: {image: postgres, profiles: [full]}
          tool: {build: ., profiles: [tools]}
        """;

    @TempDir
    Path dir;

    private Project project(String yaml) {
        return new ProjectFolder(dir).file("compose.yaml", yaml).project();
    }

    @Test
    void theHashOfAServiceIsTheOneThatDockerComposePrints() {
        // Measured with docker compose 2.26.1.
        assertThat(ConfigRendering.hashes(project(HASHED), List.of("web")))
                .containsExactly("web 129f7046fa7efed0bf0934cb9b0b7d6bca66e33178adf7987c94ded2c4604b32");
    }

    @Test
    void theHashDoesNotCountWhatNeedsNoNewContainer() {
        String base = "services: {web: {image: i, deploy: {replicas: 1}}}";
        String hash = hash(base);

        assertThat(hash("services: {web: {image: i, deploy: {replicas: 3}, pull_policy: always, build: ., x-a: 1}}"))
                .isEqualTo(hash);
        assertThat(hash("services: {web: {image: j, deploy: {replicas: 1}}}")).isNotEqualTo(hash);
    }

    private String hash(String yaml) {
        return ConfigHash.of(Objects.requireNonNull(project(yaml).services().get("web")));
    }

    @Test
    void timesOfExtensionsStayTimes() {
        // Measured with docker compose 2.26.1; elsewhere a time is the text that Go shows.
        Project project = project("""
            services: {web: {image: i, labels: {day: 2001-12-14}}}
            x-times: [2001-12-14, 2001-12-14T21:59:43.10-05:00, 2001-12-14x]
            """);

        assertThat(ConfigRendering.yaml(project))
                .contains("day: 2001-12-14 00:00:00 +0000 UTC\n")
                .contains("- 2001-12-14T00:00:00Z\n  - 2001-12-14T21:59:43.1-05:00\n  - 2001-12-14x\n");
        assertThat(ConfigRendering.json(project)).contains("\"2001-12-14T00:00:00Z\"");
        assertThat(project(ConfigRendering.yaml(project)).extensions()).isEqualTo(project.extensions());
    }

    @Test
    void angleBracketsAreQuotedOnlyWhereTheyWouldMerge() {
        Project project = project("services: {web: {image: i, labels: {\"<<\": a, b: <<}, command: [<<]}}");

        assertThat(ConfigRendering.yaml(project))
                .contains("\"<<\": a\n")
                .contains("b: <<\n")
                .contains("- <<\n");
        assertThat(project(ConfigRendering.yaml(project))).isEqualTo(project);
    }

    @Test
    void yamlHasTheOrderAndTheQuotesOfDockerCompose() {
        Project project = project("""
            name: x
            services:
              web:
                environment: {A: "yes", B: "22:22", C: $$lit, D: "a\\nb"}
                image: nginx
                command: [a, "- b"]
                mem_limit: 1k
                networks: [n]
            networks:
              n: {labels: [l=1]}
            x-meta: {b: 1, a: [true, ~]}
            """);

        assertThat(ConfigRendering.yaml(project)).isEqualTo("""
            name: test
            services:
              web:
                command:
                  - a
                  - '- b'
                environment:
                  A: "yes"
                  B: "22:22"
                  C: $$lit
                  D: |-
                    a
                    b
                image: nginx
                mem_limit: "1024"
                networks:
                  "n": null
            networks:
              "n":
                name: test_n
                labels:
                  l: "1"
            x-meta:
              a:
                - true
                - null
              b: 1
            """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "a#b | a#b", "a #b | 'a #b'", "%% | \"\"", "-x | -x", "it's | it's", "'a' | '''a'''", ":a | :a",
                "a: b | 'a: b'", "*a | '*a'", "1e3 | \"1e3\"", "null | \"null\"", "~ | \"~\"", "--- | '---'", "= | =",
                "[a | '[a'", "2001-01-01 | \"2001-01-01\"", "0x1F | \"0x1F\"", ". | .", "y | \"y\""
            })
    void stringsAreQuotedOnlyWhereTheyMust(String text, String yaml) {
        assertThat(YamlWriter.write(new Value.Items(List.of(new Value.Text(text)))))
                .isEqualTo("- " + yaml + "\n");
    }

    @Test
    void jsonIsThatOfGo() {
        var entries = new LinkedHashMap<String, Value>();
        entries.put("a", new Value.Text("<&>\"\\\n\u0001\u2028é"));
        entries.put("b", new Value.Items(List.of(new Value.Null(), Value.Whole.of(-1), new Value.Real(1e21))));
        entries.put("c", new Value.Real32(0.1f));

        assertThat(JsonWriter.write(new Value.Entries(entries), JsonWriter.Layout.COMPACT))
                .isEqualTo(
                        "{\"a\":\"\\u003c\\u0026\\u003e\\\"\\\\\\n\\u0001\\u2028é\",\"b\":[null,-1,1e+21],\"c\":0.1}");
    }

    @Test
    void listsOfNamesAreSorted() {
        Project project = project(HASHED);

        assertThat(ConfigRendering.services(project)).containsExactly("web");
        assertThat(ConfigRendering.profiles(project)).containsExactly("full", "tools");
        assertThat(ConfigRendering.images(project)).containsExactly("nginx:1");
        assertThat(ConfigRendering.networks(project)).containsExactly("default");
        assertThat(ConfigRendering.environment(project)).contains("COMPOSE_PROJECT_NAME=test", "HOME=/home/user");
    }

    @Test
    void withoutInterpolationTheTreeIsShownAndItsVariablesAreListed() {
        var folder = new ProjectFolder(dir)
                .file(
                        "compose.yaml",
                        "services: {web: {image: 'i:${TAG:-1}', ports: ['${P:?x}:80'], labels: {a: $$x}}}");
        LoadResult result = folder.loader().skip(Phase.INTERPOLATION).build().load();

        assertThat(ConfigRendering.rawYaml(result.tree())).contains("image: i:${TAG:-1}", "- ${P:?x}:80", "a: $$x");
        assertThat(ConfigRendering.variableTable(ConfigRendering.variables(result.tree())))
                .containsExactly(
                        "NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE",
                        "P                   true                                    ",
                        "TAG                 false               1                   ");
    }

    @Test
    void imagesAloneAreAFileThatOverrides() {
        Project project = project("services: {web: {image: nginx, user: me}, b: {image: x}, c: {build: .}}");

        assertThat(ConfigRendering.imagesYaml(project)).isEqualTo("""
            services:
              b:
                image: x
              web:
                image: nginx
            """);
    }
}
