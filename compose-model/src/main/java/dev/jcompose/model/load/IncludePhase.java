package dev.jcompose.model.load;

import dev.jcompose.model.check.ShapeCheck;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.shape.Shape;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.MergeTag;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code include}: other projects, each loaded on its own with its own directory and variables, whose services and
 * resources become those of the including file.
 */
final class IncludePhase {

    private static final List<String> SECTIONS =
            List.of("services", "volumes", "networks", "secrets", "configs", "models");

    /** In nodes: an empty file is not free. */
    private static final int COST_OF_A_FILE = 1_000;

    /** Nodes that may come in. */
    static final int MOST = 4_000_000;

    private final TreeLoader loader;
    private final Scope scope;
    private final Path file;

    IncludePhase(TreeLoader loader, Scope scope, Path file) {
        this.loader = loader;
        this.scope = scope;
        this.file = file;
    }

    MapNode apply(MapNode document) {
        Node include = document.get("include");
        if (include == null || include.tag() == MergeTag.RESET) {
            return document;
        }
        if (include instanceof ScalarNode scalar && scalar.isNull()) {
            return document.without("include");
        }
        Shape shape = ComposeShape.FILE.under("include");
        new ShapeCheck(loader.problems)
                .check(MapNode.empty(document.span()).with("include", include), ComposeShape.FILE);
        MapNode result = document.without("include");
        if (!shape.admits(include) || !(include instanceof ListNode list)) {
            return result;
        }
        for (Node item : list.items()) {
            result = include(item, result);
        }
        return result;
    }

    private MapNode include(Node item, MapNode into) {
        List<String> names = item instanceof MapNode map ? texts(map.get("path")) : texts(item);
        if (names.isEmpty()) {
            if (item instanceof MapNode) {
                loader.problems.error("missing-key", item.span(), "include: path is required");
            }
            return into;
        }
        Optional<List<Path>> located = loader.locate(scope.directory(), names, file, item.span());
        if (located.isEmpty()) {
            return into;
        }
        List<Path> paths = located.get();
        Path main = paths.get(0);
        Optional<String> named = item instanceof MapNode map ? map.string("project_directory") : Optional.empty();
        Path parent = main.getParent();
        Path directory = named.filter(text -> !text.isEmpty())
                .flatMap(text -> loader.path(scope.directory(), text, item.span()))
                .orElse(parent == null ? scope.directory() : parent);
        List<Path> chain = new ArrayList<>(scope.chain());
        chain.add(file);
        if (isAmong(main, chain)) {
            chain.add(main);
            loader.problems.error("include-cycle", item.span(), "include cycle detected:\n" + chainText(chain));
            return into;
        }
        if (!mayGrow(paths, item.span())) {
            return into;
        }
        Optional<SequencedMap<String, String>> environment = environment(item, directory);
        if (environment.isEmpty()) {
            return into;
        }
        var inner = new Scope(directory, base(directory), environment.get(), chain);
        MapNode imported = loader.load(paths, inner, item.span());
        return imported == null ? into : merge(imported, into, item.span());
    }

    /** Links may lead in a circle that no name shows. */
    private static boolean isAmong(Path main, List<Path> chain) {
        Path real = real(main);
        return chain.stream().anyMatch(file -> file.equals(main) || real(file).equals(real));
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // What is wrong with it is reported when it is read.
            return file;
        }
    }

    /** Files that include each other twice, each the next, double with every step. */
    private boolean mayGrow(List<Path> paths, Span at) {
        if (loader.included.isUsedUp()) {
            return false;
        }
        for (Path path : paths) {
            long weight = COST_OF_A_FILE;
            for (Node document : loader.documents(path, at)) {
                weight += document.weight();
            }
            if (!loader.included.take(weight)) {
                loader.problems.add(Diagnostic.error(
                                "too-many-includes",
                                Optional.of(at),
                                "the included files are too large: more than " + MOST
                                        + " values in all, with each file as often as it is included")
                        .withHint("include each file once, in the file that needs it"));
                return false;
            }
        }
        return true;
    }

    private static String chainText(List<Path> chain) {
        var text = new StringBuilder(chain.get(0).toString());
        for (Path included : chain.subList(1, chain.size())) {
            text.append("\n include ").append(included);
        }
        return text.toString();
    }

    /** Relative when paths are to stay relative: the including file makes them relative to its own place. */
    private String base(Path directory) {
        if (!loader.skipped.contains(Phase.PATH_RESOLUTION)) {
            return directory.toString();
        }
        return scope.directory().relativize(directory).toString();
    }

    /** Empty when a file of variables is missing, which has been reported. */
    private Optional<SequencedMap<String, String>> environment(Node item, Path directory) {
        List<String> names = item instanceof MapNode map ? texts(map.get("env_file")) : List.of();
        List<Path> envFiles = new ArrayList<>();
        if (names.isEmpty()) {
            Path fallback = directory.resolve(".env");
            if (Files.isRegularFile(fallback)) {
                envFiles.add(fallback);
            }
        }
        for (String name : names) {
            Path path = loader.path(scope.directory(), name, item.span()).orElse(null);
            if (path == null) {
                return Optional.empty();
            }
            if (path.toString().equals("/dev/null")) {
                continue;
            }
            if (!loader.remotes.mayRead(path, file, item.span())) {
                return Optional.empty();
            }
            if (!Files.exists(path)) {
                loader.problems.error(
                        "env-file", item.span(), "env file " + path + " not found: no such file or directory");
                return Optional.empty();
            }
            if (Files.isDirectory(path)) {
                loader.problems.error("env-file", item.span(), "env file " + path + " is a directory");
                return Optional.empty();
            }
            envFiles.add(path);
        }
        var values = new LinkedHashMap<String, String>(
                new EnvironmentReader(loader.files, loader.expansions, loader.problems)
                        .read(envFiles, scope.environment()));
        values.putAll(scope.environment());
        return Optional.of(values);
    }

    private MapNode merge(MapNode imported, MapNode into, Span at) {
        MapNode result = into;
        for (String section : SECTIONS) {
            if (!(imported.get(section) instanceof MapNode theirs)) {
                continue;
            }
            Node own = result.get(section);
            if (own != null && !(own instanceof MapNode)) {
                continue;
            }
            MapNode ours = own instanceof MapNode map ? map : MapNode.empty(theirs.span());
            var entries = new LinkedHashMap<>(ours.entries());
            theirs.entries().forEach((name, entry) -> {
                MapNode.Entry before = entries.putIfAbsent(name, entry);
                if (before != null && !before.value().sameAs(entry.value())) {
                    loader.problems.add(Diagnostic.error(
                                    "include-conflict",
                                    Optional.of(before.keySpan()),
                                    section + "." + name + " conflicts with imported resource")
                            .withRelated(entry.keySpan(), "imported from here")
                            .withHint("rename one of them, or override it in a file that is given with -f"));
                }
            });
            result = result.with(section, MapNode.of(ours.isEmpty() ? at : ours.span(), entries));
        }
        return result;
    }

    private static List<String> texts(@Nullable Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.isString() -> List.of(scalar.text());
            case ListNode list -> {
                List<String> result = new ArrayList<>();
                for (Node item : list.items()) {
                    if (item instanceof ScalarNode scalar) {
                        result.add(scalar.text());
                    }
                }
                yield result;
            }
            case null, default -> List.of();
        };
    }
}
