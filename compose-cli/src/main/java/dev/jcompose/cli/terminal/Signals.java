package dev.jcompose.cli.terminal;

/** Signals sent to the process, as a source of events. Without a subscriber a signal does what it does to any program. */
public interface Signals {
    /** A signal a command can react to, by its name in signal(7) without the prefix. */
    enum Signal {
        HUP,
        INT,
        QUIT,
        TERM,
        USR1,
        USR2,
        /** The terminal has another size. */
        WINCH
    }

    /** While it is open, the handler of its subscriber gets the signal. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Hands a signal to this handler rather than to earlier subscribers, which get it again once the subscription is
     * closed. The handler runs on a thread of its own and should return soon.
     */
    Subscription subscribe(Signal signal, Runnable handler);

    /** A process that never gets any. */
    static Signals none() {
        return (signal, handler) -> () -> {};
    }
}
