package dev.jcompose.runtime.container;

import java.time.Duration;

/** Durations as people of the field read them. */
final class Durations {
    private Durations() {}

    /** {@code 30s}, {@code 1m30s}, {@code 500ms}: as Go prints them. */
    static String goStyle(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        var text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        String millis = duration.toMillisPart() == 0
                ? ""
                : ("." + String.format("%03d", duration.toMillisPart())).replaceFirst("0+$", "");
        return text.append(duration.toSecondsPart()).append(millis).append('s').toString();
    }
}
