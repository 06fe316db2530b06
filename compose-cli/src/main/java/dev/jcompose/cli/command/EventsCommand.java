package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import dev.jcompose.engine.Activity;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Events;
import dev.jcompose.engine.operation.EventsRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.desired.Labels;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code events}: what happens to containers, as it happens. */
final class EventsCommand implements Command {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final Options options;
    private final Options.Flag json;
    private final Options.Value since;
    private final Options.Value until;

    EventsCommand(Options options) {
        this.options = options;
        json = options.flag("Output events as a stream of json objects", "--json");
        since = options.value("Show all events created since timestamp", "string", "--since");
        until = options.value("Stream events until this timestamp", "string", "--until");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var zone = session.clock().getZone();
        var request = new EventsRequest(
                scope, Moments.of(since, session.clock()), Moments.of(until, session.clock()), activity -> {
                    print(session.out(), json.isSet() ? asJson(activity) : asText(activity, zone));
                });
        new Events(session.quietOperation()).run(request);
        return 0;
    }

    private static synchronized void print(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    private static Map<String, String> attributes(Activity activity) {
        var attributes = new TreeMap<String, String>();
        activity.attributes().forEach((name, value) -> {
            if (!name.startsWith("com.docker.compose.")) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    private static String asJson(Activity activity) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("action", activity.action());
        fields.put("attributes", attributes(activity));
        fields.put("id", activity.container().value());
        fields.put("service", activity.attributes().getOrDefault(Labels.SERVICE, ""));
        fields.put("time", activity.at().toString());
        fields.put("type", "container");
        return Json.write(fields);
    }

    private static String asText(Activity activity, ZoneId zone) {
        String attributes =
                attributes(activity).entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
        return TIME.format(activity.at().atZone(zone)) + " container " + activity.action() + " "
                + activity.container().value() + " (" + attributes + ")";
    }
}
