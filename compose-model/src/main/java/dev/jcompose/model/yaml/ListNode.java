package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;
import java.util.List;
import java.util.function.UnaryOperator;

/** A list. */
public final class ListNode extends CollectionNode {

    private final List<Node> items;

    public ListNode(Span span, MergeTag tag, List<Node> items) {
        super(span, tag, weight(items));
        this.items = List.copyOf(items);
    }

    private static long weight(List<Node> items) {
        long sum = 0;
        for (Node item : items) {
            sum += item.weight();
        }
        return sum;
    }

    public static ListNode of(Span span, List<Node> items) {
        return new ListNode(span, MergeTag.NONE, items);
    }

    public List<Node> items() {
        return items;
    }

    /** Changes an item. */
    @FunctionalInterface
    public interface ItemChange {
        Node apply(int index, Node item);
    }

    /** This list when no item changes, else one with the changed items. */
    public ListNode mapItems(UnaryOperator<Node> change) {
        return mapItems((index, item) -> change.apply(item));
    }

    /** The same, with the index of each item, from 0. */
    public ListNode mapItems(ItemChange change) {
        Node[] changed = null;
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Node after = change.apply(i, item);
            if (!after.isIdenticalTo(item) && changed == null) {
                changed = items.toArray(Node[]::new);
            }
            if (changed != null) {
                changed[i] = after;
            }
        }
        return changed == null ? this : new ListNode(span, tag, List.of(changed));
    }

    @Override
    public ListNode withTag(MergeTag other) {
        return other == tag ? this : new ListNode(span, other, items);
    }

    @Override
    public boolean sameAs(Node other) {
        if (!(other instanceof ListNode list) || list.items.size() != items.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).sameAs(list.items.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String kindName() {
        return "a list";
    }
}
