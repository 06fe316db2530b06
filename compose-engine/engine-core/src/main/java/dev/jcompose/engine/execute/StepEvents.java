package dev.jcompose.engine.execute;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Skip;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Turns what happens to steps into events; the steps of one group are one thing. */
final class StepEvents {
    private final EventSink events;
    private final Clock clock;
    private final Map<Plan.Group, Plan.Node> lastOfGroup = new HashMap<>();
    private final Map<Object, Instant> begins = new ConcurrentHashMap<>();
    private final Set<Object> over = new HashSet<>();

    StepEvents(Plan plan, EventSink events, Clock clock) {
        this.events = events;
        this.clock = clock;
        plan.nodes().forEach(node -> node.group().ifPresent(group -> lastOfGroup.put(group, node)));
    }

    /** What a screen shows a step under. */
    static ResourceRef shown(Plan.Node node) {
        return node.group().map(Plan.Group::resource).orElse(node.step().resource());
    }

    void started(Plan.Node node) {
        // Only the first step of a group begins it.
        if (begins.putIfAbsent(key(node), clock.instant()) == null && !isWait(node)) {
            events.accept(new EngineEvent.StepStarted(shown(node), action(node)));
        }
    }

    void finished(Plan.Node node) {
        boolean last =
                node.group().map(group -> node.equals(lastOfGroup.get(group))).orElse(true);
        if (last && !isWait(node)) {
            Instant begin = begins.getOrDefault(key(node), clock.instant());
            events.accept(
                    new EngineEvent.StepFinished(shown(node), action(node), Duration.between(begin, clock.instant())));
        }
    }

    void failed(Plan.Node node, Exception failure) {
        if (!isWait(node) && once(node)) {
            String message = failure instanceof EngineException e ? e.reason() : String.valueOf(failure.getMessage());
            events.accept(new EngineEvent.StepFailed(shown(node), action(node), message));
        }
    }

    void skipped(Plan.Node node, Skip why) {
        if (once(node)) {
            events.accept(new EngineEvent.StepSkipped(shown(node), action(node), why));
        }
    }

    private synchronized boolean once(Plan.Node node) {
        return over.add(key(node));
    }

    private static Object key(Plan.Node node) {
        return node.group().<Object>map(group -> group).orElse(node.id());
    }

    /** Waits tell of each container by themselves. */
    private static boolean isWait(Plan.Node node) {
        return node.step() instanceof Step.AwaitCondition;
    }

    private static Action action(Plan.Node node) {
        if (node.group().isPresent()) {
            return Action.RECREATE;
        }
        return switch (node.step()) {
            case Step.PullImage s -> Action.PULL;
            case Step.CreateNetwork s -> Action.CREATE;
            case Step.CreateVolume s -> Action.CREATE;
            case Step.CreateContainer s -> Action.CREATE;
            case Step.RemoveNetwork s -> Action.REMOVE;
            case Step.RemoveVolume s -> Action.REMOVE;
            case Step.RemoveImage s -> Action.REMOVE;
            case Step.RemoveContainer s -> Action.REMOVE;
            case Step.ConnectNetwork s -> Action.CONNECT;
            case Step.DisconnectNetwork s -> Action.DISCONNECT;
            case Step.StartContainer s -> Action.START;
            case Step.AwaitCondition s -> Action.WAIT;
            case Step.StopContainer s -> Action.STOP;
            case Step.KillContainer s -> Action.KILL;
            case Step.RestartContainer s -> Action.RESTART;
            case Step.PauseContainer s -> Action.PAUSE;
            case Step.UnpauseContainer s -> Action.UNPAUSE;
            case Step.RenameContainer s -> Action.RENAME;
            case Step.RunHook s -> Action.HOOK;
            case Step.RunPreStart s -> Action.HOOK;
            case Step.RunProvider s ->
                switch (s.provision()) {
                    case UP -> Action.CREATE;
                    case STOP -> Action.STOP;
                    case DOWN -> Action.REMOVE;
                };
        };
    }
}
