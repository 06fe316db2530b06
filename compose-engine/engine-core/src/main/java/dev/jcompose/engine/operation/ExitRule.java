package dev.jcompose.engine.operation;

/** When an attached {@code up} ends by itself, and with which code. */
public sealed interface ExitRule {
    /** When every attached container has ended for good; code 0. */
    record WhenAllEnded() implements ExitRule {}

    /** When the first attached container ends: the others are stopped; its code. */
    record OnFirstExit() implements ExitRule {}

    /** When the first attached container ends with a code other than 0: the others are stopped; its code. */
    record OnFirstFailure() implements ExitRule {}

    /** When the first container ends: the others are stopped; the code of this service. */
    record CodeOf(String service) implements ExitRule {}
}
