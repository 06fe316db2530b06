package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import dev.jcompose.engine.docker.OutputFrames.Layout;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.engine.docker.json.JsonStream;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Commands that run in a container beside its main process. */
final class ContainerExec {
    private final Api api;

    ContainerExec(Api api) {
        this.api = api;
    }

    int run(ContainerId id, ExecRequest request, Stdio stdio) throws EngineException, InterruptedException {
        var operation = Operation.on("execute " + first(request) + " in container", id);
        boolean tty = request.tty() == ExecRequest.Tty.ALLOCATE;
        String exec = create(operation, id, request, stdio.input().isPresent(), true);
        var start = EngineRequest.post("/exec/" + exec + "/start")
                .json(new JsonObject()
                        .exactly("Detach", false)
                        .exactly("Tty", tty)
                        .json());
        var streams = ProcessStreams.couple(
                operation,
                api.hijack(operation, start),
                tty ? Layout.RAW : Layout.FRAMED,
                stdio,
                size -> resize(exec, size));
        streams.awaitEnd();
        return exitCode(operation, id, exec, stdio);
    }

    void start(ContainerId id, ExecRequest request) throws EngineException, InterruptedException {
        var operation = Operation.on("execute " + first(request) + " in container", id);
        String exec = create(operation, id, request, false, false);
        boolean tty = request.tty() == ExecRequest.Tty.ALLOCATE;
        api.call(
                operation,
                EngineRequest.post("/exec/" + exec + "/start")
                        .json(new JsonObject()
                                .exactly("Detach", true)
                                .exactly("Tty", tty)
                                .json()));
    }

    private static String first(ExecRequest request) {
        return request.command().isEmpty() ? "nothing" : request.command().getFirst();
    }

    private String create(Operation operation, ContainerId id, ExecRequest request, boolean input, boolean output)
            throws EngineException, InterruptedException {
        var body = new JsonObject()
                .flag("AttachStdin", input)
                .flag("AttachStdout", output)
                .flag("AttachStderr", output)
                .flag("Tty", request.tty() == ExecRequest.Tty.ALLOCATE)
                .flag("Privileged", request.privileges() == ExecRequest.Privileges.ALL)
                .text("User", request.user())
                .text("WorkingDir", request.workingDirectory())
                .text("DetachKeys", request.detachKeys())
                .texts("Env", request.environment())
                .exactly("Cmd", request.command());
        return api.read(
                operation,
                EngineRequest.post(DockerContainers.path(id, "/exec")).json(body.json()),
                cursor -> DockerContainers.field(cursor, "Id"));
    }

    private void resize(String exec, TerminalWindow.Size size) throws EngineException, InterruptedException {
        var query = Query.of("/exec/" + exec + "/resize")
                .with("h", Integer.toString(size.rows()))
                .with("w", Integer.toString(size.columns()));
        api.call(Operation.on("resize terminal of command", exec), EngineRequest.post(query.target()));
    }

    /** The streams end a moment before the exit code is known: if so, the event that tells it is awaited. */
    private int exitCode(Operation operation, ContainerId id, String exec, Stdio stdio)
            throws EngineException, InterruptedException {
        var exit = inspect(operation, exec);
        if (exit.isPresent()) {
            return exit.getAsInt();
        }
        if (stdio.terminal().isPresent()) {
            return 0; // the user detached from a terminal: the command goes on
        }
        String target = Query.of("/events")
                .filters(Map.of(
                        "type", List.of("container"), "container", List.of(id.value()), "event", List.of("exec_die")))
                .target();
        try (var response = api.open(operation, EngineRequest.get(target));
                var events = new JsonStream(response.body())) {
            exit = inspect(operation, exec);
            while (exit.isEmpty()) {
                Optional<Boolean> ours = events.next(cursor -> isAbout(cursor, exec));
                if (ours.isEmpty() || ours.get()) {
                    exit = inspect(operation, exec);
                    return exit.orElse(0);
                }
            }
            return exit.getAsInt();
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    private static boolean isAbout(JsonCursor cursor, String exec) {
        var found = new StringBuilder();
        cursor.object(field -> {
            if (field.equals("Actor")) {
                cursor.object(inner -> {
                    if (inner.equals("Attributes")) {
                        found.append(cursor.textMap().getOrDefault("execID", ""));
                    }
                });
            }
        });
        return found.toString().equals(exec);
    }

    /** The exit code, once the command has ended. */
    private OptionalInt inspect(Operation operation, String exec) throws EngineException, InterruptedException {
        return api.read(operation, EngineRequest.get("/exec/" + exec + "/json"), cursor -> {
            var found = new Object() {
                boolean running;
                OptionalInt code = OptionalInt.empty();
            };
            cursor.object(field -> {
                switch (field) {
                    case "Running" -> found.running = cursor.truth();
                    case "ExitCode" -> {
                        if (!cursor.isNull()) {
                            found.code = OptionalInt.of((int) cursor.number());
                        }
                    }
                    default -> {}
                }
            });
            return found.running ? OptionalInt.empty() : found.code;
        });
    }
}
