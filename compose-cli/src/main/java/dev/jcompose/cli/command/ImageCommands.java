package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Units;
import dev.jcompose.cli.template.Listing;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.PullSink;
import dev.jcompose.engine.docker.DockerEngine;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.planner.observed.ObservedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code image}: images of the engine without a registry. */
final class ImageCommands {
    private static final String PROGRAM = "jcompose image";
    private static final Listing LISTING = new Listing(
            "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}",
            Map.of("ID", "IMAGE ID", "CreatedSince", "CREATED"));

    private static final List<CommandEntry> ENTRIES = List.of(
            CommandEntry.of("ls", "[OPTIONS]", "List images", ListCommand::new),
            CommandEntry.of(
                    "load",
                    "[OPTIONS] [FILE]",
                    "Load images from an archive of docker save or of an OCI layout, or from standard input",
                    LoadCommand::new),
            CommandEntry.of(
                    "import",
                    "[OPTIONS] FILE|- REPOSITORY[:TAG]",
                    "Make an image of the contents of a tar archive of a root file system",
                    ImageCommands::importImage),
            CommandEntry.of("rm", "IMAGE [IMAGE...]", "Remove images", ImageCommands::remove),
            CommandEntry.of("pull", "IMAGE [IMAGE...]", "Fetch images from their registry", ImageCommands::pull));

    private ImageCommands() {}

    static Command group(Options options) {
        return new CommandGroup(options, PROGRAM, ENTRIES, Set.of("ls"));
    }

    private static DockerEngine archives(Session session)
            throws EngineException, OperationException, InterruptedException {
        if (session.engine() instanceof DockerEngine engine) {
            return engine;
        }
        throw new OperationException("this engine takes no archives");
    }

    private static InputStream open(Session session, String file) throws OperationException, IOException {
        if (file.equals("-")) {
            return session.invocation().in();
        }
        try {
            return Files.newInputStream(session.invocation().workingDirectory().resolve(file));
        } catch (NoSuchFileException e) {
            throw new OperationException("no such file: " + file, 1, e);
        }
    }

    /** The engine's words on standard output, without those on how far it got. */
    private static PullSink printer(Session session) {
        return (layer, status, current, total) -> {
            if (layer.isEmpty() && !status.isBlank()) {
                session.out().println(status.strip());
            }
        };
    }

    private static Command importImage(Options options) {
        options.atLeast(2).atMost(2);
        var changes = options.values("Apply a Dockerfile instruction to the image", "list", "-c", "--change");
        return session -> {
            String file = options.arguments().getFirst();
            String reference = options.arguments().getLast();
            archives(session).importImage(open(session, file), reference, changes.all(), printer(session));
            return 0;
        };
    }

    private static Command remove(Options options) {
        options.atLeast(1);
        return session -> {
            for (String image : options.arguments()) {
                session.engine().images().remove(image);
                session.out().println("Removed: " + image);
            }
            return 0;
        };
    }

    private static Command pull(Options options) {
        options.atLeast(1);
        return session -> {
            for (String image : options.arguments()) {
                session.engine().images().pull(image, java.util.Optional.empty(), printer(session));
            }
            return 0;
        };
    }

    private static final class LoadCommand implements Command {
        private final Options options;
        private final Options.Value input;

        LoadCommand(Options options) {
            this.options = options.atMost(1);
            input = options.value("Read from tar archive file, instead of STDIN", "string", "-i", "--input");
            options.hiddenFlag("-q", "--quiet");
        }

        @Override
        public int run(Session session)
                throws UsageException, EngineException, OperationException, IOException, InterruptedException {
            String file = input.get()
                    .orElseGet(() -> options.arguments().isEmpty()
                            ? "-"
                            : options.arguments().getFirst());
            archives(session).loadImages(open(session, file), printer(session));
            return 0;
        }
    }

    private static final class ListCommand implements Command {
        private final Options.Value format;
        private final Options.Flag quiet;

        ListCommand(Options options) {
            options.atMost(0);
            format = options.value(
                    "Format output: 'table', 'table TEMPLATE', 'json', or a Go template", "string", "--format");
            quiet = options.flag("Only show image IDs", "-q", "--quiet");
        }

        @Override
        public int run(Session session) throws UsageException, EngineException, InterruptedException {
            var rows = new ArrayList<Map<String, Object>>();
            for (ObservedImage image : session.engine().images().list()) {
                for (String tag : image.tags()) {
                    rows.add(fields(session, image, tag));
                }
            }
            if (quiet.isSet()) {
                rows.stream().map(row -> row.get("ID")).distinct().forEach(session.out()::println);
            } else {
                session.out().print(LISTING.print(rows, format.or("table")));
            }
            return 0;
        }

        private static Map<String, Object> fields(Session session, ObservedImage image, String tag) {
            int colon = tag.lastIndexOf(':');
            boolean named = colon > tag.lastIndexOf('/');
            String id = image.id().replaceFirst("^sha256:", "");
            var fields = new LinkedHashMap<String, Object>();
            fields.put("Repository", named ? tag.substring(0, colon) : tag);
            fields.put("Tag", named ? tag.substring(colon + 1) : "latest");
            fields.put("ID", id.substring(0, Math.min(12, id.length())));
            fields.put(
                    "CreatedSince",
                    Units.roughly(Duration.between(
                                    image.createdAt(), session.clock().instant())) + " ago");
            fields.put("Size", Units.shortSize(image.size()));
            return fields;
        }
    }
}
