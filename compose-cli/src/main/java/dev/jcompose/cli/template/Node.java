package dev.jcompose.cli.template;

import java.util.List;

/** A piece of a template. */
sealed interface Node {
    record Text(String text) implements Node {}

    /** Shows a value, or only sets a variable. */
    record Show(Expression.Pipeline value) implements Node {}

    record If(Expression.Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** Once for each item of a list or a map; {@code otherwise} when there is none. */
    record Range(Expression.Pipeline items, List<Node> body, List<Node> otherwise) implements Node {
        public Range {
            body = List.copyOf(body);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** With the value as {@code .}, unless it is empty. */
    record With(Expression.Pipeline value, List<Node> body, List<Node> otherwise) implements Node {
        public With {
            body = List.copyOf(body);
            otherwise = List.copyOf(otherwise);
        }
    }
}
