package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.command.CreateOptionGroup.PullOutput;
import dev.jcompose.cli.progress.Progress;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Then;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.engine.operation.LogLine;
import dev.jcompose.engine.operation.LogSink;
import dev.jcompose.engine.operation.StopRequests;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} shows: progress until containers are attached, or where the terminal allows until all are started; from then
 * on their output and what becomes of them, and at the end the progress of stopping.
 */
final class UpScreen implements EventSink, AutoCloseable {
    private final Session session;
    private final PullOutput pulls;
    private final LinkedBlockingQueue<Signals.Signal> stops = new LinkedBlockingQueue<>();
    private final Thread owner = Thread.currentThread();
    private List<Signals.Subscription> subscriptions = List.of();
    private @Nullable LogPrinter printer;
    private @Nullable Progress progress;
    private boolean attached;
    private int requests;

    UpScreen(Session session, PullOutput pulls) throws UsageException {
        this.session = session;
        this.pulls = pulls;
        this.progress = session.progress("up");
    }

    /** Where lines of output go from now on. */
    LogSink printOutputWith(LogPrinter target) {
        printer = target;
        return line -> print(target, line);
    }

    private void print(LogPrinter target, LogLine line) {
        aside(() -> target.accept(line));
    }

    /** Writes something that is no progress, without harm to the progress that is shown. */
    private synchronized void aside(Runnable write) {
        if (progress != null) {
            progress.aside(write);
        } else {
            write.run();
        }
    }

    /** The signals that ask to stop. The third one is for us: it ends the command at once. */
    StopRequests stopRequests() {
        var signals = session.invocation().signals();
        subscriptions = List.of(
                signals.subscribe(Signals.Signal.INT, () -> request(Signals.Signal.INT)),
                signals.subscribe(Signals.Signal.TERM, () -> request(Signals.Signal.TERM)));
        return stops::take;
    }

    private void request(Signals.Signal signal) {
        int count;
        synchronized (this) {
            count = ++requests;
        }
        if (count > 2) {
            owner.interrupt();
        } else {
            stops.add(signal);
        }
    }

    @Override
    public synchronized void accept(EngineEvent event) {
        if (pulls == PullOutput.HIDDEN && event instanceof EngineEvent.PullProgress) {
            return;
        }
        var output = printer;
        if (output == null) {
            show(event);
            return;
        }
        switch (event) {
            case EngineEvent.Attaching attaching -> {
                if (progress != null && !progress.staysBelow()) {
                    endProgress();
                }
                attached = true;
                output.expect(attaching.containers());
                aside(() -> output.line("Attaching to "
                        + String.join(
                                ", ",
                                attaching.containers().stream()
                                        .map(output::shortName)
                                        .toList())));
                endProgressIfOver();
            }
            case EngineEvent.ContainerExited exited ->
                aside(() -> output.status(
                        exited.container(),
                        "exited with code " + exited.exitCode()
                                + (exited.then() == Then.RESTARTS ? " (restarting)" : "")));
            case EngineEvent.ContainerReplaced replaced ->
                aside(() -> output.status(replaced.container(), "has been recreated"));
            case EngineEvent.Aborting ignored -> {
                endProgress();
                session.err().println("Aborting on container exit...");
                session.err().flush();
                beginProgress("stop");
            }
            case EngineEvent.GracefulStop ignored -> {
                endProgress();
                session.err().println("Gracefully Stopping... press Ctrl+C again to force");
                session.err().flush();
                beginProgress("stop");
            }
            default -> {
                show(event);
                endProgressIfOver();
            }
        }
    }

    /** Once containers are attached, what is done has been told; the progress of stopping stays to its end. */
    private void endProgressIfOver() {
        if (attached && progress != null && progress.isOver()) {
            endProgress();
        }
    }

    private void show(EngineEvent event) {
        if (progress != null) {
            progress.accept(event);
        } else if (event instanceof EngineEvent.Warning warning) {
            session.warn(warning.message());
        } else if (event instanceof EngineEvent.HookOutput output) {
            session.out().println(WarningProgress.text(output));
            session.out().flush();
        } else if (event instanceof EngineEvent.StepFailed failed) {
            session.warn(failed.resource().name() + ": " + failed.message());
        }
    }

    private void beginProgress(String heading) {
        attached = false;
        try {
            progress = session.progress(heading);
        } catch (UsageException e) {
            throw new IllegalStateException("the options were checked when the command began", e);
        }
    }

    private void endProgress() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(Signals.Subscription::close);
        endProgress();
    }
}
