package dev.jcompose.cli.template;

import java.util.List;
import java.util.Optional;

/** What stands between the braces of an action. */
sealed interface Expression {
    /** A text, a number or a truth value. */
    record Literal(Object value) implements Expression {}

    /** {@code .}, or with names what it leads to. */
    record Dot(List<String> path) implements Expression {
        public Dot {
            path = List.copyOf(path);
        }
    }

    /** {@code $name}, or {@code $} for what the template was given, with names what it leads to. */
    record Variable(String name, List<String> path) implements Expression {
        public Variable {
            path = List.copyOf(path);
        }
    }

    /** {@code (pipeline).Name}. */
    record Chain(Expression of, List<String> path) implements Expression {
        public Chain {
            path = List.copyOf(path);
        }
    }

    /** A function and what it is given. */
    record Call(String function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** A value that is given arguments, as in {@code .Label "name"}. */
    record Method(Expression of, List<Expression> arguments) implements Expression {
        public Method {
            arguments = List.copyOf(arguments);
        }
    }

    /** Commands, each of which gets the value of the one before as its last argument. */
    record Pipeline(Optional<Declaration> declaration, List<Expression> commands) implements Expression {
        public Pipeline {
            commands = List.copyOf(commands);
        }
    }

    /**
     * {@code $a :=}, {@code $a =} or, before a range, {@code $key, $value :=}.
     *
     * @param kind whether the variables are made here or have been before
     */
    record Declaration(List<String> variables, Kind kind) {
        enum Kind {
            NEW,
            KNOWN
        }

        public Declaration {
            variables = List.copyOf(variables);
        }
    }
}
