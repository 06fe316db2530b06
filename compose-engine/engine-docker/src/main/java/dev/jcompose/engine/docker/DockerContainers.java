package dev.jcompose.engine.docker;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.Attachment;
import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.ContainerStats;
import dev.jcompose.engine.Containers;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.CreatedContainer;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.PathStat;
import dev.jcompose.engine.ProcessTable;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.json.JsonStream;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Containers of an engine that speaks the Docker Engine API. */
final class DockerContainers implements Containers {
    private final Api api;
    private final ContainerCreator creator;
    private final ContainerStreams streams;
    private final ContainerExec exec;
    private final ContainerFiles files;

    DockerContainers(Api api, ContainerCreator creator) {
        this.api = api;
        this.creator = creator;
        this.streams = new ContainerStreams(api);
        this.exec = new ContainerExec(api);
        this.files = new ContainerFiles(api);
    }

    @Override
    public List<ObservedContainer> list(ContainerFilter filter) throws EngineException, InterruptedException {
        String target = Query.of("/containers/json")
                .with("all", true)
                .filters(Map.of("label", Query.labels(filter.labels())))
                .target();
        return api.read(Operation.of("list containers"), EngineRequest.get(target), cursor -> {
            var containers = new ArrayList<ObservedContainer>();
            cursor.array(() -> containers.add(ContainerListing.read(cursor)));
            return List.copyOf(containers);
        });
    }

    @Override
    public ContainerDetails inspect(ContainerId id) throws EngineException, InterruptedException {
        return api.read(
                Operation.on("inspect container", id), EngineRequest.get(path(id, "/json")), ContainerInspection::read);
    }

    @Override
    public CreatedContainer create(ContainerSpec spec, CreateOptions options)
            throws EngineException, InterruptedException {
        return creator.create(spec, options);
    }

    @Override
    public void start(ContainerId id) throws EngineException, InterruptedException {
        unlessAlreadySo(() -> api.run(Operation.on("start container", id), client -> {
            client.startContainerCmd(id.value()).exec();
            return id;
        }));
    }

    @Override
    public void stop(ContainerId id, Optional<Duration> grace) throws EngineException, InterruptedException {
        // Not by docker-java, whose command always sends a time and so overrides the container's own.
        unlessAlreadySo(() ->
                api.call(Operation.on("stop container", id), EngineRequest.post(withGrace(path(id, "/stop"), grace))));
    }

    @Override
    public void kill(ContainerId id, String signal) throws EngineException, InterruptedException {
        api.run(Operation.on("kill container", id), client -> {
            client.killContainerCmd(id.value()).withSignal(signal).exec();
            return id;
        });
    }

    @Override
    public void restart(ContainerId id, Optional<Duration> grace) throws EngineException, InterruptedException {
        api.call(Operation.on("restart container", id), EngineRequest.post(withGrace(path(id, "/restart"), grace)));
    }

    /** Whole seconds, cut off as Docker Compose does: less than a second is an immediate kill. */
    private static String withGrace(String path, Optional<Duration> grace) {
        var query = Query.of(path);
        grace.ifPresent(limit -> query.with("t", Long.toString(limit.toSeconds())));
        return query.target();
    }

    @Override
    public void pause(ContainerId id) throws EngineException, InterruptedException {
        asConflict(Operation.on("pause container", id), client -> {
            client.pauseContainerCmd(id.value()).exec();
            return id;
        });
    }

    @Override
    public void unpause(ContainerId id) throws EngineException, InterruptedException {
        asConflict(Operation.on("unpause container", id), client -> {
            client.unpauseContainerCmd(id.value()).exec();
            return id;
        });
    }

    /** Engines report a container that is not in the state for it now as 409, now as 500. */
    private <T> void asConflict(Operation operation, Api.Command<T> command)
            throws EngineException, InterruptedException {
        try {
            api.run(operation, command);
        } catch (EngineException e) {
            String words = e.reason();
            boolean state =
                    words.contains("not paused") || words.contains("already paused") || words.contains("not running");
            throw e.kind() == Kind.OTHER && state ? operation.failed(Kind.CONFLICT, words, e) : e;
        }
    }

    @Override
    public void remove(ContainerId id, Set<RemoveOption> options) throws EngineException, InterruptedException {
        try {
            api.run(Operation.on("remove container", id), client -> {
                client.removeContainerCmd(id.value())
                        .withForce(options.contains(RemoveOption.FORCE))
                        .withRemoveVolumes(options.contains(RemoveOption.ANONYMOUS_VOLUMES))
                        .exec();
                return id;
            });
        } catch (EngineException e) {
            if (e.kind() != Kind.CONFLICT || !String.valueOf(e.getMessage()).contains("is already in progress")) {
                throw e;
            }
            awaitRemoval(id); // somebody else, such as --rm of the container itself, was first
        }
    }

    private void awaitRemoval(ContainerId id) throws EngineException, InterruptedException {
        try {
            api.read(
                    Operation.on("wait for the removal of container", id),
                    EngineRequest.post(path(id, "/wait?condition=removed")),
                    cursor -> {
                        cursor.object(field -> {});
                        return id;
                    });
        } catch (EngineException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void rename(ContainerId id, String name) throws EngineException, InterruptedException {
        api.run(Operation.on("rename container", id), client -> {
            client.renameContainerCmd(id.value()).withName(name).exec();
            return id;
        });
    }

    @Override
    public int awaitExit(ContainerId id) throws EngineException, InterruptedException {
        var operation = Operation.on("wait for container", id);
        var exit = api.read(operation, EngineRequest.post(path(id, "/wait?condition=not-running")), cursor -> {
            var found = new Object() {
                int code;
                String error = "";
            };
            cursor.object(field -> {
                switch (field) {
                    case "StatusCode" -> found.code = (int) cursor.number();
                    case "Error" ->
                        cursor.object(inner -> {
                            if (inner.equals("Message")) {
                                found.error = cursor.text();
                            }
                        });
                    default -> {}
                }
            });
            return Map.entry(found.code, found.error);
        });
        if (!exit.getValue().isEmpty()) {
            throw operation.failed(Kind.OTHER, exit.getValue());
        }
        return exit.getKey();
    }

    @Override
    public void logs(ContainerId id, LogRequest request, OutputSink sink) throws EngineException, InterruptedException {
        streams.logs(id, request, sink);
    }

    @Override
    public Attachment attach(ContainerId id, AttachRequest request, Stdio stdio)
            throws EngineException, InterruptedException {
        return streams.attach(id, request, stdio);
    }

    @Override
    public int exec(ContainerId id, ExecRequest request, Stdio stdio) throws EngineException, InterruptedException {
        return exec.run(id, request, stdio);
    }

    @Override
    public void execDetached(ContainerId id, ExecRequest request) throws EngineException, InterruptedException {
        exec.start(id, request);
    }

    @Override
    public ProcessTable top(ContainerId id) throws EngineException, InterruptedException {
        return api.read(
                Operation.on("list processes of container", id), EngineRequest.get(path(id, "/top")), cursor -> {
                    var titles = new ArrayList<String>();
                    var rows = new ArrayList<List<String>>();
                    cursor.object(field -> {
                        switch (field) {
                            case "Titles" -> titles.addAll(cursor.texts());
                            case "Processes" -> cursor.array(() -> rows.add(cursor.texts()));
                            default -> {}
                        }
                    });
                    return new ProcessTable(titles, rows);
                });
    }

    @Override
    public ContainerStats stats(ContainerId id) throws EngineException, InterruptedException {
        return api.read(
                Operation.on("read statistics of container", id),
                EngineRequest.get(path(id, "/stats?stream=0")),
                StatsSample::read);
    }

    @Override
    public void streamStats(ContainerId id, Consumer<ContainerStats> sink)
            throws EngineException, InterruptedException {
        var operation = Operation.on("read statistics of container", id);
        try (var response = api.open(operation, EngineRequest.get(path(id, "/stats?stream=1")));
                var samples = new JsonStream(response.body())) {
            for (var sample = samples.next(StatsSample::read);
                    sample.isPresent();
                    sample = samples.next(StatsSample::read)) {
                sink.accept(sample.get());
            }
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    @Override
    public InputStream copyOut(ContainerId id, String path) throws EngineException, InterruptedException {
        return files.copyOut(id, path);
    }

    @Override
    public void copyIn(ContainerId id, String directory, InputStream tar, CopyOwnership ownership)
            throws EngineException, InterruptedException {
        files.copyIn(id, directory, tar, ownership);
    }

    @Override
    public PathStat stat(ContainerId id, String path) throws EngineException, InterruptedException {
        return files.stat(id, path);
    }

    /** A call to the engine. */
    @FunctionalInterface
    private interface Call {
        void run() throws EngineException, InterruptedException;
    }

    private static void unlessAlreadySo(Call call) throws EngineException, InterruptedException {
        try {
            call.run();
        } catch (EngineException e) {
            if (e.kind() != Kind.NOT_MODIFIED) {
                throw e;
            }
        }
    }

    static String path(ContainerId id, String rest) {
        return "/containers/" + Api.encode(id.value()) + rest;
    }

    /** Reads one field of an object. */
    static String field(JsonCursor cursor, String wanted) {
        var found = new StringBuilder();
        cursor.object(field -> {
            if (field.equals(wanted)) {
                found.append(cursor.text());
            }
        });
        return found.toString();
    }
}
