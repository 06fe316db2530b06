package dev.jcompose.engine;

import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.resource.ContainerId;
import java.util.List;

/** Networks of an engine. A network that does not exist fails with {@code NOT_FOUND}. */
public interface Networks {
    /** Every network the engine has. One call: callers filter by label or by name. */
    List<ObservedNetwork> list() throws EngineException, InterruptedException;

    /** Creates it and returns its id; {@code CONFLICT} when the name is taken. */
    String create(NetworkSpec network) throws EngineException, InterruptedException;

    /** Removes it by id or name; {@code CONFLICT} while containers are attached. */
    void remove(String network) throws EngineException, InterruptedException;

    void connect(String network, ContainerId container, Endpoint endpoint) throws EngineException, InterruptedException;

    /** Detaches a container, running or not; no failure when it is not attached. */
    void disconnect(String network, ContainerId container) throws EngineException, InterruptedException;
}
