package dev.jcompose.engine.support;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an engine does not do.
 *
 * @param engine what to call it in a sentence, such as {@code the native engine}
 */
public record Gaps(String engine, Map<Feature, Gap> byFeature) {
    public Gaps {
        var copy = new EnumMap<Feature, Gap>(Feature.class);
        copy.putAll(byFeature);
        byFeature = Collections.unmodifiableMap(copy);
    }

    public static Gaps of(String engine, List<Gap> gaps) {
        var byFeature = new EnumMap<Feature, Gap>(Feature.class);
        gaps.forEach(gap -> byFeature.put(gap.feature(), gap));
        return new Gaps(engine, byFeature);
    }

    /** Those of an engine that does everything. */
    public static Gaps none() {
        return of("the engine", List.of());
    }

    /** The gap that a use falls into, if any. */
    Optional<Gap> of(Use use) {
        return Optional.ofNullable(byFeature.get(use.feature()))
                .filter(gap -> !gap.supported().contains(use.value()));
    }
}
