package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.Exec;
import java.util.concurrent.CompletableFuture;

/** An exec instance: made, started once, and remembered for a while after its end. */
public final class ExecSession {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final String id;
    private final Container container;
    private final ExecRequest request;
    private volatile State state = new State.Created();

    /** How far it has come. */
    public sealed interface State {
        /** Not started yet. */
        record Created() implements State {}

        /** Its process runs. */
        record Running(Exec process) implements State {}

        /** It has ended, or could not be started. */
        record Ended(int exitCode, int pid) implements State {}
    }

    ExecSession(String id, Container container, ExecRequest request) {
        this.id = id;
        this.container = container;
        this.request = request;
    }

    public String id() {
        return id;
    }

    public Container container() {
        return container;
    }

    public ExecRequest request() {
        return request;
    }

    public State state() {
        return state;
    }

    void set(State newState) {
        state = newState;
    }

    /** Completes once its exit code can be asked for. */
    public CompletableFuture<Void> end() {
        return end.copy();
    }

    void announceEnd() {
        end.complete(null);
    }
}
