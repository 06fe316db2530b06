package dev.jcompose.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a screen says of one resource.
 *
 * @param label kind and name, for example {@code Container shop-web-1}
 * @param word what happens to it or has happened
 * @param detail why, where that needs saying; else empty
 * @param since when work on it began; absent as long as it has not
 * @param took how long it took, once it is over
 * @param layers of an image that is being pulled, in the order in which they became known
 */
record Row(
        String label,
        Phase phase,
        String word,
        String detail,
        Optional<Instant> since,
        Optional<Duration> took,
        List<Layer> layers) {
    /** How things stand with it. */
    enum Phase {
        WAITING,
        WORKING,
        DONE,
        WARNING,
        FAILED
    }

    /**
     * A layer of an image.
     *
     * @param current bytes done
     * @param total bytes in all; 0 when not known
     */
    record Layer(String id, String status, long current, long total) {
        boolean isComplete() {
            return status.equals("Pull complete") || status.equals("Already exists");
        }
    }

    Row {
        layers = List.copyOf(layers);
    }

    static Row waiting(String label) {
        return new Row(label, Phase.WAITING, "", "", Optional.empty(), Optional.empty(), List.of());
    }

    Row working(String doing, Instant now) {
        return new Row(label, Phase.WORKING, doing, "", Optional.of(since.orElse(now)), Optional.empty(), layers);
    }

    Row ended(Phase how, String said, String why, Instant now) {
        var time = since.map(start -> Duration.between(start, now));
        return new Row(label, how, said, why, since, time, List.of());
    }

    Row with(List<Layer> known) {
        return new Row(label, phase, word, detail, since, took, known);
    }

    Row saying(String why) {
        return new Row(label, phase, word, why, since, took, layers);
    }

    boolean isOver() {
        return phase == Phase.DONE || phase == Phase.WARNING || phase == Phase.FAILED;
    }

    /** How long it takes or took; empty before it began. */
    Optional<Duration> elapsed(Instant now) {
        return took.isPresent() ? took : since.map(start -> Duration.between(start, now));
    }
}
