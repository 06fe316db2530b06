package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link leads to the address that the other container has now. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LinksTest {
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);

    private TestEngine daemon;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
        shop.network();
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.clear();
            shop.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private String address(ContainerId id) throws Exception {
        return shop.inspect(id).summary().networks().getFirst().ipv4();
    }

    /** The first word of what the name resolves to. */
    private String resolved(ContainerId from, String name) throws Exception {
        return shop.exec(from, "getent hosts " + name).split("\\s")[0];
    }

    /** Made by a call of its own: Compose knows no links outside networks. */
    private ContainerId onDefaultBridge(String name, String links) throws Exception {
        try (var http = new EngineHttp(new EngineAddress.Unix(daemon.socket()))) {
            var body = """
                {"Image": "%s", "Cmd": ["sleep", "1000"], "Hostname": "%s-host", "HostConfig": {"Links": %s}}
                """.formatted(TestEngine.IMAGE, name, links);
            try (var made = http.send(
                    EngineRequest.post("/containers/create?name=" + name).json(body))) {
                assertThat(made.status()).isEqualTo(201);
            }
        }
        return new ContainerId(name);
    }

    @Test
    void aLinkOnANetworkIsAnsweredByTheNameServer() throws Exception {
        var db = shop.start("db", Shop.script("sleep 1000"));
        var linked = new Endpoint(
                "default",
                Shop.NETWORK,
                List.of("web"),
                List.of("db:database"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Copies.of(Map.of()));
        var web = shop.create("web", Shop.script("sleep 1000"), linked);
        shop.engine().containers().start(web);
        String before = address(db);
        assertThat(resolved(web, "database")).isEqualTo(before);

        shop.engine().containers().stop(db, AT_ONCE);
        shop.start("squatter", Shop.script("sleep 1000"));
        shop.engine().containers().start(db);

        assertThat(address(db)).isNotEqualTo(before);
        assertThat(resolved(web, "database")).isEqualTo(address(db));
        assertThat(resolved(db, "database")).as("another container's link").isEmpty();
    }

    @Test
    void aLinkOnTheDefaultBridgeFollowsInTheHostsFile() throws Exception {
        var db = onDefaultBridge("db", "[]");
        shop.engine().containers().start(db);
        var web = onDefaultBridge("web", "[\"db:database\"]");
        shop.engine().containers().start(web);
        String before = address(db);
        assertThat(shop.exec(web, "cat /etc/hosts")).contains(before + "\tdatabase db-host db\n");

        shop.engine().containers().stop(db, AT_ONCE);
        var squatter = onDefaultBridge("squatter", "[]");
        shop.engine().containers().start(squatter);
        shop.engine().containers().start(db);

        assertThat(address(db)).isNotEqualTo(before);
        assertThat(resolved(web, "database")).isEqualTo(address(db));
        assertThat(shop.exec(web, "cat /etc/hosts")).doesNotContain(before + "\tdatabase");
    }

    @Test
    void aLinkToAContainerThatDoesNotRunIsRefusedAtTheStart() throws Exception {
        onDefaultBridge("db", "[]");
        var web = onDefaultBridge("web", "[\"db:database\"]");

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> shop.engine().containers().start(web))
                .hasMessageContaining("Cannot link to a non running container: /db AS /web/database");
    }
}
