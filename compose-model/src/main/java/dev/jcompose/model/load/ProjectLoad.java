package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.bind.ProjectBinder;
import dev.jcompose.model.canonical.Normalization;
import dev.jcompose.model.check.ConsistencyCheck;
import dev.jcompose.model.check.DoubtCheck;
import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.interpolate.Interpolation;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Severity;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ComposeShape;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a loader, from the names of files to the project. */
final class ProjectLoad {

    /** Errors after which the rest of a project says nothing about it: what it refers to may be in what was not read. */
    private static final Set<String> INCOMPLETE = Set.of(
            "unreadable-file",
            "encoding",
            "yaml-syntax",
            "yaml-character",
            "excessive-aliasing",
            "recursive-alias",
            "unknown-anchor",
            "too-deep",
            "too-large",
            "too-long",
            "too-many-includes",
            "extends",
            "extends-cycle",
            "remote-file",
            "path-traversal",
            "include-cycle",
            "include-conflict",
            "env-file",
            "env-file-syntax",
            "cannot-override");

    private final ComposeLoader.Builder settings;
    private final ProblemLog problems;
    private final Expansions expansions;
    private final TextFiles texts;
    private MapNode tree;
    private Origins origins = path -> Optional.empty();

    ProjectLoad(ComposeLoader.Builder settings) {
        this.settings = settings;
        this.problems = new ProblemLog(settings.depth);
        this.expansions = new Expansions(problems);
        this.texts = new TextFiles(settings.stdin);
        this.tree = MapNode.empty(new Span(Path.of("-"), 1, 1, 1));
    }

    LoadResult run() {
        Project project = project();
        boolean good = project != null && !problems.hasErrors();
        return new LoadResult(
                good ? Optional.ofNullable(project) : Optional.empty(), problems.toProblems(), texts.sources(), tree);
    }

    private @Nullable Project project() {
        var environment = new ProjectEnvironment(settings, texts, expansions, problems);
        if (environment.files().isEmpty()) {
            problems.add(Diagnostic.error("no-file", Optional.empty(), "no configuration file provided: not found")
                    .withHint("neither this folder nor one above has a compose.yaml; name a file with -f"));
            return null;
        }
        if (problems.hasErrors()) {
            return null;
        }
        var loader = new TreeLoader(
                texts,
                problems,
                settings.skipped,
                Optional.ofNullable(environment.variables().get("HOME")),
                new Remotes(settings.remoteSources, problems),
                expansions);
        List<Path> files = loader.locate(settings.workingDirectory, environment.files(), null, null)
                .orElse(null);
        if (files == null) {
            return null;
        }
        Path directory = directory(environment, files);
        String name = name(environment, loader, files, environment.directory());
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
                : new Normalization(name, seen(variables)).apply(loaded);
        origins = new TreeOrigins(tree);
        Project bound = new ProjectBinder(bindingProblems())
                .bind(tree, name, directory, files.stream().map(Path::toString).toList(), variables);
        return selected(bound, environment.profiles());
    }

    /** What holds variables that were not substituted is no number yet, and no size. */
    private ProblemLog bindingProblems() {
        return settings.skipped.contains(Phase.INTERPOLATION) ? new ProblemLog() : problems;
    }

    /** Without interpolation nothing of the environment gets into the tree. */
    private Variables seen(Map<String, String> variables) {
        return settings.skipped.contains(Phase.INTERPOLATION) ? name -> null : Variables.of(variables);
    }

    /** Where relative paths start: files that came from elsewhere bring their own directory. */
    private Path directory(ProjectEnvironment environment, List<Path> files) {
        for (int i = 0; i < files.size() && settings.projectDirectory.isEmpty(); i++) {
            String name = environment.files().get(i);
            Path parent = files.get(i).getParent();
            if (!name.equals("-") && parent != null) {
                return Remotes.isRemote(name) ? parent : environment.directory();
            }
        }
        return environment.directory();
    }

    private Project selected(Project bound, List<String> profiles) {
        Project project = Selector.withProfiles(bound, profiles);
        if (settings.depth == ProblemLog.Depth.THOROUGH) {
            new DoubtCheck(project, origins, problems).check();
        }
        if (settings.platforms == ComposeLoader.Platforms.WITH_DEFAULT) {
            project = new DefaultPlatform(project, origins, problems).apply();
        }
        Set<String> names = Selector.expand(project, settings.services, problems);
        check(project);
        if (!settings.services.isEmpty()) {
            project = Selector.select(Selector.enable(project, names), names, settings.selection);
            check(project);
        }
        if (settings.unusedResources == ComposeLoader.UnusedResources.DROP) {
            project = Selector.withoutUnused(project);
        }
        boolean onlyToShow = settings.skipped.contains(Phase.ENVIRONMENT_RESOLUTION)
                || settings.skipped.contains(Phase.INTERPOLATION);
        return onlyToShow ? project : withFiles(project);
    }

    private void check(Project project) {
        if (!settings.skipped.contains(Phase.CONSISTENCY) && isComplete()) {
            new ConsistencyCheck(project, origins, problems).check();
        }
    }

    private boolean isComplete() {
        return problems.toProblems().all().stream()
                .noneMatch(p -> p.severity() == Severity.ERROR && INCOMPLETE.contains(p.code()));
    }

    private Project withFiles(Project project) {
        var files = new ServiceFiles(
                texts, project.workingDirectory(), expansions, project.environment(), origins, problems);
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
                var problem = Diagnostic.error(
                        "project-name",
                        Optional.empty(),
                        "invalid project name \"" + explicit
                                + "\": must consist only of lowercase alphanumeric characters, hyphens, and"
                                + " underscores as well as start with a letter or number");
                String valid = ProjectNames.normalize(explicit);
                problems.add(valid.isEmpty() ? problem : problem.withHint("use \"" + valid + "\""));
            }
            return explicit;
        }
        String named = "";
        boolean written = false;
        for (Path file : files) {
            for (Node document : loader.documents(file, null)) {
                if (document instanceof MapNode map
                        && map.get("name") instanceof ScalarNode scalar
                        && scalar.isString()) {
                    written |= !scalar.text().isEmpty();
                    named = scalar.text().isEmpty() ? named : expanded(scalar, environment);
                }
            }
        }
        if (written) {
            return ProjectNames.normalize(named);
        }
        Path last = directory.getFileName();
        return last == null ? "" : ProjectNames.normalize(last.toString());
    }

    /** What is wrong with the name is reported when the whole file is interpolated. */
    private String expanded(ScalarNode name, ProjectEnvironment environment) {
        if (settings.skipped.contains(Phase.INTERPOLATION)) {
            return name.text();
        }
        var quietly = new ProblemLog();
        var quiet = new Interpolation(Variables.of(environment.variables()), new Expansions(quietly), quietly);
        return quiet.apply(name, ComposeShape.FILE.under("name")) instanceof ScalarNode result ? result.text() : "";
    }
}
