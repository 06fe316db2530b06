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
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanBuilder;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
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

    /** What {@link #run} would fetch. */
    public Plan plan(PullRequest request) throws EngineException, InterruptedException {
        var plan = new PlanBuilder();
        for (var wanted : wanted(request).entrySet()) {
            var service = wanted.getValue();
            if (decide(request, wanted.getKey(), service) instanceof Decision.Fetch(Reason why)) {
                plan.add(new Step.PullImage(wanted.getKey(), service.platform(), why), List.of());
            }
        }
        return plan.build();
    }

    /** Returns when all are there; fails with all that could not be had. */
    public void run(PullRequest request) throws EngineException, OperationException, InterruptedException {
        request.project().services().values().stream()
                .filter(service -> service.provider().isEmpty() && !hasImage(request, service))
                .forEach(service -> skip(Desired.imageOf(request.project(), service), Skip.NOTHING_TO_PULL));
        var byImage = wanted(request);
        List<String> toBuild = new ArrayList<>();
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
                            "images of these services could not be pulled and have to be built from source: "
                                    + String.join(", ", toBuild)));
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

    /** One service for each image that may have to be fetched, by the image. */
    private static Map<String, Service> wanted(PullRequest request) {
        Map<String, Service> byImage = new LinkedHashMap<>();
        for (Service service : request.project().services().values()) {
            if (service.provider().isEmpty() && hasImage(request, service)) {
                byImage.putIfAbsent(service.image().orElseThrow(), service);
            }
        }
        return byImage;
    }

    private static boolean hasImage(PullRequest request, Service service) {
        return service.image().isPresent()
                && (service.build().isEmpty() || request.buildable() == PullRequest.Buildable.PULL);
    }

    /** What becomes of one image. */
    private sealed interface Decision {
        record Fetch(Reason why) implements Decision {}

        record Leave(Skip why) implements Decision {}
    }

    private Decision decide(PullRequest request, String image, Service service)
            throws EngineException, InterruptedException {
        var asked = request.policy().or(() -> service.pullPolicy().flatMap(PullPolicy::parse));
        return switch (asked.orElse(new PullPolicy.Always())) {
            case PullPolicy.Never never -> new Decision.Leave(Skip.NOTHING_TO_PULL);
            case PullPolicy.Build build -> new Decision.Leave(Skip.NOTHING_TO_PULL);
            case PullPolicy.Missing() -> {
                boolean present = context.engine().images().find(image).isPresent();
                if (present && !isMoving(image)) {
                    yield new Decision.Leave(Skip.ALREADY_PRESENT);
                }
                yield new Decision.Fetch(present ? new Reason.Requested() : new Reason.Missing());
            }
            // An explicit pull is never too early.
            case PullPolicy.Every every -> new Decision.Fetch(new Reason.Requested());
            case PullPolicy.Always() ->
                new Decision.Fetch(asked.isPresent() ? new Reason.PullPolicy("always") : new Reason.Requested());
        };
    }

    private Optional<EngineException> fetch(PullRequest request, String image, Service service)
            throws EngineException, InterruptedException {
        return switch (decide(request, image, service)) {
            case Decision.Fetch fetch -> pull(image, service);
            case Decision.Leave(Skip why) -> {
                skip(image, why);
                yield Optional.empty();
            }
        };
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
