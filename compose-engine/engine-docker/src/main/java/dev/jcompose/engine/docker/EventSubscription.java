package dev.jcompose.engine.docker;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.Subscription;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.json.JsonStream;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.engine.docker.transport.EngineResponse;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What happens to containers, read from the engine's stream of events. */
final class EventSubscription implements Subscription {
    private static final Operation OPERATION = Operation.of("follow events");

    private final EngineResponse response;
    private final JsonStream events;
    private final boolean ends;
    private volatile boolean closed;

    private EventSubscription(EngineResponse response, JsonStream events, boolean ends) {
        this.response = response;
        this.events = events;
        this.ends = ends;
    }

    static EventSubscription open(Api api, ActivityFilter filter) throws EngineException, InterruptedException {
        // dockerd answers a moment before it listens: asking for what happened since now closes that gap. Only where
        // both
        // have the same clock.
        var gap = api.address() instanceof EngineAddress.Unix ? Optional.of(Instant.now()) : Optional.<Instant>empty();
        var query = Query.of("/events")
                .filters(Map.of("type", List.of("container"), "label", Query.labels(filter.labels())));
        filter.since().or(() -> gap).ifPresent(since -> query.with("since", Query.moment(since)));
        filter.until().ifPresent(until -> query.with("until", Query.moment(until)));
        var response = api.open(OPERATION, EngineRequest.get(query.target()));
        return new EventSubscription(
                response, new JsonStream(response.body()), filter.until().isPresent());
    }

    @Override
    public Optional<Activity> next() throws EngineException, InterruptedException {
        try {
            var next = closed ? Optional.<Activity>empty() : events.next(EventSubscription::read);
            if (next.isEmpty() && !closed && !ends) {
                throw OPERATION.failed(Kind.UNAVAILABLE, "the engine ended the stream of events");
            }
            return next;
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw Failures.broken(OPERATION, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        response.close();
    }

    private static Activity read(JsonCursor cursor) {
        var found = new Object() {
            String id = "";
            String action = "";
            long seconds;
            long nanos;
            SequencedMap<String, String> attributes = Copies.of(Map.of());
        };
        cursor.object(field -> {
            switch (field) {
                case "Action" -> found.action = cursor.text();
                case "time" -> found.seconds = cursor.number();
                case "timeNano" -> found.nanos = cursor.number();
                case "Actor" ->
                    cursor.object(inner -> {
                        switch (inner) {
                            case "ID" -> found.id = cursor.text();
                            case "Attributes" -> found.attributes = cursor.textMap();
                            default -> {}
                        }
                    });
                default -> {}
            }
        });
        var at = found.nanos != 0 ? Instant.ofEpochSecond(0, found.nanos) : Instant.ofEpochSecond(found.seconds);
        return new Activity(at, new ContainerId(found.id), found.action, found.attributes);
    }
}
