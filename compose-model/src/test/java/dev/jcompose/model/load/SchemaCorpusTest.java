package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jcompose.model.check.ShapeCheck;
import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.interpolate.Interpolation;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.merge.Merge;
import dev.jcompose.model.merge.Unicity;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The loader and the JSON schema of the Compose specification accept and refuse the same files. Where they may differ:
 *
 * <ul>
 *   <li>The schema judges values, not what they are made from: it sees documents as the loader's own check does, with
 *       variables substituted, {@code !reset} and {@code !override} obeyed, and repeated entries of environments, ports
 *       and the like taken once.
 *   <li>A text that is no YAML, a variable that is required and missing, a cast that fails: there is no document yet
 *       that the schema could judge.
 *   <li>The schema sees one document. What the loader says of another file, or of what an extended service brought
 *       along, is not about this one; and a mapping, a reference or a file that the document needs may be missing.
 *   <li>The schema has few grammars: ports, mounts, sizes, durations, hosts and devices are strings to it.
 *   <li>A key that only some values of another key require, such as the target of most watch actions, is optional to it.
 *   <li>A symbolic link that was stored as text is no document: the loader reads the file that it names.
 *   <li>{@code version} is text that nobody reads: the loader takes it away first.
 * </ul>
 */
class SchemaCorpusTest {

    /** The kinds of problem that a schema is for; each must be one for the schema as well. */
    private static final Set<String> SHAPE = Set.of("wrong-type", "unknown-key", "invalid-name", "repeated-item");

    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/user");

    private static Path own(String folder) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SchemaCorpusTest.class.getResource("/corpus/" + folder))
                .toURI());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }

    /** The documents of a file as the check of the loader sees them; empty when there are none that can be seen so. */
    private static List<Node> documents(Path file) {
        var problems = new ProblemLog();
        List<Node> documents = new ArrayList<>();
        try {
            String text = Files.readString(file);
            if (TextFiles.storedLink(file, text).isPresent()) {
                return List.of();
            }
            for (Node document : new YamlReader(file, problems).read(text)) {
                Node expanded = new Interpolation(Variables.of(ENVIRONMENT), new Expansions(problems), problems)
                        .apply(document, ComposeShape.FILE);
                Node untagged = Merge.withoutTags(expanded);
                if (untagged instanceof MapNode map) {
                    documents.add(Unicity.apply(map.without("version"), ComposeShape.FILE));
                } else if (untagged != null) {
                    documents.add(untagged);
                }
            }
        } catch (MalformedInputException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.hasErrors() ? List.of() : documents;
    }

    private static List<Diagnostic> errors(Path file) {
        return ComposeLoader.builder()
                .workingDirectory(Objects.requireNonNull(file.getParent()))
                .files(List.of(file.toString()))
                .projectName("test")
                .environment(ENVIRONMENT)
                .build()
                .load()
                .problems()
                .errors();
    }

    /** What is not explained by the rules above. */
    private static List<String> disagreements(ComposeSchema schema, Path file) {
        List<String> found = new ArrayList<>();
        List<Node> documents = documents(file);
        boolean refusedBySchema = false;
        for (Node document : documents) {
            var problems = new ProblemLog();
            new ShapeCheck(problems).check(document, ComposeShape.FILE);
            List<String> complaints = schema.complaints(document);
            refusedBySchema |= !complaints.isEmpty();
            if (complaints.isEmpty() == problems.hasErrors()) {
                found.add(file + ": schema says " + complaints + ", the check says "
                        + problems.toProblems().errors());
            }
        }
        List<Diagnostic> errors = errors(file);
        if (errors.isEmpty() && refusedBySchema) {
            found.add(file + ": loaded, but refused by the schema");
        }
        if (!documents.isEmpty() && !refusedBySchema) {
            errors.stream()
                    .filter(e -> SHAPE.contains(e.code()))
                    .filter(e -> e.at().filter(at -> at.file().equals(file)).isPresent())
                    .forEach(e -> found.add(file + ": only the loader says " + e));
        }
        return found;
    }

    @Test
    void ownFilesThatBothAccept() throws Exception {
        ComposeSchema schema = ComposeSchema.read();
        List<Path> files = files(own("accepted"));

        assertThat(files).hasSizeGreaterThanOrEqualTo(20);
        assertThat(files).allSatisfy(file -> {
            assertThat(errors(file)).isEmpty();
            assertThat(documents(file))
                    .isNotEmpty()
                    .allSatisfy(
                            document -> assertThat(schema.complaints(document)).isEmpty());
            assertThat(disagreements(schema, file)).isEmpty();
        });
    }

    @Test
    void ownFilesThatBothRefuse() throws Exception {
        ComposeSchema schema = ComposeSchema.read();
        List<Path> files = files(own("refused"));

        assertThat(files).hasSizeGreaterThanOrEqualTo(20);
        assertThat(files).allSatisfy(file -> {
            assertThat(errors(file)).isNotEmpty();
            assertThat(documents(file))
                    .anySatisfy(
                            document -> assertThat(schema.complaints(document)).isNotEmpty());
        });
    }

    @Test
    void ownFilesWhoseFaultNoSchemaKnows() throws Exception {
        ComposeSchema schema = ComposeSchema.read();
        List<Path> files = files(own("inconsistent"));

        assertThat(files).hasSizeGreaterThanOrEqualTo(10);
        assertThat(files).allSatisfy(file -> {
            assertThat(errors(file)).isNotEmpty();
            assertThat(documents(file))
                    .allSatisfy(
                            document -> assertThat(schema.complaints(document)).isEmpty());
            assertThat(disagreements(schema, file)).isEmpty();
        });
    }

    @Test
    void theOwnFilesUseEveryAttributeOfAService() throws Exception {
        Set<String> unused = new TreeSet<>(ComposeSchema.read().attributesOf("service"));
        for (Path file : files(own("accepted"))) {
            for (Node document : documents(file)) {
                ((MapNode) document)
                        .map("services")
                        .ifPresent(services -> services.entries()
                                .values()
                                .forEach(service -> unused.removeAll(
                                        ((MapNode) service.value()).entries().keySet())));
            }
        }

        assertThat(unused).isEmpty();
    }

    @Test
    void thePublicCases() throws Exception {
        Path folder = Path.of(System.getProperty("conformance", "../../shared/conformance"), "config")
                .toAbsolutePath()
                .normalize();
        assumeThat(folder)
                .as("the public cases are at %s (or where -Dconformance says)", folder)
                .isDirectory();
        ComposeSchema schema = ComposeSchema.read();
        List<String> found = new ArrayList<>();
        int judged = 0;
        for (Path file : files(folder)) {
            judged += documents(file).size();
            found.addAll(disagreements(schema, file));
        }

        assertThat(found).isEmpty();
        assertThat(judged).isGreaterThan(100);
    }
}
