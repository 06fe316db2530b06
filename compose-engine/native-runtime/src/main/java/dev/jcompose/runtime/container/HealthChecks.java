package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.Health.Probe;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.launch.Exec;
import dev.jcompose.runtime.launch.ExitRecord;
import dev.jcompose.runtime.launch.Supervised;
import dev.jcompose.runtime.launch.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Probes the health of running containers, each on a thread of its own that ends with the run. */
final class HealthChecks {
    private static final int KEPT_OUTPUT = 4096;
    private static final int TOO_LONG = -1;
    private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

    private final Foundations base;
    private final Execs execs;

    HealthChecks(Foundations base, Execs execs) {
        this.base = base;
        this.execs = execs;
    }

    /** Begins to probe; the first probe is one interval away. */
    void watch(Container container, Supervised process, HealthConfig config) {
        container.setHealthMonitor(Thread.ofVirtual()
                .name("health-" + container.record().shortId())
                .start(() -> run(container, process, config)));
    }

    private void run(Container container, Supervised process, HealthConfig config) {
        try {
            while (container.isRunning(process)) {
                Health health = container.state().health().orElse(Health.STARTING);
                Thread.sleep(health.untilNextProbe(config, process.age()));
                if (container.isRunning(process) && container.state().status() != Status.PAUSED) {
                    Duration began = process.age();
                    record(container, process, config, probe(container, config), began);
                }
            }
        } catch (InterruptedException e) {
            // The run is over: so is this.
        } catch (IOException e) {
            base.log().accept("health of " + container.record().name() + ": " + e);
        }
    }

    private void record(Container container, Supervised process, HealthConfig config, Probe probe, Duration began)
            throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            if (!container.isRunning(process) || container.state().health().isEmpty()) {
                return;
            }
            Health before = container.state().health().get();
            Health after = before.after(probe, config, began);
            container.save(container.state().withHealth(Optional.of(after)));
            if (after.status() != before.status()) {
                base.publish(
                        container.record(), "health_status: " + after.status().word());
            }
        } finally {
            container.lock().unlock();
        }
    }

    private Probe probe(Container container, HealthConfig config) throws InterruptedException {
        Instant start = base.clock().instant();
        try {
            ExecSession session = execs.create(container, request(container, config));
            try (Exec exec = execs.start(session, WindowSize.UNKNOWN)) {
                return await(exec, config.effectiveTimeout(), start);
            }
        } catch (IOException e) {
            return new Probe(start, base.clock().instant(), TOO_LONG, String.valueOf(e.getMessage()));
        }
    }

    private Probe await(Exec exec, Duration timeout, Instant start) throws IOException, InterruptedException {
        var output = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> read(exec.stdio(), output));
        try {
            ExitRecord exit = exec.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            reader.join(Duration.ofSeconds(1)); // a child that keeps the pipe open does not hold the result up
            return new Probe(start, base.clock().instant(), exit.code(), text(output));
        } catch (TimeoutException e) {
            exec.signal(Signals.KILL);
            String printed = text(output);
            String message = "Health check exceeded timeout (" + Durations.goStyle(timeout) + ")";
            return new Probe(
                    start, base.clock().instant(), TOO_LONG, printed.isEmpty() ? message : message + ": " + printed);
        } catch (ExecutionException e) {
            throw new AssertionError("the end of a process is never exceptional", e);
        } catch (InterruptedException e) {
            exec.signal(Signals.KILL);
            throw e;
        }
    }

    /** Reads to the end, so that the probe never waits for its reader; keeps the beginning. */
    private static void read(Attachment stdio, ByteArrayOutputStream kept) {
        try {
            for (var chunk = stdio.read(); chunk.isPresent(); chunk = stdio.read()) {
                byte[] bytes = new byte[chunk.get().bytes().remaining()];
                chunk.get().bytes().get(bytes);
                synchronized (kept) {
                    kept.write(bytes, 0, Math.min(bytes.length, Math.max(0, KEPT_OUTPUT + 1 - kept.size())));
                }
            }
        } catch (IOException e) {
            // The probe is over.
        }
    }

    private static String text(ByteArrayOutputStream output) {
        synchronized (output) {
            byte[] bytes = output.toByteArray();
            return bytes.length <= KEPT_OUTPUT
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : new String(bytes, 0, KEPT_OUTPUT, StandardCharsets.UTF_8) + "...";
        }
    }

    private static ExecRequest request(Container container, HealthConfig config) {
        var command = new ArrayList<String>();
        if (config.test().getFirst().equals("CMD-SHELL")) {
            List<String> shell = container.record().config().shell();
            command.addAll(shell.isEmpty() ? DEFAULT_SHELL : shell);
        }
        command.addAll(config.test().subList(1, config.test().size()));
        return new ExecRequest(command, List.of(), "", "", false, false, true, true, false, "", WindowSize.UNKNOWN);
    }
}
