package dev.jcompose.runtime.launch;

/** What became of a container while no daemon watched. */
public sealed interface Adoption {
    /** It still runs, under supervision. */
    record Running(Supervised container) implements Adoption {}

    /** It ended, and its supervisor wrote down how. */
    record Exited(ExitRecord exit) implements Adoption {}

    /**
     * Nobody knows how it ended: its supervisor died or the machine did. What was left of it has been killed and its
     * cgroups are removed.
     */
    record Lost() implements Adoption {}

    /** It was never started from this state directory. */
    record NeverStarted() implements Adoption {}
}
