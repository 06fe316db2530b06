package dev.jcompose.cli.progress;

import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.ConditionMet;
import dev.jcompose.engine.event.EngineEvent.HealthObserved;
import dev.jcompose.engine.event.EngineEvent.PullProgress;
import dev.jcompose.engine.event.EngineEvent.Skip;
import dev.jcompose.engine.event.EngineEvent.StepSkipped;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What is known of a running operation, one row per resource. Data only: no clock, no terminal. Not thread-safe. */
final class Screen {
    private final String operation;
    private final SequencedMap<String, Row> rows = new LinkedHashMap<>();
    /** Labels of the containers of a service, so that waiting for the service shows on their rows. */
    private final Map<String, List<String>> containersOf = new LinkedHashMap<>();

    /** @param operation the word of the heading, for example {@code up} */
    Screen(String operation) {
        this.operation = operation;
    }

    String operation() {
        return operation;
    }

    /** Rows of resources on which work has begun, in the order of the plan. */
    List<Row> rows() {
        return rows.values().stream()
                .filter(row -> row.phase() != Row.Phase.WAITING)
                .toList();
    }

    /** How many resources take part, those included on which no work has begun. */
    int total() {
        return rows.size();
    }

    int over() {
        return (int) rows.values().stream().filter(Row::isOver).count();
    }

    void apply(EngineEvent event, Instant now) {
        switch (event) {
            case EngineEvent.Planned planned -> planned.resources().forEach(this::row);
            case EngineEvent.StepStarted started -> started(started.resource(), started.action(), now);
            case EngineEvent.StepFinished finished -> finished(finished.resource(), finished.action(), now);
            case EngineEvent.StepFailed failed ->
                end(failed.resource(), Row.Phase.FAILED, "Error", failed.message(), now);
            case StepSkipped skipped -> skipped(skipped, now);
            case EngineEvent.Unchanged unchanged -> end(unchanged.resource(), Row.Phase.DONE, "Running", "", now);
            case ConditionMet met -> end(met.resource(), Row.Phase.DONE, Vocabulary.met(met.condition()), "", now);
            case HealthObserved health -> healthObserved(health, now);
            case PullProgress progress -> pulling(progress, now);
            case EngineEvent.Retrying retrying -> retrying(retrying, now);
            case EngineEvent.Progressing told ->
                rowsFor(told.resource()).forEach(row -> rows.put(row.label(), row.saying(told.text())));
            case EngineEvent.HookOutput ignored -> {}
            case EngineEvent.Warning ignored -> {}
            case EngineEvent.Attaching ignored -> {}
            case EngineEvent.ContainerExited ignored -> {}
            case EngineEvent.ContainerReplaced ignored -> {}
            case EngineEvent.Aborting ignored -> {}
            case EngineEvent.GracefulStop ignored -> {}
        }
    }

    private Row row(ResourceRef resource) {
        String label = Vocabulary.label(resource);
        if (resource instanceof ResourceRef.OfContainer container) {
            var labels = containersOf.computeIfAbsent(container.service(), service -> new ArrayList<>());
            if (!labels.contains(label)) {
                labels.add(label);
            }
        }
        if (resource instanceof ResourceRef.Service service && containersOf.containsKey(service.name())) {
            return Row.waiting(label);
        }
        return rows.computeIfAbsent(label, Row::waiting);
    }

    private void started(ResourceRef resource, Action action, Instant now) {
        for (Row row : rowsFor(resource)) {
            rows.put(row.label(), row.working(Vocabulary.doing(action), now));
        }
    }

    private void finished(ResourceRef resource, Action action, Instant now) {
        for (Row row : rowsFor(resource)) {
            // A wait that was met has already said how: "Healthy" tells more than "Ready".
            if (action != Action.WAIT || !row.isOver()) {
                rows.put(row.label(), row.ended(Row.Phase.DONE, Vocabulary.done(action), "", now));
            }
        }
    }

    /** The row of a resource; for a service the rows of its containers, where there are any. */
    private List<Row> rowsFor(ResourceRef resource) {
        if (resource instanceof ResourceRef.Service service) {
            var labels = containersOf.getOrDefault(service.name(), List.of());
            if (!labels.isEmpty()) {
                return labels.stream()
                        .map(label -> rows.computeIfAbsent(label, Row::waiting))
                        .toList();
            }
        }
        return List.of(row(resource));
    }

    private void end(ResourceRef resource, Row.Phase phase, String word, String detail, Instant now) {
        for (Row row : rowsFor(resource)) {
            rows.put(row.label(), row.ended(phase, word, detail, now));
        }
    }

    private void skipped(StepSkipped skipped, Instant now) {
        var phase = skipped.why() == Skip.ALREADY_PRESENT || skipped.why() == Skip.NOTHING_TO_PULL
                ? Row.Phase.DONE
                : Row.Phase.WARNING;
        for (Row row : rowsFor(skipped.resource())) {
            // A row that failed keeps its error: that the rest was skipped follows from it.
            if (row.phase() != Row.Phase.FAILED) {
                rows.put(row.label(), row.ended(phase, Vocabulary.of(skipped.why()), "", now));
            }
        }
    }

    private void healthObserved(HealthObserved observed, Instant now) {
        for (Row row : rowsFor(observed.resource())) {
            boolean stillWaits = row.phase() == Row.Phase.WORKING && observed.health() != Health.HEALTHY;
            if (stillWaits) {
                String detail = observed.health() == Health.UNHEALTHY ? "unhealthy" : "";
                rows.put(row.label(), row.saying(detail));
            } else if (observed.health() == Health.HEALTHY) {
                rows.put(row.label(), row.ended(Row.Phase.DONE, Vocabulary.of(observed.health()), "", now));
            }
        }
    }

    private void retrying(EngineEvent.Retrying retrying, Instant now) {
        for (Row row : rowsFor(retrying.resource())) {
            rows.put(
                    row.label(),
                    row.working("Retrying (" + retrying.attempt() + ")", now).saying(retrying.message()));
        }
    }

    private void pulling(PullProgress progress, Instant now) {
        Row row = row(progress.image());
        if (row.isOver()) {
            return;
        }
        if (row.phase() == Row.Phase.WAITING) {
            row = row.working(Vocabulary.doing(Action.PULL), now);
        }
        if (!progress.layer().isEmpty()) {
            row = row.with(updated(row.layers(), progress));
        }
        rows.put(row.label(), row);
    }

    private static List<Row.Layer> updated(List<Row.Layer> layers, PullProgress progress) {
        var all = new ArrayList<>(layers);
        for (int i = 0; i < all.size(); i++) {
            Row.Layer layer = all.get(i);
            if (layer.id().equals(progress.layer())) {
                long total = Math.max(layer.total(), progress.total());
                boolean downloads = progress.status().equals("Downloading");
                long current = downloads ? progress.current() : Math.max(layer.current(), layer.total());
                all.set(i, new Row.Layer(layer.id(), progress.status(), current, downloads ? total : layer.total()));
                return all;
            }
        }
        boolean counts = progress.status().equals("Downloading");
        all.add(new Row.Layer(
                progress.layer(), progress.status(), counts ? progress.current() : 0, counts ? progress.total() : 0));
        return all;
    }
}
