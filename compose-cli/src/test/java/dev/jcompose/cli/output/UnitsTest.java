package dev.jcompose.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void sizesHaveFourSignificantDigits() {
        assertThat(Units.size(0)).isEqualTo("0B");
        assertThat(Units.size(999)).isEqualTo("999B");
        assertThat(Units.size(12_345_678)).isEqualTo("12.35MB");
        assertThat(Units.shortSize(1_982_678)).isEqualTo("1.98MB");
        assertThat(Units.binarySize(651_264)).isEqualTo("636KiB");
    }

    @Test
    void agesAreRough() {
        assertThat(Units.roughly(Duration.ofMillis(300))).isEqualTo("Less than a second");
        assertThat(Units.roughly(Duration.ofSeconds(1))).isEqualTo("1 second");
        assertThat(Units.roughly(Duration.ofSeconds(59))).isEqualTo("59 seconds");
        assertThat(Units.roughly(Duration.ofSeconds(90))).isEqualTo("About a minute");
        assertThat(Units.roughly(Duration.ofMinutes(59))).isEqualTo("59 minutes");
        assertThat(Units.roughly(Duration.ofMinutes(80))).isEqualTo("About an hour");
        assertThat(Units.roughly(Duration.ofHours(47))).isEqualTo("47 hours");
        assertThat(Units.roughly(Duration.ofDays(3))).isEqualTo("3 days");
        assertThat(Units.roughly(Duration.ofDays(30))).isEqualTo("4 weeks");
        assertThat(Units.roughly(Duration.ofDays(400))).isEqualTo("13 months");
        assertThat(Units.roughly(Duration.ofDays(800))).isEqualTo("2 years");
    }
}
