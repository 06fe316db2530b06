package dev.jcompose.engine.docker;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.AttachRequest.Replay;
import dev.jcompose.engine.Attachment;
import dev.jcompose.engine.ContainerDetails.Tty;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import dev.jcompose.engine.docker.OutputFrames.Layout;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.util.Optional;

/** The output of a container's main process: kept logs and the live streams. */
final class ContainerStreams {
    private static final String FRAMED = "application/vnd.docker.multiplexed-stream";

    private final Api api;

    ContainerStreams(Api api) {
        this.api = api;
    }

    void logs(ContainerId id, LogRequest request, OutputSink sink) throws EngineException, InterruptedException {
        var operation = Operation.on("read logs of container", id);
        var query = Query.of(DockerContainers.path(id, "/logs"))
                .with("stdout", true)
                .with("stderr", true)
                .with("follow", request.follow() == LogRequest.Follow.YES)
                .with("timestamps", request.timestamps() == LogRequest.Timestamps.PREFIXED)
                .with(
                        "tail",
                        request.tail().isPresent()
                                ? Long.toString(request.tail().getAsLong())
                                : "all");
        request.since().ifPresent(since -> query.with("since", Query.moment(since)));
        request.until().ifPresent(until -> query.with("until", Query.moment(until)));
        try (var response = api.open(operation, EngineRequest.get(query.target()))) {
            OutputFrames.copy(response.body(), layout(id, response.header("Content-Type")), sink);
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    Attachment attach(ContainerId id, AttachRequest request, Stdio stdio) throws EngineException, InterruptedException {
        var operation = Operation.on("attach to container", id);
        var query = Query.of(DockerContainers.path(id, "/attach"))
                .with("stream", true)
                .with("stdin", stdio.input().isPresent())
                .with("stdout", true)
                .with("stderr", true)
                .with("logs", request.replay() == Replay.FROM_START);
        request.detachKeys().ifPresent(keys -> query.with("detachKeys", keys));
        // Asked before the raw connection stands: nothing may come between that and its reader.
        var layout = api.version().atLeast(ApiVersion.STREAM_TYPES) ? Optional.<Layout>empty() : Optional.of(ask(id));
        var raw = api.hijack(operation, EngineRequest.post(query.target()));
        return ProcessStreams.couple(
                operation, raw, layout.orElseGet(() -> stated(raw.contentType())), stdio, size -> resize(id, size));
    }

    private void resize(ContainerId id, TerminalWindow.Size size) throws EngineException, InterruptedException {
        var query = Query.of(DockerContainers.path(id, "/resize"))
                .with("h", Integer.toString(size.rows()))
                .with("w", Integer.toString(size.columns()));
        api.call(Operation.on("resize terminal of container", id), EngineRequest.post(query.target()));
    }

    private Layout layout(ContainerId id, Optional<String> contentType) throws EngineException, InterruptedException {
        return api.version().atLeast(ApiVersion.STREAM_TYPES) ? stated(contentType) : ask(id);
    }

    private static Layout stated(Optional<String> contentType) {
        return contentType.filter(FRAMED::equals).isPresent() ? Layout.FRAMED : Layout.RAW;
    }

    /** Engines before API 1.42 call every stream raw. */
    private Layout ask(ContainerId id) throws EngineException, InterruptedException {
        var details = api.read(
                Operation.on("inspect container", id),
                EngineRequest.get(DockerContainers.path(id, "/json")),
                ContainerInspection::read);
        return details.terminal() == Tty.PRESENT ? Layout.RAW : Layout.FRAMED;
    }
}
