package dev.jcompose.engine.operation;

import dev.jcompose.engine.Stdio;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import java.util.Optional;

/**
 * A one-off container of a service.
 *
 * @param up how its dependencies are brought up; its project holds the service unchanged. {@code IGNORE} of
 *     dependencies leaves them alone
 * @param service the service as it is to run: command, environment, ports and all other options of the user applied
 * @param name of the container; absent means {@code project-service-run-ID}
 * @param lifetime whether it is removed when it ends
 * @param aliases whether it answers to the service's names on its networks
 * @param mode whether to stay for its end
 * @param stdio the client's side when attached
 * @param signals forwards signals meant for the process; see {@link SignalRelay}
 */
public record RunRequest(
        UpRequest up,
        Service service,
        Optional<String> name,
        Lifetime lifetime,
        Aliases aliases,
        ExecCommand.Mode mode,
        Stdio stdio,
        SignalRelay signals) {
    /** Names on its networks. */
    public enum Aliases {
        OWN_NAME_ONLY,
        OF_SERVICE
    }
}
