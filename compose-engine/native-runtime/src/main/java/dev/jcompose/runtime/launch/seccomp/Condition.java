package dev.jcompose.runtime.launch.seccomp;

/**
 * A test of one argument.
 *
 * @param argument index, 0 to 5
 * @param width how much of the argument the kernel looks at: a filter that looks at more can be led astray by garbage
 * @param value what it is compared with, after masking
 * @param mask which bits are compared; all for every test but {@link Test#EQUAL}
 */
record Condition(int argument, Width width, Test test, long value, long mask) {
    /** How large the argument is. */
    enum Width {
        INT,
        LONG
    }

    /** The comparison; unsigned. */
    enum Test {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    static Condition equal(int argument, Width width, long value) {
        return new Condition(argument, width, Test.EQUAL, value, -1);
    }

    boolean matches(long argumentValue) {
        long actual = (width == Width.INT ? argumentValue & 0xffff_ffffL : argumentValue) & mask;
        return switch (test) {
            case EQUAL -> actual == value;
            case NOT_EQUAL -> actual != value;
            case GREATER -> Long.compareUnsigned(actual, value) > 0;
            case GREATER_OR_EQUAL -> Long.compareUnsigned(actual, value) >= 0;
            case LESS -> Long.compareUnsigned(actual, value) < 0;
            case LESS_OR_EQUAL -> Long.compareUnsigned(actual, value) <= 0;
        };
    }
}
