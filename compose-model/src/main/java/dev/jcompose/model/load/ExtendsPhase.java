package dev.jcompose.model.load;

import dev.jcompose.model.canonical.PathResolution;
import dev.jcompose.model.merge.Merge;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.MergeTag;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code extends}: the extended service, itself complete, is the base that the extending one is merged over. */
final class ExtendsPhase {

    /** A longer chain of services is refused, so that it cannot exhaust the stack. */
    private static final int MAX_CHAIN = 100;

    /** Nodes that may be multiplied. */
    static final int MOST = 1_000_000;

    /** A service in a file, for the text of a circle. */
    private record Reference(String service, Path file) {}

    /** A file whose services may be extended, with the results so far. */
    private static final class Source {
        final Path file;
        final Path directory;
        final Map<String, MapNode.Entry> services;
        final Map<String, Node> done = new HashMap<>();

        Source(Path file, Path directory, Map<String, MapNode.Entry> services) {
            this.file = file;
            this.directory = directory;
            this.services = services;
        }
    }

    private final TreeLoader loader;
    private final Scope scope;
    private final Optional<String> home;
    private final Map<Path, Source> sources = new HashMap<>();

    ExtendsPhase(TreeLoader loader, Scope scope, Optional<String> home) {
        this.loader = loader;
        this.scope = scope;
        this.home = home;
    }

    MapNode apply(MapNode document, Path file) {
        if (!(document.get("services") instanceof MapNode services) || !anyExtends(services)) {
            return document;
        }
        var source = new Source(file, scope.directory(), services.entries());
        return document.with("services", services.mapValues((name, node) -> complete(name, source, List.of())));
    }

    private static boolean anyExtends(MapNode services) {
        for (MapNode.Entry entry : services.entries().values()) {
            if (entry.value() instanceof MapNode service && service.has("extends")) {
                return true;
            }
        }
        return false;
    }

    /** The service with what it extends; its merge tags are kept for the files before this one. */
    private Node complete(String name, Source source, List<Reference> chain) {
        Node known = source.done.get(name);
        if (known != null) {
            return known;
        }
        MapNode.Entry entry = source.services.get(name);
        Node node = entry == null ? null : entry.value();
        if (!(node instanceof MapNode service)) {
            return node == null ? ScalarNode.none(new Span(source.file, 1, 1, 2)) : node;
        }
        Node result = extended(name, service, source, chain);
        source.done.put(name, result);
        return result;
    }

    private Node extended(String name, MapNode service, Source source, List<Reference> chain) {
        Node ext = service.get("extends");
        if (ext == null || ext.tag() == MergeTag.RESET) {
            return service.without("extends");
        }
        MapNode own = service.without("extends");
        Optional<String> wanted = ext instanceof MapNode map
                ? map.string("service")
                : ext instanceof ScalarNode scalar && scalar.isString() ? Optional.of(scalar.text()) : Optional.empty();
        if (wanted.isEmpty()) {
            String problem = ext instanceof MapNode ? ".service is required" : " must be a string or a mapping";
            loader.problems.error("extends", ext.span(), "services." + name + ".extends" + problem);
            return own;
        }
        var here = new Reference(name, source.file);
        List<Reference> longer = new ArrayList<>(chain);
        longer.add(here);
        if (chain.contains(here) || longer.size() > MAX_CHAIN) {
            loader.problems.error("extends-cycle", ext.span(), "Circular reference:\n" + circle(longer));
            return own;
        }
        Source from = ext instanceof MapNode map ? sourceOf(map, name, source) : source;
        if (from == null) {
            return own;
        }
        MapNode.Entry base = from.services.get(wanted.get());
        if (base == null || base.value().tag() == MergeTag.RESET) {
            missing(name, wanted.get(), ext.span(), source, from);
            return own;
        }
        if (!(complete(wanted.get(), from, longer) instanceof MapNode complete)) {
            return own;
        }
        if (loader.extended.isUsedUp()) {
            return own;
        }
        if (!loader.extended.take(complete.weight())) {
            loader.problems.add(Diagnostic.error(
                            "extends",
                            Optional.of(ext.span()),
                            "the extended services are too large: more than " + MOST
                                    + " values in all, with each service as often as it is extended")
                    .withHint("extend a smaller service"));
            return own;
        }
        ConfigPath path = ConfigPath.ROOT.key("services").key(name);
        Node merged = new Merge(loader.problems, Merge.Tags.KEPT)
                .merge(Merge.withoutTags(complete), own.withTag(MergeTag.NONE), ComposeShape.SERVICE, path);
        return merged == null ? own : merged.withTag(own.tag());
    }

    private static String circle(List<Reference> chain) {
        var text = new StringBuilder();
        for (Reference reference : chain) {
            text.append(text.isEmpty() ? "  " : "\n  extends ")
                    .append(reference.service())
                    .append(" in ")
                    .append(reference.file());
        }
        return text.toString();
    }

    private void missing(String name, String wanted, Span at, Source source, Source from) {
        String where = from == source ? "" : " in " + from.file;
        var problem = Diagnostic.error(
                "extends",
                Optional.of(at),
                "cannot extend service \"" + name + "\" in " + source.file + ": service \"" + wanted + "\" not found"
                        + where);
        loader.problems.addNamed(problem, wanted, from.services.keySet());
    }

    /** The file that an {@code extends} names, or the same one; null when it cannot be read. */
    private @Nullable Source sourceOf(MapNode ext, String name, Source source) {
        Node named = ext.get("file");
        if (!(named instanceof ScalarNode file) || file.isNull()) {
            return source;
        }
        Path path = loader.locate(source.directory, file.text(), source.file, file.span())
                .orElse(null);
        if (path == null) {
            return null;
        }
        Source known = sources.get(path);
        if (known != null) {
            return known;
        }
        Path parent = path.getParent();
        Path directory = parent == null ? source.directory : parent;
        String base = base(directory);
        Source read = read(path, base, name, file.span());
        if (read != null) {
            sources.put(path, read);
        }
        return read;
    }

    private String base(Path directory) {
        if (!loader.skipped.contains(Phase.PATH_RESOLUTION)) {
            return directory.toString();
        }
        String relative = scope.directory().relativize(directory).toString();
        return relative.isEmpty() ? "." : relative;
    }

    private @Nullable Source read(Path path, String base, String name, Span at) {
        MapNode tree = null;
        for (Node document : loader.documents(path, at)) {
            if (!(loader.interpolate(document, scope) instanceof MapNode map)) {
                continue;
            }
            Node merged = tree == null
                    ? map
                    : new Merge(loader.problems, Merge.Tags.CONSUMED)
                            .merge(tree, map, ComposeShape.FILE, ConfigPath.ROOT);
            tree = merged instanceof MapNode result ? loader.canonical(result) : tree;
        }
        if (tree == null) {
            return null;
        }
        if (!(tree.get("services") instanceof MapNode)) {
            loader.problems.error(
                    "extends", at, "cannot extend service \"" + name + "\" in " + path + ": no services section");
            return null;
        }
        MapNode resolved = new PathResolution(base, home).apply(tree);
        Map<String, MapNode.Entry> services =
                resolved.get("services") instanceof MapNode map ? new LinkedHashMap<>(map.entries()) : Map.of();
        // What its own extends name has become absolute, or starts from the project like all other paths.
        return new Source(path, scope.directory(), services);
    }
}
