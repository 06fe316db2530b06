package dev.jcompose.engine.docker.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void theNativeEngineIsTheDefault() throws Exception {
        assertThat(choose())
                .isEqualTo(new EndpointChoice.Native(new NativeRoot(Path.of("/var/lib/jcompose")), "the default"));
        assertThat(choose().address().text()).isEqualTo("unix:///var/lib/jcompose/run/engine.sock");
    }

    @Test
    void itsRootCanBeMoved() throws Exception {
        environment.put("JCOMPOSE_ROOT", "/srv/two");

        assertThat(choose().address().text()).isEqualTo("unix:///srv/two/run/engine.sock");
    }

    @Test
    void theFlagWinsOverEveryVariable() throws Exception {
        environment.put("JCOMPOSE_BACKEND", "native");
        environment.put("DOCKER_HOST", "unix:///a.sock");

        assertThat(choose(Optional.of("docker"), Optional.of("unix:///b.sock")))
                .isEqualTo(new EndpointChoice.Docker(new EngineAddress.Unix(Path.of("/b.sock")), "-H"));
        assertThat(choose(Optional.empty(), Optional.of("unix:///b.sock"))
                        .address()
                        .text())
                .isEqualTo("unix:///b.sock");
        assertThat(choose(Optional.of("native"), Optional.empty())).isInstanceOf(EndpointChoice.Native.class);
    }

    @Test
    void theBackendVariableWinsOverDockerHost() throws Exception {
        environment.put("JCOMPOSE_BACKEND", "native");
        environment.put("DOCKER_HOST", "unix:///a.sock");

        assertThat(choose())
                .isInstanceOfSatisfying(
                        EndpointChoice.Native.class, n -> assertThat(n.why()).isEqualTo("JCOMPOSE_BACKEND=native"));
    }

    @Test
    void dockerHostChoosesDocker() throws Exception {
        environment.put("DOCKER_HOST", "tcp://build.example:2375");

        assertThat(choose())
                .isEqualTo(new EndpointChoice.Docker(
                        new EngineAddress.Tcp("build.example", 2375, Optional.empty()), "DOCKER_HOST"));
    }

    @Test
    void anEmptyVariableIsNotSet() throws Exception {
        environment.put("DOCKER_HOST", "");
        environment.put("JCOMPOSE_BACKEND", "");

        assertThat(choose()).isInstanceOf(EndpointChoice.Native.class);
    }

    @Test
    void ourOwnSocketIsTheNativeEngine() throws Exception {
        environment.put("JCOMPOSE_ROOT", "/srv/two");
        environment.put("DOCKER_HOST", "unix:///srv/two/run/engine.sock");

        assertThat(choose()).isInstanceOf(EndpointChoice.Native.class);
    }

    @Test
    void theDockerBackendFallsBackToTheUsualSocket() throws Exception {
        assertThat(choose(Optional.of("docker"), Optional.empty()).address().text())
                .isEqualTo("unix:///var/run/docker.sock");
    }

    @Test
    void aCurrentContextChoosesItsEngine() throws Exception {
        context(
                "remote",
                "{\"Name\":\"remote\",\"Endpoints\":{\"docker\":{\"Host\":\"ssh://me@box:2222/run/d.sock\"}}}");
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"remote\"}");

        assertThat(choose())
                .isEqualTo(new EndpointChoice.Docker(
                        new EngineAddress.Ssh("me@box", Optional.of(2222), Optional.of("/run/d.sock")),
                        "context \"remote\""));
    }

    @Test
    void theDefaultContextIsNoChoice() throws Exception {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"default\"}");

        assertThat(choose()).isInstanceOf(EndpointChoice.Native.class);
    }

    @Test
    void aContextBringsItsKeys() throws Exception {
        context("remote", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://box\",\"SkipTLSVerify\":true}}}");
        Path keys = home.resolve(".docker/contexts/tls/" + digest("remote") + "/docker");
        Files.createDirectories(keys);
        Files.writeString(keys.resolve("ca.pem"), "");
        environment.put("DOCKER_CONTEXT", "remote");

        assertThat(choose().address())
                .isEqualTo(new EngineAddress.Tcp(
                        "box",
                        2376,
                        Optional.of(new TlsFiles(
                                Optional.of(keys.resolve("ca.pem")),
                                Optional.empty(),
                                Optional.empty(),
                                TlsFiles.Check.TRUST_ANY))));
    }

    @Test
    void keysComeFromTheCertPathAndAreCheckedOnlyOnRequest() throws Exception {
        environment.put("DOCKER_HOST", "tcp://box");
        environment.put("DOCKER_CERT_PATH", "/keys");
        assertThat(choose().address())
                .isEqualTo(new EngineAddress.Tcp(
                        "box", 2376, Optional.of(TlsFiles.inFolder(Path.of("/keys"), TlsFiles.Check.TRUST_ANY))));

        environment.put("DOCKER_TLS_VERIFY", "1");
        assertThat(choose().address())
                .isEqualTo(new EngineAddress.Tcp(
                        "box", 2376, Optional.of(TlsFiles.inFolder(Path.of("/keys"), TlsFiles.Check.VERIFY))));
    }

    @Test
    void whatMakesNoSenseIsSaidWithWhatWould() {
        assertThatThrownBy(() -> choose(Optional.of("podman"), Optional.empty()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INVALID))
                .hasMessageContaining("--backend podman: there is no such backend; use native or docker");
        assertThatThrownBy(() -> choose(Optional.of("native"), Optional.of("unix:///x")))
                .hasMessageContaining("contradict each other");
        assertThatThrownBy(() -> choose(Optional.empty(), Optional.of("box:2375")))
                .hasMessageContaining("engine address \"box:2375\"")
                .hasMessageContaining("use unix:///path/to/socket, tcp://host:port or ssh://user@host");
        environment.put("DOCKER_CONTEXT", "gone");
        assertThatThrownBy(this::choose)
                .hasMessageContaining("there is no context \"gone\"")
                .hasMessageContaining("docker context ls");
    }

    @Test
    void brokenSettingsAreNamed() throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":");

        assertThatThrownBy(this::choose)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(home.resolve(".docker/config.json").toString());
    }

    private EndpointChoice choose() throws EngineException {
        return choose(Optional.empty(), Optional.empty());
    }

    private EndpointChoice choose(Optional<String> backend, Optional<String> host) throws EngineException {
        return Endpoints.choose(new EndpointRequest(backend, host, environment, home));
    }

    private void context(String name, String meta) throws IOException {
        Path folder = home.resolve(".docker/contexts/meta/" + digest(name));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("meta.json"), meta);
    }

    private static String digest(String name) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
