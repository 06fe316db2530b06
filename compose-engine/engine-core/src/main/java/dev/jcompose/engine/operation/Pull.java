package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Parallel;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Skip;
import dev.jcompose.engine.execute.Retries;
import dev.jcompose.model.Service;
import dev.jcompose.model.value.PullPolicy;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches images, each once: {@code pull}. */
public final class Pull {
    private final OperationContext context;

    public Pull(OperationContext context) {
        this.context = context;
    }

    /** Returns when all are there; fails with all that could not be had. */
    public void run(PullRequest request) throws EngineException, OperationException, InterruptedException {
        Map<String, Service> byImage = new LinkedHashMap<>();
        List<String> toBuild = new ArrayList<>();
        for (Service service : request.project().services().values()) {
            if (service.provider().isPresent()) {
                continue;
            }
            if (service.image().isEmpty()) {
                skip(Desired.imageOf(request.project(), service), Skip.NOTHING_TO_PULL);
            } else if (service.build().isPresent() && request.buildable() == PullRequest.Buildable.SKIP) {
                skip(service.image().get(), Skip.NOTHING_TO_PULL);
            } else {
                byImage.putIfAbsent(service.image().get(), service);
            }
        }
        List<EngineCall<Optional<EngineException>>> calls = new ArrayList<>();
        byImage.forEach((image, service) -> calls.add(() -> fetch(request, image, service)));
        List<EngineException> failures = new ArrayList<>();
        var services = List.copyOf(byImage.values());
        var results = Parallel.<Optional<EngineException>>all(calls);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isPresent()) {
                if (services.get(i).build().isPresent()) {
                    toBuild.add(services.get(i).name());
                } else {
                    failures.add(results.get(i).get());
                }
            }
        }
        if (!toBuild.isEmpty()) {
            context.events()
                    .accept(new EngineEvent.Warning(
                            Optional.empty(),
                            "Some service image(s) must be built from source by running:\n    docker compose build "
                                    + String.join(" ", toBuild)));
        }
        if (!failures.isEmpty() && request.failures() == PullRequest.Failures.REPORT) {
            throw new OperationException(
                    String.join(
                            "\n",
                            failures.stream().map(EngineException::getMessage).toList()),
                    1,
                    failures.getFirst());
        }
    }

    private Optional<EngineException> fetch(PullRequest request, String image, Service service)
            throws EngineException, InterruptedException {
        var policy = request.policy()
                .or(() -> service.pullPolicy().flatMap(PullPolicy::parse))
                .orElse(new PullPolicy.Always());
        switch (policy) {
            case PullPolicy.Never never -> {
                skip(image, Skip.NOTHING_TO_PULL);
                return Optional.empty();
            }
            case PullPolicy.Build build -> {
                skip(image, Skip.NOTHING_TO_PULL);
                return Optional.empty();
            }
            case PullPolicy.Missing() -> {
                if (!isMoving(image) && context.engine().images().find(image).isPresent()) {
                    skip(image, Skip.ALREADY_PRESENT);
                    return Optional.empty();
                }
            }
            case PullPolicy.Every every -> {
                // an explicit pull is never too early
            }
            case PullPolicy.Always always -> {}
        }
        return pull(image, service);
    }

    private Optional<EngineException> pull(String image, Service service) throws InterruptedException {
        var resource = new ResourceRef.Image(image);
        Instant begin = context.clock().instant();
        context.events().accept(new EngineEvent.StepStarted(resource, Action.PULL));
        try {
            new Retries(context.events()).pull(resource, () -> {
                context.engine()
                        .images()
                        .pull(
                                image,
                                service.platform(),
                                (layer, status, current, total) -> context.events()
                                        .accept(new EngineEvent.PullProgress(resource, layer, status, current, total)));
                return true;
            });
        } catch (EngineException e) {
            context.events().accept(new EngineEvent.StepFailed(resource, Action.PULL, e.reason()));
            return Optional.of(e);
        }
        context.events()
                .accept(new EngineEvent.StepFinished(
                        resource,
                        Action.PULL,
                        Duration.between(begin, context.clock().instant())));
        return Optional.empty();
    }

    /** Whether a reference may lead to another image tomorrow by custom: no tag, or {@code latest}. */
    private static boolean isMoving(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return !last.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
    }

    private void skip(String image, Skip why) {
        context.events().accept(new EngineEvent.StepSkipped(new ResourceRef.Image(image), Action.PULL, why));
    }
}
