package dev.jcompose.planner;

import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.ServiceSpec;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.PlanException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Works out the steps from what exists to what is wanted. Pure: the same arguments give the same plan.
 *
 * <p>{@code up} is planned in passes, one a file: images, networks, volumes, containers, orphans, start. A pass only
 * sees steps of those before it, so that a plan cannot have a cycle.
 */
public final class Planner {
    private Planner() {}

    /**
     * The plan of {@code up}, and of {@code create} by its extent.
     *
     * @throws PlanException when something that has to be there is missing: an external network, an image that must
     *     not be pulled; with all that is missing
     */
    public static Plan up(Desired desired, Observed observed, UpOptions options) throws PlanException {
        var draft = new UpDraft(desired, observed, options);
        new ProviderPass(draft).run();
        new ImagePass(draft).run();
        new NetworkPass(draft).run();
        new VolumePass(draft).run();
        draft.check();
        new ContainerPass(draft).run();
        draft.check();
        new OrphanPass(draft).run();
        if (options.extent() != UpOptions.Extent.CREATE) {
            var start = draft.startPass();
            for (ServiceSpec spec : draft.services()) {
                start.start(spec.name(), Optional.of(spec.service()));
            }
            if (options.extent() == UpOptions.Extent.HEALTHY) {
                draft.services().forEach(spec -> start.awaitHealthy(spec.name()));
            }
        }
        return draft.plan.build();
    }

    /**
     * The calls of programs that provide services, alone. They come first, because what they tell becomes part of the
     * configuration of the services that depend on them.
     */
    public static Plan providers(Desired desired, UpOptions options) {
        var draft = new UpDraft(desired, Observed.nothing(), options);
        new ProviderPass(draft).run();
        return draft.plan.build();
    }

    /**
     * The pulls of {@code up} alone. They come first, so that nothing is changed when an image cannot be had, and so
     * that existing containers are compared with what was fetched.
     *
     * @throws PlanException when an image is missing that must not be pulled
     */
    public static Plan pulls(Desired desired, Observed observed, UpOptions options) throws PlanException {
        var draft = new UpDraft(desired, observed, options);
        new ImagePass(draft).run();
        draft.check();
        return draft.plan.build();
    }

    /**
     * The plan that brings up what a one-off of a service needs: its dependencies, their conditions, networks and
     * volumes. Containers of the service itself stay as they are.
     *
     * @throws PlanException as {@link #up}
     */
    public static Plan dependenciesOf(String service, Desired desired, Observed observed, UpOptions options)
            throws PlanException {
        var draft = new UpDraft(desired, observed, options);
        needsOf(service, draft);
        return draft.plan.build();
    }

    /**
     * All of what {@code run} does: {@link #pulls}, {@link #dependenciesOf}, and the one-off itself.
     *
     * @throws PlanException as {@link #up}
     */
    public static Plan oneOff(ContainerSpec spec, Desired desired, Observed observed, UpOptions options)
            throws PlanException {
        var draft = new UpDraft(desired, observed, options);
        new ImagePass(draft).run();
        draft.check();
        var before = new LinkedHashSet<>(draft.pulls.values());
        before.addAll(needsOf(spec.service().name(), draft));
        before.addAll(draft.newNetworks.values());
        before.addAll(draft.newVolumes.values());
        var created = draft.plan.add(new Step.CreateContainer(spec, new Reason.Requested()), before);
        var target = new Target.Created(created, spec.resource());
        draft.plan.add(new Step.StartContainer(target, new Reason.JustCreated(created)), List.of(created));
        return draft.plan.build();
    }

    /** Plans what a one-off of a service needs; the result must have happened before it starts. */
    private static List<StepId> needsOf(String service, UpDraft draft) throws PlanException {
        draft.leaveAlone(service);
        new NetworkPass(draft).run();
        new VolumePass(draft).run();
        draft.check();
        new ContainerPass(draft).run();
        draft.check();
        new OrphanPass(draft).run();
        var start = draft.startPass();
        for (ServiceSpec spec : draft.services()) {
            start.start(spec.name(), Optional.of(spec.service()));
        }
        return start.awaitConditionsOf(service);
    }

    /** Volumes that exist but differ from the model. Replacing one loses its data, so that the user must agree. */
    public static List<VolumeSpec> divergedVolumes(Desired desired, Observed observed) {
        return VolumePass.diverged(desired, observed);
    }

    /** The plan of {@code down}; a warning and no step where nothing exists. */
    public static Plan down(Deployed deployed, DownOptions options) {
        return new DownPass(deployed, options).run();
    }

    /** Stops replicas of these services after their hooks, dependents first. Services not named stay as they are. */
    public static Plan stop(Deployed deployed, Set<String> services, Optional<Duration> grace) {
        return new LifecyclePass(deployed).stop(services, grace);
    }

    /**
     * Starts replicas that do not run, dependencies first and conditions honoured.
     *
     * @param services named by the user; what they depend on starts too
     * @param await whether the plan ends when the named services run or are healthy
     */
    public static Plan start(Deployed deployed, Set<String> services, Await await) {
        var all = deployed.graph().withDependencies(services);
        return new LifecyclePass(deployed).start(all, await == Await.HEALTHY ? services : Set.of());
    }

    /** When a plan of starts ends. */
    public enum Await {
        STARTED,
        HEALTHY
    }

    /** Restarts replicas of these services, each after those it depends on, running or not. */
    public static Plan restart(Deployed deployed, Set<String> services, Optional<Duration> grace) {
        return new LifecyclePass(deployed).restart(services, grace);
    }

    /** Removes replicas that do not run. */
    public static Plan removeStopped(Deployed deployed, Set<String> services, AnonymousVolumes volumes) {
        return new LifecyclePass(deployed).remove(services, false, volumes);
    }

    /** Stops replicas and removes them. */
    public static Plan stopAndRemove(Deployed deployed, Set<String> services, AnonymousVolumes volumes) {
        return new LifecyclePass(deployed).remove(services, true, volumes);
    }

    /** Sends a signal to each of these containers that runs. */
    public static Plan kill(Deployed deployed, Collection<ObservedContainer> containers, String signal) {
        return new LifecyclePass(deployed)
                .each(
                        containers,
                        Set.of(ContainerState.RUNNING, ContainerState.PAUSED, ContainerState.RESTARTING),
                        target -> new Step.KillContainer(target, signal, new Reason.Requested()));
    }

    /** Freezes each of these containers that runs or is frozen; the engine refuses the latter. */
    public static Plan pause(Deployed deployed, Collection<ObservedContainer> containers) {
        return new LifecyclePass(deployed)
                .each(
                        containers,
                        Set.of(ContainerState.RUNNING, ContainerState.PAUSED),
                        target -> new Step.PauseContainer(target, new Reason.Requested()));
    }

    /** Thaws each of these containers that is frozen or runs; the engine refuses the latter. */
    public static Plan unpause(Deployed deployed, Collection<ObservedContainer> containers) {
        return new LifecyclePass(deployed)
                .each(
                        containers,
                        Set.of(ContainerState.RUNNING, ContainerState.PAUSED),
                        target -> new Step.UnpauseContainer(target, new Reason.Requested()));
    }
}
