package dev.jcompose.engine.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EngineAddressTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///run/d.sock, unix:///run/d.sock",
        "/run/d.sock, unix:///run/d.sock",
        "tcp://box, tcp://box:2375",
        "tcp://[::1]:99, tcp://[::1]:99",
        "http://box:80, tcp://box:80",
        "https://box, tcp://box:2376",
        "ssh://me@box:22/run/d.sock, ssh://me@box:22/run/d.sock",
        "ssh://box, ssh://box"
    })
    void anAddressIsReadAndPrinted(String text, String printed) {
        assertThat(EngineAddress.parse(text, Optional.empty()).text()).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({
        "box:2375, it has no scheme",
        "unix://relative.sock, must be absolute",
        "npipe:////./pipe/docker, Windows",
        "fd://, listen on",
        "gopher://box, the scheme is unknown",
        "tcp://, it",
        "ssh://me:secret@box, password"
    })
    void whatIsNoAddressIsSaidWithTheFormsThatWork(String text, String why) {
        assertThatThrownBy(() -> EngineAddress.parse(text, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engine address \"" + text + "\"")
                .hasMessageContaining(why)
                .hasMessageContaining("use unix:///path/to/socket");
    }

    @Test
    void sshRunsDockersOwnRelayThere() {
        var address = new EngineAddress.Ssh("me@box", Optional.of(2222), Optional.of("/run/d.sock"));

        assertThat(ProcessConnection.command(address))
                .containsExactly(
                        "ssh",
                        "-o",
                        "ConnectTimeout=30",
                        "-T",
                        "-p",
                        "2222",
                        "--",
                        "me@box",
                        "docker",
                        "--host",
                        "unix:///run/d.sock",
                        "system",
                        "dial-stdio");
    }

    @Test
    void whatSshComplainsAboutIsTold() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/ssh")) || Files.isExecutable(Path.of("/bin/ssh")),
                "there is no ssh on this machine");
        var http = new EngineHttp(EngineAddress.parse("ssh://127.0.0.1:1", Optional.empty()));

        assertThatThrownBy(() -> http.send(EngineRequest.get("/_ping")))
                .isInstanceOf(EngineUnreachableException.class)
                .hasMessageContaining("ssh://127.0.0.1:1: ssh ended")
                .hasMessageContaining("port 1");
        http.close();
    }
}
