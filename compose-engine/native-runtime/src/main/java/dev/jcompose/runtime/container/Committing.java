package dev.jcompose.runtime.container;

import dev.jcompose.runtime.archive.UpperLayer;
import dev.jcompose.runtime.cgroup.Cgroup;
import dev.jcompose.runtime.image.Digest;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageCommit;
import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageHealthcheck;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes images of containers. */
final class Committing {
    private final Foundations base;

    Committing(Foundations base) {
        this.base = base;
    }

    /** @throws ContainerException CONFLICT while the container is being removed */
    Image commit(Container container, CommitRequest request, UpperLayer files)
            throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            RunState.Status status = container.state().status();
            if (status == RunState.Status.REMOVING || status == RunState.Status.DEAD) {
                throw ContainerException.conflict(
                        "You cannot commit container " + container.id() + " which is being removed");
            }
            boolean pauses =
                    request.whileRunning() == CommitRequest.WhileRunning.PAUSE && status == RunState.Status.RUNNING;
            Cgroup cgroup = Cgroups.of(base.cgroups(), container.record());
            if (pauses) {
                cgroup.freeze();
            }
            try {
                return commitNow(container.record(), request, files);
            } finally {
                if (pauses) {
                    cgroup.thaw();
                }
            }
        } finally {
            container.lock().unlock();
        }
    }

    private Image commitNow(ContainerRecord record, CommitRequest request, UpperLayer files)
            throws IOException, InterruptedException {
        ImageConfig config = request.config().apply(imageConfig(record.config()));
        var commit = new ImageCommit(
                Digest.parse(record.imageId()),
                request.name(),
                config,
                request.author(),
                request.comment(),
                String.join(" ", record.config().cmd().orElse(List.of())));
        Image image = base.images().commit(commit, files::writeLayer);
        base.publish(record, "commit", "imageID", image.id().toString());
        return image;
    }

    private static ImageConfig imageConfig(ContainerConfig config) {
        return new ImageConfig(
                config.user(),
                config.env(),
                config.entrypoint().orElse(List.of()),
                config.cmd().orElse(List.of()),
                config.workingDir(),
                config.volumes(),
                config.exposedPorts(),
                config.labels(),
                config.stopSignal(),
                config.healthcheck().flatMap(Committing::healthcheck),
                config.shell(),
                List.of());
    }

    private static Optional<ImageHealthcheck> healthcheck(HealthConfig health) {
        return health.test().isEmpty()
                ? Optional.empty()
                : Optional.of(new ImageHealthcheck(
                        health.test(),
                        health.interval(),
                        health.timeout(),
                        health.startPeriod(),
                        health.startInterval(),
                        health.retries()));
    }
}
