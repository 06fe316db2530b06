package dev.jcompose.daemon.route;

import java.io.IOException;

/** Answers the requests of one method and one form of path. */
@FunctionalInterface
public interface Route {
    /**
     * Answers exactly once.
     *
     * @throws Exception a failure that {@link Failures} turns into a status and a message, if nothing was answered yet
     */
    void handle(Call call) throws Exception;

    /** Routes that belong together. */
    interface Group {
        void addTo(Router router) throws IOException;
    }
}
