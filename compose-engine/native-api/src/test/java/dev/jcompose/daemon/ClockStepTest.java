package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever sets the clock changes what people read, and nothing that waits. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClockStepTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long MOMENT = 50_000_000L;
    private static final Duration STEP = Duration.ofHours(3);

    private TestEngine daemon;
    private Calls engine;

    @BeforeEach
    void open() throws Exception {
        var root = Files.createTempDirectory("jcompose-clock");
        daemon = TestEngine.start(root, TestEngine.command(SteppedClockMain.class, root));
        engine = Calls.to(daemon);
    }

    @AfterEach
    void close() throws Exception {
        if (daemon != null) {
            engine.clear();
            daemon.close();
        }
    }

    private String probed(long startPeriod, long startInterval, long interval) {
        return "\"Healthcheck\":{\"Test\":[\"CMD\",\"cat\",\"/healthy\"],\"Retries\":1,\"StartPeriod\":" + startPeriod
                + ",\"StartInterval\":" + startInterval + ",\"Interval\":" + interval + "}";
    }

    private void awaitEvent(String text) throws IOException {
        engine.socket()
                .awaitBytes(Calls.VERSION + "/events?since=0&filters=%7B%22container%22%3A%5B%22web%22%5D%7D", text);
    }

    private void awaitProbe() throws IOException {
        engine.socket()
                .awaitBytes(Calls.VERSION + "/events?filters=%7B%22container%22%3A%5B%22web%22%5D%7D", "exec_die");
    }

    private JsonObject health() throws IOException {
        return engine.inspect("web").requireObject("State").requireObject("Health");
    }

    @Test
    void aStartPeriodIsNotOverBecauseTheClockWasPutForward() throws Exception {
        engine.run("web", probed(HOUR, MOMENT, HOUR));
        awaitProbe();

        SteppedClockMain.step(daemon.root(), STEP);

        awaitProbe(); // which may have begun before
        awaitProbe();
        assertThat(health().requireString("Status")).isEqualTo("starting");
        assertThat(health().integerOrZero("FailingStreak")).isZero();
        engine.exec("web", "echo > /healthy");
        awaitEvent("health_status: healthy");
        assertThat(health().objects("Log").getLast().time("End").orElseThrow())
                .as("what people read")
                .isAfter(Instant.now().plus(STEP).minus(Duration.ofMinutes(5)));
    }

    @Test
    void aStartPeriodEndsAlthoughTheClockWasPutBack() throws Exception {
        engine.run("web", probed(MOMENT, MOMENT, MOMENT));
        SteppedClockMain.step(daemon.root(), STEP.negated());

        awaitEvent("health_status: unhealthy");
    }

    /** The daemon that takes it over cannot ask its clock how old it is. */
    @Test
    void aStartPeriodGoesOnUnderTheNextDaemon() throws Exception {
        engine.run("web", probed(HOUR, MOMENT, HOUR));
        awaitProbe();
        daemon.kill();
        SteppedClockMain.step(daemon.root(), STEP);
        daemon.restart();

        awaitProbe();
        awaitProbe();
        assertThat(health().requireString("Status")).isEqualTo("starting");
    }

    @Test
    void restartsStopsAndEventsDoNotWaitForTheClock() throws Exception {
        engine.run(
                "web",
                "\"Cmd\":[\"false\"],\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\",\"MaximumRetryCount\":4}}");
        SteppedClockMain.step(daemon.root(), STEP.negated());
        while (!engine.status("web").equals("exited")) {
            assertThat(engine.await("web")).isEqualTo(1);
        }
        assertThat(engine.inspect("web").integerOrZero("RestartCount")).isEqualTo(4);

        engine.run("stubborn", "\"Cmd\":[\"sh\",\"-c\",\"trap '' TERM; sleep 1000 & wait; wait; sleep 1000\"]");
        SteppedClockMain.step(daemon.root(), STEP);
        engine.post("/containers/stubborn/stop?t=1", "");
        assertThat(engine.status("stubborn")).isEqualTo("exited");
    }
}
