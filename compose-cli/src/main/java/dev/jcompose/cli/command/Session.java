package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import dev.jcompose.cli.problem.ProblemText;
import dev.jcompose.cli.progress.JsonProgress;
import dev.jcompose.cli.progress.PlainProgress;
import dev.jcompose.cli.progress.Progress;
import dev.jcompose.cli.progress.ProgressMode;
import dev.jcompose.cli.progress.QuietProgress;
import dev.jcompose.cli.progress.TtyProgress;
import dev.jcompose.cli.terminal.AnsiPolicy;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.engine.operation.OperationContext;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.planner.desired.Naming;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command works with: the invocation, the global options, the project's files, the engine and the screen. */
public final class Session implements AutoCloseable {
    /** Whether anything is really done. */
    public enum Effect {
        REAL,
        DRY_RUN
    }

    private final Invocation invocation;
    private final GlobalOptions options;
    private final Effect effect;
    private final EngineSource engines;
    private final Clock clock;
    private final ProjectFiles files;
    private @Nullable Engine engine;

    public Session(Invocation invocation, GlobalOptions options, Effect effect, EngineSource engines, Clock clock) {
        this.invocation = invocation;
        this.options = options;
        this.effect = effect;
        this.engines = engines;
        this.clock = clock;
        this.files = new ProjectFiles(this);
    }

    public Invocation invocation() {
        return invocation;
    }

    public GlobalOptions options() {
        return options;
    }

    public Effect effect() {
        return effect;
    }

    public Clock clock() {
        return clock;
    }

    /** The project's files, read when asked for. */
    public ProjectFiles files() {
        return files;
    }

    /** How containers are called. */
    public Naming naming() {
        return options.compatibility(invocation) ? Naming.UNDERSCORES : Naming.DASHES;
    }

    public PrintStream out() {
        return invocation.out();
    }

    public PrintStream err() {
        return invocation.err();
    }

    /** Where the engine comes from, and which one it is. */
    EngineSource engines() {
        return engines;
    }

    /** Connected at first use. */
    public synchronized Engine engine() throws EngineException, InterruptedException {
        if (engine == null) {
            engine = engines.open(options, invocation);
        }
        return engine;
    }

    /** What an operation works with. */
    public OperationContext operation(EventSink events) throws UsageException, EngineException, InterruptedException {
        return new OperationContext(engine(), events, clock, options.parallelCalls(invocation));
    }

    /** What an operation works with whose progress nobody looks at; its warnings are shown. */
    public OperationContext quietOperation() throws UsageException, EngineException, InterruptedException {
        return operation(new WarningPrinter(this));
    }

    public Paint paint(Terminal.Stream stream) throws UsageException {
        return options.ansi(invocation).paint(invocation.terminal(), stream);
    }

    /** How warnings and errors look. */
    public ProblemText problemText() {
        try {
            return new ProblemText(paint(Terminal.Stream.ERR), invocation.workingDirectory());
        } catch (UsageException e) {
            return new ProblemText(Paint.PLAIN, invocation.workingDirectory());
        }
    }

    public void warn(String message) {
        print(isJson() ? jsonWarning(message) : problemText().warning(message));
    }

    /** Shows a warning with its position, and its line where the text of its file is known. */
    void warn(Diagnostic warning, Map<Path, String> sources) {
        print(isJson() ? jsonWarning(warning) : problemText().of(warning, sources));
    }

    private synchronized void print(String text) {
        err().println(text);
        err().flush();
    }

    private boolean isJson() {
        try {
            return options.progressMode(invocation) == ProgressMode.JSON;
        } catch (UsageException e) {
            return false;
        }
    }

    private static String jsonWarning(String message) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("warning", true);
        fields.put("message", message);
        return Json.write(fields);
    }

    private static String jsonWarning(Diagnostic warning) {
        return jsonWarning(warning.at().map(at -> at + ": ").orElse("") + warning.message());
    }

    /** Shows the progress of an operation. Where it goes and how it looks is the user's choice. */
    public Progress progress(String heading) throws UsageException {
        return progress(heading, Optional.empty());
    }

    /** @param asked what a command's own flag asks for, over the global one */
    public Progress progress(String heading, Optional<ProgressMode> asked) throws UsageException {
        boolean toOut = GlobalOptions.isTrue(invocation.variable("COMPOSE_STATUS_STDOUT"));
        var stream = toOut ? Terminal.Stream.OUT : Terminal.Stream.ERR;
        var target = toOut ? out() : err();
        var mode = asked.isPresent() ? asked.get() : options.progressMode(invocation);
        if (mode == ProgressMode.AUTO) {
            boolean tty = invocation.terminal().isTerminal(stream)
                    && options.ansi(invocation) != AnsiPolicy.NEVER
                    && !invocation.variable("TERM").equals(Optional.of("dumb"));
            mode = tty ? ProgressMode.TTY : ProgressMode.PLAIN;
        }
        Progress progress = switch (mode) {
            case TTY -> new TtyProgress(heading, target, invocation.terminal(), paint(stream), clock);
            case PLAIN, AUTO -> new PlainProgress(target, clock);
            case JSON -> new JsonProgress(target, clock);
            case QUIET -> new QuietProgress();
        };
        return new WarningProgress(progress, new WarningPrinter(this), out());
    }

    @Override
    public synchronized void close() {
        out().flush();
        err().flush();
        if (engine != null) {
            engine.close();
        }
    }
}
