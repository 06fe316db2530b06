package dev.jcompose.runtime.launch.seccomp;

import java.util.List;

/**
 * What happens to one system call: the action of the first alternative that matches, else {@code otherwise}.
 *
 * @param alternatives each some conditions and what follows when all of them hold
 */
record Decision(List<Alternative> alternatives, Action otherwise) {
    /** If all conditions hold, the action is taken. */
    record Alternative(List<Condition> conditions, Action action) {
        Alternative {
            conditions = List.copyOf(conditions);
        }

        private boolean holds(long[] arguments) {
            return conditions.stream().allMatch(condition -> condition.matches(arguments[condition.argument()]));
        }
    }

    Decision {
        alternatives = List.copyOf(alternatives);
    }

    static Decision always(Action action) {
        return new Decision(List.of(), action);
    }

    static Decision allowIfAny(List<Condition> conditions, Action otherwise) {
        return new Decision(
                conditions.stream()
                        .map(condition -> new Alternative(List.of(condition), Action.ALLOW))
                        .toList(),
                otherwise);
    }

    Action on(long[] arguments) {
        return alternatives.stream()
                .filter(alternative -> alternative.holds(arguments))
                .map(Alternative::action)
                .findFirst()
                .orElse(otherwise);
    }
}
