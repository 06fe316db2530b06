package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.ExecRequest;
import dev.jcompose.runtime.container.ExecSession;
import dev.jcompose.runtime.launch.WindowSize;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.List;

/** Exec instances: the body that makes one, and its inspection. */
public final class ExecJson {
    private ExecJson() {}

    /** The body of {@code POST /containers/{id}/exec}. */
    public static ExecRequest request(JsonObject json) throws MalformedJsonException {
        return new ExecRequest(
                json.strings("Cmd"),
                json.strings("Env"),
                json.stringOrEmpty("User"),
                json.stringOrEmpty("WorkingDir"),
                json.isTrue("Tty"),
                json.isTrue("AttachStdin"),
                json.isTrue("AttachStdout"),
                json.isTrue("AttachStderr"),
                json.isTrue("Privileged"),
                json.stringOrEmpty("DetachKeys"),
                consoleSize(json));
    }

    /** {@code ConsoleSize}: height and width. */
    public static WindowSize consoleSize(JsonObject json) {
        if (json.value("ConsoleSize").orElse(List.of()) instanceof List<?> size
                && size.size() == 2
                && size.get(0) instanceof Long rows
                && size.get(1) instanceof Long columns) {
            return new WindowSize(rows.intValue() & 0xffff, columns.intValue() & 0xffff);
        }
        return WindowSize.UNKNOWN;
    }

    /** The answer to {@code GET /exec/{id}/json}. */
    public static JsonObject inspect(ExecSession session) {
        ExecRequest request = session.request();
        var json = JsonObject.builder().put("ID", session.id());
        switch (session.state()) {
            case ExecSession.State.Created created ->
                json.put("Running", false).putNull("ExitCode").put("Pid", 0);
            case ExecSession.State.Running running ->
                json.put("Running", true)
                        .putNull("ExitCode")
                        .put("Pid", running.process().pid());
            case ExecSession.State.Ended ended ->
                json.put("Running", false).put("ExitCode", ended.exitCode()).put("Pid", ended.pid());
        }
        var process = JsonObject.builder()
                .put("tty", request.tty())
                .put("entrypoint", request.command().getFirst())
                .putStrings(
                        "arguments",
                        request.command().subList(1, request.command().size()))
                .put("privileged", request.privileged());
        if (!request.user().isEmpty()) {
            process.put("user", request.user());
        }
        return json.put("ProcessConfig", process.build())
                .put("OpenStdin", request.attachStdin())
                .put("OpenStderr", request.attachStderr())
                .put("OpenStdout", request.attachStdout())
                .put("CanRemove", false)
                .put("ContainerID", session.container().id())
                .put("DetachKeys", request.detachKeys())
                .build();
    }
}
