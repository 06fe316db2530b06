package dev.jcompose.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellWidthTest {
    @Test
    void wideCharactersTakeTwoCellsAndAccentsNone() {
        assertThat(CellWidth.of("abc")).isEqualTo(3);
        assertThat(CellWidth.of("日本")).isEqualTo(4);
        assertThat(CellWidth.of("e\u0301")).isEqualTo(1);
        assertThat(CellWidth.of("🚀")).isEqualTo(2);
        assertThat(CellWidth.of("⣿✔…")).isEqualTo(3);
    }

    @Test
    void clippedTextNeverTakesMoreThanItsCells() {
        assertThat(CellWidth.clip("container", 9)).isEqualTo("container");
        assertThat(CellWidth.clip("container", 5)).isEqualTo("cont…");
        assertThat(CellWidth.clip("日本語", 4)).isEqualTo("日…");
        assertThat(CellWidth.clip("x", 0)).isEmpty();
    }
}
