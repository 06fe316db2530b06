package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.LabelText;
import dev.jcompose.cli.template.Listing;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.Project;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ObservedVolume;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code volumes}: lists the volumes of a project. */
final class VolumesCommand implements Command {
    private static final Listing LISTING = new Listing("{{.Driver}}\t{{.Name}}", Map.of("Name", "VOLUME NAME"));

    private final Options options;
    private final Options.Value format;
    private final Options.Flag quiet;

    VolumesCommand(Options options) {
        this.options = options;
        format = options.value(
                "Format output using a custom template: 'table', 'table TEMPLATE', 'json', or a Go template",
                "string",
                "--format");
        quiet = options.flag("Only display volume names", "-q", "--quiet");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var used =
                scope.model().map(model -> usedBy(model, options.arguments())).orElse(Set.of());
        var volumes = session.engine().volumes().list().stream()
                .filter(volume -> scope.project().equals(volume.labels().get(Labels.PROJECT)))
                .filter(volume -> options.arguments().isEmpty()
                        || used.contains(volume.labels().get(Labels.VOLUME)))
                .sorted(Comparator.comparing(ObservedVolume::name))
                .toList();
        if (quiet.isSet()) {
            volumes.forEach(volume -> session.out().println(volume.name()));
        } else {
            var rows = volumes.stream().map(VolumesCommand::fields).toList();
            session.out().print(LISTING.print(rows, format.or("table")));
        }
        return 0;
    }

    /** Keys of the volumes that services mount. */
    private static Set<String> usedBy(Project project, List<String> services) {
        var keys = new HashSet<String>();
        for (String name : Targets.of(project, services)) {
            var service = project.services().get(name);
            if (service != null) {
                service.volumes().forEach(mount -> mount.source().ifPresent(keys::add));
            }
        }
        return keys;
    }

    private static Map<String, Object> fields(ObservedVolume volume) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("Driver", volume.driver());
        fields.put("Labels", new LabelText(volume.labels()));
        fields.put("Name", volume.name());
        fields.put("Scope", "local");
        return fields;
    }
}
