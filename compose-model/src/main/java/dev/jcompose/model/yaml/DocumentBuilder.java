package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Puts the nodes of one document together, with aliases and merge keys resolved. Works without recursion. */
final class DocumentBuilder {

    /** How many nodes aliases may add to any document; a large one may have fifty times its own. */
    private static final int FREE_ALIASED_NODES = 200_000;

    private static final int MOST_SHARED = 1_000;

    /** Mappings whose values are text for Compose, whatever they look like to YAML. */
    private static final Set<String> TEXT_MAPS =
            Set.of("environment", "args", "labels", "annotations", "options", "driver_opts");

    /** A collection that is still open. */
    private static final class Open {
        final Optional<String> anchor;
        final MergeTag tag;
        final Span span;
        /** Of a list; null for a mapping. */
        final @Nullable List<Node> items;
        /** Of a mapping; null for a list. */
        final MapNode.@Nullable Builder entries;
        /** The mappings of a merge key, which give what the mapping itself does not say. */
        final List<MapNode> merged = new ArrayList<>(0);

        @Nullable
        String key;

        @Nullable
        Span keySpan;

        boolean mergeKey;
        boolean mergeSeen;

        boolean expectsKey() {
            return entries != null && key == null && !mergeKey;
        }

        Open(Optional<String> anchor, MergeTag tag, Span span, @Nullable List<Node> items) {
            this.anchor = anchor;
            this.tag = tag;
            this.span = span;
            this.items = items;
            this.entries = items == null ? new MapNode.Builder(4) : null;
        }
    }

    private final ProblemLog problems;
    private final Quota quota;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Node> anchors;
    private final Set<String> openAnchors = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private long nodes;
    private long aliased;
    private @Nullable Node root;
    private boolean failed;

    /**
     * @param quota how many nodes all documents of a file may have
     * @param anchors those of the documents before; those of this one are added
     */
    DocumentBuilder(ProblemLog problems, Quota quota, Map<String, Node> anchors) {
        this.problems = problems;
        this.anchors = anchors;
        this.quota = quota;
    }

    boolean isComplete() {
        return root != null;
    }

    boolean hasFailed() {
        return failed;
    }

    @Nullable
    Node result() {
        return failed ? null : root;
    }

    /** Only an untagged scalar has a type of its own: with a tag that YAML does not define it is a string. */
    void scalar(ScalarEvent event, Span span) {
        String text = event.getValue();
        Open parent = open.peek();
        if (parent != null && parent.expectsKey()) {
            key(event, span);
            return;
        }
        MergeTag tag = mergeTag(event.getTag());
        ScalarNode node;
        if (tag == MergeTag.NONE && event.getTag().isPresent()) {
            node = tagged(event.getTag().get(), text, span);
        } else if (event.isPlain() && tag != MergeTag.OVERRIDE) {
            var resolved = ScalarResolver.resolve(text);
            node = new ScalarNode(span, tag, resolved.kind(), resolved.text());
            AmbiguousScalar.of(text, resolved, isText()).ifPresent(what -> problems.doubt(what.at(span)));
        } else {
            node = new ScalarNode(span, tag, Kind.STRING, text);
        }
        if (event.getAnchor().isPresent()) {
            anchors.put(event.getAnchor().get().getValue(), node);
        }
        add(node);
    }

    /** Whether the value that comes next is kept as text, whatever it looks like. */
    private boolean isText() {
        Iterator<Open> outwards = open.iterator();
        if (!outwards.hasNext() || outwards.next().items != null || !outwards.hasNext()) {
            return false;
        }
        String around = outwards.next().key;
        return around != null && TEXT_MAPS.contains(around);
    }

    private void key(ScalarEvent event, Span span) {
        Open parent = open.getFirst();
        String text = shared(event.getValue());
        if (event.isPlain() && text.equals("<<")) {
            if (parent.mergeSeen) {
                duplicate("<<", span, parent.span);
            }
            parent.mergeKey = true;
            parent.mergeSeen = true;
            parent.keySpan = span;
            return;
        }
        if (event.getAnchor().isPresent()) {
            anchors.put(event.getAnchor().get().getValue(), ScalarNode.string(span, text));
        }
        if (event.isPlain() && event.getTag().isEmpty()) {
            Kind kind = ScalarResolver.resolve(text).kind();
            if (kind != Kind.STRING) {
                String where = location();
                problems.add(Diagnostic.error(
                                "non-string-key",
                                Optional.of(span),
                                "Non-string key " + (where.isEmpty() ? "at top level" : "in " + where) + ": " + text)
                        .withHint("put it in quotes: \"" + text + "\""));
            }
        }
        if (parent.entries != null && parent.entries.has(text)) {
            duplicate(text, span, parent.entries.keySpan(text));
        }
        parent.key = text;
        parent.keySpan = span;
    }

    /** The keys of Compose are few, and one text for each of them is enough. */
    private String shared(String key) {
        if (names.size() >= MOST_SHARED) {
            return names.getOrDefault(key, key);
        }
        String known = names.putIfAbsent(key, key);
        return known == null ? key : known;
    }

    private void duplicate(String key, Span span, Span before) {
        problems.add(Diagnostic.error(
                        "duplicate-key",
                        Optional.of(span),
                        "mapping key \"" + key + "\" already defined at line " + before.line())
                .withRelated(before, "first defined here"));
    }

    void alias(String name, Span span) {
        nodes++;
        if (openAnchors.contains(name)) {
            fail("recursive-alias", span, "cycle detected: anchor '" + name + "' contains itself");
            return;
        }
        Node target = anchors.get(name);
        if (target == null) {
            fail("unknown-anchor", span, "yaml: unknown anchor '" + name + "' referenced");
            return;
        }
        aliased += target.weight();
        if (aliased > FREE_ALIASED_NODES + 50 * nodes) {
            fail("excessive-aliasing", span, "yaml: document contains excessive aliasing");
            return;
        }
        Open parent = open.peek();
        if (parent != null && parent.expectsKey()) {
            if (!(target instanceof ScalarNode scalar)) {
                fail("non-string-key", span, "Non-string key in " + location() + ": " + target.kindName());
                return;
            }
            parent.key = scalar.text();
            parent.keySpan = span;
            return;
        }
        add(target);
    }

    void startMap(Optional<String> anchor, Optional<String> tag, Span span) {
        start(new Open(anchor, mergeTag(tag), span, null));
    }

    void startList(Optional<String> anchor, Optional<String> tag, Span span) {
        start(new Open(anchor, mergeTag(tag), span, new ArrayList<>()));
    }

    private void start(Open collection) {
        Open parent = open.peek();
        if (parent != null && parent.expectsKey()) {
            fail("non-string-key", collection.span, "Non-string key in " + location() + ": a collection");
            return;
        }
        if (open.size() >= YamlReader.MAX_DEPTH) {
            fail(
                    "too-deep",
                    collection.span,
                    "yaml: line " + collection.span.line() + ": exceeded max depth of " + YamlReader.MAX_DEPTH);
            return;
        }
        open.push(collection);
        collection.anchor.ifPresent(openAnchors::add);
    }

    void end() {
        Open done = open.pop();
        Node node;
        if (done.items != null) {
            node = new ListNode(done.span, done.tag, done.items);
        } else {
            var entries = Objects.requireNonNull(done.entries);
            // Keys of the mapping itself come first, as the order of a merge key means nothing.
            for (MapNode map : done.merged) {
                map.entries().forEach((key, entry) -> entries.addIfAbsent(key, entry.keySpan(), entry.value()));
            }
            node = entries.build(done.span, done.tag);
        }
        if (done.anchor.isPresent()) {
            openAnchors.remove(done.anchor.get());
            anchors.put(done.anchor.get(), node);
        }
        add(node);
    }

    private void add(Node node) {
        nodes++;
        if (!quota.take(1)) {
            fail(
                    "too-large",
                    node.span(),
                    "yaml: the file has more than " + YamlReader.MAX_NODES + " values; split it into several files");
            return;
        }
        Open parent = open.peek();
        if (parent == null) {
            root = node;
            return;
        }
        if (parent.items != null) {
            if (node.tag() != MergeTag.RESET) {
                parent.items.add(node);
            }
            return;
        }
        if (parent.mergeKey) {
            parent.mergeKey = false;
            merge(parent, node);
            return;
        }
        String key = parent.key;
        Span keySpan = parent.keySpan;
        if (parent.entries != null && key != null && keySpan != null) {
            if (parent.entries.has(key)) {
                parent.entries.replace(key, node);
            } else {
                parent.entries.add(key, keySpan, node);
            }
            parent.key = null;
        }
    }

    private void merge(Open into, Node source) {
        switch (source) {
            case MapNode map -> into.merged.add(map);
            case ListNode list -> {
                for (Node item : list.items()) {
                    if (item instanceof MapNode map) {
                        into.merged.add(map);
                    } else {
                        badMerge(item);
                    }
                }
            }
            case ScalarNode scalar -> badMerge(scalar);
        }
    }

    private void badMerge(Node source) {
        problems.error("merge-key", source.span(), "yaml: map merge requires map or sequence of maps as the value");
    }

    private ScalarNode tagged(String tag, String text, Span span) {
        return switch (tag) {
            case "tag:yaml.org,2002:null" -> ScalarNode.none(span);
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:timestamp" -> {
                var resolved = ScalarResolver.resolve(text);
                yield new ScalarNode(span, MergeTag.NONE, resolved.kind(), resolved.text());
            }
            case "tag:yaml.org,2002:binary" -> ScalarNode.string(span, decoded(text, span));
            default -> ScalarNode.string(span, text);
        };
    }

    private String decoded(String base64, Span span) {
        try {
            return new String(Base64.getDecoder().decode(base64.replaceAll("\\s", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.error("yaml-syntax", span, "yaml: !!binary value contains invalid base64 data");
            return base64;
        }
    }

    private static MergeTag mergeTag(Optional<String> tag) {
        if (tag.isEmpty()) {
            return MergeTag.NONE;
        }
        return switch (tag.get()) {
            case "!reset" -> MergeTag.RESET;
            case "!override" -> MergeTag.OVERRIDE;
            default -> MergeTag.NONE;
        };
    }

    private void fail(String code, Span at, String message) {
        problems.error(code, at, message);
        failed = true;
    }

    /** The config path of the innermost open collection. */
    private String location() {
        StringBuilder path = new StringBuilder();
        var outermostFirst = open.descendingIterator();
        while (outermostFirst.hasNext()) {
            Open at = outermostFirst.next();
            if (at == open.peek()) {
                break;
            }
            if (at.items != null) {
                path.append('[').append(at.items.size()).append(']');
            } else if (at.key != null) {
                path.append(path.isEmpty() ? "" : ".").append(at.key);
            }
        }
        return path.toString();
    }
}
