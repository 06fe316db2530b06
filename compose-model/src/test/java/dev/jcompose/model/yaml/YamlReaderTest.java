package dev.jcompose.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class YamlReaderTest {

    private static final Path FILE = Path.of("c.yaml");
    private final ProblemLog problems = new ProblemLog();

    private List<Node> read(String text) {
        return new YamlReader(FILE, problems).read(text);
    }

    private MapNode map(String text) {
        return (MapNode) read(text).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '%',
            value = {
                "yes, STRING, yes",
                "22:22, STRING, 22:22",
                "True, BOOLEAN, true",
                "~, NULL, %%",
                "0440, INTEGER, 288",
                "0o440, INTEGER, 288",
                "08, FLOAT, 8",
                "0x10, INTEGER, 16",
                "0b11, INTEGER, 3",
                "1_000, INTEGER, 1000",
                "+12, INTEGER, 12",
                "-0, INTEGER, 0",
                "1e3, FLOAT, 1000",
                "1.10, FLOAT, 1.1",
                ".5, FLOAT, 0.5",
                "1000000.0, FLOAT, 1e+06",
                "12345678901234567890, INTEGER, 12345678901234567890",
                "123456789012345678901, FLOAT, 1.2345678901234568e+20",
                "1.2.3, STRING, 1.2.3",
                "2001-01-01, TIMESTAMP, 2001-01-01 00:00:00 +0000 UTC",
                "2001-12-14t21:59:43.10-05:00, TIMESTAMP, 2001-12-14 21:59:43.1 -0500 -0500",
                "2001-12-14x, STRING, 2001-12-14x",
                "Infinity, STRING, Infinity",
                "=, STRING, =",
                "'12', STRING, 12",
                "!!str 12, STRING, 12",
            })
    void plainScalarsHaveTheTypesOfGoYaml(String yaml, ScalarNode.Kind kind, String text) {
        ScalarNode scalar = (ScalarNode) map("a: " + yaml).get("a");
        assertThat(scalar).isNotNull();
        assertThat(scalar.kind()).isEqualTo(kind);
        assertThat(scalar.text()).isEqualTo(text);
    }

    @Test
    void nodesKnowTheirPlaceInCodePoints() {
        MapNode root = map("a:\n  \"\uD83D\uDE00\": [x, yy]\n");
        MapNode inner = (MapNode) root.get("a");
        assertThat(inner).isNotNull();
        assertThat(inner.keySpan("\uD83D\uDE00")).isEqualTo(new Span(FILE, 2, 3, 6));
        ListNode list = inner.list("\uD83D\uDE00").orElseThrow();
        assertThat(list.items().get(1).span()).isEqualTo(new Span(FILE, 2, 12, 14));
    }

    @Test
    void mergeKeysYieldToKeysOfTheMappingAndEarlierSourcesWin() {
        MapNode root = map("a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\n");
        MapNode merged = (MapNode) root.get("c");
        assertThat(merged).isNotNull();
        assertThat(merged.entries().keySet()).containsExactlyInAnyOrder("x", "y", "z");
        assertThat(((ScalarNode) merged.get("x")).text()).isEqualTo("1");
        assertThat(((ScalarNode) merged.get("y")).text()).isEqualTo("3");
    }

    @Test
    void everyDocumentOfAFileIsReadAndAnEmptyOneIsNull() {
        assertThat(read("---\na: 1\n---\n---\nb: 2\n...\n"))
                .extracting(Node::kindName)
                .containsExactly("a mapping", "null", "a mapping");
        assertThat(read("# nothing\n")).isEmpty();
        assertThat(problems.hasErrors()).isFalse();
    }

    @Test
    void anAnchorIsKnownInTheDocumentsThatFollow() {
        assertThat(read("a: &a {x: 1}\n---\nb: *a\n").get(1))
                .isInstanceOfSatisfying(
                        MapNode.class,
                        map -> assertThat(map.map("b").orElseThrow().has("x")).isTrue());
    }

    @Test
    void binaryScalarsAreDecoded() {
        assertThat(map("a: !!binary aGk=\n").string("a")).contains("hi");
    }

    @Test
    void anAliasBombIsRefusedInLittleTime() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(read(text.toString())).isEmpty();
        assertThat(problems.toProblems().all().get(0).code()).isEqualTo("excessive-aliasing");
    }

    @Test
    void manyUsersOfOneAnchorAreNoBomb() {
        var text = new StringBuilder("x: &x {a: 1, b: [1, 2, 3], c: {d: e}}\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("s").append(i).append(": {<<: *x, n: ").append(i).append("}\n");
        }
        assertThat(map(text.toString()).entries()).hasSize(5_001);
    }

    @Test
    void deepNestingIsRefusedWithoutExhaustingTheStack() {
        assertThat(read("[".repeat(100_000))).isEmpty();
        assertThat(problems.toProblems().all().get(0).code()).isEqualTo("too-deep");
    }

    @Test
    void hugeNumbersAreTexts() {
        ScalarNode scalar = (ScalarNode) map("a: " + "9".repeat(100_000)).get("a");
        assertThat(scalar).isNotNull();
        assertThat(scalar.kind()).isEqualTo(ScalarNode.Kind.STRING);
    }
}
