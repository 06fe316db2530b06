package dev.jcompose.model.shape;

import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place: a scalar, a mapping, a list, or several of these.
 *
 * @param scalar absent when no scalar may stand there
 * @param map absent when no mapping may stand there
 * @param list absent when no list may stand there
 * @param merge how a value of a later file joins that of an earlier one
 * @param unique by what an item of the list replaces an earlier one; absent when both stay
 */
public record Shape(
        @Nullable ScalarShape scalar,
        @Nullable MapShape map,
        @Nullable ListShape list,
        MergeRule merge,
        @Nullable ItemKey unique) {

    /** Anything at all. */
    public static final Shape ANY = new Shape(null, null, null, MergeRule.DEEP, null);

    static Shape of(ScalarShape scalar) {
        return new Shape(scalar, null, null, MergeRule.DEEP, null);
    }

    static Shape of(MapShape map) {
        return new Shape(null, map, null, MergeRule.DEEP, null);
    }

    static Shape listOf(Shape item) {
        return new Shape(null, null, new ListShape(item, ListShape.Repeats.ALLOWED), MergeRule.DEEP, null);
    }

    static Shape setOf(Shape item) {
        return new Shape(null, null, new ListShape(item, ListShape.Repeats.REFUSED), MergeRule.DEEP, null);
    }

    /** This or that; of each kind, only one of both may have one. */
    Shape or(Shape other) {
        return new Shape(
                scalar != null ? scalar : other.scalar,
                map != null ? map : other.map,
                list != null ? list : other.list,
                merge,
                unique);
    }

    Shape orNull() {
        ScalarShape base = scalar == null ? ScalarShape.NOTHING : scalar;
        return new Shape(base.orNull(), map, list, merge, unique);
    }

    Shape merging(MergeRule rule) {
        return new Shape(scalar, map, list, rule, unique);
    }

    Shape uniqueBy(ItemKey key) {
        return new Shape(scalar, map, list, merge, key);
    }

    /** Whether anything may stand there. */
    public boolean isAny() {
        return scalar == null && map == null && list == null;
    }

    /** The shape of what is under a key of a mapping that stands here. */
    public Shape under(String key) {
        if (map == null) {
            return ANY;
        }
        Shape known = map.of(key);
        return known == null ? ANY : known;
    }

    /** The shape of the items of a list that stands here. */
    public Shape item() {
        return list == null ? ANY : list.item();
    }

    /** What a string here is turned into once variables are substituted. */
    public Cast cast() {
        return scalar == null ? Cast.NONE : scalar.cast();
    }

    /** What may stand there, in words: {@code a string or a list}. */
    public String expected() {
        var words = new ArrayList<String>();
        if (map != null) {
            words.add("a mapping");
        }
        if (list != null) {
            words.add("a list");
        }
        if (scalar != null) {
            words.addAll(scalar.expected());
        }
        if (words.size() == 1) {
            return words.get(0);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }

    /** Whether a node is of a kind that may stand here; says nothing of what is in it. */
    public boolean admits(Node node) {
        return isAny()
                || switch (node) {
                    case MapNode m -> map != null;
                    case ListNode l -> list != null;
                    case ScalarNode s -> scalar != null && scalar.admits(s);
                };
    }
}
