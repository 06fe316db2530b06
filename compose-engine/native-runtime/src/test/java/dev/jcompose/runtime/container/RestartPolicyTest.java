package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.container.RestartPolicy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    @Test
    void theWaitDoublesUpToAMinute() {
        var waits = new ArrayList<Long>();
        Optional<Duration> wait = Optional.empty();
        for (int i = 0; i < 12; i++) {
            wait = Optional.of(RestartPolicy.delay(wait, Duration.ofSeconds(1)));
            waits.add(wait.get().toMillis());
        }
        assertThat(waits)
                .isEqualTo(List.of(
                        100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 25_600L, 51_200L, 60_000L, 60_000L));
    }

    @Test
    void aRunOfTenSecondsBeginsAnew() {
        Optional<Duration> earlier = Optional.of(Duration.ofSeconds(50));
        assertThat(RestartPolicy.delay(earlier, Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(100));
        assertThat(RestartPolicy.delay(earlier, Duration.ofMillis(9_999))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void onFailureCountsAndLooksAtTheExitCode() {
        var twice = new RestartPolicy(Mode.ON_FAILURE, 2);
        assertThat(twice.restarts(0, 0)).isFalse();
        assertThat(twice.restarts(1, 1)).isTrue();
        assertThat(twice.restarts(1, 2)).isFalse();
        assertThat(new RestartPolicy(Mode.ON_FAILURE, 0).restarts(1, 1000)).isTrue();
    }

    @Test
    void whatWasStoppedByHandStartsAtBootOnlyWithAlways() {
        assertThat(new RestartPolicy(Mode.ALWAYS, 0).startsAtBoot(true, 0, 0)).isTrue();
        assertThat(new RestartPolicy(Mode.UNLESS_STOPPED, 0).startsAtBoot(true, 0, 0))
                .isFalse();
        assertThat(new RestartPolicy(Mode.UNLESS_STOPPED, 0).startsAtBoot(false, 0, 0))
                .isTrue();
        assertThat(RestartPolicy.NO.startsAtBoot(false, 1, 0)).isFalse();
    }
}
