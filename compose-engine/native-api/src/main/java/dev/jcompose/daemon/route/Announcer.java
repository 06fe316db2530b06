package dev.jcompose.daemon.route;

import java.util.Map;

/** Tells those who listen to events what a route has done. */
@FunctionalInterface
public interface Announcer {
    /**
     * @param type {@code image}, {@code network} or {@code volume}
     * @param action {@code pull}, {@code tag}, {@code create}, ...
     * @param actor id or name of what it happened to
     */
    void announce(String type, String action, String actor, Map<String, String> attributes);

    /**
     * All that nobody used is gone.
     *
     * @param reclaimed bytes
     */
    default void announcePrune(String type, long reclaimed) {
        announce(type, "prune", "", Map.of("reclaimed", Long.toString(reclaimed)));
    }
}
