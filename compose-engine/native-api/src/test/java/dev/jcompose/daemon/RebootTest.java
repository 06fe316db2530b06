package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A machine that was switched off and on again has what it had, and runs what the policies say. Expectations as Docker's:
 * what was running has the exit code 255, because nobody saw its end.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RebootTest {
    private Machine machine;
    private Calls engine;

    @BeforeEach
    void boot() throws Exception {
        machine = Machine.boot();
        engine = machine.calls();
    }

    @AfterEach
    void close() throws Exception {
        if (machine != null) {
            machine.close();
        }
    }

    private void reboot() throws Exception {
        machine.powerOff();
        machine.powerOn();
    }

    private static String policy(String name) {
        return "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"" + name + "\"}}";
    }

    private static String ending(String script, String policy) {
        return "\"Cmd\":[\"sh\",\"-c\",\"" + script + "\"]," + policy(policy);
    }

    /** Waits for the start that the boot brings about; its event may have been before we asked. */
    private void awaitRunning(String container) throws IOException {
        engine.socket()
                .awaitBytes(
                        Calls.VERSION
                                + "/events?since=0&filters=%7B%22event%22%3A%5B%22start%22%5D%2C%22container%22%3A%5B%22"
                                + container + "%22%5D%7D",
                        "\"Action\":\"start\"");
        assertThat(engine.status(container)).isEqualTo("running");
    }

    private JsonObject state(String container) throws IOException {
        return engine.inspect(container).requireObject("State");
    }

    @Test
    void thePoliciesDecideWhatRunsAgain() throws Exception {
        engine.run("always", policy("always"));
        engine.run("always-stopped", policy("always"));
        engine.post("/containers/always-stopped/stop", "");
        engine.create("always-created", policy("always"));
        engine.run("unless", policy("unless-stopped"));
        engine.run("unless-stopped", policy("unless-stopped"));
        engine.post("/containers/unless-stopped/stop", "");
        engine.run("failing", policy("on-failure"));
        engine.run("done", ending("exit 0", "on-failure"));
        engine.await("done");
        engine.run("never", policy("no"));
        engine.run("paused", policy("no"));
        engine.post("/containers/paused/pause", "");
        engine.run("temporary", "\"HostConfig\":{\"AutoRemove\":true}");

        reboot();

        awaitRunning("always");
        awaitRunning("always-stopped");
        awaitRunning("unless");
        awaitRunning("failing");
        for (String again : new String[] {"always", "always-stopped", "unless", "failing"}) {
            assertThat(engine.inspect(again).integerOrZero("RestartCount"))
                    .as("restarts of %s", again)
                    .isZero();
        }
        assertThat(engine.status("always-created")).isEqualTo("created");
        assertThat(engine.status("unless-stopped")).isEqualTo("exited");
        assertThat(engine.status("done")).isEqualTo("exited");
        assertThat(state("done").integerOrZero("ExitCode")).isZero();
        for (String lost : new String[] {"never", "paused"}) {
            assertThat(engine.status(lost)).isEqualTo("exited");
            assertThat(state(lost).integerOrZero("ExitCode")).as(lost).isEqualTo(255);
        }
        assertThat(engine.socket()
                        .get(Calls.VERSION + "/containers/temporary/json")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void filesNetworksAddressesAndPortsAreAsBefore() throws Exception {
        engine.post("/networks/create", "{\"Name\":\"net\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.99.7.0/24\"}]}}");
        engine.post("/volumes/create", "{\"Name\":\"data\"}");
        engine.run("web", """
            "HostConfig": {"RestartPolicy": {"Name": "unless-stopped"}, "NetworkMode": "net", "Binds": ["data:/data"],
              "PortBindings": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}]}},
            "NetworkingConfig": {"EndpointsConfig": {"net": {"IPAMConfig": {"IPv4Address": "10.99.7.77"}}}},
            "Healthcheck": {"Test": ["CMD", "true"], "Interval": 100000000}
            """);
        engine.run("peer", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"},\"NetworkMode\":\"net\"}");
        engine.exec("web", "echo volume > /data/note; echo layer > /note; ls / > /dev/null");
        reboot();

        awaitRunning("web");
        awaitRunning("peer");
        assertThat(engine.exec("web", "cat /data/note /note")).isEqualTo("volume\nlayer\n");
        assertThat(engine.exec("peer", "getent hosts web")).startsWith("10.99.7.77 ");
        assertThat(engine.exec("web", "getent hosts peer")).startsWith("10.99.7.2 ");
        engine.socket()
                .awaitBytes(
                        Calls.VERSION + "/events?since=0&filters=%7B%22container%22%3A%5B%22web%22%5D%7D",
                        "health_status: healthy");
        try (var web = machine.networkOf(state("web").integerOrZero("Pid"));
                var outside = machine.network();
                var server = web.call(ServerSocketChannel::open);
                var client = outside.call(SocketChannel::open)) {
            server.bind(new InetSocketAddress(80));
            client.socket().connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080), 10_000);
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(engine.list("/images/json")).hasSize(1);
    }

    @Test
    void whoNeedsAnotherStartsAfterIt() throws Exception {
        engine.run("donor", policy("always"));
        engine.run(
                "sharer",
                "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"},\"NetworkMode\":\"container:donor\"}");
        engine.run("linked", "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"},\"Links\":[\"donor:friend\"]}");

        for (int boot = 0; boot < 3; boot++) {
            reboot();
            awaitRunning("sharer");
            awaitRunning("linked");
            assertThat(engine.exec("linked", "getent hosts friend"))
                    .startsWith(engine.inspect("donor")
                            .requireObject("NetworkSettings")
                            .requireObject("Networks")
                            .requireObject("bridge")
                            .requireString("IPAddress"));
        }
    }

    /** Whatever kept the daemon from starting at first, the boot still counts when it does. */
    @Test
    void aFirstAttemptThatFailsForgetsNothing() throws Exception {
        engine.run("web", policy("always"));
        machine.powerOff();
        Path damaged = Files.createDirectory(machine.root().resolve("containers/damaged"));
        Files.writeString(damaged.resolve("container.json"), "{");

        assertThatThrownBy(machine::powerOn).hasMessageContaining("did not become ready");
        Files.delete(damaged.resolve("container.json"));
        machine.startDaemon();

        awaitRunning("web");
    }
}
