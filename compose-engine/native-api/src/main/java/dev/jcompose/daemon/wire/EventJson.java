package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Event;
import dev.jcompose.runtime.store.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A line of {@code GET /events}. */
public final class EventJson {
    private EventJson() {}

    public static JsonObject of(Event event) {
        var json = JsonObject.builder();
        if (event.type().equals("container") || event.type().equals("image")) {
            // What the API had before there were other types; clients still read it.
            json.put("status", event.action()).put("id", event.actor());
            String from = event.attributes().get("image");
            if (from != null) {
                json.put("from", from);
            }
        }
        return json.put("Type", event.type())
                .put("Action", event.action())
                .put(
                        "Actor",
                        JsonObject.builder()
                                .put("ID", event.actor())
                                .putStringMap("Attributes", event.attributes())
                                .build())
                .put("scope", "local")
                .put("time", event.time().getEpochSecond())
                .put("timeNano", ChronoUnit.NANOS.between(Instant.EPOCH, event.time()))
                .build();
    }
}
