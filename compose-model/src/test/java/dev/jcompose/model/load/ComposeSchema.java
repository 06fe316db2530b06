package dev.jcompose.model.load;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jcompose.model.bind.NodeValues;
import dev.jcompose.model.print.JsonWriter;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The JSON schema of the Compose specification. */
final class ComposeSchema {

    private final String text;
    private final Schema schema;

    private ComposeSchema(String text) {
        this.text = text;
        // The validator takes no relative identifier.
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        text.replace("\"compose_spec.json\"", "\"https://example.org/compose-spec.json\""),
                        InputFormat.JSON);
    }

    static ComposeSchema read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ComposeSchema.class.getResourceAsStream("/schema/compose-spec.json"))) {
            return new ComposeSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What the schema has against a document; nothing when it accepts it. */
    List<String> complaints(Node document) {
        String json = JsonWriter.write(NodeValues.toValue(document), JsonWriter.Layout.COMPACT);
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** The attributes that it gives to one of its definitions. */
    Set<String> attributesOf(String definition) {
        var problems = new ProblemLog();
        MapNode root =
                (MapNode) new YamlReader(Path.of("schema"), problems).read(text).get(0);
        return root.map("$defs")
                .flatMap(all -> all.map(definition))
                .flatMap(one -> one.map("properties"))
                .map(properties -> properties.entries().keySet())
                .orElseThrow();
    }
}
