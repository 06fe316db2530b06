package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.check.ShapeCheck;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check accepts a document exactly when the JSON schema of the Compose specification does. */
class SchemaAgreementTest {

    /** What takes the place of a value: something of each type. */
    private static final List<String> VALUES = List.of(
            "text", "'5'", "7", "-1", "1.5", "true", "~", "[]", "{}", "[a, b]", "[1]", "{a: b}", "{x-a: 1}", "[{}]");

    @Test
    void generatedFilesAndTheirMutations() throws IOException {
        ComposeSchema schema = ComposeSchema.read();
        List<String> disagreements = new ArrayList<>();
        int accepted = 0;
        int refused = 0;
        for (int seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            String text = mutated(GeneratedFile.of(random), random);
            var problems = new ProblemLog();
            List<Node> documents = new YamlReader(Path.of("x"), problems).read(text);
            if (problems.hasErrors() || documents.size() != 1) {
                continue;
            }
            new ShapeCheck(problems).check(documents.get(0), ComposeShape.FILE);
            boolean ours = !problems.hasErrors();
            List<String> complaints = schema.complaints(documents.get(0));
            if (complaints.isEmpty() != ours) {
                disagreements.add("seed " + seed + ": schema says " + complaints + ", we say "
                        + problems.toProblems().all());
            }
            accepted += ours ? 1 : 0;
            refused += ours ? 0 : 1;
        }

        assertThat(disagreements).isEmpty();
        assertThat(accepted).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    /** One attribute of a service gets another value, or another name. */
    private static String mutated(String text, Random random) {
        if (random.nextInt(4) == 0) {
            return text;
        }
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<Integer> attributes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("    ")) {
                attributes.add(i);
            }
        }
        int at = attributes.get(random.nextInt(attributes.size()));
        String line = lines.get(at);
        String key = line.substring(0, line.indexOf(':'));
        int inner = line.indexOf(": ", key.length() + 1);
        if (random.nextInt(8) == 0) {
            lines.set(at, key + "z" + line.substring(key.length()));
        } else if (inner > 0 && random.nextBoolean()) {
            int end = line.indexOf(',', inner);
            end = end < 0 ? line.indexOf('}', inner) : end;
            lines.set(at, end < 0 ? line : line.substring(0, inner + 2) + pick(random) + line.substring(end));
        } else {
            lines.set(at, key + ": " + pick(random));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String pick(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
