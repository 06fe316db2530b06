package dev.jcompose.cli.command;

import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Signals.Signal;
import dev.jcompose.engine.operation.SignalRelay;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** While it is open, signals sent to this process are meant for the one in the container. */
final class ForwardedSignals implements SignalRelay, AutoCloseable {
    /** Of those that users send; the JVM keeps QUIT and USR1 for itself. */
    private static final List<Signal> PASSED_ON = List.of(Signal.INT, Signal.TERM, Signal.HUP, Signal.USR2);

    private final LinkedBlockingQueue<Signal> pending = new LinkedBlockingQueue<>();
    private final List<Signals.Subscription> subscriptions;

    ForwardedSignals(Signals signals) {

        subscriptions = PASSED_ON.stream()
                .map(signal -> signals.subscribe(signal, () -> pending.add(signal)))
                .toList();
    }

    @Override
    public String awaitNext() throws InterruptedException {
        return "SIG" + pending.take().name();
    }

    @Override
    public void close() {
        subscriptions.forEach(Signals.Subscription::close);
    }
}
