package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import dev.jcompose.cli.output.Table;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Ls;
import dev.jcompose.engine.operation.LsRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.ProjectSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** {@code ls}: lists the projects an engine knows. */
final class LsCommand implements Command {
    private final Options.Flag all;
    private final Options.Values filter;
    private final Options.Value format;
    private final Options.Flag quiet;

    LsCommand(Options options) {
        options.atMost(0);
        all = options.flag("Show all stopped Compose projects", "-a", "--all");
        filter = options.values("Filter output based on conditions provided", "filter", "--filter");
        format = options.value("Format the output (\"table\"|\"json\")", "string", "--format");
        quiet = options.flag("Only display project names", "-q", "--quiet");
    }

    @Override
    public int run(Session session) throws UsageException, EngineException, OperationException, InterruptedException {
        var names = names();
        var stopped = all.isSet() ? LsRequest.Stopped.INCLUDE : LsRequest.Stopped.LEAVE_OUT;
        var projects = new Ls(session.quietOperation())
                .run(new LsRequest(stopped)).stream()
                        .filter(project -> names.isEmpty()
                                || names.stream()
                                        .anyMatch(name ->
                                                name.matcher(project.name()).find()))
                        .sorted(Comparator.comparing(ProjectSummary::name))
                        .toList();
        var out = session.out();
        if (quiet.isSet()) {
            projects.forEach(project -> out.println(project.name()));
            return 0;
        }
        switch (format.or("table")) {
            case "json" ->
                out.println(Json.write(projects.stream().map(LsCommand::fields).toList()));
            case "table", "pretty", "" -> {
                var table = Table.wideWithHeading("NAME", "STATUS", "CONFIG FILES");
                projects.forEach(
                        project -> table.row(project.name(), status(project), String.join(",", project.configFiles())));
                out.print(table);
            }
            default -> throw format.invalid("unsupported format, use table or json");
        }
        return 0;
    }

    private List<Pattern> names() throws UsageException {
        var patterns = new ArrayList<Pattern>();
        for (String condition : filter.all()) {
            if (!condition.startsWith("name=")) {
                throw new UsageException("invalid filter '" + condition.replaceFirst("=.*", "") + "'");
            }
            try {
                patterns.add(Pattern.compile(condition.substring("name=".length())));
            } catch (PatternSyntaxException e) {
                throw new UsageException("invalid filter " + condition + ": " + e.getDescription());
            }
        }
        return patterns;
    }

    private static Map<String, Object> fields(ProjectSummary project) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("Name", project.name());
        fields.put("Status", status(project));
        fields.put("ConfigFiles", String.join(",", project.configFiles()));
        return fields;
    }

    private static String status(ProjectSummary project) {
        return project.states().entrySet().stream()
                .map(state -> state.getKey().word() + "(" + state.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
