package dev.jcompose.engine.operation;

import dev.jcompose.planner.resource.ResourceRef;

/** Asks the user before data is lost. */
@FunctionalInterface
public interface Consent {
    /** The answers. */
    enum Answer {
        YES,
        NO
    }

    /** Whether a volume that differs from the model may be replaced by an empty one. */
    Answer toReplace(ResourceRef.Volume volume);

    /** Nothing may be lost. */
    static Consent never() {
        return volume -> Answer.NO;
    }
}
