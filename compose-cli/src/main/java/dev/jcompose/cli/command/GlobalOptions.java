package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.progress.ProgressMode;
import dev.jcompose.cli.terminal.AnsiPolicy;
import dev.jcompose.cli.terminal.Invocation;
import java.util.List;
import java.util.Optional;

/** The options before the command. Variables stand in for those that are not given. */
public final class GlobalOptions {
    private final Options options;
    private final Options.Values files;
    private final Options.Value projectName;
    private final Options.Values profiles;
    private final Options.Values envFiles;
    private final Options.Value projectDirectory;
    private final Options.Value workdir;
    private final Options.Flag compatibility;
    private final Options.Value progress;
    private final Options.Value ansi;
    private final Options.Flag noAnsi;
    private final Options.Value parallel;
    private final Options.Flag dryRun;
    private final Options.Flag allResources;
    private final Options.Value backend;
    private final Options.Value host;
    private final Options.Flag debug;
    private final Options.Flag version;

    public GlobalOptions(Options options) {
        this.options = options;
        files = options.values("Compose configuration files", "stringArray", "-f", "--file");
        projectName = options.value("Project name", "string", "-p", "--project-name");
        profiles = options.values("Specify a profile to enable", "stringArray", "--profile");
        envFiles = options.values("Specify an alternate environment file", "stringArray", "--env-file");
        projectDirectory = options.value(
                "Specify an alternate working directory (default: the path of the first specified Compose file)",
                "string",
                "--project-directory");
        workdir = options.hiddenValue("--workdir");
        compatibility = options.flag("Run compose in backward compatibility mode", "--compatibility");
        progress = options.value("Set type of progress output (auto, tty, plain, json, quiet)", "string", "--progress");
        ansi = options.value(
                "Control when to print ANSI control characters (\"never\"|\"always\"|\"auto\")", "string", "--ansi");
        noAnsi = options.hiddenFlag("--no-ansi");
        parallel = options.value("Control max parallelism, -1 for unlimited", "int", "--parallel");
        dryRun = options.flag("Show what would be done and why, and do nothing", "--dry-run");
        allResources = options.flag("Include all resources, even those not used by services", "--all-resources");
        backend = options.value(
                "What runs the containers: \"native\" (bundled) or \"docker\" (env JCOMPOSE_BACKEND)",
                "string",
                "--backend");
        host = options.value("Docker Engine socket to connect to (env DOCKER_HOST)", "string", "-H", "--host");
        debug = options.flag("Show stack traces of failures", "--debug", "--verbose");
        version = options.hiddenFlag("-v", "--version");
    }

    /** Checks the values that are not checked where they are used. */
    public void check(Invocation invocation) throws UsageException {
        if (projectDirectory.get().isPresent() && workdir.get().isPresent()) {
            throw new UsageException("cannot set both --project-directory and --workdir");
        }
        parallelCalls(invocation);
        var mode = progressMode(invocation);
        var policy = ansi(invocation);
        if (mode == ProgressMode.TTY && policy == AnsiPolicy.NEVER && ansi.get().isPresent()) {
            throw new UsageException("can't use --progress tty while ANSI support is disabled");
        }
        if (mode == ProgressMode.PLAIN && policy == AnsiPolicy.ALWAYS) {
            throw new UsageException("can't use --progress plain while ANSI support is forced");
        }
    }

    /** The command and what follows it. */
    public List<String> command() {
        return options.arguments();
    }

    public String help(int columns) {
        return options.help(columns);
    }

    public List<String> files() {
        return files.all();
    }

    public Optional<String> projectName() {
        return projectName.get().filter(name -> !name.isEmpty());
    }

    public List<String> profiles() {
        return profiles.all();
    }

    public List<String> envFiles() {
        return envFiles.all();
    }

    public Optional<String> projectDirectory() {
        return projectDirectory.get().or(workdir::get);
    }

    /** Whether names are joined with underscores, as version 1 did. */
    public boolean compatibility(Invocation invocation) {
        return compatibility.given().orElseGet(() -> isTrue(invocation.variable("COMPOSE_COMPATIBILITY")));
    }

    static boolean isTrue(Optional<String> value) {
        return value.filter(text ->
                        List.of("1", "t", "true", "yes", "y", "on").contains(text.toLowerCase(java.util.Locale.ROOT)))
                .isPresent();
    }

    public ProgressMode progressMode(Invocation invocation) throws UsageException {
        String name =
                progress.get().or(() -> invocation.variable("COMPOSE_PROGRESS")).orElse("auto");
        return ProgressMode.of(name)
                .orElseThrow(() -> new UsageException("unsupported --progress value \"" + name + "\""));
    }

    public AnsiPolicy ansi(Invocation invocation) throws UsageException {
        if (noAnsi.isSet()) {
            return AnsiPolicy.NEVER;
        }
        if (ansi.get().isEmpty() && invocation.variable("NO_COLOR").isPresent()) {
            return AnsiPolicy.NEVER;
        }
        String name = ansi.get().or(() -> invocation.variable("COMPOSE_ANSI")).orElse("auto");
        return AnsiPolicy.of(name)
                .orElseThrow(() -> new UsageException(
                        "unknown ansi mode: " + name + ". Must be one of \"never\", \"always\", \"auto\""));
    }

    /** Most calls to the engine at one time. */
    public int parallelCalls(Invocation invocation) throws UsageException {
        int calls = -1;
        var variable = invocation.variable("COMPOSE_PARALLEL_LIMIT");
        if (parallel.get().isPresent()) {
            calls = parallel.number().orElse(-1);
        } else if (variable.isPresent()) {
            try {
                calls = Integer.parseInt(variable.get());
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "COMPOSE_PARALLEL_LIMIT must be an integer (found: \"" + variable.get() + "\")");
            }
        }
        return calls < 1 ? Integer.MAX_VALUE : calls;
    }

    public boolean isDryRun() {
        return dryRun.isSet();
    }

    public boolean allResources() {
        return allResources.isSet();
    }

    public Optional<String> backend() {
        return backend.get();
    }

    public Optional<String> host() {
        return host.get();
    }

    public boolean isDebug() {
        return debug.isSet();
    }

    public boolean asksForVersion() {
        return version.isSet();
    }
}
