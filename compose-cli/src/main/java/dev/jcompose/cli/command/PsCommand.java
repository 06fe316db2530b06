package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Ps;
import dev.jcompose.engine.operation.PsRequest;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code ps}: lists containers. */
final class PsCommand implements Command {
    private final Options options;
    private final Options.Flag all;
    private final Options.Values filter;
    private final Options.Value format;
    private final Options.Flag noTrunc;
    private final Options.Flag orphans;
    private final Options.Flag quiet;
    private final Options.Flag services;
    private final Options.Values status;

    PsCommand(Options options) {
        this.options = options;
        all = options.flag("Show all stopped containers (including those created by the run command)", "-a", "--all");
        filter = options.values("Filter services by a property (supported filters: status)", "string", "--filter");
        format = options.value(
                "Format output using a custom template: 'table', 'table TEMPLATE', 'json', or a Go template",
                "string",
                "--format");
        noTrunc = options.flag("Don't truncate output", "--no-trunc");
        orphans = options.flag("Include orphaned services (not declared by project)", "--orphans");
        quiet = options.flag("Only display IDs", "-q", "--quiet");
        services = options.flag("Display services", "--services");
        status = options.values(
                "Filter services by status (paused | restarting | removing | running | dead | created | exited)",
                "stringArray",
                "--status");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var states = states();
        var scope = session.files().scope(options.arguments());
        var stopped = all.isSet() || !states.isEmpty() ? PsRequest.Stopped.INCLUDE : PsRequest.Stopped.LEAVE_OUT;
        var which = orphans.given().orElse(true) ? PsRequest.Orphans.INCLUDE : PsRequest.Orphans.LEAVE_OUT;
        var containers = new Ps(session.quietOperation())
                .run(new PsRequest(scope, stopped, which, states)).stream()
                        .sorted(Comparator.comparing(ObservedContainer::name))
                        .toList();
        var out = session.out();
        if (quiet.isSet()) {
            containers.forEach(container -> out.println(container.id().value()));
        } else if (services.isSet()) {
            containers.stream().map(ObservedContainer::service).distinct().forEach(out::println);
        } else {
            var length = noTrunc.isSet() ? ContainerListing.Length.WHOLE : ContainerListing.Length.SHORT;
            out.print(new ContainerListing(session.clock().instant(), length).print(containers, format.or("table")));
        }
        return 0;
    }

    private Set<ContainerState> states() throws UsageException {
        List<String> words = new ArrayList<>(status.all());
        for (String property : filter.all()) {
            if (!property.startsWith("status=")) {
                throw new UsageException("unknown filter " + property.replaceFirst("=.*", ""));
            }
            words.add(property.substring("status=".length()));
        }
        var states = EnumSet.noneOf(ContainerState.class);
        for (String word : words) {
            try {
                states.add(ContainerState.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new UsageException("unknown status \"" + word
                        + "\": use paused, restarting, removing, running, dead, created or exited");
            }
        }
        return states;
    }
}
