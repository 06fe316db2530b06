package dev.jcompose.engine.operation;

/** Stands in for operations whose signature is settled before their body. */
final class Pending {
    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T operation(OperationContext context, Object request) {
        if (context.parallel() > 0) {
            throw new UnsupportedOperationException("not available yet: " + request);
        }
        throw new IllegalStateException();
    }
}
