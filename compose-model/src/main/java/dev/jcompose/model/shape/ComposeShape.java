package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.CommonShapes.TEXT;
import static dev.jcompose.model.shape.CommonShapes.TEXT_OR_TEXTS;

/**
 * The whole file. Agrees with the JSON schema of the Compose specification; where that schema leaves a string open, the
 * grammar is checked when the value is bound.
 */
public final class ComposeShape {

    private static final Shape INCLUDE = TEXT.or(new MapShapeBuilder()
            .keys(TEXT_OR_TEXTS, "path", "env_file")
            .key("project_directory", TEXT)
            .closed()
            .build());

    /** The top level. */
    public static final Shape FILE = new MapShapeBuilder()
            .keys(TEXT, "version", "name")
            .key("include", Shape.listOf(INCLUDE))
            .key("services", MapShapeBuilder.named(MapShape.Names.RESOURCE, ServiceShape.SERVICE))
            .key("models", MapShapeBuilder.named(MapShape.Names.RESOURCE_OR_UNCHECKED, ResourceShapes.MODEL))
            .key("networks", MapShapeBuilder.named(MapShape.Names.RESOURCE_OR_UNCHECKED, ResourceShapes.NETWORK))
            .key("volumes", MapShapeBuilder.named(MapShape.Names.RESOURCE, ResourceShapes.VOLUME))
            .key("secrets", MapShapeBuilder.named(MapShape.Names.RESOURCE, ResourceShapes.SECRET))
            .key("configs", MapShapeBuilder.named(MapShape.Names.RESOURCE, ResourceShapes.CONFIG))
            .build();

    /** {@code services.*}. */
    public static final Shape SERVICE = ServiceShape.SERVICE;

    private ComposeShape() {}
}
