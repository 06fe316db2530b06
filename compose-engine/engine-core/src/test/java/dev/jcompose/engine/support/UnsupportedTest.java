package dev.jcompose.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.load.ComposeLoader;
import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.problem.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsupportedTest {
    private static final Gaps EVERYTHING = Gaps.of(
            "the test engine",
            Arrays.stream(Feature.values())
                    .map(feature -> Gap.ignored(feature, "it does nothing"))
                    .toList());

    @TempDir
    Path directory;

    @Test
    void tellsWhereWhatAndWhy() throws Exception {
        var gaps = Gaps.of("the test engine", List.of(Gap.ignored(Feature.STORAGE_OPTION, "disks are large")));
        var warnings = warnings(gaps, """
            services:
              web:
                image: nginx
                storage_opt:
                  size: 1G
            """);
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.message())
                    .isEqualTo("service \"web\": storage_opt has no effect with the test engine: disks are large");
            assertThat(warning.at()).hasValueSatisfying(at -> {
                assertThat(at.line()).isEqualTo(5);
                assertThat(at.column()).isEqualTo(5);
            });
        });
    }

    @Test
    void valuesThatTheEngineHasAreNoGap() throws Exception {
        var gaps = Gaps.of(
                "the test engine",
                List.of(Gap.refused(Feature.LOG_DRIVER, "it has local").except("local")));
        var warnings = warnings(gaps, """
            services:
              a: { image: a, logging: { driver: local } }
              b: { image: b, logging: { driver: syslog } }
            """);
        assertThat(warnings)
                .extracting(Diagnostic::message)
                .containsExactly("service \"b\": logging.driver \"syslog\" is not supported by the test engine:"
                        + " it has local");
    }

    @Test
    void whatEveryEngineDoesIsNotMentioned() throws Exception {
        assertThat(warnings(EVERYTHING, """
            services:
              web:
                image: nginx
                security_opt: [no-new-privileges, seccomp=unconfined]
                devices: ['/dev/null:/dev/zero']
                deploy: { mode: replicated, replicas: 2, resources: { limits: { cpus: '1' } } }
                secrets: [token]
                volumes: ['data:/data', './here:/there']
            volumes: { data: }
            networks: { default: }
            secrets: { token: { file: ./token } }
            """)).isEmpty();
    }

    @Test
    void everyFeatureIsFoundWhereAFileAsksForIt() throws Exception {
        var result = load("""
            services:
              web:
                image: nginx
                security_opt: [apparmor=a, label=b, seccomp=profile.json, writable-cgroups=true]
                userns_mode: private
                runtime: other
                isolation: hyperv
                credential_spec: { file: spec.json }
                cpu_count: 2
                cpu_rt_runtime: 400
                blkio_config: { device_read_bps: [{ path: /dev/sda, rate: 1mb }] }
                storage_opt: { size: 1G }
                gpus: all
                deploy:
                  placement: { constraints: [node.role == manager] }
                  restart_policy: { delay: 5s }
                  resources:
                    reservations:
                      cpus: '0.5'
                      generic_resources: [{ discrete_resource_spec: { kind: fpga, value: 1 } }]
                logging: { driver: syslog }
                use_api_socket: true
                models: [llm]
                develop: { watch: [{ path: ., action: rebuild }] }
                networks:
                  front: { link_local_ips: [169.254.1.1], driver_opts: { some.option: x } }
                volumes:
                  - { type: image, source: busybox, target: /image }
                  - { type: npipe, source: \\\\.\\pipe\\x, target: /pipe }
                  - { type: volume, source: data, target: /data, volume: { labels: { a: b } } }
                secrets: [{ source: token, mode: '0400' }]
            models: { llm: { model: ai/small } }
            networks:
              front:
                driver: macvlan
                driver_opts: { parent: eth0 }
                enable_ipv4: false
                ipam: { driver: other, options: { a: b } }
            volumes: { data: { driver: cloud } }
            secrets: { token: { file: ./token, driver: vault } }
            """);
        var found = Uses.of(result.orThrow()).stream().map(Use::feature).distinct();
        assertThat(found).containsExactlyInAnyOrder(Feature.values());
    }

    private List<Diagnostic> warnings(Gaps gaps, String file) throws Exception {
        var result = load(file);
        return Unsupported.in(result.orThrow(), result.origins(), gaps);
    }

    private LoadResult load(String file) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\n" + file.indent(0));
        Files.writeString(directory.resolve("token"), "x");
        return ComposeLoader.builder()
                .workingDirectory(directory)
                .environment(Map.of())
                .build()
                .load();
    }
}
