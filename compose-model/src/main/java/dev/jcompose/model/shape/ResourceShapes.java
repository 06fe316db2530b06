package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.CommonShapes.FLAG;
import static dev.jcompose.model.shape.CommonShapes.OPTIONS;
import static dev.jcompose.model.shape.CommonShapes.PAIRS;
import static dev.jcompose.model.shape.CommonShapes.TEXT;
import static dev.jcompose.model.shape.CommonShapes.TEXTS;

/** {@code networks.*}, {@code volumes.*}, {@code secrets.*}, {@code configs.*} and {@code models.*}. */
final class ResourceShapes {

    private static final Shape TEXT_VALUES = MapShapeBuilder.named(MapShape.Names.ANY, TEXT);

    private static final Shape EXTERNAL =
            FLAG.or(new MapShapeBuilder().key("name", TEXT).build());

    private static final Shape EXTERNAL_FILE =
            FLAG.or(new MapShapeBuilder().key("name", TEXT).open().build());

    private static final Shape POOL = new MapShapeBuilder()
            .keys(TEXT, "subnet", "ip_range", "gateway")
            .key("aux_addresses", TEXT_VALUES)
            .build();

    private static final Shape IPAM = new MapShapeBuilder()
            .key("driver", TEXT)
            .key("config", Shape.listOf(POOL).merging(MergeRule.POOLS))
            .key("options", TEXT_VALUES)
            .build();

    static final Shape NETWORK = new MapShapeBuilder()
            .keys(TEXT, "name", "driver")
            .key("driver_opts", OPTIONS)
            .key("ipam", IPAM)
            .key("external", EXTERNAL)
            .keys(FLAG, "internal", "enable_ipv4", "enable_ipv6", "attachable")
            .key("labels", PAIRS)
            .build()
            .orNull();

    static final Shape VOLUME = new MapShapeBuilder()
            .keys(TEXT, "name", "driver")
            .key("driver_opts", OPTIONS)
            .key("external", EXTERNAL)
            .key("labels", PAIRS)
            .build()
            .orNull();

    static final Shape SECRET = new MapShapeBuilder()
            .keys(TEXT, "name", "environment", "file", "driver", "template_driver")
            .key("external", EXTERNAL_FILE)
            .key("labels", PAIRS)
            .key("driver_opts", OPTIONS)
            .build();

    static final Shape CONFIG = new MapShapeBuilder()
            .keys(TEXT, "name", "content", "environment", "file", "template_driver")
            .key("external", EXTERNAL_FILE)
            .key("labels", PAIRS)
            .build();

    static final Shape MODEL = new MapShapeBuilder()
            .keys(TEXT, "name", "model")
            .key("context_size", Shape.of(ScalarShape.of(ScalarShape.Type.INTEGER)))
            .key("runtime_flags", TEXTS)
            .required("model")
            .build();

    private ResourceShapes() {}
}
