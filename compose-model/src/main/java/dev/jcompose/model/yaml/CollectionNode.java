package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;

/** A node with others in it. */
public abstract sealed class CollectionNode implements Node permits ListNode, MapNode {

    final Span span;
    final MergeTag tag;
    private final int weight;

    /** @param inner how many nodes are in it at any depth */
    CollectionNode(Span span, MergeTag tag, long inner) {
        this.span = span;
        this.tag = tag;
        this.weight = (int) Math.min(inner + 1, Integer.MAX_VALUE);
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
    public int weight() {
        return weight;
    }
}
