package dev.jcompose.engine.docker;

import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.ObservedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads images from listings and inspections. */
final class ImageReader {
    private static final String UNTAGGED = "<none>:<none>";

    private final JsonCursor cursor;
    private String id = "";
    private List<String> tags = List.of();
    private String os = "";
    private String architecture = "";
    private String variant = "";
    private long size;
    private Instant created = Instant.EPOCH;
    private Optional<Instant> tagged = Optional.empty();
    private final List<String> volumes = new ArrayList<>();
    private SequencedMap<String, String> labels = Copies.of(Map.of());

    private ImageReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** An element of {@code GET /images/json}. */
    static ObservedImage listed(JsonCursor cursor) {
        var reader = new ImageReader(cursor);
        cursor.object(field -> {
            switch (field) {
                case "Created" -> reader.created = Instant.ofEpochSecond(cursor.number());
                case "Labels" -> reader.labels = cursor.textMap();
                default -> reader.field(field);
            }
        });
        return reader.image();
    }

    /** The answer of {@code GET /images/{name}/json}. */
    static ObservedImage inspected(JsonCursor cursor) {
        var reader = new ImageReader(cursor);
        cursor.object(field -> {
            switch (field) {
                case "Created" -> reader.created = Instants.parse(cursor.text()).orElse(Instant.EPOCH);
                case "Os" -> reader.os = cursor.text();
                case "Architecture" -> reader.architecture = cursor.text();
                case "Variant" -> reader.variant = cursor.text();
                case "Config" -> cursor.object(reader::configField);
                case "Metadata" ->
                    cursor.object(inner -> {
                        if (inner.equals("LastTagTime")) {
                            reader.tagged = Instants.parse(cursor.text());
                        }
                    });
                default -> reader.field(field);
            }
        });
        return reader.image();
    }

    private void field(String field) {
        switch (field) {
            case "Id" -> id = cursor.text();
            case "RepoTags" ->
                tags = cursor.texts().stream()
                        .filter(tag -> !tag.equals(UNTAGGED))
                        .toList();
            case "Size" -> size = cursor.number();
            default -> {}
        }
    }

    private void configField(String field) {
        switch (field) {
            case "Volumes" -> cursor.object(volumes::add);
            case "Labels" -> labels = cursor.textMap();
            default -> {}
        }
    }

    private ObservedImage image() {
        String platform = os.isEmpty() ? "" : os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
        return new ObservedImage(id, tags, platform, size, created, tagged, volumes, labels);
    }
}
