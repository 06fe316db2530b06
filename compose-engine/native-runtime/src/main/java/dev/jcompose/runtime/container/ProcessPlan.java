package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.Capabilities;
import dev.jcompose.runtime.launch.ProcessSpec;
import dev.jcompose.runtime.launch.SeccompProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Resolves what a process in a container may do and sees: user, environment, rights. */
final class ProcessPlan {
    private final ContainerRecord container;

    ProcessPlan(ContainerRecord container) {
        this.container = container;
    }

    /** The container's own command. */
    ProcessSpec first(UserLookup.Files root) throws IOException {
        ContainerConfig config = container.config();
        return spec(
                config.argv(),
                config.env(),
                config.user(),
                config.workingDir(),
                config.tty(),
                Isolation.capabilities(container.host()),
                container.host().privileged(),
                root);
    }

    /**
     * One more command.
     *
     * @param request what is empty in it comes from the container
     */
    ProcessSpec additional(ExecRequest request, UserLookup.Files root) throws IOException {
        ContainerConfig config = container.config();
        var environment = new ArrayList<>(config.env());
        environment.addAll(request.env());
        return spec(
                request.command(),
                environment,
                request.user().isEmpty() ? config.user() : request.user(),
                request.workingDir().isEmpty() ? config.workingDir() : request.workingDir(),
                request.tty(),
                request.privileged() ? Isolation.available() : Isolation.capabilities(container.host()),
                request.privileged() || container.host().privileged(),
                root);
    }

    private ProcessSpec spec(
            List<String> argv,
            List<String> environment,
            String user,
            String workingDir,
            boolean terminal,
            Capabilities capabilities,
            boolean privileged,
            UserLookup.Files root)
            throws IOException {
        HostConfig host = container.host();
        UserLookup.User found = UserLookup.find(user, host.groupAdd(), root);
        var process = ProcessSpec.command(argv)
                .environment(Environment.of(container.config().hostname(), terminal, environment, found.home()))
                .workingDirectory(workingDir.isEmpty() ? "/" : workingDir)
                .credentials(found.credentials())
                .capabilities(capabilities)
                .labels(Isolation.labels(host, privileged))
                .privileges(Isolation.privileges(host))
                .rlimits(host.resources().rlimits());
        if (host.oomScoreAdj() != 0) {
            process.oomScoreAdjustment(host.oomScoreAdj());
        }
        seccomp(capabilities).ifPresent(process::seccomp);
        return process.build();
    }

    private Optional<SeccompProgram> seccomp(Capabilities capabilities) throws ContainerException {
        String profile = Isolation.seccomp(container.host()).orElse("builtin");
        return switch (profile) {
            case "unconfined" -> Optional.empty();
            case "builtin", "default", "" -> Optional.of(Isolation.defaultFilter(capabilities));
            default -> Optional.of(Isolation.customFilter(profile, capabilities));
        };
    }
}
