package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.observe.Observer;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.planner.Deployed;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.PlanException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What exists of a project, and which of its services a user means. */
record Selection(Deployed deployed, SequencedSet<String> services, Origin origin) {
    /** Whether the user named services. */
    enum Origin {
        NAMED,
        ALL
    }

    Selection {
        services = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(services));
    }

    /** Looks at the containers of a project. */
    static Selection of(OperationContext context, ProjectScope scope)
            throws EngineException, OperationException, InterruptedException {
        return of(scope, new Observer(context.engine()).containers(scope.project()));
    }

    static Selection of(ProjectScope scope, Observed observed) throws OperationException {
        Deployed deployed;
        try {
            deployed = scope.model().isPresent()
                    ? Deployed.of(scope.model().get(), path -> Optional.empty(), observed)
                    : Deployed.ofLabels(scope.project(), observed);
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
        var known = known(scope, deployed);
        if (scope.services().isEmpty()) {
            return new Selection(deployed, known, Origin.ALL);
        }
        var named = new LinkedHashSet<String>();
        for (String pattern : scope.services()) {
            var matching = known.stream().filter(matcher(pattern)).toList();
            if (matching.isEmpty()) {
                throw new OperationException("no such service: " + pattern);
            }
            named.addAll(matching);
        }
        return new Selection(deployed, named, Origin.NAMED);
    }

    private static SequencedSet<String> known(ProjectScope scope, Deployed deployed) {
        var known = new LinkedHashSet<>(deployed.graph().inOrder());
        if (!scope.services().isEmpty()) {
            // A service that no profile enables can be named all the same.
            scope.model()
                    .ifPresent(model -> known.addAll(model.disabledServices().keySet()));
        }
        return known;
    }

    private static java.util.function.Predicate<String> matcher(String pattern) {
        if (!pattern.contains("*") && !pattern.contains("?")) {
            return pattern::equals;
        }
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString()).asMatchPredicate();
    }

    /** Replicas of the services meant, in the order of services. */
    List<ObservedContainer> replicas() {
        var found = new ArrayList<ObservedContainer>();
        services.forEach(service -> found.addAll(deployed.replicasOf(service)));
        return found;
    }

    /** Containers of services the model does not know; none without a model. */
    List<ObservedContainer> orphans() {
        return deployed.strays().stream()
                .filter(container -> !container.isOneOff())
                .toList();
    }

    /**
     * The container of a service that a command means.
     *
     * @param index number of the replica; absent means the lowest that runs, else one made by {@code run}
     */
    static ObservedContainer running(OperationContext context, String project, String service, OptionalInt index)
            throws EngineException, OperationException, InterruptedException {
        Set<ObservedContainer> up = new Observer(context.engine())
                .containers(project).containers().stream()
                        .filter(container -> container.service().equals(service))
                        .filter(container -> !container.isHook())
                        .filter(container -> container.state() == ContainerState.RUNNING
                                || container.state() == ContainerState.PAUSED)
                        .sorted(java.util.Comparator.comparing(ObservedContainer::isOneOff)
                                .thenComparingInt(
                                        container -> container.number().orElse(0)))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (index.isPresent()) {
            return up.stream()
                    .filter(container -> container.number().equals(index))
                    .findFirst()
                    .orElseThrow(() -> new OperationException(
                            "service \"" + service + "\" is not running container #" + index.getAsInt()));
        }
        return up.stream()
                .findFirst()
                .orElseThrow(() -> new OperationException("service \"" + service + "\" is not running"));
    }

    static String text(List<Diagnostic> problems) {
        return problems.stream()
                .map(problem -> problem.message()
                        + problem.hint().map(hint -> "\n  hint: " + hint).orElse(""))
                .collect(Collectors.joining("\n"));
    }
}
