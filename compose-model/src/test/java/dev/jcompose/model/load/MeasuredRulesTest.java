package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.print.ConfigRendering;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that no specification has: what Docker Compose 2.26 does with these files, side by side. */
class MeasuredRulesTest {

    @TempDir
    Path dir;

    /** A service with one more attribute, and what belongs to it, as the canonical text of that service. */
    private String service(String attribute) {
        String text =
                folder("services:\n  s:\n    image: i\n    " + attribute + "\n").yaml("compose.yaml");
        return text.substring(text.indexOf("  s:\n"), text.indexOf("networks:\n  default"));
    }

    private ProjectFolder folder(String text) {
        return new ProjectFolder(dir).file("compose.yaml", text);
    }

    private String raw(String text) {
        LoadResult result = folder(text)
                .loader()
                .skip(Phase.INTERPOLATION, Phase.CONSISTENCY)
                .build()
                .load();
        assertThat(result.problems().errors()).isEmpty();
        return ConfigRendering.rawYaml(result.tree());
    }

    @ParameterizedTest
    @CsvSource({
        "'ports: [\"${P}:80\"]', '- ${P}:80'",
        "'deploy: {replicas: $N}', 'replicas: $N'",
        "'cpus: ${C}', 'cpus: ${C}'",
        "'mem_limit: ${M}', 'mem_limit: ${M}'",
        "'stop_grace_period: ${D}', 'stop_grace_period: ${D}'",
        "'pids_limit: $L', 'pids_limit: $L'",
        "'healthcheck: {retries: $R, interval: $I}', 'retries: $R'",
        "'tmpfs: $T', 'tmpfs: $T'",
        "'dns_search: $T', 'dns_search: $T'",
        "'init: $X', 'init: $X'",
        "'volumes_from: [d]', 'restart: false'",
    })
    void withoutInterpolationWhatIsNoValueYetIsShown(String attribute, String shown) {
        assertThat(raw("services:\n  d: {image: d}\n  s:\n    image: i\n    " + attribute + "\n"))
                .contains(shown);
    }

    @Test
    void optionsOfVolumesAreKeptOnBindMounts() {
        assertThat(service("volumes: ['/a:/b:nocopy']"))
                .contains("type: bind", "create_host_path: true", "volume:\n          nocopy: true");
    }

    @ParameterizedTest
    @CsvSource({
        "'\\\\host\\share\\x', '\\\\host\\share\\x'",
        "'\\\\\\\\host\\x', '$DIR/\\\\\\\\host\\x'",
        "'\\\\host', '$DIR/\\\\host'",
        "'C:\\x', 'C:\\x'",
        "'C:x', '$DIR/C:x'",
    })
    void pathsOfWindowsAreThoseWithADriveOrASharedFolder(String source, String resolved) {
        var folder = folder("services: {s: {image: i, volumes: [{type: bind, source: '" + source + "', target: /t}]}}");

        assertThat(folder.service("s").volumes().getFirst().source())
                .contains(resolved.replace("$DIR", dir.toString()));
    }

    @Test
    void aFileWithoutANameIsTheFolder() {
        var project = folder("services: {s: {image: i, secrets: [k]}}\nsecrets: {k: {file: ''}}\n")
                .project();

        assertThat(project.secrets().get("k"))
                .isNotNull()
                .satisfies(secret -> assertThat(secret.file()).contains(dir.toString()));
    }

    @Test
    void aHostWithoutAddressesLeavesAnEmptyList() {
        assertThat(service("extra_hosts: {a: []}")).contains("extra_hosts: []");
    }

    @ParameterizedTest
    @CsvSource({"1.5, ''", "1e3, ''", "9223372036854775808, ''", "1000, 1000", "1Mi, 1048576", "1.5k, 1536", "-1, -1"})
    void sizesAreWholeNumbersOrTexts(String written, String bytes) {
        String text = service("memswap_limit: " + written);

        assertThat(text.contains("memswap_limit")).isEqualTo(bytes != null && !bytes.isEmpty());
        assertThat(text).contains(bytes == null ? "" : bytes);
    }

    @ParameterizedTest
    @CsvSource({".5g", "5.g", "''"})
    void sizesBeginAndEndWithDigits(String written) {
        var folder = folder("services: {s: {image: i, mem_limit: '" + written + "'}}\n");

        assertThat(folder.text(folder.load())).contains("invalid size: '" + written + "' [invalid-size]");
    }

    @Test
    void anEmptyNameIsKept() {
        var project = folder("services: {s: {image: i, networks: [n]}}\nnetworks: {n: {name: '${NONE:-}'}}\n")
                .project();

        assertThat(ConfigRendering.yaml(project)).contains("  \"n\": {}\n");
    }

    @Test
    void includeMayBeEmpty() {
        assertThat(folder("include:\nservices: {s: {image: i}}\n").project().services())
                .containsOnlyKeys("s");
    }

    @Test
    void aDateIsNoKey() {
        var folder = folder("services: {s: {image: i, environment: {2001-01-01: x}}}\n");

        assertThat(folder.text(folder.load())).contains("Non-string key in services.s.environment: 2001-01-01");
    }

    @Test
    void pairsOfOneFileMayBeATextInTheNext() {
        var folder = folder("services: {s: {image: i, labels: {a: 1}, environment: {A: 1, B: }}}\n")
                .file("b.yaml", "services: {s: {labels: b, environment: [B=2, C]}}\n");

        assertThat(folder.yaml("compose.yaml", "b.yaml"))
                .contains("    labels:\n      a: \"1\"\n      b: \"\"\n")
                .contains("    environment:\n      A: \"1\"\n      B: \"2\"\n      C: null\n");
    }

    @Test
    void relativePathsOfExtendsAreFollowedFromFileToFileWithoutPathResolution() {
        var folder = folder("services: {s: {extends: {file: sub/base.yaml, service: b}}}\n")
                .file("sub/base.yaml", "services: {b: {extends: {file: deep/c.yaml, service: c}, build: ./b}}\n")
                .file("sub/deep/c.yaml", "services: {c: {image: i, volumes: ['./v:/v']}}\n");
        LoadResult result = folder.loader().skip(Phase.PATH_RESOLUTION).build().load();

        assertThat(ConfigRendering.yaml(result.project().orElseThrow(() -> new AssertionError(folder.text(result)))))
                .contains("context: sub/b", "source: sub/deep/v");
    }

    @Test
    void profilesCountInTheHash() {
        assertThat(ConfigHash.of(folder("services: {b: {image: b}}\n").service("b")))
                .isEqualTo("e08bee784ab58c98ddd7d757763a741d7d095c5eef16ef3f0fd89a604eb7275c");
        var loader =
                folder("services: {b: {image: b, profiles: [x]}}\n").loader().services(List.of("b"));

        assertThat(ConfigHash.of(loader.build()
                        .load()
                        .project()
                        .orElseThrow()
                        .services()
                        .firstEntry()
                        .getValue()))
                .isEqualTo("1e2501837b039760bf4cef2e25950838c9f56f9fd17cdb0029dc81372c1d25a3");
    }
}
