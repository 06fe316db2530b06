package dev.jcompose.cli.command;

import dev.jcompose.cli.registry.ArtifactSource;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.ProjectScope;
import dev.jcompose.engine.support.Unsupported;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.load.ComposeLoader;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.load.Phase;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.remote.GitSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds and reads the files of the project a command is about, as the global options and variables say. */
public final class ProjectFiles {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private final Session session;
    private Map<Path, String> sources = Map.of();

    ProjectFiles(Session session) {
        this.session = session;
    }

    /** A loader that has everything from the global options. */
    public ComposeLoader.Builder loader() {
        var options = session.options();
        var invocation = session.invocation();
        var loader = ComposeLoader.builder()
                .workingDirectory(invocation.workingDirectory())
                .environment(variables())
                .platforms(ComposeLoader.Platforms.WITH_DEFAULT)
                .remoteSources(
                        new GitSource(cache().resolve("git"), invocation.environment()),
                        new ArtifactSource(cache().resolve("oci"), invocation.environment()))
                .stdin(invocation.in())
                .files(options.files())
                .envFiles(options.envFiles())
                .profiles(new LinkedHashSet<>(options.profiles()));
        options.projectName().ifPresent(loader::projectName);
        options.projectDirectory().ifPresent(loader::projectDirectory);
        if (options.allResources()) {
            loader.unusedResources(ComposeLoader.UnusedResources.KEEP);
        }
        return loader;
    }

    /**
     * The environment with what the {@code docker} program adds for {@code docker compose}: files may mention it, and
     * then it is part of what both tools write into containers and their hashes.
     */
    private Map<String, String> variables() {
        var variables = new LinkedHashMap<>(session.invocation().environment());
        variables.merge(
                "OTEL_RESOURCE_ATTRIBUTES",
                "docker.cli.cobra.command_path=docker%20compose",
                (own, added) -> own.isBlank() ? added : own + "," + added);
        return variables;
    }

    /** Where what comes from elsewhere is kept, as the XDG Base Directory Specification has it. */
    private Path cache() {
        var invocation = session.invocation();
        return invocation
                .variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(invocation.variable("HOME").orElse("/var/cache"))
                        .resolve(".cache"))
                .resolve("jcompose");
    }

    /** The texts of the files that were read so far. */
    public Map<Path, String> sources() {
        return sources;
    }

    /** Reads the project, prints its warnings and throws its errors. */
    public LoadResult load(ComposeLoader.Builder loader) throws LoadException {
        var result = loader.build().load();
        sources = result.sources();
        result.orThrow();
        print(result.problems().warnings());
        return result;
    }

    /** Reads the project as {@link #load}, and prints what of it the engine will not do. */
    public LoadResult loadForEngine(ComposeLoader.Builder loader)
            throws LoadException, EngineException, InterruptedException {
        var result = load(loader);
        print(Unsupported.in(
                result.orThrow(), result.origins(), session.engine().gaps()));
        return result;
    }

    private void print(List<Diagnostic> warnings) {
        warnings.forEach(warning -> session.warn(warning, sources));
    }

    /**
     * The containers a command is about: with a project name and no file, what the labels say, otherwise what the files
     * say. Variables of containers are not looked at, so a missing {@code env_file} does no harm.
     */
    public ProjectScope scope(List<String> services) throws LoadException, OperationException {
        var name = session.options().projectName();
        if (name.isPresent()) {
            checkName(name.get());
        }
        if (name.isPresent() && session.options().files().isEmpty()) {
            return ProjectScope.byLabels(name.get(), services);
        }
        var variable = session.invocation().variable("COMPOSE_PROJECT_NAME");
        try {
            var loader = loader().skip(Phase.ENVIRONMENT_RESOLUTION);
            return ProjectScope.of(load(loader).orThrow(), services);
        } catch (LoadException e) {
            if (variable.isPresent() && session.options().files().isEmpty()) {
                return ProjectScope.byLabels(variable.get(), services);
            }
            throw e;
        }
    }

    private static void checkName(String name) throws OperationException {
        if (!NAME.matcher(name).matches()) {
            throw new OperationException("invalid project name \"" + name
                    + "\": must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as"
                    + " start with a letter or number");
        }
    }

    /** The name of the project, for commands that need no more of it. */
    public String projectName() throws LoadException, OperationException {
        var given =
                session.options().projectName().or(() -> session.invocation().variable("COMPOSE_PROJECT_NAME"));
        if (given.isPresent()) {
            checkName(given.get());
            return given.get();
        }
        return load(loader().skip(Phase.ENVIRONMENT_RESOLUTION)).orThrow().name();
    }

    /** Files of {@code --env-file}, absolute. */
    public List<String> environmentFiles() {
        Path directory = session.invocation().workingDirectory();
        return session.options().envFiles().stream()
                .map(file -> directory.resolve(file).normalize().toString())
                .toList();
    }

    /** An enabled service by its name. */
    static Service service(Project project, String name) throws OperationException {
        var service = project.services().get(name);
        if (service == null) {
            throw new OperationException("no such service: " + name);
        }
        return service;
    }
}
