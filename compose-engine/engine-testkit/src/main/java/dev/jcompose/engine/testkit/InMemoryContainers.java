package dev.jcompose.engine.testkit;

import dev.jcompose.engine.Activity;
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
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Containers of an {@link InMemoryEngine}: names, states, and who is told what. */
final class InMemoryContainers implements Containers {
    private final InMemoryEngine engine;
    private final Map<ContainerId, Cell> cells = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private int lastId;

    InMemoryContainers(InMemoryEngine engine) {
        this.engine = engine;
    }

    private Cell cell(String operation, ContainerId id) throws EngineException {
        Cell cell = cells.get(id);
        if (cell == null) {
            cell = cells.values().stream()
                    .filter(other -> other.name.equals(id.value()))
                    .findFirst()
                    .orElse(null);
        }
        if (cell == null) {
            throw new EngineException(Kind.NOT_FOUND, operation, id.value(), "no such container: " + id.value());
        }
        return cell;
    }

    private Cell named(String name) {
        return cells.values().stream()
                .filter(cell -> cell.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no container " + name));
    }

    private void publish(Cell cell, String action, OptionalInt exitCode) {
        var attributes = new LinkedHashMap<>(cell.spec.labels());
        attributes.put("name", cell.name);
        attributes.put("image", cell.spec.image());
        exitCode.ifPresent(code -> attributes.put("exitCode", Integer.toString(code)));
        engine.activity().publish(new Activity(Instant.now(), cell.id, action, attributes));
    }

    private void publish(Cell cell, String action) {
        publish(cell, action, OptionalInt.empty());
    }

    synchronized boolean uses(String network) {
        return cells.values().stream().anyMatch(cell -> cell.isUp() && cell.endpoints.containsKey(network));
    }

    synchronized boolean mounts(String volume) {
        return cells.values().stream()
                .anyMatch(cell ->
                        cell.mounts.stream().anyMatch(mount -> mount.volume().equals(volume)));
    }

    synchronized void connect(ContainerId id, ObservedNetwork network) throws EngineException {
        Cell cell = cell("connect", id);
        engine.called("connect " + cell.name + " to " + network.name());
        cell.endpoints.put(network.name(), new ObservedEndpoint(network.name(), network.id(), "", ""));
    }

    synchronized void disconnect(ContainerId id, ObservedNetwork network) throws EngineException {
        Cell cell = cell("disconnect", id);
        engine.called("disconnect " + cell.name + " from " + network.name());
        cell.endpoints.remove(network.name());
    }

    synchronized void exit(String name, int code) {
        end(named(name), code);
    }

    synchronized void health(String name, Health health) {
        Cell cell = named(name);
        cell.health = health;
        publish(cell, "health_status: " + health.word());
    }

    synchronized void say(String name, String line) {
        named(name).say(line);
        notifyAll();
    }

    private void end(Cell cell, int code) {
        cell.state = ContainerState.EXITED;
        cell.exitCode = code;
        cell.attached.clear();
        publish(cell, "die", OptionalInt.of(code));
        if (cell.spec.lifetime() == Lifetime.REMOVED_AT_EXIT) {
            cells.remove(cell.id);
            publish(cell, "destroy");
        }
        notifyAll();
    }

    @Override
    public synchronized List<ObservedContainer> list(ContainerFilter filter) {
        return cells.values().stream()
                .filter(cell -> ActivityBus.matches(filter.labels(), cell.spec.labels()))
                .map(Cell::observed)
                .toList();
    }

    @Override
    public synchronized ContainerDetails inspect(ContainerId id) throws EngineException {
        return cell("inspect", id).details();
    }

    @Override
    public CreatedContainer create(ContainerSpec spec, CreateOptions options)
            throws EngineException, InterruptedException {
        if (engine.images().find(spec.image()).isEmpty()) {
            throw new EngineException(Kind.NOT_FOUND, "create", options.name(), "no such image: " + spec.image());
        }
        synchronized (this) {
            engine.called("create " + options.name());
            if (cells.values().stream().anyMatch(cell -> cell.name.equals(options.name()))) {
                throw new EngineException(Kind.CONFLICT, "create", options.name(), "the name is in use");
            }
            lastId++;
            var cell = new Cell(new ContainerId("%064x".formatted(lastId)), spec, options.name(), Instant.now());
            options.inherited().forEach(volume -> {
                cell.mounts.removeIf(mount -> mount.target().equals(volume.target()));
                cell.mounts.add(Cell.volume(volume.volume(), volume.target()));
            });
            if (spec.network() instanceof NetworkMode.Attached attached) {
                for (var endpoint : attached.endpoints()) {
                    var network = engine.resources()
                            .network(endpoint.networkName())
                            .orElseThrow(() ->
                                    new EngineException(Kind.NOT_FOUND, "create", options.name(), "no such network"));
                    cell.endpoints.put(network.name(), new ObservedEndpoint(network.name(), network.id(), "", ""));
                }
            }
            cells.put(cell.id, cell);
            publish(cell, "create");
            return new CreatedContainer(cell.id, List.of());
        }
    }

    @Override
    public synchronized void start(ContainerId id) throws EngineException {
        Cell cell = cell("start", id);
        engine.called("start " + cell.name);
        if (cell.state == ContainerState.RUNNING) {
            return;
        }
        var behaviour = engine.behaviourOf(cell.spec.resource().service());
        cell.state = ContainerState.RUNNING;
        cell.health = behaviour.health();
        cell.startedAt = Instant.now();
        publish(cell, "start");
        behaviour.output().forEach(cell::say);
        if (behaviour.exitCode().isPresent()) {
            end(cell, behaviour.exitCode().getAsInt());
        }
    }

    @Override
    public synchronized void stop(ContainerId id, Optional<Duration> grace) throws EngineException {
        Cell cell = cell("stop", id);
        engine.called("stop " + cell.name);
        if (cell.isUp()) {
            publish(cell, "kill");
            end(cell, 143);
            publish(cell, "stop");
        }
    }

    @Override
    public synchronized void kill(ContainerId id, String signal) throws EngineException {
        Cell cell = cell("kill", id);
        engine.called("kill " + cell.name);
        requireUp("kill", cell);
        publish(cell, "kill");
        if (signal.equals("SIGKILL") || signal.equals("KILL") || signal.equals("9")) {
            end(cell, 137);
        }
    }

    private static void requireUp(String operation, Cell cell) throws EngineException {
        if (!cell.isUp()) {
            throw new EngineException(
                    Kind.CONFLICT, operation, cell.name, "container " + cell.name + " is not running");
        }
    }

    @Override
    public synchronized void restart(ContainerId id, Optional<Duration> grace) throws EngineException {
        Cell cell = cell("restart", id);
        stop(id, grace);
        start(id);
        publish(cell, "restart");
    }

    @Override
    public synchronized void pause(ContainerId id) throws EngineException {
        Cell cell = cell("pause", id);
        engine.called("pause " + cell.name);
        if (cell.state != ContainerState.RUNNING) {
            throw new EngineException(Kind.CONFLICT, "pause", cell.name, "it is " + cell.state.word());
        }
        cell.state = ContainerState.PAUSED;
        publish(cell, "pause");
    }

    @Override
    public synchronized void unpause(ContainerId id) throws EngineException {
        Cell cell = cell("unpause", id);
        engine.called("unpause " + cell.name);
        if (cell.state != ContainerState.PAUSED) {
            throw new EngineException(Kind.CONFLICT, "unpause", cell.name, "it is not paused");
        }
        cell.state = ContainerState.RUNNING;
        publish(cell, "unpause");
    }

    @Override
    public synchronized void remove(ContainerId id, Set<RemoveOption> options) throws EngineException {
        Cell cell = cell("remove", id);
        engine.called("remove " + cell.name);
        if (cell.isUp()) {
            if (!options.contains(RemoveOption.FORCE)) {
                throw new EngineException(Kind.CONFLICT, "remove", cell.name, "it is running");
            }
            end(cell, 137);
        }
        cells.remove(cell.id);
        publish(cell, "destroy");
    }

    @Override
    public synchronized void rename(ContainerId id, String name) throws EngineException {
        Cell cell = cell("rename", id);
        engine.called("rename " + cell.name + " to " + name);
        if (cells.values().stream().anyMatch(other -> other.name.equals(name))) {
            throw new EngineException(Kind.CONFLICT, "rename", name, "the name is in use");
        }
        cell.name = name;
        publish(cell, "rename");
    }

    @Override
    public synchronized int awaitExit(ContainerId id) throws EngineException, InterruptedException {
        Cell cell = cell("wait", id);
        while (cell.isUp()) {
            wait();
        }
        return cell.exitCode;
    }

    @Override
    public void logs(ContainerId id, LogRequest request, OutputSink sink) throws EngineException, InterruptedException {
        int sent = 0;
        while (true) {
            List<String> fresh;
            synchronized (this) {
                Cell cell = cell("logs", id);
                while (request.follow() == LogRequest.Follow.YES && cell.isUp() && cell.lines.size() == sent) {
                    wait();
                }
                fresh = List.copyOf(cell.lines.subList(sent, cell.lines.size()));
                if (fresh.isEmpty()) {
                    return;
                }
            }
            for (String line : fresh) {
                String stamp = request.timestamps() == LogRequest.Timestamps.PREFIXED ? Instant.EPOCH + " " : "";
                sink.write(OutputSink.Channel.STDOUT, (stamp + line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            sent += fresh.size();
        }
    }

    @Override
    public synchronized Attachment attach(ContainerId id, AttachRequest request, Stdio stdio) throws EngineException {
        Cell cell = cell("attach", id);
        cell.attached.add(stdio.output());
        return new Attachment() {
            @Override
            public void awaitEnd() throws InterruptedException {
                synchronized (InMemoryContainers.this) {
                    while (cell.attached.contains(stdio.output())) {
                        InMemoryContainers.this.wait();
                    }
                }
            }

            @Override
            public void close() {
                synchronized (InMemoryContainers.this) {
                    cell.attached.remove(stdio.output());
                    InMemoryContainers.this.notifyAll();
                }
            }
        };
    }

    /** Understands {@code true}, {@code false}, {@code exit CODE} and {@code echo WORDS}. */
    @Override
    public synchronized int exec(ContainerId id, ExecRequest request, Stdio stdio) throws EngineException {
        Cell cell = cell("exec", id);
        engine.called("exec " + cell.name + " " + String.join(" ", request.command()));
        requireUp("exec", cell);
        return switch (request.command().getFirst()) {
            case "true" -> 0;
            case "false" -> 1;
            case "exit" -> Integer.parseInt(request.command().get(1));
            case "echo" -> {
                String text = String.join(
                                " ",
                                request.command().subList(1, request.command().size())) + "\n";
                stdio.output().write(OutputSink.Channel.STDOUT, text.getBytes(StandardCharsets.UTF_8));
                yield 0;
            }
            default -> 127;
        };
    }

    @Override
    public synchronized void execDetached(ContainerId id, ExecRequest request) throws EngineException {
        requireUp("exec", cell("exec", id));
    }

    @Override
    public synchronized ProcessTable top(ContainerId id) throws EngineException {
        requireUp("top", cell("top", id));
        return new ProcessTable(List.of("PID", "CMD"), List.of(List.of("1", "main")));
    }

    @Override
    public synchronized ContainerStats stats(ContainerId id) throws EngineException {
        cell("stats", id);
        return new ContainerStats(Instant.EPOCH, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Override
    public void streamStats(ContainerId id, Consumer<ContainerStats> sink) throws EngineException {
        sink.accept(stats(id));
    }

    @Override
    public synchronized InputStream copyOut(ContainerId id, String path) throws EngineException {
        Cell cell = cell("copy", id);
        byte[] content = files.get(cell.id.value() + path);
        if (content == null) {
            throw new EngineException(Kind.NOT_FOUND, "copy", cell.name, "no such file: " + path);
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public synchronized void copyIn(ContainerId id, String directory, InputStream tar, CopyOwnership ownership)
            throws EngineException {
        Cell cell = cell("copy", id);
        engine.called("copy into " + cell.name + " " + directory);
        try {
            files.put(cell.id.value() + directory, tar.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized PathStat stat(ContainerId id, String path) throws EngineException {
        copyOut(id, path);
        return new PathStat(path.substring(path.lastIndexOf('/') + 1), 0, 0644, PathStat.Type.FILE, "");
    }
}
