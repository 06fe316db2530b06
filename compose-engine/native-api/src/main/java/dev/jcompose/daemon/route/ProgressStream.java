package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.ProgressJson;
import dev.jcompose.runtime.image.Progress;
import dev.jcompose.runtime.image.ProgressListener;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers with one JSON object a line while the work goes on. The answer begins with the first news: what fails before is an
 * ordinary failure with a status of its own, what fails later is the stream's last line.
 */
final class ProgressStream implements ProgressListener {
    private final Call call;
    private final Thread worker = Thread.currentThread();
    private @Nullable OutputStream out;
    private boolean broken;

    ProgressStream(Call call) {
        this.call = call;
    }

    /** Work that reports how it goes. */
    interface Work {
        void run(ProgressStream progress) throws Exception;
    }

    static void answer(Call call, Work work) throws Exception {
        var progress = new ProgressStream(call);
        call.exchange().cancelWhenClientLeaves();
        try {
            work.run(progress);
        } catch (IOException | RuntimeException e) {
            if (!call.exchange().isCommitted()) {
                throw e;
            }
            progress.line(ProgressJson.error(Failures.of(e).message()));
        }
        progress.close();
    }

    @Override
    public synchronized void report(Progress progress) {
        line(ProgressJson.of(progress));
    }

    /** A line of the stream that is no progress: a result. */
    synchronized void line(JsonObject json) {
        if (broken) {
            return;
        }
        try {
            if (out == null) {
                out = call.exchange().stream(200, "application/json");
            }
            out.write(json.toBytes());
            out.write('\r');
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            broken = true; // nobody listens any more: the work is not wanted either
            worker.interrupt();
        }
    }

    private synchronized void close() throws IOException {
        if (out != null && !broken) {
            out.close();
        } else if (!call.exchange().isCommitted()) {
            call.exchange().respond(200, "application/json", new byte[0]);
        }
    }
}
