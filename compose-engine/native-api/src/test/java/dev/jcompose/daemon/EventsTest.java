package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.store.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code GET /events} and the lists say of volumes, images and what was pruned. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventsTest {
    private TestEngine daemon;
    private Calls engine;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        engine = Calls.to(daemon);
    }

    @AfterEach
    void close() throws Exception {
        if (engine != null) {
            engine.clear();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void aVolumeIsMountedAndUnmounted() throws Exception {
        String id = engine.create(
                "user", "\"Cmd\":[\"true\"],\"HostConfig\":{\"NetworkMode\":\"none\",\"Binds\":[\"shelf:/data:ro\"]}");
        engine.start(id);
        engine.await(id);
        engine.remove(id);
        engine.delete("/volumes/shelf");

        List<JsonObject> events = events("volume");
        assertThat(events)
                .extracting(event -> event.requireString("Action"))
                .containsExactly("create", "mount", "unmount", "destroy");
        JsonObject mount = events.get(1).requireObject("Actor");
        assertThat(mount.requireString("ID")).isEqualTo("shelf");
        assertThat(mount.stringMap("Attributes"))
                .containsEntry("container", id)
                .containsEntry("destination", "/data")
                .containsEntry("driver", "local")
                .containsEntry("read/write", "false");
    }

    @Test
    void whatIsPrunedIsSaidWithWhatItGave() throws Exception {
        engine.create("done", "\"HostConfig\":{\"NetworkMode\":\"none\"}");
        engine.post("/networks/create", "{\"Name\":\"unused\"}");
        engine.post("/volumes/create", "{\"Name\":\"empty\"}");
        String tooYoung = "?filters=" + URLEncoder.encode("{\"until\":[\"1h\"]}", StandardCharsets.UTF_8);
        assertThat(engine.post("/networks/prune" + tooYoung, "").strings("NetworksDeleted"))
                .isEmpty();
        assertThat(engine.post("/networks/prune", "").strings("NetworksDeleted"))
                .containsExactly("unused");
        engine.post("/containers/prune", "");
        engine.post("/images/prune", "");
        String all = "?filters=" + URLEncoder.encode("{\"all\":[\"1\"]}", StandardCharsets.UTF_8);
        engine.post("/volumes/prune" + all, "");

        for (String type : List.of("container", "network", "image", "volume")) {
            assertThat(events(type).getLast().requireString("Action")).as(type).isEqualTo("prune");
        }
        assertThat(events("volume").getLast().requireObject("Actor").stringMap("Attributes"))
                .containsOnlyKeys("reclaimed");
    }

    @Test
    void aListByNameHasOnlyThatName() throws Exception {
        engine.post("/images/" + TestEngine.IMAGE + "/tag?repo=mine&tag=2", "");

        String mine = "?filters=" + URLEncoder.encode("{\"reference\":[\"mine\"]}", StandardCharsets.UTF_8);
        assertThat(engine.list("/images/json" + mine))
                .singleElement()
                .satisfies(image -> assertThat(image.strings("RepoTags")).containsExactly("mine:2"));
        assertThat(engine.list("/images/json").getFirst().strings("RepoTags")).hasSize(2);
    }

    @Test
    void whatDoesNotExistIsNotDisconnectedByForceEither() throws Exception {
        engine.post("/networks/create", "{\"Name\":\"net\"}");

        assertThatThrownBy(() -> engine.post("/networks/net/disconnect", "{\"Container\":\"no\",\"Force\":true}"))
                .isInstanceOf(Calls.Refused.class)
                .hasMessageContaining("404")
                .hasMessageContaining("endpoint no not found");
    }

    private List<JsonObject> events(String type) throws Exception {
        String filters = URLEncoder.encode("{\"type\":[\"" + type + "\"]}", StandardCharsets.UTF_8);
        String lines = engine.socket()
                .get(Calls.VERSION + "/events?since=0&until=" + (System.currentTimeMillis() / 1000 + 1) + "&filters="
                        + filters)
                .body();
        var events = new ArrayList<JsonObject>();
        for (String line : lines.lines().toList()) {
            events.add(JsonObject.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }
}
