package dev.jcompose.engine.docker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "redis, docker.io",
        "redis:7, docker.io",
        "library/redis:7, docker.io",
        "index.docker.io/library/redis, docker.io",
        "ghcr.io/owner/app:1, ghcr.io",
        "localhost/app, localhost",
        "127.0.0.1:5000/app@sha256:00, 127.0.0.1:5000"
    })
    void aReferenceLeadsToItsRegistry(String reference, String registry) {
        assertThat(RegistryCredentials.registryOf(reference)).isEqualTo(registry);
    }

    @Test
    void withoutSettingsPullsAreAnonymous() throws Exception {
        assertThat(credentials("{}").forImage("ghcr.io/owner/app")).isEmpty();
    }

    @Test
    void aPackedPasswordIsUnpacked() throws Exception {
        // ann:se:cret
        var found = credentials("{\"auths\":{\"ghcr.io\":{\"auth\":\"YW5uOnNlOmNyZXQ=\"}}}")
                .forImage("ghcr.io/o/app");

        assertThat(found).contains(new RegistryCredential("ghcr.io", "ann", "se:cret", "", ""));
    }

    @Test
    void aRegistryIsFoundUnderItsOldAddress() throws Exception {
        var found = credentials("{\"auths\":{\"https://ghcr.io/v2/\":{\"username\":\"u\",\"password\":\"p\"}}}")
                .forImage("ghcr.io/o/app");

        assertThat(found.orElseThrow().user()).isEqualTo("u");
    }

    @Test
    void theHubHasAnAddressOfItsOwn() throws Exception {
        var found = credentials("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dTpw\"}}}")
                .forImage("redis:7");

        assertThat(found.orElseThrow().registry()).isEqualTo("https://index.docker.io/v1/");
    }

    @Test
    void aHelperIsAskedAndItsTokenUsed() throws Exception {
        helper("read registry; echo \"{\\\"Username\\\":\\\"<token>\\\",\\\"Secret\\\":\\\"for $registry\\\"}\"");

        assertThat(credentials("{\"credHelpers\":{\"ghcr.io\":\"test\"}}").forImage("ghcr.io/o/app"))
                .contains(new RegistryCredential("ghcr.io", "", "", "for ghcr.io", ""));
    }

    @Test
    void aHelperThatKnowsNothingMeansAnonymously() throws Exception {
        helper("echo credentials not found in native keychain; exit 1");

        assertThat(credentials("{\"credsStore\":\"test\"}").forImage("redis")).isEmpty();
    }

    @Test
    void aBrokenHelperIsToldInItsWords() throws Exception {
        helper("echo the keychain is locked >&2; exit 1");

        assertThatThrownBy(() -> credentials("{\"credsStore\":\"test\"}").forImage("redis"))
                .isInstanceOf(IOException.class)
                .hasMessage("docker-credential-test get https://index.docker.io/v1/ ended with exit code 1: "
                        + "the keychain is locked");
    }

    @Test
    void aMissingHelperIsNamedWithItsCause() {
        assertThatThrownBy(() -> credentials("{\"credsStore\":\"none\"}").forImage("redis"))
                .hasMessage("docker-credential-none is not in PATH, but " + folder.resolve("config.json")
                        + " says that it keeps the registry credentials");
    }

    @Test
    void noMessageCarriesASecret() {
        assertThat(new RegistryCredential("ghcr.io", "ann", "secret", "token", "token").toString())
                .isEqualTo("RegistryCredential[ann at ghcr.io]");
    }

    private RegistryCredentials credentials(String settings) throws IOException {
        Files.writeString(folder.resolve("config.json"), settings);
        return new RegistryCredentials(DockerConfig.load(folder), Map.of("PATH", folder + ":/usr/bin:/bin"));
    }

    private void helper(String script) throws IOException {
        Path program = folder.resolve("docker-credential-test");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
