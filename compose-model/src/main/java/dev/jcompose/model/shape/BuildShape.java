package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.CommonShapes.FILES;
import static dev.jcompose.model.shape.CommonShapes.FLAG;
import static dev.jcompose.model.shape.CommonShapes.FLAG_OR_TEXT;
import static dev.jcompose.model.shape.CommonShapes.HOSTS;
import static dev.jcompose.model.shape.CommonShapes.PAIRS;
import static dev.jcompose.model.shape.CommonShapes.TEXT;
import static dev.jcompose.model.shape.CommonShapes.TEXTS;
import static dev.jcompose.model.shape.CommonShapes.TEXT_OR_TEXTS;
import static dev.jcompose.model.shape.CommonShapes.ULIMITS;
import static dev.jcompose.model.shape.CommonShapes.WHOLE_QUANTITY;

/** {@code services.*.build}. */
final class BuildShape {

    static final Shape BUILD = TEXT.or(new MapShapeBuilder()
                    .keys(TEXT, "context", "dockerfile", "dockerfile_inline", "network", "target", "isolation")
                    .keys(TEXTS, "entitlements", "cache_from", "cache_to", "platforms")
                    .key("tags", TEXTS.uniqueBy(ItemKey.NAME))
                    .keys(PAIRS, "args", "labels", "additional_contexts")
                    .key("ssh", PAIRS.merging(MergeRule.DEEP).uniqueBy(ItemKey.NAME))
                    .keys(FLAG, "no_cache", "pull", "privileged")
                    .key("no_cache_filter", TEXT_OR_TEXTS)
                    .keys(FLAG_OR_TEXT, "provenance", "sbom")
                    .key("shm_size", WHOLE_QUANTITY)
                    .key("extra_hosts", HOSTS)
                    .key("secrets", FILES)
                    .key("ulimits", ULIMITS)
                    .build())
            .merging(MergeRule.BUILD);

    private BuildShape() {}
}
