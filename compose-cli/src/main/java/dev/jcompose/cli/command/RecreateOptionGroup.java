package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.UpOptions.Recreate;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;

/** When {@code up} replaces containers that exist. */
final class RecreateOptionGroup {
    private final Options.Flag force;
    private final Options.Flag never;
    private final Options.Flag always;
    private final Options.Flag renewVolumes;

    RecreateOptionGroup(Options options) {
        force = options.flag(
                "Recreate containers even if their configuration and image haven't changed", "--force-recreate");
        never = options.flag(
                "If containers already exist, don't recreate them. Incompatible with --force-recreate.",
                "--no-recreate");
        always = options.flag(
                "Recreate dependent containers. Incompatible with --no-recreate.", "--always-recreate-deps");
        renewVolumes = options.flag(
                "Recreate anonymous volumes instead of retrieving data from the previous containers",
                "-V",
                "--renew-anon-volumes");
    }

    void check() throws UsageException {
        if (force.isSet() && never.isSet()) {
            throw new UsageException("--force-recreate and --no-recreate are incompatible");
        }
        if (always.isSet() && never.isSet()) {
            throw new UsageException("--always-recreate-deps and --no-recreate are incompatible");
        }
        if (renewVolumes.isSet() && never.isSet()) {
            throw new UsageException("--no-recreate and --renew-anon-volumes are incompatible");
        }
    }

    UpOptions apply(UpOptions options) {
        var targets = force.isSet() || renewVolumes.isSet()
                ? Recreate.ALWAYS
                : never.isSet() ? Recreate.NEVER : Recreate.DIVERGED;
        var dependencies = always.isSet() ? Recreate.ALWAYS : never.isSet() ? Recreate.NEVER : Recreate.DIVERGED;
        return options.withRecreate(targets, dependencies)
                .withAnonymousVolumes(renewVolumes.isSet() ? AnonymousVolumes.REMOVE : AnonymousVolumes.KEEP);
    }
}
