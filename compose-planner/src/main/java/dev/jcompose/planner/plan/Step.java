package dev.jcompose.planner.plan;

import dev.jcompose.model.Hook;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call to the engine, or one wait for it. */
public sealed interface Step {
    /** What it acts on. */
    ResourceRef resource();

    Reason why();

    /**
     * Fetches an image.
     *
     * @param image reference as the model has it
     * @param platform {@code os/arch[/variant]}; absent means the engine's own
     */
    record PullImage(String image, Optional<String> platform, Reason why) implements Step {
        @Override
        public ResourceRef.Image resource() {
            return new ResourceRef.Image(image);
        }
    }

    /** Creates a network. */
    record CreateNetwork(NetworkSpec network, Reason why) implements Step {
        @Override
        public ResourceRef.Network resource() {
            return network.resource();
        }
    }

    /** Removes a network by its id. */
    record RemoveNetwork(ResourceRef.Network resource, String id, WhenInUse whenInUse, Reason why) implements Step {}

    /**
     * Attaches a container to a network.
     *
     * @param network key of the network
     */
    record ConnectNetwork(Target container, Endpoint network, Reason why) implements Step {
        @Override
        public ResourceRef.Network resource() {
            return new ResourceRef.Network(network.network(), network.networkName());
        }
    }

    /** Detaches a container from a network, by the network's id. */
    record DisconnectNetwork(Target container, ResourceRef.Network resource, String networkId, Reason why)
            implements Step {}

    /** Creates a volume. */
    record CreateVolume(VolumeSpec volume, Reason why) implements Step {
        @Override
        public ResourceRef.Volume resource() {
            return volume.resource();
        }
    }

    /** Removes a volume with its data. */
    record RemoveVolume(ResourceRef.Volume resource, WhenInUse whenInUse, Reason why) implements Step {}

    /**
     * Creates a container and copies its {@link ContainerSpec#files()} into it.
     *
     * @param createdAs its name for now; the final one unless it replaces another
     * @param inherited anonymous volumes it takes over from the one it replaces
     * @param shared containers whose namespaces or volumes it shares, by service
     */
    record CreateContainer(
            ContainerSpec spec,
            String createdAs,
            List<InheritedVolume> inherited,
            Map<String, Target> shared,
            Reason why)
            implements Step {
        public CreateContainer {
            inherited = List.copyOf(inherited);
            shared = Map.copyOf(shared);
        }

        /** One that takes nothing over and shares nothing. */
        public CreateContainer(ContainerSpec spec, Reason why) {
            this(spec, spec.name(), List.of(), Map.of(), why);
        }

        @Override
        public ResourceRef.OfContainer resource() {
            return spec.resource();
        }
    }

    /** Starts a container. */
    record StartContainer(Target container, Reason why) implements OfContainer {}

    /**
     * Waits until a service meets a condition.
     *
     * @param containers of that service; an empty list is never waited for
     * @param failure whether those who wait can do without
     */
    record AwaitCondition(
            ResourceRef.Service resource, List<Target> containers, Condition condition, OnUnmet failure, Reason why)
            implements Step {
        public AwaitCondition {
            containers = List.copyOf(containers);
        }
    }

    /**
     * Stops a container.
     *
     * @param grace time between the stop signal and the kill; absent means the container's own
     */
    record StopContainer(Target container, Optional<Duration> grace, Reason why) implements OfContainer {}

    /**
     * Sends a signal.
     *
     * @param signal name or number, for example {@code SIGKILL}
     */
    record KillContainer(Target container, String signal, Reason why) implements OfContainer {}

    /** Stops a container, if it runs, and starts it again. */
    record RestartContainer(Target container, Optional<Duration> grace, Reason why) implements OfContainer {}

    /** Freezes a container. */
    record PauseContainer(Target container, Reason why) implements OfContainer {}

    /** Thaws a container. */
    record UnpauseContainer(Target container, Reason why) implements OfContainer {}

    /** Removes a container. */
    record RemoveContainer(Target container, AnonymousVolumes volumes, Reason why) implements OfContainer {}

    /** Gives a container another name. */
    record RenameContainer(Target container, String to, Reason why) implements OfContainer {}

    /** Runs a hook of its service inside a container; a code other than 0 is a failure. */
    record RunHook(Target container, HookKind kind, Hook hook, Reason why) implements OfContainer {}

    /**
     * Runs a {@code pre_start} hook of a service in a container of its own, to its end. A code other than 0 is a failure,
     * and leaves the container for inspection.
     *
     * @param index of the hook in the service, from 0
     */
    record RunPreStart(ContainerSpec spec, int index, Reason why) implements Step {
        @Override
        public ResourceRef.OfContainer resource() {
            return spec.resource();
        }
    }

    /**
     * Calls the program that provides a service in place of containers.
     *
     * @param project the service's
     */
    record RunProvider(Project project, Service service, Provision provision, Reason why) implements Step {
        @Override
        public ResourceRef.Service resource() {
            return new ResourceRef.Service(service.name());
        }
    }

    /** Removes an image from the store. */
    record RemoveImage(ResourceRef.Image resource, WhenInUse whenInUse, Reason why) implements Step {}

    /** A step on one container. */
    sealed interface OfContainer extends Step {
        Target container();

        @Override
        default ResourceRef.OfContainer resource() {
            return container().resource();
        }
    }

    /** What it means when a resource cannot be removed because something uses it. */
    enum WhenInUse {
        FAIL,
        WARN
    }

    /** What it means when a condition cannot be met any more. */
    enum OnUnmet {
        FAIL,
        WARN
    }

    /** What becomes of the anonymous volumes of a removed container. */
    enum AnonymousVolumes {
        KEEP,
        REMOVE
    }

    /** When a hook runs. */
    enum HookKind {
        POST_START,
        PRE_STOP
    }

    /** What a provider is asked for. */
    enum Provision {
        UP,
        STOP,
        DOWN
    }

    /**
     * An anonymous volume that moves from the old container to its replacement.
     *
     * @param volume the engine's name of it
     */
    record InheritedVolume(String target, String volume) {}
}
