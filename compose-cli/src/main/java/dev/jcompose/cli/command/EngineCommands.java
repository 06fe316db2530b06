package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.endpoint.NativeDaemon;
import dev.jcompose.engine.docker.endpoint.NativeLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code engine}: looks after the daemon of the native engine. */
final class EngineCommands {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String PROGRAM = "jcompose engine";

    private static final List<CommandEntry> ENTRIES = List.of(
            CommandEntry.of("start", "", "Start the native engine, if it does not run", EngineCommands::start),
            CommandEntry.of("stop", "", "Stop the native engine; its containers go on", EngineCommands::stop),
            CommandEntry.of("status", "", "Tell whether the native engine runs, and where", EngineCommands::status),
            CommandEntry.of("env", "", "Print the shell commands that point Docker clients at it", EngineCommands::env),
            CommandEntry.of("logs", "[OPTIONS]", "Show what the native engine has logged", LogCommand::new));

    private EngineCommands() {}

    static Command group(Options options) {
        return new CommandGroup(options, PROGRAM, ENTRIES, Set.of("status", "logs"));
    }

    private static NativeDaemon daemon(Session session) {
        return session.engines().nativeDaemon(session.invocation());
    }

    private static Command start(Options options) {
        options.atMost(0);
        return session -> {
            var daemon = daemon(session);
            String done = switch (daemon.ensureRunning()) {
                case STARTED -> "started";
                case WAS_RUNNING -> "already running";
            };
            session.out().println("engine " + done + ", socket " + daemon.root().socket());
            return 0;
        };
    }

    private static Command stop(Options options) {
        options.atMost(0);
        return session -> {
            String done = switch (daemon(session).stop(STOP_LIMIT)) {
                case STOPPED -> "stopped";
                case WAS_NOT_RUNNING -> "not running";
            };
            session.out().println("engine " + done);
            return 0;
        };
    }

    /** Exit code 1 when it does not run, so that scripts can ask. */
    private static Command status(Options options) {
        options.atMost(0);
        return session -> {
            var daemon = daemon(session);
            var pid = daemon.pid();
            boolean running = daemon.isRunning();
            String process = pid.isPresent() ? " (process " + pid.getAsLong() + ")" : "";
            session.out().println("engine " + (running ? "running" + process : "not running"));
            session.out().println("root:   " + daemon.root().folder());
            session.out().println("socket: " + daemon.root().socket());
            session.out().println("log:    " + daemon.root().log());
            var choice = session.engines().choose(session.options(), session.invocation());
            session.out().println("chosen: " + choice.address().text() + ", by " + choice.why());
            return running ? 0 : 1;
        };
    }

    private static Command env(Options options) {
        options.atMost(0);
        return session -> {
            var daemon = daemon(session);
            daemon.ensureRunning();
            session.out().println("export DOCKER_HOST=unix://" + daemon.root().socket());
            session.out().println("# to use it in this shell: eval \"$(" + PROGRAM + " env)\"");
            return 0;
        };
    }

    private static final class LogCommand implements Command {
        private final Options.Flag follow;
        private final Options.Value tail;

        LogCommand(Options options) {
            options.atMost(0);
            follow = options.flag("Follow what is added", "-f", "--follow");
            tail = options.value("Number of lines to show from the end (default \"all\")", "int", "-n", "--tail");
        }

        @Override
        public int run(Session session) throws UsageException, EngineException, IOException, InterruptedException {
            var log = new NativeLog(daemon(session).root().log());
            if (follow.isSet()) {
                log.follow(session.out());
            } else if (tail.number().isPresent()) {
                String lines = log.tail(tail.number().getAsInt(), 0);
                session.out().print(lines.isEmpty() ? "" : lines + "\n");
            } else {
                log.copyTo(session.out());
            }
            return 0;
        }
    }
}
