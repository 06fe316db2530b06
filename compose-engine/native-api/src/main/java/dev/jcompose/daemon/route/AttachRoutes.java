package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.RawStream;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.ContainerConfig;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.log.LogQuery;
import dev.jcompose.runtime.log.LogReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** {@code POST /containers/{id}/attach}. */
public final class AttachRoutes implements Route.Group {
    private final Containers containers;
    private final Announcer announcer;

    public AttachRoutes(Containers containers, Announcer announcer) {
        this.containers = containers;
        this.announcer = announcer;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/containers/{id}/attach", this::attach);
    }

    private void attach(Call call) throws Exception {
        Container container = containers.get(call.path("id"));
        ContainerConfig config = container.record().config();
        var query = call.query();
        boolean stream = query.flag("stream");
        boolean stdin = query.flag("stdin") && config.openStdin();
        Optional<DetachKeys> keys =
                stdin && config.tty() ? Optional.of(DetachKeys.parse(query.text("detachKeys"))) : Optional.empty();
        var endOfInput = config.stdinOnce() && !config.tty() ? Pump.EndOfInput.CLOSE : Pump.EndOfInput.LEAVE_OPEN;
        var options =
                new Pump.Options(stdin, query.flag("stdout"), query.flag("stderr"), !config.tty(), endOfInput, keys);
        CompletableFuture<Attachment> joined =
                stream ? containers.attach(container) : CompletableFuture.failedFuture(new IOException("no stream"));
        try (RawStream client = call.exchange().upgrade(Frames.contentTypeOfStream(config.tty(), call))) {
            announcer.announce(
                    "container",
                    "attach",
                    container.id(),
                    Map.of("image", config.image(), "name", container.record().name()));
            if (query.flag("logs")) {
                replay(container, client);
            }
            if (!stream) {
                return;
            }
            var pump = new Pump(client, options);
            pump.startInput(
                    joined,
                    () -> announcer.announce(
                            "container",
                            "detach",
                            container.id(),
                            Map.of("name", container.record().name())));
            try (Attachment process = joined.get()) {
                pump.copyOutput(process);
            }
            pump.finish();
        } catch (ExecutionException e) {
            // It never came to run; the start has told why.
        } finally {
            containers.cancelAttach(container, joined);
        }
    }

    private static void replay(Container container, RawStream client) throws IOException, InterruptedException {
        var lines = new LogRoutes.Lines(container.record().config().tty(), false, false);
        try (LogReader reader = LogReader.open(container.logFile(), LogQuery.everything())) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                var bytes = new ByteArrayOutputStream();
                lines.write(entry.get(), bytes);
                client.write(ByteBuffer.wrap(bytes.toByteArray()));
            }
        }
    }
}
