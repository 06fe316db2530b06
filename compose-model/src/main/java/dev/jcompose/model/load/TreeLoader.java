package dev.jcompose.model.load;

import dev.jcompose.model.canonical.Canonical;
import dev.jcompose.model.canonical.Defaults;
import dev.jcompose.model.canonical.PathResolution;
import dev.jcompose.model.check.ResourceCheck;
import dev.jcompose.model.check.ShapeCheck;
import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.interpolate.Interpolation;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.merge.Merge;
import dev.jcompose.model.merge.Unicity;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files into one merged, checked, canonical tree: the phases in their order, document by document. */
final class TreeLoader {

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    final TextFiles files;
    final ProblemLog problems;
    final Set<Phase> skipped;
    final Remotes remotes;
    private final Optional<String> home;
    final Expansions expansions;
    /** Nodes that may come in by {@code include}; see {@link IncludePhase}. */
    final Quota included = new Quota(IncludePhase.MOST);
    /** Nodes that {@code extends} may multiply. */
    final Quota extended = new Quota(ExtendsPhase.MOST);

    private final Quota ports = new Quota(Canonical.MOST_PORTS);
    private final Map<Path, List<Node>> documents = new HashMap<>();

    TreeLoader(
            TextFiles files,
            ProblemLog problems,
            Set<Phase> skipped,
            Optional<String> home,
            Remotes remotes,
            Expansions expansions) {
        this.files = files;
        this.problems = problems;
        this.skipped = skipped;
        this.home = home;
        this.remotes = remotes;
        this.expansions = expansions;
    }

    /** The documents of a file, as they stand there. A file that cannot be read is reported and has none. */
    List<Node> documents(Path file, @Nullable Span mentioned) {
        List<Node> known = documents.get(file);
        if (known != null) {
            return known;
        }
        List<Node> read = List.of();
        try {
            read = new YamlReader(file, problems).read(text(file, mentioned));
        } catch (TextFiles.EncodingException e) {
            var problem = Diagnostic.error("encoding", Optional.of(e.at()), String.valueOf(e.getMessage()));
            problems.add(mentioned == null ? problem : problem.withRelated(mentioned, "the file is named here"));
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

    private String text(Path file, @Nullable Span mentioned) throws IOException {
        Path at = file;
        for (int links = 0; links < MAX_LINKS; links++) {
            Path link = TextFiles.storedLink(at, files.read(at)).orElse(at);
            if (link.equals(at) || !remotes.mayRead(link, file, mentioned)) {
                return files.read(at);
            }
            problems.warning(
                    "link-as-text",
                    new Span(at, 1, 1, 2),
                    "this is a symbolic link that was stored as text; reading " + link + " in its place");
            at = link;
        }
        throw new IOException("open " + file + ": too many levels of symbolic links");
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
        if (!skipped.contains(Phase.ENVIRONMENT_RESOLUTION) && !skipped.contains(Phase.INTERPOLATION)) {
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
        return new Interpolation(Variables.of(scope.environment()), expansions, problems)
                .apply(document, ComposeShape.FILE);
    }

    MapNode canonical(MapNode tree) {
        var unparsable =
                skipped.contains(Phase.INTERPOLATION) ? Canonical.Unparsable.KEEP : Canonical.Unparsable.REPORT;
        return (MapNode) Unicity.apply(new Canonical(problems, unparsable, ports).apply(tree), ComposeShape.FILE);
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

    /**
     * The files that are named, as absolute paths; those that are elsewhere are fetched. Empty when one cannot be had,
     * which is reported.
     *
     * @param from the file that names them; null for the command line
     */
    Optional<List<Path>> locate(Path directory, List<String> names, @Nullable Path from, @Nullable Span at) {
        List<Path> result = new ArrayList<>(names.size());
        boolean all = true;
        for (String name : names) {
            Optional<Path> found = locate(directory, name, from, at);
            found.ifPresent(result::add);
            all &= found.isPresent();
        }
        return all ? Optional.of(result) : Optional.empty();
    }

    /** One of them. */
    Optional<Path> locate(Path directory, String name, @Nullable Path from, @Nullable Span at) {
        if (name.equals("-")) {
            return Optional.of(Path.of(name));
        }
        if (Remotes.isRemote(name)) {
            return remotes.fetch(name, from, at);
        }
        return path(directory, name, at).filter(path -> from == null || remotes.mayRead(path, from, at));
    }

    /** A path below a directory, or an absolute one; text that cannot be one is reported. */
    Optional<Path> path(Path directory, String text, @Nullable Span at) {
        try {
            return Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException e) {
            problems.add(Diagnostic.error(
                    "unreadable-file", Optional.ofNullable(at), "open " + text + ": this is not the name of a file"));
            return Optional.empty();
        }
    }
}
