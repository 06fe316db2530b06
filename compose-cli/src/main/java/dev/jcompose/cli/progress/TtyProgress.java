package dev.jcompose.cli.progress;

import dev.jcompose.cli.terminal.CellWidth;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.event.EngineEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Redraws a block of lines at the end of the terminal: soon after an event, and as often as the spinner turns while work
 * is going on. What was drawn last stays when it is closed.
 */
public final class TtyProgress implements Progress {
    /** Events that come faster than this share a frame. */
    private static final Duration SHORTEST_FRAME = Duration.ofMillis(40);

    private static final Duration SPINNER_TURN = Duration.ofMillis(100);
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_LINE_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    /** Terminals that know it show all up to the end mark at once; others ignore it. */
    private static final String BEGIN_UPDATE = "\u001b[?2026h";

    private static final String END_UPDATE = "\u001b[?2026l";

    private final PrintStream out;
    private final Terminal terminal;
    private final Paint paint;
    private final InstantSource clock;
    private final Screen screen;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread painter;
    private List<String> drawn = List.of();
    private boolean dirty;
    private boolean closed;

    /** @param operation the word of the heading, for example {@code up} */
    public TtyProgress(String operation, PrintStream out, Terminal terminal, Paint paint, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.paint = paint;
        this.clock = clock;
        this.screen = new Screen(operation);
        this.painter = Thread.ofVirtual().name("progress").start(this::paintUntilClosed);
    }

    @Override
    public void accept(EngineEvent event) {
        lock.lock();
        try {
            if (!closed) {
                screen.apply(event, clock.instant());
                dirty = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void paintUntilClosed() {
        lock.lock();
        try {
            while (!closed) {
                if (dirty) {
                    draw(Frame.live(screen, terminal.size(), clock.instant(), paint));
                    dirty = false;
                    pause(SHORTEST_FRAME);
                } else if (screen.rows().stream().anyMatch(row -> row.phase() == Row.Phase.WORKING)) {
                    dirty = !changed.await(SPINNER_TURN.toNanos(), TimeUnit.NANOSECONDS) || dirty;
                } else {
                    changed.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the time of a frame pass, whatever events come meanwhile. */
    private void pause(Duration frame) throws InterruptedException {
        long left = frame.toNanos();
        while (!closed && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    @Override
    public void aside(Runnable write) {
        lock.lock();
        try {
            erase();
            write.run();
            dirty = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean staysBelow() {
        return true;
    }

    @Override
    public boolean isOver() {
        lock.lock();
        try {
            return screen.over() == screen.total();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signal();
            if (screen.total() > 0 && !screen.rows().isEmpty()) {
                draw(Frame.complete(screen, terminal.size().columns(), clock.instant(), paint));
            }
            if (!drawn.isEmpty()) {
                out.print(SHOW_CURSOR);
                out.flush();
            }
        } finally {
            lock.unlock();
        }
        painter.interrupt();
    }

    private void draw(Frame frame) {
        if (screen.rows().isEmpty()) {
            return;
        }
        var text = new StringBuilder(BEGIN_UPDATE).append(HIDE_CURSOR).append(toTop());
        for (String line : frame.lines()) {
            text.append(line).append(ERASE_LINE_END).append('\n');
        }
        text.append(ERASE_BELOW).append(END_UPDATE);
        out.print(text);
        out.flush();
        drawn = frame.lines();
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print(toTop() + ERASE_BELOW + SHOW_CURSOR);
            out.flush();
            drawn = List.of();
        }
    }

    /** Up to where the last frame began. A terminal that got narrower has folded its lines meanwhile. */
    private String toTop() {
        int columns = terminal.size().columns();
        int up = 0;
        for (String line : drawn) {
            int cells = CellWidth.of(SEQUENCE.matcher(line).replaceAll(""));
            up += Math.max(1, (cells + columns - 1) / columns);
        }
        return up == 0 ? "" : "\r\u001b[" + up + "A";
    }
}
