package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;

/** A value of a YAML document with its position. Nodes never change; phases build new trees that share what they keep. */
public sealed interface Node permits CollectionNode, ScalarNode {

    /** Where it stands; for a collection, where it begins. */
    Span span();

    /** What a later file wants done with the value of an earlier one. */
    MergeTag tag();

    /** The same value with another merge tag. */
    Node withTag(MergeTag tag);

    /** The number of nodes of the tree, shared ones counted at each place; at most {@link Integer#MAX_VALUE}. */
    int weight();

    /** Whether both say the same, wherever they stand. */
    boolean sameAs(Node other);

    /** Whether it is this very object: phases give back the node they were given when they change nothing. */
    @SuppressWarnings("ReferenceEquality")
    default boolean isIdenticalTo(Node other) {
        return this == other;
    }

    /** What it is, for messages: {@code a mapping}, {@code a list}, {@code a string}, ... */
    String kindName();
}
