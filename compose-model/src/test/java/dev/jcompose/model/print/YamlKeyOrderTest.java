package dev.jcompose.model.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checked against what Docker Compose prints for these keys. */
class YamlKeyOrderTest {

    @Test
    void numbersInNamesCountAsNumbers() {
        assertOrder("web", "web2", "web2a", "web02", "web002", "web10");
        assertOrder("A1", "A2", "A10", "B-2", "B_2", "B_10");
    }

    @Test
    void otherCharactersStandBeforeLettersExceptAfterADigit() {
        assertOrder("_x", "9", "Z", "a.9", "a.b");
        assertOrder("x1y", "x1.5");
    }

    private static void assertOrder(String... expected) {
        for (int seed = 0; seed < 20; seed++) {
            List<String> keys = new ArrayList<>(List.of(expected));
            Collections.shuffle(keys, new Random(seed));
            keys.sort(YamlKeyOrder.INSTANCE);
            assertThat(keys).containsExactly(expected);
        }
    }
}
