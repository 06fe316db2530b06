package dev.jcompose.engine;

import dev.jcompose.planner.observed.ObservedImage;
import java.util.List;
import java.util.Optional;

/** Images in an engine's store. */
public interface Images {
    /** Every tagged image of the store; one call. Declared volumes are only known to {@link #find}. */
    List<ObservedImage> list() throws EngineException, InterruptedException;

    /** One image by reference or id; empty when the store does not have it. */
    Optional<ObservedImage> find(String reference) throws EngineException, InterruptedException;

    /**
     * Fetches an image from its registry and returns when it can be used.
     *
     * @param platform {@code os/arch[/variant]}; absent means the engine's own
     * @throws EngineException {@code NOT_FOUND} when the registry does not have it, {@code UNAUTHORIZED} when it wants
     *     other credentials, {@code UNAVAILABLE} when it cannot be reached
     */
    void pull(String reference, Optional<String> platform, PullSink sink) throws EngineException, InterruptedException;

    /** Removes a reference, and the image with its last one; {@code CONFLICT} while a container uses it. */
    void remove(String reference) throws EngineException, InterruptedException;
}
