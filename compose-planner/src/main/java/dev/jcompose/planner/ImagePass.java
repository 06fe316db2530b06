package dev.jcompose.planner;

import dev.jcompose.model.PreStartHook;
import dev.jcompose.model.value.PullPolicy;
import dev.jcompose.planner.desired.ServiceSpec;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import java.util.List;
import java.util.Optional;

/** Fetches the images that containers are made from. */
final class ImagePass {
    private final UpDraft draft;

    ImagePass(UpDraft draft) {
        this.draft = draft;
    }

    /** Adds one step for each image to fetch. */
    void run() {
        for (ServiceSpec spec : draft.services()) {
            if (spec.scale() > 0
                    && !draft.pulls.containsKey(spec.image())
                    && !draft.options.images().fetched().contains(spec.image())) {
                mustPull(spec)
                        .ifPresent(why -> draft.pulls.put(
                                spec.image(),
                                draft.plan.add(
                                        new Step.PullImage(
                                                spec.image(), spec.service().platform(), why),
                                        List.of())));
            }
            if (spec.scale() > 0) {
                imagesOfHooks(spec);
            }
        }
    }

    /** Images that only {@code pre_start} hooks use. */
    private void imagesOfHooks(ServiceSpec spec) {
        for (PreStartHook hook : spec.service().preStart()) {
            String image = hook.image().orElse(spec.image());
            boolean known = draft.observed.images().containsKey(image)
                    || draft.pulls.containsKey(image)
                    || draft.options.images().fetched().contains(image);
            if (!known && !image.equals(spec.image())) {
                draft.pulls.put(
                        image,
                        draft.plan.add(
                                new Step.PullImage(image, spec.service().platform(), new Reason.Missing()), List.of()));
            }
        }
    }

    private Optional<Reason> mustPull(ServiceSpec spec) {
        ObservedImage image = draft.observed.images().get(spec.image());
        boolean present = image != null && fits(image, spec.service().platform());
        boolean mayBuild = spec.service().build().isPresent();
        boolean named = spec.service().image().isPresent();
        PullPolicy policy = draft.options
                .images()
                .override()
                .or(() -> spec.service().pullPolicy().flatMap(PullPolicy::parse))
                .orElse(new PullPolicy.Missing());
        if (!present && mayBuild && (!named || policy instanceof PullPolicy.Build)) {
            draft.problem(
                    "image-not-built",
                    "service \"" + spec.name() + "\" is built from source, and image \"" + spec.image()
                            + "\" does not exist yet",
                    "building is not supported yet: build the image with another tool under that name, and load it");
            return Optional.empty();
        }
        if (mayBuild && !named) {
            return Optional.empty();
        }
        return switch (policy) {
            case PullPolicy.Always() -> Optional.of(new Reason.PullPolicy("always"));
            case PullPolicy.Build() -> Optional.empty();
            case PullPolicy.Missing() -> present ? Optional.empty() : Optional.of(new Reason.Missing());
            case PullPolicy.Never() -> {
                if (!present) {
                    draft.problem(
                            "image-missing",
                            "image \"" + spec.image() + "\" of service \"" + spec.name()
                                    + "\" does not exist, and its pull policy is \"never\"",
                            "pull it, load it from a file, or change pull_policy");
                }
                yield Optional.empty();
            }
            case PullPolicy.Every(var age) -> {
                if (!present) {
                    yield Optional.of(new Reason.Missing());
                }
                var oldest = draft.options.images().now().minus(age);
                boolean old = image != null
                        && image.lastTagged().map(at -> at.isBefore(oldest)).orElse(true);
                yield old
                        ? Optional.of(new Reason.PullPolicy(
                                spec.service().pullPolicy().orElse("every")))
                        : Optional.empty();
            }
        };
    }

    /** A local image of another platform counts as absent. */
    private static boolean fits(ObservedImage image, Optional<String> platform) {
        return platform.isEmpty()
                || image.platform().isEmpty()
                || image.platform().equals(platform.get())
                || image.platform().startsWith(platform.get() + "/");
    }
}
