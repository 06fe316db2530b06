package dev.jcompose.runtime.launch.seccomp;

import java.util.List;

/**
 * What happens to one system call: the action of the first alternative that matches, else {@code otherwise}.
 *
 * @param alternatives each a single condition and what follows from it
 */
record Decision(List<Alternative> alternatives, Action otherwise) {
    /** If the condition holds, the action is taken. */
    record Alternative(Condition condition, Action action) {}

    Decision {
        alternatives = List.copyOf(alternatives);
    }

    static Decision always(Action action) {
        return new Decision(List.of(), action);
    }

    static Decision allowIfAny(List<Condition> conditions, Action otherwise) {
        return new Decision(
                conditions.stream()
                        .map(condition -> new Alternative(condition, Action.ALLOW))
                        .toList(),
                otherwise);
    }

    Action on(long[] arguments) {
        return alternatives.stream()
                .filter(alternative -> alternative
                        .condition()
                        .matches(arguments[alternative.condition().argument()]))
                .map(Alternative::action)
                .findFirst()
                .orElse(otherwise);
    }
}
