package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;
import java.util.List;
import java.util.function.UnaryOperator;

/** A list. */
public final class ListNode implements Node {

    private final Span span;
    private final MergeTag tag;
    private final List<Node> items;
    private final int weight;

    public ListNode(Span span, MergeTag tag, List<Node> items) {
        this.span = span;
        this.tag = tag;
        this.items = List.copyOf(items);
        long sum = 1;
        for (Node item : items) {
            sum += item.weight();
        }
        this.weight = (int) Math.min(sum, Integer.MAX_VALUE);
    }

    public static ListNode of(Span span, List<Node> items) {
        return new ListNode(span, MergeTag.NONE, items);
    }

    public List<Node> items() {
        return items;
    }

    /** This list when no item changes, else one with the changed items. */
    public ListNode mapItems(UnaryOperator<Node> change) {
        Node[] changed = null;
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Node after = change.apply(item);
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
    public Span span() {
        return span;
    }

    @Override
    public MergeTag tag() {
        return tag;
    }

    @Override
    public ListNode withTag(MergeTag other) {
        return other == tag ? this : new ListNode(span, other, items);
    }

    @Override
    public int weight() {
        return weight;
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
