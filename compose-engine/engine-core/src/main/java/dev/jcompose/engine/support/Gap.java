package dev.jcompose.engine.support;

import java.util.Set;

/**
 * Something that an engine does not do.
 *
 * @param effect what becomes of a project that asks for it
 * @param supported values that it does do; empty where the feature has no values or none of them is
 * @param consequence what that means, as the end of a sentence
 */
public record Gap(Feature feature, Effect effect, Set<String> supported, String consequence) {
    /** What becomes of a project that asks for it. */
    public enum Effect {
        /** It runs without it. */
        IGNORED,
        /** The engine fails the step that needs it. */
        REFUSED
    }

    public Gap {
        supported = Set.copyOf(supported);
    }

    /** The engine runs what asks for it, without it. */
    public static Gap ignored(Feature feature, String consequence) {
        return new Gap(feature, Effect.IGNORED, Set.of(), consequence);
    }

    /** The engine does not run what asks for it. */
    public static Gap refused(Feature feature, String consequence) {
        return new Gap(feature, Effect.REFUSED, Set.of(), consequence);
    }

    /** The same, but for these values, which the engine does do. */
    public Gap except(String... values) {
        return new Gap(feature, effect, Set.of(values), consequence);
    }
}
