package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Units;
import dev.jcompose.cli.template.Listing;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.ContainerStats;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.PsRequest;
import dev.jcompose.engine.operation.Stats;
import dev.jcompose.engine.operation.StatsRequest;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code stats}: the use of resources, once or as it changes. */
final class StatsCommand implements Command {
    private static final Listing LISTING = new Listing(
            "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
            Map.of(
                    "ID", "CONTAINER ID",
                    "CPUPerc", "CPU %",
                    "MemUsage", "MEM USAGE / LIMIT",
                    "MemPerc", "MEM %",
                    "NetIO", "NET I/O",
                    "BlockIO", "BLOCK I/O"));
    private static final String TOP_OF_SCREEN = "\u001b[H";
    private static final String ERASE_BELOW = "\u001b[J";

    private final Options options;
    private final Options.Flag all;
    private final Options.Value format;
    private final Options.Flag noStream;
    private final Options.Flag noTrunc;

    StatsCommand(Options options) {
        this.options = options.atMost(1);
        all = options.flag("Show all containers (default shows just running)", "-a", "--all");
        format = options.value(
                "Format output using a custom template: 'table', 'table TEMPLATE', 'json', or a Go template",
                "string",
                "--format");
        noStream = options.flag("Disable streaming stats and only pull the first result", "--no-stream");
        noTrunc = options.flag("Do not truncate output", "--no-trunc");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var stopped = all.isSet() ? PsRequest.Stopped.INCLUDE : PsRequest.Stopped.LEAVE_OUT;
        var samples = new TreeMap<String, Map<String, Object>>();
        boolean stream = !noStream.isSet();
        var mode = stream ? StatsRequest.Mode.STREAM : StatsRequest.Mode.ONCE;
        LISTING.print(List.of(), format.or("table")); // complains of a wrong format before anything else happens
        var request = new StatsRequest(scope, mode, stopped, (container, sample) -> {
            synchronized (samples) {
                samples.put(container.name(), fields(container, sample));
                if (stream) {
                    show(session, samples);
                }
            }
        });
        new Stats(session.quietOperation()).run(request);
        if (!stream) {
            session.out().print(text(samples));
        }
        return 0;
    }

    private void show(Session session, Map<String, Map<String, Object>> samples) {
        boolean terminal = session.invocation().terminal().isTerminal(Terminal.Stream.OUT);
        session.out().print((terminal ? TOP_OF_SCREEN : "") + text(samples) + (terminal ? ERASE_BELOW : ""));
        session.out().flush();
    }

    private String text(Map<String, Map<String, Object>> samples) {
        try {
            return LISTING.print(List.copyOf(samples.values()), format.or("table"));
        } catch (UsageException e) {
            throw new IllegalStateException("the format was tried before", e);
        }
    }

    private Map<String, Object> fields(ObservedContainer container, ContainerStats sample) {
        var fields = new LinkedHashMap<String, Object>();
        String id = noTrunc.isSet() ? container.id().value() : container.id().shortForm();
        double memory = sample.memoryLimit() == 0 ? 0 : 100.0 * sample.memoryUsed() / sample.memoryLimit();
        fields.put("BlockIO", Units.size(sample.blockRead()) + " / " + Units.size(sample.blockWritten()));
        fields.put("CPUPerc", String.format(Locale.ROOT, "%.2f%%", sample.cpuPercent()));
        fields.put("Container", id);
        fields.put("ID", id);
        fields.put("MemPerc", String.format(Locale.ROOT, "%.2f%%", memory));
        fields.put("MemUsage", Units.binarySize(sample.memoryUsed()) + " / " + Units.binarySize(sample.memoryLimit()));
        fields.put("Name", container.name());
        fields.put("NetIO", Units.size(sample.networkReceived()) + " / " + Units.size(sample.networkSent()));
        fields.put("PIDs", String.valueOf(sample.processes()));
        return fields;
    }
}
