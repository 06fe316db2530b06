package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import dev.jcompose.cli.output.Table;
import dev.jcompose.cli.output.Units;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.ImageEntry;
import dev.jcompose.engine.operation.Images;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.observed.ObservedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code images}: the images of existing containers. */
final class ImagesCommand implements Command {
    private final Options options;
    private final Options.Value format;
    private final Options.Flag quiet;

    private record Name(String repository, String tag) {}

    ImagesCommand(Options options) {
        this.options = options;
        format = options.value("Format the output (\"table\"|\"json\")", "string", "--format");
        quiet = options.flag("Only display IDs", "-q", "--quiet");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var entries = new Images(session.quietOperation())
                .run(session.files().scope(options.arguments())).stream()
                        .sorted(Comparator.comparing(entry -> entry.container().name()))
                        .toList();
        var out = session.out();
        if (quiet.isSet()) {
            entries.stream()
                    .map(entry -> entry.container().imageId().replaceFirst("^sha256:", ""))
                    .distinct()
                    .forEach(out::println);
            return 0;
        }
        switch (format.or("table")) {
            case "json" ->
                out.println(
                        Json.write(entries.stream().map(ImagesCommand::fields).toList()));
            case "table", "" -> out.print(table(entries, session.clock().instant()));
            default -> throw format.invalid("unsupported format, use table or json");
        }
        return 0;
    }

    private static String table(List<ImageEntry> entries, Instant now) {
        var table = Table.wideWithHeading("CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED");
        for (var entry : entries) {
            var name = name(entry);
            String id = entry.container().imageId().replaceFirst("^sha256:", "");
            table.row(
                    entry.container().name(),
                    name.repository(),
                    name.tag(),
                    entry.image().map(ObservedImage::platform).orElse(""),
                    id.substring(0, Math.min(12, id.length())),
                    entry.image().map(image -> Units.shortSize(image.size())).orElse(""),
                    entry.image()
                            .map(image -> Units.roughly(Duration.between(image.createdAt(), now)) + " ago")
                            .orElse(""));
        }
        return table.toString();
    }

    private static Map<String, Object> fields(ImageEntry entry) {
        var name = name(entry);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("ID", entry.container().imageId());
        fields.put("ContainerName", entry.container().name());
        fields.put("Repository", name.repository());
        fields.put("Tag", name.tag());
        fields.put("Platform", entry.image().map(ObservedImage::platform).orElse(""));
        fields.put("Size", entry.image().map(ObservedImage::size).orElse(0L));
        fields.put(
                "Created",
                entry.image().map(image -> image.createdAt().toString()).orElse(""));
        fields.put(
                "LastTagTime",
                entry.image()
                        .flatMap(ObservedImage::lastTagged)
                        .map(Instant::toString)
                        .orElse(""));
        return fields;
    }

    /** The name it was created by, where that still leads to the image; otherwise any. */
    private static Name name(ImageEntry entry) {
        var tags = entry.image().map(ObservedImage::tags).orElse(List.of());
        String reference = entry.container().image();
        for (String tag : tags) {
            if (tag.equals(reference) || tag.equals(reference + ":latest")) {
                return split(tag);
            }
        }
        return tags.isEmpty() ? new Name("<none>", "<none>") : split(tags.getFirst());
    }

    private static Name split(String tag) {
        int colon = tag.lastIndexOf(':');
        return colon > tag.lastIndexOf('/')
                ? new Name(tag.substring(0, colon), tag.substring(colon + 1))
                : new Name(tag, "latest");
    }
}
