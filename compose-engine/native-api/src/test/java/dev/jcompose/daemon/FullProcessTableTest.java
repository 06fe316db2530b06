package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where no more processes can be made, the engine says so, holds nothing half made, and goes on when there is room again. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FullProcessTableTest {
    private static final String MEMBERS = "\"HostConfig\":{\"NetworkMode\":\"net\",\"Binds\":[\"vol:/data\"],"
            + "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\"}]}}";
    /** From none at all to more than a start needs. */
    private static final int STEPS = 8;

    private ProcessLimit limit;
    private TestEngine daemon;
    private Calls engine;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        limit = ProcessLimit.create();
        var root = Files.createTempDirectory("jcompose-pids");
        daemon = TestEngine.start(root, limit.command(TestEngine.command(root)));
        engine = Calls.to(daemon);
        String network = engine.post("/networks/create", "{\"Name\":\"net\"}").requireString("Id");
        ledger = new Ledger(daemon, "br-" + network.substring(0, 12));
    }

    @AfterEach
    void close() throws Exception {
        limit.lift();
        if (ledger != null) {
            ledger.close();
        }
        if (daemon != null) {
            engine.clear();
            daemon.close();
        }
        limit.close();
    }

    private void life() throws IOException {
        ledger.add(engine.run("other", MEMBERS));
        assertThat(engine.exec("other", "echo works")).isEqualTo("works\n");
        engine.remove("other");
    }

    /** What the engine says to a life under the limit; nothing when it has room for it. */
    private List<String> complaints() throws IOException {
        var complaints = new ArrayList<String>();
        ledger.add(engine.create("other", MEMBERS));
        attempt(complaints, () -> engine.start("other"));
        attempt(complaints, () -> {
            // What goes wrong when the connection is a stream already is written into it.
            String said = engine.exec("web", "echo works");
            if (!said.equals("works\n")) {
                complaints.add(said);
            }
        });
        attempt(complaints, () -> engine.remove("other"));
        return complaints;
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void attempt(List<String> complaints, Call call) throws IOException {
        try {
            call.run();
        } catch (Calls.Refused e) {
            complaints.add(e.getMessage());
        }
    }

    @Test
    void aFullProcessTableIsSaidAndLeavesNothing() throws Exception {
        engine.run("web", "");
        life();
        life();
        var before = ledger.now();
        for (int room = 0; room < STEPS; room++) {
            limit.leave(room);
            var complaints = complaints();
            limit.lift();

            if (room == 0) {
                assertThat(complaints).as("of the start and the exec").hasSizeGreaterThanOrEqualTo(2);
            }
            assertThat(complaints)
                    .as("with room for %s", room)
                    .allSatisfy(complaint -> assertThat(complaint).contains("no more processes"));
            engine.removeExcept("web");
            ledger.assertNoMoreThan(before, "a life with room for " + room + " processes");
            assertThat(engine.status("web")).isEqualTo("running");
            life();
        }
    }
}
