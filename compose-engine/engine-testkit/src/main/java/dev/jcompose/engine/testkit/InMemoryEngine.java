package dev.jcompose.engine.testkit;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.Containers;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.EngineInfo;
import dev.jcompose.engine.Images;
import dev.jcompose.engine.Networks;
import dev.jcompose.engine.Subscription;
import dev.jcompose.engine.Volumes;
import dev.jcompose.planner.observed.Health;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine without containers: a state machine that behaves as the contract of {@link Engine} says. Tests tell it what
 * containers do once started, which calls fail, and what happens later; every call that changes something is recorded.
 */
public final class InMemoryEngine implements Engine {
    private final InMemoryContainers containers = new InMemoryContainers(this);
    private final InMemoryResources resources = new InMemoryResources(this);
    private final ActivityBus activity = new ActivityBus();
    private final Map<String, Behaviour> behaviours = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    private static final class Fault {
        final String call;
        final Kind kind;
        int times;

        Fault(String call, Kind kind, int times) {
            this.call = call;
            this.kind = kind;
            this.times = times;
        }
    }

    /** What containers of a service do once started; idling when not told. */
    public synchronized InMemoryEngine behaves(String service, Behaviour behaviour) {
        behaviours.put(service, behaviour);
        return this;
    }

    /** Puts an image into the store. */
    public InMemoryEngine image(String reference, String... volumes) {
        resources.addImage(reference, List.of(volumes));
        return this;
    }

    /** Puts an image where pulls find it. */
    public InMemoryEngine registryImage(String reference) {
        resources.addRegistryImage(reference);
        return this;
    }

    /**
     * Makes the next calls fail.
     *
     * @param call as {@link #calls()} shows it, for example {@code start shop-web-1}
     */
    public synchronized InMemoryEngine fails(String call, Kind kind, int times) {
        faults.add(new Fault(call, kind, times));
        return this;
    }

    /** The process of a running container ends by itself. */
    public void exit(String name, int code) {
        containers.exit(name, code);
    }

    /** A health check changes its mind. */
    public void health(String name, Health health) {
        containers.health(name, health);
    }

    /** A running container writes a line. */
    public void say(String name, String line) {
        containers.say(name, line);
    }

    /** Calls that changed something, in order: {@code create shop-web-1}, {@code stop shop-web-1}, ... */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Forgets the calls so far. */
    public synchronized void forgetCalls() {
        calls.clear();
    }

    synchronized void called(String call) throws EngineException {
        calls.add(call);
        for (Fault fault : faults) {
            if (fault.call.equals(call) && fault.times > 0) {
                fault.times--;
                int space = call.indexOf(' ');
                throw new EngineException(
                        fault.kind, call.substring(0, space), call.substring(space + 1), "scripted failure");
            }
        }
    }

    synchronized Behaviour behaviourOf(String service) {
        return behaviours.getOrDefault(service, Behaviour.idle());
    }

    ActivityBus activity() {
        return activity;
    }

    InMemoryResources resources() {
        return resources;
    }

    InMemoryContainers cells() {
        return containers;
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("In-memory engine", "1", "1.45", "linux/amd64", "memory");
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Networks networks() {
        return resources.networks();
    }

    @Override
    public Volumes volumes() {
        return resources.volumes();
    }

    @Override
    public Images images() {
        return resources.images();
    }

    @Override
    public Subscription subscribe(ActivityFilter filter) {
        return activity.subscribe(filter);
    }

    @Override
    public void close() {
        activity.close();
    }
}
