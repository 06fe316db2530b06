package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.bind.NodeValues;
import dev.jcompose.model.merge.Merge;
import dev.jcompose.model.merge.Unicity;
import dev.jcompose.model.print.JsonWriter;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.value.Value;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Three files are the same whether the first two or the last two are taken together first. */
class MergeOrderTest {

    @Test
    void mergingIsAssociative() {
        int compared = 0;
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            Node a = document(random);
            Node b = document(random);
            Node c = document(random);
            var problems = new ProblemLog();
            Node left = merged(merged(a, b, problems), c, problems);
            Node right = merged(a, merged(b, c, problems), problems);
            if (!problems.hasErrors()) {
                compared++;
                assertThat(json(left)).as("seed %d", seed).isEqualTo(json(right));
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    /** Log options are dropped when the driver changes, so what a file without a driver adds depends on the order. */
    private static Node document(Random random) {
        String text = GeneratedFile.of(random).replaceAll("(?m)^ *logging:.*\n", "");
        return new YamlReader(Path.of("x"), new ProblemLog()).read(text).get(0);
    }

    private static Node merged(Node earlier, Node later, ProblemLog problems) {
        return Unicity.apply(
                Objects.requireNonNull(new Merge(problems, Merge.Tags.CONSUMED)
                        .merge(earlier, later, ComposeShape.FILE, ConfigPath.ROOT)),
                ComposeShape.FILE);
    }

    /** Keys sorted: their order says nothing. */
    private static String json(Node node) {
        return JsonWriter.write(sorted(NodeValues.toValue(node)), JsonWriter.Layout.INDENTED);
    }

    private static Value sorted(Value value) {
        return switch (value) {
            case Value.Entries entries -> {
                var result = new TreeMap<String, Value>();
                entries.values().forEach((key, inner) -> result.put(key, sorted(inner)));
                yield new Value.Entries(new LinkedHashMap<>(result));
            }
            case Value.Items items ->
                new Value.Items(
                        items.values().stream().map(MergeOrderTest::sorted).toList());
            default -> value;
        };
    }
}
