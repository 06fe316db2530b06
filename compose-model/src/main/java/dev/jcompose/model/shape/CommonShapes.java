package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.ScalarShape.Type.BOOLEAN;
import static dev.jcompose.model.shape.ScalarShape.Type.INTEGER;
import static dev.jcompose.model.shape.ScalarShape.Type.NULL;
import static dev.jcompose.model.shape.ScalarShape.Type.NUMBER;
import static dev.jcompose.model.shape.ScalarShape.Type.STRING;

/** Shapes that many attributes share. */
final class CommonShapes {

    static final Shape TEXT = Shape.of(ScalarShape.STRING);
    static final Shape FLAG = Shape.of(ScalarShape.of(BOOLEAN, STRING).castTo(Cast.BOOLEAN));
    /** A flag that is a string only until variables are substituted. */
    static final Shape CAST_FLAG = Shape.of(ScalarShape.of(BOOLEAN).castTo(Cast.BOOLEAN));
    /** A flag that cannot come from a variable. */
    static final Shape PLAIN_FLAG = Shape.of(ScalarShape.of(BOOLEAN));
    /** A flag whose strings have a meaning of their own. */
    static final Shape FLAG_OR_TEXT = Shape.of(ScalarShape.of(BOOLEAN, STRING));

    static final Shape WHOLE = Shape.of(ScalarShape.of(INTEGER, STRING).castTo(Cast.INTEGER));
    static final Shape NUMERIC = Shape.of(ScalarShape.of(NUMBER, STRING).castTo(Cast.INTEGER));
    static final Shape FRACTION = Shape.of(ScalarShape.of(NUMBER, STRING).castTo(Cast.FLOAT));
    /** A number whose strings have units or are converted later. */
    static final Shape QUANTITY = Shape.of(ScalarShape.of(NUMBER, STRING));

    static final Shape WHOLE_QUANTITY = Shape.of(ScalarShape.of(INTEGER, STRING));

    static final Shape TEXTS = Shape.listOf(TEXT);
    static final Shape DISTINCT_TEXTS = Shape.setOf(TEXT);
    static final Shape DISTINCT_TEXTS_OR_NUMBERS = Shape.setOf(Shape.of(ScalarShape.of(STRING, NUMBER)));
    static final Shape TEXT_OR_TEXTS = TEXT.or(DISTINCT_TEXTS);

    /** Pairs as a mapping or as a list of {@code key=value}. */
    static final Shape PAIRS = MapShapeBuilder.named(
                    MapShape.Names.ANY, Shape.of(ScalarShape.of(STRING, NUMBER, BOOLEAN, NULL)))
            .or(DISTINCT_TEXTS)
            .merging(MergeRule.PAIRS)
            .uniqueBy(ItemKey.NAME);

    /** Options whose values are strings or numbers. */
    static final Shape OPTIONS = MapShapeBuilder.named(MapShape.Names.ANY, Shape.of(ScalarShape.of(STRING, NUMBER)));

    static final Shape HOSTS = MapShapeBuilder.named(MapShape.Names.ANY, TEXT.or(TEXTS))
            .or(DISTINCT_TEXTS)
            .merging(MergeRule.HOSTS);

    static final Shape COMMAND =
            Shape.of(ScalarShape.of(STRING, NULL)).or(TEXTS).merging(MergeRule.REPLACE);

    static final Shape ULIMITS = MapShapeBuilder.named(
            MapShape.Names.LOWER_OR_UNCHECKED,
            WHOLE.or(new MapShapeBuilder()
                            .keys(WHOLE, "hard", "soft")
                            .required("soft", "hard")
                            .build())
                    .merging(MergeRule.REPLACE));

    /** Configs and secrets of a service or a build. */
    static final Shape FILES = Shape.listOf(TEXT.or(new MapShapeBuilder()
            .keys(TEXT, "source", "target", "uid", "gid")
            .key("mode", QUANTITY)
            .build()));

    static final Shape HOOK = new MapShapeBuilder()
            .key("command", COMMAND)
            .keys(TEXT, "user", "working_dir")
            .key("privileged", FLAG)
            .key("environment", PAIRS)
            .required("command")
            .build();

    static final Shape PRE_START_HOOK = new MapShapeBuilder()
            .key("command", COMMAND)
            .keys(TEXT, "image", "user", "working_dir")
            .keys(FLAG, "privileged", "per_replica")
            .key("environment", PAIRS)
            .build();

    static final Shape DEVICE_REQUEST = new MapShapeBuilder()
            .keys(DISTINCT_TEXTS, "capabilities", "device_ids")
            .key("count", WHOLE_QUANTITY)
            .key("driver", TEXT)
            .key("options", PAIRS.merging(MergeRule.DEEP).uniqueBy(ItemKey.NAME))
            .required("capabilities")
            .build();

    private CommonShapes() {}
}
