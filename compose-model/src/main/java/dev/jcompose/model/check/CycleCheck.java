package dev.jcompose.model.check;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services that wait for each other in a circle. Each circle that a walk meets is reported once. */
final class CycleCheck {

    private enum State {
        OPEN,
        DONE
    }

    private record Step(String service, Iterator<String> next) {}

    private final Project project;
    private final Origins origins;
    private final ProblemLog problems;
    private final Map<String, State> states = new HashMap<>();

    CycleCheck(Project project, Origins origins, ProblemLog problems) {
        this.project = project;
        this.origins = origins;
        this.problems = problems;
    }

    void check() {
        for (String service : project.services().keySet()) {
            if (!states.containsKey(service)) {
                walk(service);
            }
        }
    }

    /** Without recursion: a chain may be as long as there are services. */
    private void walk(String start) {
        Deque<Step> stack = new ArrayDeque<>();
        open(start, stack);
        while (!stack.isEmpty()) {
            Step top = stack.getLast();
            if (!top.next().hasNext()) {
                states.put(top.service(), State.DONE);
                stack.removeLast();
                continue;
            }
            String dependency = top.next().next();
            State state = states.get(dependency);
            if (state == State.OPEN) {
                report(dependency, stack);
            } else if (state == null && project.services().containsKey(dependency)) {
                open(dependency, stack);
            }
        }
    }

    private void open(String service, Deque<Step> stack) {
        states.put(service, State.OPEN);
        Service node = project.services().get(service);
        Iterator<String> next = node == null
                ? List.<String>of().iterator()
                : node.dependsOn().keySet().iterator();
        stack.addLast(new Step(service, next));
    }

    private void report(String first, Deque<Step> stack) {
        List<String> circle = new ArrayList<>();
        for (Step step : stack) {
            if (!circle.isEmpty() || step.service().equals(first)) {
                circle.add(step.service());
            }
        }
        circle.add(first);
        String edge = "services." + circle.get(0) + ".depends_on." + circle.get(1);
        var problem = Diagnostic.error(
                "dependency-cycle", origins.of(edge), "dependency cycle detected: " + String.join(" -> ", circle));
        String last = circle.get(circle.size() - 2);
        var back =
                last.equals(first) ? Optional.<Span>empty() : origins.of("services." + last + ".depends_on." + first);
        problems.add(back.map(at -> problem.withRelated(at, "and back here")).orElse(problem));
    }
}
