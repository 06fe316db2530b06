package dev.jcompose.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every command, by its name. Only the one that is called is made. */
public final class Commands {
    private static final String SERVICES = "[OPTIONS] [SERVICE...]";

    /** In the order of the help page. */
    public static final List<CommandEntry> ALL = List.of(
            CommandEntry.of(
                    "attach",
                    "[OPTIONS] SERVICE",
                    "Attach local standard input, output, and error streams to a service's running container",
                    AttachToCommand::new),
            CommandEntry.of(
                    "config",
                    SERVICES,
                    "Parse, resolve and render compose file in canonical format",
                    ConfigCommand::new),
            CommandEntry.of(
                    "cp",
                    "[OPTIONS] SERVICE:SRC_PATH DEST_PATH|- | SRC_PATH|- SERVICE:DEST_PATH",
                    "Copy files/folders between a service container and the local filesystem",
                    CpCommand::new),
            CommandEntry.of("create", SERVICES, "Creates containers for a service", CreateCommand::new),
            CommandEntry.of("down", "[OPTIONS] [SERVICES]", "Stop and remove containers, networks", DownCommand::new),
            CommandEntry.wrapping(
                    "engine", "COMMAND", "Start, stop and inspect the native engine", EngineCommands::group),
            CommandEntry.of("events", SERVICES, "Receive real time events from containers", EventsCommand::new),
            CommandEntry.wrapping(
                    "exec",
                    "[OPTIONS] SERVICE COMMAND [ARGS...]",
                    "Execute a command in a running container",
                    ExecuteCommand::new),
            CommandEntry.wrapping("image", "COMMAND", "Images of the engine without a registry", ImageCommands::group),
            CommandEntry.of("images", SERVICES, "List images used by the created containers", ImagesCommand::new),
            CommandEntry.of("kill", SERVICES, "Force stop service containers", KillCommand::new),
            CommandEntry.of("logs", SERVICES, "View output from containers", LogsCommand::new),
            CommandEntry.of("ls", "[OPTIONS]", "List running compose projects", LsCommand::new),
            CommandEntry.of("pause", "[SERVICE...]", "Pause services", PauseCommand::new),
            CommandEntry.of(
                    "port",
                    "[OPTIONS] SERVICE PRIVATE_PORT",
                    "Print the public port for a port binding",
                    PortCommand::new),
            CommandEntry.of("ps", SERVICES, "List containers", PsCommand::new),
            CommandEntry.of("pull", SERVICES, "Pull service images", PullCommand::new),
            CommandEntry.of("restart", SERVICES, "Restart service containers", RestartCommand::new),
            CommandEntry.of("rm", SERVICES, "Removes stopped service containers", RmCommand::new),
            CommandEntry.wrapping(
                    "run",
                    "[OPTIONS] SERVICE [COMMAND] [ARGS...]",
                    "Run a one-off command on a service",
                    RunCommand::new),
            CommandEntry.of("scale", "[OPTIONS] [SERVICE=REPLICAS...]", "Scale services", ScaleCommand::new),
            CommandEntry.of("start", SERVICES, "Start services", StartCommand::new),
            CommandEntry.of(
                    "stats",
                    "[OPTIONS] [SERVICE]",
                    "Display a live stream of container(s) resource usage statistics",
                    StatsCommand::new),
            CommandEntry.of("stop", SERVICES, "Stop services", StopCommand::new),
            CommandEntry.of("top", "[SERVICES...]", "Display the running processes", TopCommand::new),
            CommandEntry.of("unpause", "[SERVICE...]", "Unpause services", UnpauseCommand::new),
            CommandEntry.of("up", SERVICES, "Create and start containers", UpCommand::new),
            CommandEntry.of("version", "[OPTIONS]", "Show the version of this program", VersionCommand::new),
            CommandEntry.of("volumes", SERVICES, "List volumes", VolumesCommand::new),
            CommandEntry.of(
                    "wait",
                    "SERVICE [SERVICE...] [OPTIONS]",
                    "Block until containers of all (or specified) services stop.",
                    WaitCommand::new));

    /** Commands that Docker Compose has and this program has not yet, and what to do instead. */
    private static final Map<String, String> MISSING = Map.ofEntries(
            Map.entry("build", "build the image with another tool and name it in image:, or load it (image load)"),
            Map.entry("push", "push the image with the tool that built it"),
            Map.entry("watch", "run up again after a change"),
            Map.entry("publish", "keep the Compose file in a git repository or a registry by other means"),
            Map.entry("export", "point the docker command at this engine (engine env) and use docker export"),
            Map.entry("commit", "point the docker command at this engine (engine env) and use docker commit"),
            Map.entry("bridge", "use docker compose bridge, which reads the same file"),
            Map.entry("alpha", "use the command of the same name without alpha, where there is one"));

    private Commands() {}

    /** What to say of a command that is known but missing; empty for words that are no command at all. */
    public static Optional<String> whyMissing(String name) {
        return Optional.ofNullable(MISSING.get(name)).map(advice -> name + " is not supported yet: " + advice);
    }

    public static Optional<CommandEntry> find(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
