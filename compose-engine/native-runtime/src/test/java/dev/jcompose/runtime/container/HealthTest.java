package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.container.Health.Probe;
import dev.jcompose.runtime.container.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final HealthConfig CONFIG = new HealthConfig(
            List.of("CMD", "x"),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            2);

    @Test
    void failuresWithinTheStartPeriodDoNotCount() {
        Health health = Health.STARTING.after(probe(1), CONFIG, Duration.ofSeconds(9));

        assertThat(health.status()).isEqualTo(Status.STARTING);
        assertThat(health.failingStreak()).isZero();
        assertThat(health.log()).hasSize(1);
    }

    @Test
    void aSuccessEndsTheStartPeriod() {
        Health health = Health.STARTING
                .after(probe(0), CONFIG, Duration.ofSeconds(1))
                .after(probe(1), CONFIG, Duration.ofSeconds(2))
                .after(probe(-1), CONFIG, Duration.ofSeconds(3));

        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.failingStreak()).isEqualTo(2);
    }

    @Test
    void onlyAsManyFailuresInARowAsRetriesMakeUnhealthy() {
        Health health = Health.STARTING
                .after(probe(1), CONFIG, Duration.ofSeconds(11))
                .after(probe(0), CONFIG, Duration.ofSeconds(13))
                .after(probe(1), CONFIG, Duration.ofSeconds(15));

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.after(probe(1), CONFIG, Duration.ofSeconds(17)).status())
                .isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void probesComeFasterWhileStarting() {
        assertThat(Health.STARTING.untilNextProbe(CONFIG, Duration.ofSeconds(3)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(Health.STARTING.untilNextProbe(CONFIG, Duration.ofSeconds(10)))
                .isEqualTo(Duration.ofSeconds(2));
        Health healthy = Health.STARTING.after(probe(0), CONFIG, Duration.ofSeconds(1));
        assertThat(healthy.untilNextProbe(CONFIG, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theLastFiveProbesAreKept() {
        Health health = Health.STARTING;
        for (int i = 0; i < 8; i++) {
            health = health.after(probe(i), CONFIG, Duration.ofMinutes(1));
        }
        assertThat(health.log()).extracting(Probe::exitCode).containsExactly(3, 4, 5, 6, 7);
    }

    private static Probe probe(int exitCode) {
        return new Probe(Instant.EPOCH, Instant.EPOCH, exitCode, "");
    }
}
