package dev.jcompose.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mappings of few keys and of many, which find their keys in different ways. */
class MapNodeTest {

    private static final Path FILE = Path.of("/compose.yaml");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 31, 32, 33, 34, 1_000})
    void keepsTheOrderAndFindsEveryKey(int size) {
        MapNode map = numbered(size);

        assertThat(texts(map)).containsExactlyEntriesOf(numbers(size));
        for (int i = 0; i < size; i++) {
            assertThat(map.get("key" + i)).isEqualTo(value(i));
            assertThat(map.keySpan("key" + i)).isEqualTo(span(i));
            assertThat(map.entries()).containsEntry("key" + i, new MapNode.Entry(span(i), value(i)));
        }
        assertThat(map.has("key" + size)).isFalse();
        assertThat(map.get("key" + size)).isNull();
        assertThat(map.entries().get("key" + size)).isNull();
        assertThat(map.entries()).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 32, 33, 100})
    void aChangeLeavesTheFirstMappingAsItWas(int size) {
        MapNode map = numbered(size);
        Map<String, String> numbers = numbers(size);
        String last = "key" + (size - 1);

        assertThat(texts(map.with("more", value(7)))).hasSize(size + 1).contains(entry("more", "7"));
        assertThat(texts(map.with(last, value(-1)))).hasSize(size).contains(entry(last, "-1"));
        assertThat(map.with(last, value(-1)).keySpan(last)).isEqualTo(span(size - 1));
        assertThat(texts(map.without("key0"))).hasSize(size - 1).doesNotContainKey("key0");
        assertThat(texts(map)).containsExactlyEntriesOf(numbers);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void valuesAreChangedAndDroppedInOnePass(int size) {
        MapNode map = numbered(size);

        MapNode changed = map.mapValues((key, value) -> switch (key) {
            case "key0" -> null;
            case "key2" -> value(-2);
            default -> value;
        });

        assertThat(texts(changed))
                .hasSize(size - 1)
                .doesNotContainKey("key0")
                .containsEntry("key1", "1")
                .containsEntry("key2", "-2");
        assertThat(map.mapValues((key, value) -> value)).isSameAs(map);
        assertThat(map.mapValues((key, value) -> null).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void mappingsAreTheSameInAnyOrder(int size) {
        List<String> keys = new ArrayList<>(numbers(size).keySet()).reversed();
        var backwards = new LinkedHashMap<String, MapNode.Entry>();
        keys.forEach(key -> backwards.put(key, new MapNode.Entry(span(9), value(keys.size() - 1 - keys.indexOf(key)))));

        assertThat(numbered(size).sameAs(MapNode.of(span(3), backwards))).isTrue();
        assertThat(numbered(size).sameAs(numbered(size).with("key1", value(5)))).isFalse();
        assertThat(numbered(size).sameAs(numbered(size).without("key1"))).isFalse();
    }

    private static MapNode numbered(int size) {
        var entries = new LinkedHashMap<String, MapNode.Entry>();
        for (int i = 0; i < size; i++) {
            entries.put("key" + i, new MapNode.Entry(span(i), value(i)));
        }
        return MapNode.of(span(0), entries);
    }

    private static Map<String, String> numbers(int size) {
        var numbers = new LinkedHashMap<String, String>();
        for (int i = 0; i < size; i++) {
            numbers.put("key" + i, String.valueOf(i));
        }
        return numbers;
    }

    private static Map<String, String> texts(MapNode map) {
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, MapNode.Entry> each : map.entries().entrySet()) {
            texts.put(each.getKey(), ((ScalarNode) each.getValue().value()).text());
        }
        return texts;
    }

    private static ScalarNode value(int number) {
        return ScalarNode.integer(span(1), number);
    }

    private static Span span(int number) {
        return new Span(FILE, number + 1, 1, 2);
    }
}
