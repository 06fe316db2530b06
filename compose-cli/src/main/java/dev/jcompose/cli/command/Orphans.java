package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.model.Project;
import dev.jcompose.planner.UpOptions;
import java.util.Optional;

/** What flags and variables say about containers of services that the files do not know. */
final class Orphans {
    private Orphans() {}

    static UpOptions.Orphans forUp(Session session, Project project, Optional<Boolean> flag) throws UsageException {
        boolean ignore = isTrue(session, Optional.of(project), "COMPOSE_IGNORE_ORPHANS");
        if (ignore && flag.orElse(false)) {
            throw new UsageException("cannot combine COMPOSE_IGNORE_ORPHANS and --remove-orphans");
        }
        if (flag.orElseGet(() -> isTrue(session, Optional.of(project), "COMPOSE_REMOVE_ORPHANS"))) {
            return UpOptions.Orphans.REMOVE;
        }
        return ignore ? UpOptions.Orphans.IGNORE : UpOptions.Orphans.WARN;
    }

    static boolean removedBy(Session session, Optional<Project> project, Optional<Boolean> flag) {
        return flag.orElseGet(() -> isTrue(session, project, "COMPOSE_REMOVE_ORPHANS"));
    }

    private static boolean isTrue(Session session, Optional<Project> project, String variable) {
        return GlobalOptions.isTrue(session.invocation()
                .variable(variable)
                .or(() -> project.map(Project::environment).map(environment -> environment.get(variable))));
    }
}
