package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.bind.NodeValues;
import dev.jcompose.model.bind.ProjectBinder;
import dev.jcompose.model.canonical.Normalization;
import dev.jcompose.model.check.ConsistencyCheck;
import dev.jcompose.model.interpolate.Interpolation;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Severity;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.value.Value;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a loader, from the names of files to the project. */
final class ProjectLoad {

    /** Errors after which the rest of a project says nothing about it: what it refers to may be in what was not read. */
    private static final Set<String> INCOMPLETE = Set.of(
            "unreadable-file",
            "yaml-syntax",
            "yaml-character",
            "excessive-aliasing",
            "recursive-alias",
            "unknown-anchor",
            "too-deep",
            "extends",
            "extends-cycle",
            "remote-extends",
            "include-cycle",
            "include-conflict",
            "remote-include",
            "env-file",
            "env-file-syntax",
            "cannot-override");

    private final ComposeLoader.Builder settings;
    private final ProblemLog problems = new ProblemLog();
    private final TextFiles texts;
    private MapNode tree;
    private Origins origins = path -> Optional.empty();

    ProjectLoad(ComposeLoader.Builder settings) {
        this.settings = settings;
        this.texts = new TextFiles(settings.stdin);
        this.tree = MapNode.empty(new Span(Path.of("-"), 1, 1, 1));
    }

    LoadResult run() {
        Project project = project();
        boolean good = project != null && !problems.hasErrors();
        List<Path> read = new ArrayList<>(texts.texts().keySet());
        return new LoadResult(
                good ? Optional.ofNullable(project) : Optional.empty(),
                origins,
                problems.toProblems(),
                read,
                texts.texts(),
                NodeValues.toValue(tree) instanceof Value.Entries entries
                        ? entries
                        : new Value.Entries(new LinkedHashMap<>()));
    }

    private @Nullable Project project() {
        var environment = new ProjectEnvironment(settings, texts, problems);
        if (environment.files().isEmpty()) {
            problems.error("no-file", "no configuration file provided: not found");
            return null;
        }
        for (String file : environment.files()) {
            if (TreeLoader.isRemote(file)) {
                problems.error("remote-file", "remote resource " + file + " cannot be read");
                return null;
            }
        }
        if (problems.hasErrors()) {
            return null;
        }
        Path directory = environment.directory();
        List<Path> files = TreeLoader.resolve(settings.workingDirectory, environment.files());
        var loader = new TreeLoader(
                texts,
                problems,
                settings.skipped,
                Optional.ofNullable(environment.variables().get("HOME")));
        String name = name(environment, loader, files, directory);
        var variables = new LinkedHashMap<>(environment.variables());
        variables.put("COMPOSE_PROJECT_NAME", name);

        boolean absolute = !settings.skipped.contains(Phase.PATH_RESOLUTION);
        var scope = new Scope(directory, absolute ? directory.toString() : "", variables, List.of());
        MapNode loaded = loader.load(files, scope, null);
        if (loaded == null) {
            if (!problems.hasErrors()) {
                problems.error("empty-file", new Span(files.get(0), 1, 1, 2), "empty compose file");
            }
            return null;
        }
        if (name.isEmpty()) {
            problems.add(Diagnostic.error("project-name", Optional.empty(), "project name must not be empty")
                    .withHint("name the project with -p, COMPOSE_PROJECT_NAME or a top-level \"name\""));
            return null;
        }
        tree = settings.skipped.contains(Phase.NORMALIZATION)
                ? loaded
                : new Normalization(name, Variables.of(variables)).apply(loaded);
        origins = new TreeOrigins(tree);
        Project bound = new ProjectBinder(problems)
                .bind(tree, name, directory, files.stream().map(Path::toString).toList(), variables);
        return selected(bound, environment.profiles());
    }

    private Project selected(Project bound, List<String> profiles) {
        Project project = Selector.withProfiles(bound, profiles);
        Set<String> names = Selector.expand(project, settings.services, problems);
        project = Selector.enable(project, names);
        if (!settings.skipped.contains(Phase.CONSISTENCY) && isComplete()) {
            new ConsistencyCheck(project, origins, problems).check();
        }
        if (!settings.services.isEmpty()) {
            project = Selector.select(project, names, settings.selection);
        }
        if (settings.unusedResources == ComposeLoader.UnusedResources.DROP) {
            project = Selector.withoutUnused(project);
        }
        return settings.skipped.contains(Phase.ENVIRONMENT_RESOLUTION) ? project : withFiles(project);
    }

    private boolean isComplete() {
        return problems.toProblems().all().stream()
                .noneMatch(p -> p.severity() == Severity.ERROR && INCOMPLETE.contains(p.code()));
    }

    private Project withFiles(Project project) {
        var files = new ServiceFiles(texts, project.environment(), origins, problems);
        var services = new TreeMap<String, Service>();
        project.services().forEach((name, service) -> services.put(name, files.apply(service)));
        return Selector.with(project, services, project.disabledServices(), project.profiles());
    }

    private String name(ProjectEnvironment environment, TreeLoader loader, List<Path> files, Path directory) {
        String explicit = settings.projectName
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> environment.variables().getOrDefault("COMPOSE_PROJECT_NAME", ""));
        if (!explicit.isEmpty()) {
            if (!ProjectNames.normalize(explicit).equals(explicit)) {
                problems.add(Diagnostic.error(
                                "project-name",
                                Optional.empty(),
                                "invalid project name \"" + explicit
                                        + "\": must consist only of lowercase alphanumeric characters, hyphens, and"
                                        + " underscores as well as start with a letter or number")
                        .withHint("use \"" + ProjectNames.normalize(explicit) + "\""));
            }
            return explicit;
        }
        String named = "";
        for (Path file : files) {
            for (Node document : loader.documents(file, null)) {
                if (document instanceof MapNode map
                        && map.get("name") instanceof ScalarNode scalar
                        && scalar.isString()) {
                    named = scalar.text().isEmpty() ? named : expanded(scalar, environment);
                }
            }
        }
        String normal = ProjectNames.normalize(named);
        if (!normal.isEmpty()) {
            return normal;
        }
        Path last = directory.getFileName();
        return last == null ? "" : ProjectNames.normalize(last.toString());
    }

    /** What is wrong with the name is reported when the whole file is interpolated. */
    private String expanded(ScalarNode name, ProjectEnvironment environment) {
        if (settings.skipped.contains(Phase.INTERPOLATION)) {
            return name.text();
        }
        var quiet = new Interpolation(Variables.of(environment.variables()), new HashSet<>(), new ProblemLog());
        return quiet.apply(name, ComposeShape.FILE.under("name")) instanceof ScalarNode result ? result.text() : "";
    }
}
