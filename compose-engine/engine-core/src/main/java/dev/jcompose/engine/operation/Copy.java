package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.observe.Observer;
import dev.jcompose.engine.operation.CopyRequest.Direction;
import dev.jcompose.engine.operation.CopyRequest.OneOffs;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.ResourceRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Copies files between client and containers: {@code cp}. */
public final class Copy {
    private final OperationContext context;

    public Copy(OperationContext context) {
        this.context = context;
    }

    /** The containers that {@link #run} would copy into, or the one it would copy from. */
    public List<ResourceRef.OfContainer> targets(CopyRequest request)
            throws EngineException, OperationException, InterruptedException {
        var found = containers(request);
        boolean intoAll =
                request.direction() instanceof Direction.Into || request.direction() instanceof Direction.IntoFromTar;
        return (intoAll ? found : found.subList(0, 1))
                .stream().map(ObservedContainer::resource).toList();
    }

    /** Copies into every replica meant, or out of the first one; containers need not run. */
    public void run(CopyRequest request) throws EngineException, OperationException, InterruptedException {
        var found = containers(request);
        var api = context.engine().containers();
        switch (request.direction()) {
            case Direction.Into(var source, var links, var ownership) -> {
                for (ObservedContainer container : found) {
                    new CopyIn(api).copy(container.id(), source, links, request.path(), ownership);
                }
            }
            case Direction.IntoFromTar(var tar, var ownership) -> {
                byte[] archive;
                try {
                    archive = tar.readAllBytes(); // each replica reads it anew
                } catch (IOException e) {
                    throw new OperationException("copy: cannot read the archive: " + e.getMessage(), 1, e);
                }
                for (ObservedContainer container : found) {
                    api.copyIn(container.id(), request.path(), new ByteArrayInputStream(archive), ownership);
                }
            }
            case Direction.OutOf(var target, var links) ->
                new CopyOut(api).toPath(found.getFirst().id(), request.path(), links, target);
            case Direction.OutAsTar(var tar, var links) ->
                new CopyOut(api).toStream(found.getFirst().id(), request.path(), links, tar);
        }
    }

    private List<ObservedContainer> containers(CopyRequest request)
            throws EngineException, OperationException, InterruptedException {
        var found = new Observer(context.engine())
                .containers(request.project()).containers().stream()
                        .filter(container -> container.service().equals(request.service()) && !container.isHook())
                        .filter(container -> request.oneOffs() == OneOffs.INCLUDE || !container.isOneOff())
                        .filter(container ->
                                request.index().isEmpty() || request.index().equals(container.number()))
                        .sorted(Comparator.comparing(ObservedContainer::isOneOff)
                                .thenComparingInt(
                                        container -> container.number().orElse(0)))
                        .toList();
        if (found.isEmpty()) {
            throw new OperationException("no container found for service \"" + request.service() + "\"");
        }
        return found;
    }
}
