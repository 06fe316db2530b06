package dev.jcompose.engine.operation;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.PullPolicy;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.Naming;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code up}, {@code create} and {@code scale} are to do.
 *
 * @param project reduced to the services that take part; the others are among its disabled ones
 * @param origins positions, for messages about cycles
 * @param options what the planner needs to know
 * @param scale replicas by service, over the model's
 * @param pull over the policy of each service
 * @param consent asked before a diverged volume is replaced
 * @param environmentFiles of {@code --env-file}, absolute; for a label
 * @param naming how containers are called
 * @param attendance what happens once all is started
 */
public record UpRequest(
        Project project,
        Origins origins,
        UpOptions options,
        Map<String, Integer> scale,
        Optional<PullPolicy> pull,
        Consent consent,
        java.util.List<String> environmentFiles,
        Naming naming,
        Attendance attendance) {
    public UpRequest {
        scale = Copies.of(scale);
        environmentFiles = java.util.List.copyOf(environmentFiles);
    }

    /** What happens once all is started. */
    public sealed interface Attendance {
        /** Nothing: the operation ends. */
        record Detach() implements Attendance {}

        /**
         * Waits until all run or are healthy. Services others wait for with {@code service_completed_successfully} are
         * to end with code 0.
         *
         * @param limit how long at most; absent means for ever
         */
        record AwaitHealthy(Optional<Duration> limit) implements Attendance {}

        /**
         * Delivers their output until they end or the user asks to stop.
         *
         * @param services whose output to deliver
         * @param output takes it
         * @param exitRule when to end by itself
         * @param stopRequests when to end because of the user
         */
        record Attach(Set<String> services, LogSink output, ExitRule exitRule, StopRequests stopRequests)
                implements Attendance {
            public Attach {
                services = Set.copyOf(services);
            }
        }
    }
}
