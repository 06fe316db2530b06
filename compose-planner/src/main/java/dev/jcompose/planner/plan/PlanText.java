package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ResourceRef;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan for people to read, one line a step: number, whom it waits for, action, resource, reason.
 *
 * <pre>
 * 1        create web#1    image: nginx:1 -> nginx:2
 * 2 <- 1   stop   web#1    replaced by 1
 * 3 <- 2   remove web#1    replaced by 1
 * 4 <- 3   rename 1 to web#1
 * </pre>
 */
public final class PlanText {
    private record Line(String number, String action, String resource, String reason) {}

    private PlanText() {}

    /** The lines of a plan, each with its newline; an empty text for a plan without steps. */
    public static String of(Plan plan) {
        List<Line> lines = plan.nodes().stream().map(PlanText::line).toList();
        int numbers = width(lines.stream().map(Line::number).toList());
        int actions = width(lines.stream().map(Line::action).toList());
        int resources = width(lines.stream()
                .filter(line -> !line.reason().isEmpty())
                .map(Line::resource)
                .toList());
        var text = new StringBuilder();
        for (Line line : lines) {
            String row = pad(line.number(), numbers) + "   " + pad(line.action(), actions) + " "
                    + pad(line.resource(), resources) + "   " + line.reason();
            text.append(row.stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** What a step does, as one word. */
    public static String action(Step step) {
        return switch (step) {
            case Step.PullImage s -> "pull";
            case Step.CreateNetwork s -> "create";
            case Step.RemoveNetwork s -> "remove";
            case Step.ConnectNetwork s -> "connect";
            case Step.DisconnectNetwork s -> "disconnect";
            case Step.CreateVolume s -> "create";
            case Step.RemoveVolume s -> "remove";
            case Step.CreateContainer s -> "create";
            case Step.StartContainer s -> "start";
            case Step.AwaitCondition s -> "await";
            case Step.StopContainer s -> "stop";
            case Step.KillContainer s -> "kill";
            case Step.RestartContainer s -> "restart";
            case Step.PauseContainer s -> "pause";
            case Step.UnpauseContainer s -> "unpause";
            case Step.RemoveContainer s -> "remove";
            case Step.RenameContainer s -> "rename";
            case Step.RunHook s ->
                switch (s.kind()) {
                    case POST_START -> "post_start";
                    case PRE_STOP -> "pre_stop";
                };
            case Step.RunPreStart s -> "pre_start";
            case Step.RunProvider s ->
                switch (s.provision()) {
                    case UP -> "provider up";
                    case STOP -> "provider stop";
                    case DOWN -> "provider down";
                };
            case Step.RemoveImage s -> "remove";
        };
    }

    /** Why, in words; empty where the step says all. */
    public static String reason(Reason reason) {
        return switch (reason) {
            case Reason.Missing() -> "not found";
            case Reason.Changed(var fields) ->
                fields.stream().map(FieldChange::toString).collect(Collectors.joining(", "));
            case Reason.ConfigurationChanged() -> "configuration changed";
            case Reason.DependencyReplaced(var dependency) -> dependency.key() + " is replaced";
            case Reason.NotAttached(var network) -> "not attached to " + network.key();
            case Reason.NotMounted(var volume) -> "does not use " + volume.key();
            case Reason.Forced() -> "forced";
            case Reason.Requested() -> "requested";
            case Reason.Replaces(var replacement) -> "replaced by " + replacement;
            case Reason.MakesWay(var changed) -> changed.key() + " is replaced";
            case Reason.TakesName(var created) -> "";
            case Reason.ScaledDown(int wanted) -> "scaled down to " + wanted;
            case Reason.Orphaned() -> "its service is not in the model";
            case Reason.NotRunning() -> "not running";
            case Reason.JustCreated(var created) -> "created by " + created;
            case Reason.RequiredBy(var service) -> "required by " + service;
            case Reason.PullPolicy(var policy) -> "pull policy " + policy;
            case Reason.LeftOver() -> "left over from an earlier run";
            case Reason.Declared() -> "declared by the service";
            case Reason.GoesAway() -> "";
        };
    }

    private static Line line(Plan.Node node) {
        String number = node.waitsFor().isEmpty()
                ? node.id().toString()
                : node.id() + " <- "
                        + node.waitsFor().stream().map(StepId::toString).collect(Collectors.joining(","));
        return new Line(
                number,
                action(node.step()),
                resource(node.step()),
                reason(node.step().why()));
    }

    private static String resource(Step step) {
        return switch (step) {
            case Step.RenameContainer(Target.Created(StepId by, var resource), String to, var why) ->
                by + " to " + resource.key();
            case Step.RenameContainer(Target.Existing existing, String to, var why) -> existing.name() + " to " + to;
            case Step.ConnectNetwork(var container, var network, var why) ->
                container.resource().key() + " to network " + network.network();
            case Step.DisconnectNetwork(var container, var network, var id, var why) ->
                container.resource().key() + " from " + network.key();
            case Step.AwaitCondition s ->
                s.resource().key() + " " + s.condition().word();
            case Step.PullImage s -> key(s);
            case Step.CreateNetwork s -> key(s);
            case Step.RemoveNetwork s -> key(s);
            case Step.CreateVolume s -> key(s);
            case Step.RemoveVolume s -> key(s);
            case Step.CreateContainer s -> key(s);
            case Step.OfContainer s -> key(s);
            case Step.RunPreStart s -> key(s);
            case Step.RunProvider s -> key(s);
            case Step.RemoveImage s -> key(s);
        };
    }

    private static String key(Step step) {
        ResourceRef resource = step.resource();
        return resource.key();
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
