package dev.jcompose.model.load;

import dev.jcompose.model.canonical.Canonical;
import dev.jcompose.model.canonical.Defaults;
import dev.jcompose.model.canonical.PathResolution;
import dev.jcompose.model.check.ResourceCheck;
import dev.jcompose.model.check.ShapeCheck;
import dev.jcompose.model.interpolate.Interpolation;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.merge.Merge;
import dev.jcompose.model.merge.Unicity;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files into one merged, checked, canonical tree: the phases in their order, document by document. */
final class TreeLoader {

    final TextFiles files;
    final ProblemLog problems;
    final Set<Phase> skipped;
    private final Optional<String> home;
    private final Set<String> unset = new HashSet<>();
    private final Map<Path, List<Node>> documents = new HashMap<>();

    TreeLoader(TextFiles files, ProblemLog problems, Set<Phase> skipped, Optional<String> home) {
        this.files = files;
        this.problems = problems;
        this.skipped = skipped;
        this.home = home;
    }

    /** The documents of a file, as they stand there. A file that cannot be read is reported and has none. */
    List<Node> documents(Path file, @Nullable Span mentioned) {
        List<Node> known = documents.get(file);
        if (known != null) {
            return known;
        }
        List<Node> read = List.of();
        try {
            read = new YamlReader(file, problems).read(files.read(file));
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (mentioned == null) {
                problems.error("unreadable-file", message);
            } else {
                problems.error("unreadable-file", mentioned, message);
            }
        }
        documents.put(file, read);
        return read;
    }

    /** All files as one tree with defaults and absolute paths; null when there is nothing in them. */
    @Nullable
    MapNode load(List<Path> names, Scope scope, @Nullable Span mentioned) {
        MapNode tree = null;
        for (Path file : names) {
            for (Node document : documents(file, mentioned)) {
                tree = add(tree, document, file, scope);
            }
        }
        if (tree == null) {
            return null;
        }
        MapNode complete = Defaults.apply(tree);
        new ResourceCheck(problems).check(complete);
        if (!skipped.contains(Phase.PATH_RESOLUTION) || !scope.chain().isEmpty()) {
            complete = new PathResolution(scope.pathBase(), home).apply(complete);
        }
        if (!skipped.contains(Phase.ENVIRONMENT_RESOLUTION)) {
            complete = new EnvironmentResolution(Variables.of(scope.environment())).apply(complete);
        }
        return complete;
    }

    private @Nullable MapNode add(@Nullable MapNode base, Node document, Path file, Scope scope) {
        if (!(interpolate(document, scope) instanceof MapNode own)) {
            problems.error(
                    "wrong-type", document.span(), "top-level object must be a mapping, not " + document.kindName());
            return base;
        }
        MapNode included = new IncludePhase(this, scope, file).apply(own);
        MapNode extended = new ExtendsPhase(this, scope, home).apply(included, file);
        Node merged = base == null
                ? Merge.withoutTags(extended)
                : new Merge(problems, Merge.Tags.CONSUMED).merge(base, extended, ComposeShape.FILE, ConfigPath.ROOT);
        if (!(merged instanceof MapNode map)) {
            return base;
        }
        Node unique = Unicity.apply(map, ComposeShape.FILE);
        new ShapeCheck(problems).check(unique, ComposeShape.FILE);
        return canonical(withoutVersion((MapNode) unique));
    }

    /** The document with its variables substituted, if they are to be. */
    Node interpolate(Node document, Scope scope) {
        if (skipped.contains(Phase.INTERPOLATION)) {
            return document;
        }
        return new Interpolation(Variables.of(scope.environment()), unset, problems).apply(document, ComposeShape.FILE);
    }

    MapNode canonical(MapNode tree) {
        var unparsable =
                skipped.contains(Phase.INTERPOLATION) ? Canonical.Unparsable.KEEP : Canonical.Unparsable.REPORT;
        return (MapNode) Unicity.apply(new Canonical(problems, unparsable).apply(tree), ComposeShape.FILE);
    }

    private MapNode withoutVersion(MapNode tree) {
        if (!tree.has("version")) {
            return tree;
        }
        problems.warning(
                "obsolete-version",
                tree.keySpan("version"),
                "the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential"
                        + " confusion");
        return tree.without("version");
    }

    /** The names of a list of nodes as absolute paths. */
    static List<Path> resolve(Path directory, List<String> names) {
        List<Path> result = new ArrayList<>(names.size());
        for (String name : names) {
            result.add(
                    name.equals("-") ? Path.of(name) : directory.resolve(name).normalize());
        }
        return result;
    }

    /** Whether a name is that of something elsewhere: a repository or a registry. */
    static boolean isRemote(String name) {
        return name.startsWith("oci://")
                || name.startsWith("git://")
                || name.startsWith("git@")
                || name.startsWith("ssh://")
                || name.startsWith("http://")
                || name.startsWith("https://")
                || name.startsWith("github.com/");
    }
}
