package dev.jcompose.planner;

import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
 * @param providers whether the programs that provide services have been called
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
        ImagePolicy images,
        Providers providers) {
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

    /** Programs that run services in place of containers. */
    public enum Providers {
        TO_BE_CALLED,
        /** They were called just before and are not called again. */
        CALLED
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
                ImagePolicy.ofServices(Instant.EPOCH),
                Providers.TO_BE_CALLED);
    }

    /** Whether the user meant this service. */
    public boolean isTarget(String service) {
        return targets.isEmpty() || targets.contains(service);
    }

    public UpOptions withTargets(Set<String> services) {
        return with(copy -> copy.targets = services);
    }

    public UpOptions withRecreate(Recreate ofTargets, Recreate ofDependencies) {
        return with(copy -> {
            copy.recreateTargets = ofTargets;
            copy.recreateDependencies = ofDependencies;
        });
    }

    public UpOptions withAnonymousVolumes(AnonymousVolumes volumes) {
        return with(copy -> copy.anonymousVolumes = volumes);
    }

    public UpOptions withOrphans(Orphans what) {
        return with(copy -> copy.orphans = what);
    }

    public UpOptions withDependencies(Dependencies what) {
        return with(copy -> copy.dependencies = what);
    }

    public UpOptions withExtent(Extent how) {
        return with(copy -> copy.extent = how);
    }

    public UpOptions withStopGrace(Optional<Duration> grace) {
        return with(copy -> copy.stopGrace = grace);
    }

    public UpOptions withVolumesToReplace(Set<String> volumes) {
        return with(copy -> copy.volumesToReplace = volumes);
    }

    public UpOptions withImages(ImagePolicy policy) {
        return with(copy -> copy.images = policy);
    }

    public UpOptions withProviders(Providers what) {
        return with(copy -> copy.providers = what);
    }

    private UpOptions with(Consumer<Copy> change) {
        var copy = new Copy(this);
        change.accept(copy);
        return copy.finish();
    }

    /** The components while one of them changes. */
    private static final class Copy {
        private Set<String> targets;
        private Recreate recreateTargets;
        private Recreate recreateDependencies;
        private AnonymousVolumes anonymousVolumes;
        private Orphans orphans;
        private Dependencies dependencies;
        private Extent extent;
        private Optional<Duration> stopGrace;
        private Set<String> volumesToReplace;
        private ImagePolicy images;
        private Providers providers;

        Copy(UpOptions from) {
            targets = from.targets;
            recreateTargets = from.recreateTargets;
            recreateDependencies = from.recreateDependencies;
            anonymousVolumes = from.anonymousVolumes;
            orphans = from.orphans;
            dependencies = from.dependencies;
            extent = from.extent;
            stopGrace = from.stopGrace;
            volumesToReplace = from.volumesToReplace;
            images = from.images;
            providers = from.providers;
        }

        UpOptions finish() {
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
                    images,
                    providers);
        }
    }
}
