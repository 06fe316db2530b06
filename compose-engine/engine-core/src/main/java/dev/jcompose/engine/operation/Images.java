package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.observe.Observer;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists the images of existing containers: {@code images}. */
public final class Images {
    private final OperationContext context;

    public Images(OperationContext context) {
        this.context = context;
    }

    /** One entry a container, by name. */
    public List<ImageEntry> run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        var containers = new ArrayList<>(Selection.of(context, request).replicas());
        containers.sort(Comparator.comparing(ObservedContainer::name));
        Set<String> ids = new LinkedHashSet<>();
        containers.forEach(container -> ids.add(container.imageId()));
        var images = new Observer(context.engine()).images(ids);
        return containers.stream()
                .map(container -> new ImageEntry(container, Optional.ofNullable(images.get(container.imageId()))))
                .toList();
    }
}
