package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.CommonShapes.DEVICE_REQUEST;
import static dev.jcompose.model.shape.CommonShapes.FRACTION;
import static dev.jcompose.model.shape.CommonShapes.PAIRS;
import static dev.jcompose.model.shape.CommonShapes.QUANTITY;
import static dev.jcompose.model.shape.CommonShapes.TEXT;
import static dev.jcompose.model.shape.CommonShapes.TEXTS;
import static dev.jcompose.model.shape.CommonShapes.WHOLE;
import static dev.jcompose.model.shape.CommonShapes.WHOLE_QUANTITY;

/** {@code services.*.deploy}. */
final class DeployShape {

    private static final Shape UPDATE = new MapShapeBuilder()
            .key("parallelism", WHOLE)
            .keys(TEXT, "delay", "failure_action", "monitor")
            .key("max_failure_ratio", FRACTION)
            .key("order", Shape.of(ScalarShape.oneOf("start-first", "stop-first")))
            .build();

    private static final Shape LIMITS = new MapShapeBuilder()
            .key("cpus", QUANTITY)
            .key("memory", TEXT)
            .key("pids", WHOLE_QUANTITY)
            .build();

    private static final Shape GENERIC_RESOURCE = new MapShapeBuilder()
            .key(
                    "discrete_resource_spec",
                    new MapShapeBuilder()
                            .key("kind", TEXT)
                            .key("value", QUANTITY)
                            .build())
            .build();

    private static final Shape RESERVATIONS = new MapShapeBuilder()
            .key("cpus", QUANTITY)
            .key("memory", TEXT)
            .key("generic_resources", Shape.listOf(GENERIC_RESOURCE))
            .key("devices", Shape.listOf(DEVICE_REQUEST))
            .build();

    private static final Shape RESTART = new MapShapeBuilder()
            .keys(TEXT, "condition", "delay", "window")
            .key("max_attempts", WHOLE)
            .build();

    private static final Shape PLACEMENT = new MapShapeBuilder()
            .key("constraints", TEXTS)
            .key(
                    "preferences",
                    Shape.listOf(new MapShapeBuilder().key("spread", TEXT).build()))
            .key("max_replicas_per_node", WHOLE)
            .build();

    static final Shape DEPLOY = new MapShapeBuilder()
            .keys(TEXT, "mode", "endpoint_mode")
            .key("replicas", WHOLE)
            .key("labels", PAIRS)
            .keys(UPDATE, "rollback_config", "update_config")
            .key(
                    "resources",
                    new MapShapeBuilder()
                            .key("limits", LIMITS)
                            .key("reservations", RESERVATIONS)
                            .build())
            .key("restart_policy", RESTART)
            .key("placement", PLACEMENT)
            .build()
            .orNull();

    private DeployShape() {}
}
