package dev.jcompose.engine;

import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ObservedVolume;
import java.util.List;

/** Named volumes of an engine. A volume that does not exist fails with {@code NOT_FOUND}. */
public interface Volumes {
    /** Every volume the engine has. One call: callers filter by label or by name. */
    List<ObservedVolume> list() throws EngineException, InterruptedException;

    /** Creates it; one that exists with the same driver is left as it is. */
    void create(VolumeSpec volume) throws EngineException, InterruptedException;

    /** Removes it with its data; {@code CONFLICT} while a container, running or not, uses it. */
    void remove(String name) throws EngineException, InterruptedException;
}
