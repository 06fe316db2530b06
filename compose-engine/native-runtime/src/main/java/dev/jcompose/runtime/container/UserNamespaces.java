package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.HeldNamespaces;
import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.LaunchException;
import dev.jcompose.runtime.launch.UserNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which containers live in a user namespace: with an engine that remaps ids, all but those whose {@code UsernsMode} is
 * {@code host}. Each has one of its own, unless it shares other namespaces with a container: rights over those come with the
 * user namespace that they belong to.
 */
final class UserNamespaces {
    private final Foundations base;
    private final ContainerIndex index;

    UserNamespaces(Foundations base, ContainerIndex index) {
        this.base = base;
        this.index = index;
    }

    /**
     * Checks what a container asks for, in Docker's words.
     *
     * @throws ContainerException INVALID
     */
    static void check(HostConfig host, Optional<IdMap> remap) throws ContainerException {
        if (!host.usernsMode().isEmpty() && !isHost(host)) {
            throw ContainerException.invalid("invalid USER mode: " + host.usernsMode());
        }
        if (remap.isEmpty() || isHost(host)) {
            return;
        }
        if (host.privileged()) {
            throw ContainerException.invalid("privileged mode is incompatible with user namespaces.  You must run the"
                    + " container in the host namespace when running privileged mode");
        }
        if (host.networkMode().equals("host")) {
            throw ContainerException.invalid(
                    "cannot share the host's network namespace when user namespaces are enabled");
        }
        if (host.pidMode().equals("host")) {
            throw ContainerException.invalid("cannot share the host PID namespace when user namespaces are enabled");
        }
    }

    private static boolean isHost(HostConfig host) {
        return host.usernsMode().equals("host");
    }

    /**
     * Readies the namespace of a container that is about to start, and with it a network namespace unless the container uses
     * another one's. Close the result once the container runs.
     *
     * @return empty for one that has none
     */
    Optional<HeldNamespaces> hold(Container container) throws IOException, InterruptedException {
        HostConfig host = container.record().host();
        if (base.remap().isEmpty() || isHost(host)) {
            return Optional.empty();
        }
        Path directory = container.files().supervisor();
        Optional<UserNamespace> shared = shared(host);
        try {
            if (shared.isEmpty()) {
                return Optional.of(
                        base.launcher().holdNamespaces(directory, base.remap().get()));
            }
            return Optional.of(base.launcher().holdNetwork(directory, shared.get()));
        } catch (LaunchException e) {
            throw new ContainerException(
                    ContainerException.Kind.CANNOT_START, "failed to create task for container: " + e.getMessage(), e);
        }
    }

    private Optional<UserNamespace> shared(HostConfig host) throws IOException {
        for (String mode : new String[] {host.networkMode(), host.ipcMode(), host.pidMode()}) {
            Optional<String> other = HostConfig.otherContainer(mode);
            if (other.isPresent()) {
                Container donor = index.get(other.get());
                int pid = donor.requireProcess().pid();
                IdMap ids = IdMap.ofProcess(pid)
                        .orElseThrow(() -> ContainerException.conflict("container "
                                + donor.record().shortId()
                                + " runs in the host's user namespace (userns_mode: host), so"
                                + " another can share a namespace with it only if it does, too"));
                return Optional.of(new UserNamespace(Path.of("/proc", Integer.toString(pid), "ns", "user"), ids));
            }
        }
        return Optional.empty();
    }
}
