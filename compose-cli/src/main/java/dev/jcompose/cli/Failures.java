package dev.jcompose.cli;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.command.GlobalOptions;
import dev.jcompose.cli.output.Json;
import dev.jcompose.cli.problem.ProblemText;
import dev.jcompose.cli.progress.ProgressMode;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the user why a command failed, and maps the failure to an exit code. */
final class Failures {
    private static final int FAILURE = 1;
    /** 128 and the number of SIGINT, as shells have it. */
    private static final int INTERRUPTED = 130;

    private final Invocation invocation;
    private final GlobalOptions options;
    private final Map<Path, String> sources;

    /** @param sources the texts of the files that were read, for showing lines of them */
    Failures(Invocation invocation, GlobalOptions options, Map<Path, String> sources) {
        this.invocation = invocation;
        this.options = options;
        this.sources = sources;
    }

    int of(Throwable failure) {
        int code = switch (failure) {
            case UsageException wrong -> say(message(wrong));
            case LoadException problems -> say(problems);
            case EngineException refused -> say(message(refused));
            case OperationException failed -> {
                say(failed);
                yield failed.exitCode();
            }
            case InterruptedException ignored -> INTERRUPTED;
            case IOException broken -> say(broken.getClass().getSimpleName() + ": " + message(broken));
            default ->
                say("this should not have happened: " + failure + "; run again with --debug and report what it prints");
        };
        if (options.isDebug() && !(failure instanceof UsageException)) {
            failure.printStackTrace(invocation.err());
        }
        invocation.err().flush();
        return code;
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private int say(String message) {
        if (isJson()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("error", true);
            fields.put("message", message);
            invocation.err().println(Json.write(fields));
        } else {
            invocation.err().println(text().error(message));
        }
        return FAILURE;
    }

    private int say(LoadException failure) {
        var result = failure.result();
        if (isJson()) {
            return say(message(failure));
        }
        result.problems().all().forEach(problem -> invocation.err().println(text().of(problem, result.sources())));
        return FAILURE;
    }

    private void say(OperationException failure) {
        if (isJson() || failure.problems().isEmpty()) {
            say(message(failure));
        } else {
            failure.problems().forEach(problem -> invocation.err().println(text().of(problem, sources)));
        }
    }

    private boolean isJson() {
        try {
            return options.progressMode(invocation) == ProgressMode.JSON;
        } catch (UsageException e) {
            return false;
        }
    }

    private ProblemText text() {
        Paint paint;
        try {
            paint = options.ansi(invocation).paint(invocation.terminal(), Terminal.Stream.ERR);
        } catch (UsageException e) {
            paint = Paint.PLAIN;
        }
        return new ProblemText(paint, invocation.workingDirectory());
    }
}
