package dev.jcompose.engine.execute;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Skip;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.engine.execute.PlanReport.Outcome;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Walks a plan: each step starts the moment all it waits for have succeeded. When a step fails, those behind it are
 * skipped; what becomes of the others is a matter of {@link OnFailure}. Interrupting the caller gives everything up.
 */
public final class PlanExecutor {
    private final Engine engine;
    private final EventSink events;
    private final Clock clock;
    private final Semaphore calls;
    private final StartListener starts;
    private final ProviderCalls providers;

    /** What a failed step means for steps that have nothing to do with it. */
    public enum OnFailure {
        /** None of them begins; those under way finish, but waits and pulls end. For bringing things up. */
        BEGIN_NOTHING,
        /** They go on. For taking things down. */
        GO_ON
    }

    /**
     * @param parallel most calls at one time; waiting is no call
     * @param starts told before a container starts
     * @param providers calls the programs that provide services
     */
    public PlanExecutor(
            Engine engine, EventSink events, Clock clock, int parallel, StartListener starts, ProviderCalls providers) {
        this.engine = engine;
        this.events = events;
        this.clock = clock;
        this.calls = new Semaphore(parallel);
        this.starts = starts;
        this.providers = providers;
    }

    /**
     * Walks the plan and returns what became of it; failures of steps are in the report.
     *
     * @param hub activity of the project, subscribed to before this call
     */
    public PlanReport execute(Plan plan, OnFailure onFailure, ActivityHub hub) throws InterruptedException {
        plan.warnings().forEach(text -> events.accept(new EngineEvent.Warning(java.util.Optional.empty(), text)));
        Set<ResourceRef> resources = new LinkedHashSet<>();
        plan.nodes().forEach(node -> resources.add(StepEvents.shown(node)));
        events.accept(new EngineEvent.Planned(List.copyOf(resources)));
        plan.unchanged().forEach(resource -> events.accept(new EngineEvent.Unchanged(resource)));
        var runner = new StepRunner(engine, events, new Conditions(engine, hub, events, clock), starts, providers);
        return new Walk(plan, onFailure, runner).run();
    }

    /** One walk over one plan. */
    private final class Walk {
        private final Plan plan;
        private final OnFailure onFailure;
        private final StepRunner runner;
        private final StepEvents progress;
        private final Map<StepId, Future<Outcome>> running = new ConcurrentHashMap<>();
        private final AtomicBoolean failed = new AtomicBoolean();

        Walk(Plan plan, OnFailure onFailure, StepRunner runner) {
            this.plan = plan;
            this.onFailure = onFailure;
            this.runner = runner;
            this.progress = new StepEvents(plan, events, clock);
        }

        PlanReport run() throws InterruptedException {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Plan.Node node : plan.nodes()) {
                    // Lower numbers are in the map by now, so that every step finds those it waits for.
                    List<Future<Outcome>> waits = node.waitsFor().stream()
                            .map(id -> java.util.Objects.requireNonNull(running.get(id)))
                            .toList();
                    running.put(node.id(), threads.submit(() -> runWhenReady(node, waits)));
                }
                try {
                    return collect();
                } catch (InterruptedException e) {
                    threads.shutdownNow();
                    throw e;
                }
            }
        }

        private PlanReport collect() throws InterruptedException {
            SequencedMap<StepId, Outcome> outcomes = new LinkedHashMap<>();
            for (Plan.Node node : plan.nodes()) {
                outcomes.put(node.id(), outcome(java.util.Objects.requireNonNull(running.get(node.id()))));
            }
            return new PlanReport(outcomes);
        }

        private Outcome outcome(Future<Outcome> future) throws InterruptedException {
            try {
                return future.get();
            } catch (CancellationException e) {
                return new Outcome.Cancelled();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                throw new IllegalStateException("a step ended in a way no step may", e.getCause());
            }
        }

        private Outcome runWhenReady(Plan.Node node, List<Future<Outcome>> waits) throws InterruptedException {
            for (Future<Outcome> before : waits) {
                if (!(outcome(before) instanceof Outcome.Done)) {
                    progress.skipped(node, Skip.DEPENDENCY_FAILED);
                    return new Outcome.Skipped();
                }
            }
            if (onFailure == OnFailure.BEGIN_NOTHING && failed.get()) {
                progress.skipped(node, Skip.CANCELLED);
                return new Outcome.Cancelled();
            }
            try {
                take(node);
                return new Outcome.Done();
            } catch (EngineException | StepFailure e) {
                progress.failed(node, e);
                if (onFailure == OnFailure.BEGIN_NOTHING && failed.compareAndSet(false, true)) {
                    giveUpWaits(node);
                }
                return new Outcome.Failed(node, e);
            }
        }

        private void take(Plan.Node node) throws EngineException, StepFailure, InterruptedException {
            // What waits for others to get on is no call: it must not keep them from it.
            boolean waiting = node.step() instanceof Step.AwaitCondition
                    || node.step() instanceof Step.RunPreStart
                    || node.step() instanceof Step.RunProvider;
            if (!waiting) {
                calls.acquire();
            }
            try {
                progress.started(node);
                switch (runner.run(node.id(), node.step())) {
                    case DONE -> progress.finished(node);
                    case IN_USE -> progress.skipped(node, Skip.IN_USE);
                }
            } finally {
                if (!waiting) {
                    calls.release();
                }
            }
        }

        private void giveUpWaits(Plan.Node culprit) {
            for (Plan.Node node : plan.nodes()) {
                boolean waiting = node.step() instanceof Step.AwaitCondition || node.step() instanceof Step.PullImage;
                Future<Outcome> future = running.get(node.id());
                if (waiting && !node.id().equals(culprit.id()) && future != null && future.cancel(true)) {
                    progress.skipped(node, Skip.CANCELLED);
                }
            }
        }
    }
}
