package dev.jcompose.engine.testkit;

import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.operation.Consent;
import dev.jcompose.engine.operation.ExitRule;
import dev.jcompose.engine.operation.LogLine;
import dev.jcompose.engine.operation.OperationContext;
import dev.jcompose.engine.operation.StopRequests;
import dev.jcompose.engine.operation.UpRequest;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.Project;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.Naming;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An engine in memory, what was told of operations on it, and requests with defaults. */
final class Stage {
    final InMemoryEngine engine = new InMemoryEngine();
    final List<EngineEvent> events = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final LinkedBlockingQueue<String> stops = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<EngineEvent> news = new LinkedBlockingQueue<>();

    OperationContext context() {
        return OperationContext.unlimited(
                engine,
                event -> {
                    events.add(event);
                    news.add(event);
                },
                Clock.systemUTC());
    }

    UpRequest up(Project project) {
        return up(project, UpOptions.defaults(), new Attendance.Detach());
    }

    UpRequest up(Project project, UpOptions options, Attendance attendance) {
        return new UpRequest(
                project,
                path -> Optional.empty(),
                options,
                Map.of(),
                Optional.empty(),
                Consent.never(),
                List.of(),
                Naming.DASHES,
                attendance);
    }

    Attendance.Attach attach(Project project, ExitRule rule) {
        return attach(project.services().keySet(), rule);
    }

    Attendance.Attach attach(Set<String> services, ExitRule rule) {
        StopRequests requests = () -> stops.take();
        return new Attendance.Attach(services, this::line, rule, requests);
    }

    private void line(LogLine line) {
        lines.add(line.container().name() + ": " + new String(line.text(), StandardCharsets.UTF_8));
    }

    /** Waits for an event that is told from now on or was told since the last wait. */
    EngineEvent await(Predicate<EngineEvent> wanted) throws InterruptedException {
        while (true) {
            EngineEvent event = news.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no such event within ten seconds; there were " + events);
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }
}
