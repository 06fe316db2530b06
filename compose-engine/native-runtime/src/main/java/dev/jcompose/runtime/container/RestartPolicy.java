package dev.jcompose.runtime.container;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a container that ended is started again.
 *
 * @param maximumRetries for ON_FAILURE; 0 = unlimited
 * @see <a href="https://docs.docker.com/engine/containers/start-containers-automatically/">Docker's policies</a>
 */
public record RestartPolicy(Mode mode, int maximumRetries) {
    public static final RestartPolicy NO = new RestartPolicy(Mode.NO, 0);

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration GOOD_RUN = Duration.ofSeconds(10);

    /** The names of the Engine API. */
    public enum Mode {
        NO("no"),
        ALWAYS("always"),
        UNLESS_STOPPED("unless-stopped"),
        ON_FAILURE("on-failure");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** The mode of that name; the empty name means {@link #NO}. */
        public static Optional<Mode> of(String word) {
            return word.isEmpty()
                    ? Optional.of(NO)
                    : Arrays.stream(values())
                            .filter(mode -> mode.word.equals(word))
                            .findFirst();
        }
    }

    /**
     * Whether a container that ended by itself starts again.
     *
     * @param restarts how often the policy has started it since somebody last did
     */
    boolean restarts(int exitCode, int restarts) {
        return switch (mode) {
            case NO -> false;
            case ALWAYS, UNLESS_STOPPED -> true;
            case ON_FAILURE -> exitCode != 0 && (maximumRetries == 0 || restarts < maximumRetries);
        };
    }

    /**
     * Whether a container that does not run starts when the machine has booted.
     *
     * @param manuallyStopped whether somebody stopped it
     */
    boolean startsAtBoot(boolean manuallyStopped, int exitCode, int restarts) {
        return switch (mode) {
            case NO -> false;
            case ALWAYS -> true;
            case UNLESS_STOPPED -> !manuallyStopped;
            case ON_FAILURE -> !manuallyStopped && restarts(exitCode, restarts);
        };
    }

    /**
     * How long to wait before the next restart: 100 ms, then twice as long each time, one minute at most; a run of ten
     * seconds begins anew.
     *
     * @param previous the wait before the last one; empty when there was none
     */
    static Duration delay(Optional<Duration> previous, Duration lastRun) {
        if (previous.isEmpty() || lastRun.compareTo(GOOD_RUN) >= 0) {
            return FIRST_DELAY;
        }
        Duration doubled = previous.get().multipliedBy(2);
        return doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
    }
}
