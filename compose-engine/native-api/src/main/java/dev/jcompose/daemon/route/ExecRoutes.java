package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.http.RawStream;
import dev.jcompose.daemon.wire.ExecJson;
import dev.jcompose.runtime.container.ContainerException;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.ExecRequest;
import dev.jcompose.runtime.container.ExecSession;
import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.launch.Exec;
import dev.jcompose.runtime.launch.WindowSize;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /exec}. */
public final class ExecRoutes implements Route.Group {
    private static final System.Logger LOG = System.getLogger(ExecRoutes.class.getName());
    private static final Duration AFTER_OUTPUT = Duration.ofSeconds(5);

    private final Containers containers;

    public ExecRoutes(Containers containers) {
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/containers/{id}/exec", this::create)
                .add("POST", "/exec/{id}/start", this::start)
                .add("POST", "/exec/{id}/resize", this::resize)
                .add("GET", "/exec/{id}/json", call -> call.respond(200, ExecJson.inspect(session(call))));
    }

    private ExecSession session(Call call) throws IOException {
        return containers.exec(call.path("id"));
    }

    private void create(Call call) throws IOException {
        ExecSession session = containers.createExec(containers.get(call.path("id")), ExecJson.request(call.json()));
        call.respond(201, JsonObject.builder().put("Id", session.id()).build());
    }

    private void start(Call call) throws Exception {
        ExecSession session = session(call);
        JsonObject body = call.json();
        WindowSize size = ExecJson.consoleSize(body);
        if (body.isTrue("Detach")) {
            containers.startExec(session, size).close();
            call.respond(200);
            return;
        }
        if (!(session.state() instanceof ExecSession.State.Created)) {
            throw new HttpException(409, "Error: Exec command " + session.id() + " is already running or has run");
        }
        if (!session.container().state().hasProcess()) {
            throw new HttpException(409, "Container " + session.container().id() + " is not running");
        }
        ExecRequest request = session.request();
        Optional<DetachKeys> keys = request.tty() && request.attachStdin()
                ? Optional.of(DetachKeys.parse(request.detachKeys()))
                : Optional.empty();
        var options = new Pump.Options(
                request.attachStdin(),
                request.attachStdout(),
                request.attachStderr(),
                !request.tty(),
                Pump.EndOfInput.CLOSE,
                keys);
        try (RawStream client = call.exchange().upgrade(Frames.contentTypeOfStream(request.tty(), call))) {
            run(session, size, client, options);
        }
    }

    /** Why a command does not start is told in its output: the client has left HTTP by then. */
    private void run(ExecSession session, WindowSize size, RawStream client, Pump.Options options)
            throws IOException, InterruptedException {
        try (Exec exec = containers.startExec(session, size)) {
            var pump = new Pump(client, options);
            pump.startInput(CompletableFuture.completedFuture(exec.stdio()), () -> {});
            try (Attachment process = exec.stdio()) {
                pump.copyOutput(process);
            }
            awaitEnd(session);
            pump.finish();
        } catch (ContainerException e) {
            byte[] text = (e.text() + "\r\n").getBytes(StandardCharsets.UTF_8);
            client.write(options.framed() ? Frames.frame(1, text) : ByteBuffer.wrap(text));
            client.shutdownOutput();
        }
    }

    /**
     * The client asks for the exit code the moment its stream ends: by then it has to be there. A command that closed its
     * output and goes on is not waited for.
     */
    private static void awaitEnd(ExecSession session) throws InterruptedException {
        try {
            session.end().get(AFTER_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, () -> "exec " + session.id() + " closed its output and goes on");
        } catch (ExecutionException e) {
            throw new AssertionError("it never fails", e);
        }
    }

    private void resize(Call call) throws IOException {
        ExecSession session = session(call);
        if (!(session.state() instanceof ExecSession.State.Running running)) {
            throw new HttpException(409, "Exec command " + session.id() + " is not running");
        }
        running.process().resize(ContainerRoutes.windowSize(call));
        call.respond(200);
    }
}
