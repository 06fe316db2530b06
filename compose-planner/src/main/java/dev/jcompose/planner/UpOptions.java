package dev.jcompose.planner;

import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the user of {@code up}, {@code create}, {@code scale} or {@code run} wants beyond the model.
 *
 * @param targets services named by the user; empty means all. The others of the model are dependencies
 * @param recreateTargets when containers of the targets are replaced
 * @param recreateDependencies when containers of dependencies are replaced
 * @param anonymousVolumes {@code REMOVE}: replacements of targets start with fresh ones
 * @param orphans what becomes of containers whose service the model does not know
 * @param dependencies {@code IGNORE}: steps of services do not wait for services outside of {@code targets}
 * @param extent whether containers are started
 * @param stopGrace for containers that are stopped on the way; absent means their own
 * @param volumesToReplace keys of diverged volumes whose data may be lost
 * @param images how images are fetched
 */
public record UpOptions(
        Set<String> targets,
        Recreate recreateTargets,
        Recreate recreateDependencies,
        AnonymousVolumes anonymousVolumes,
        Orphans orphans,
        Dependencies dependencies,
        Extent extent,
        Optional<Duration> stopGrace,
        Set<String> volumesToReplace,
        ImagePolicy images) {
    /** When an existing container is replaced. */
    public enum Recreate {
        /** When it differs from the model. */
        DIVERGED,
        ALWAYS,
        NEVER
    }

    /** Containers of the project whose service the model does not know. */
    public enum Orphans {
        WARN,
        REMOVE,
        IGNORE
    }

    /** Whether services the targets depend on take part. */
    public enum Dependencies {
        INCLUDE,
        IGNORE
    }

    /** How far to go. */
    public enum Extent {
        CREATE,
        START,
        /** Start, and wait until all run or are healthy. */
        HEALTHY
    }

    public UpOptions {
        targets = Set.copyOf(targets);
        volumesToReplace = Set.copyOf(volumesToReplace);
    }

    /** {@code up} without any flag. */
    public static UpOptions defaults() {
        return new UpOptions(
                Set.of(),
                Recreate.DIVERGED,
                Recreate.DIVERGED,
                AnonymousVolumes.KEEP,
                Orphans.WARN,
                Dependencies.INCLUDE,
                Extent.START,
                Optional.empty(),
                Set.of(),
                ImagePolicy.ofServices(Instant.EPOCH));
    }

    /** Whether the user meant this service. */
    public boolean isTarget(String service) {
        return targets.isEmpty() || targets.contains(service);
    }

    public UpOptions withTargets(Set<String> services) {
        return new UpOptions(
                services,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                extent,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withRecreate(Recreate ofTargets, Recreate ofDependencies) {
        return new UpOptions(
                targets,
                ofTargets,
                ofDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                extent,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withAnonymousVolumes(AnonymousVolumes volumes) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                volumes,
                orphans,
                dependencies,
                extent,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withOrphans(Orphans what) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                what,
                dependencies,
                extent,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withDependencies(Dependencies what) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                what,
                extent,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withExtent(Extent how) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                how,
                stopGrace,
                volumesToReplace,
                images);
    }

    public UpOptions withStopGrace(Optional<Duration> grace) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                extent,
                grace,
                volumesToReplace,
                images);
    }

    public UpOptions withVolumesToReplace(Set<String> volumes) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                extent,
                stopGrace,
                volumes,
                images);
    }

    public UpOptions withImages(ImagePolicy policy) {
        return new UpOptions(
                targets,
                recreateTargets,
                recreateDependencies,
                anonymousVolumes,
                orphans,
                dependencies,
                extent,
                stopGrace,
                volumesToReplace,
                policy);
    }
}
