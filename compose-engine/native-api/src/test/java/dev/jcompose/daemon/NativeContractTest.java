package dev.jcompose.daemon;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.testkit.EngineContract;
import dev.jcompose.engine.testkit.FilesContract;
import dev.jcompose.engine.testkit.LifeContract;
import dev.jcompose.engine.testkit.ResourcesContract;
import dev.jcompose.engine.testkit.StreamsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The daemon, seen over its socket through the adapter, is an engine as dockerd is. */
class NativeContractTest {
    private static TestEngine daemon;

    @BeforeAll
    static void startDaemon() throws Exception {
        daemon = TestEngine.start();
    }

    @AfterAll
    static void stopDaemon() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Nested
    class Basics extends EngineContract {
        @Override
        protected Engine engine() throws Exception {
            return daemon.connect();
        }

        @Override
        protected String image() {
            return TestEngine.IMAGE;
        }
    }

    @Nested
    class Life extends LifeContract {
        @Override
        protected Engine connect() throws Exception {
            return daemon.connect();
        }

        @Override
        protected String image() {
            return TestEngine.IMAGE;
        }
    }

    @Nested
    class Streams extends StreamsContract {
        @Override
        protected Engine connect() throws Exception {
            return daemon.connect();
        }

        @Override
        protected String image() {
            return TestEngine.IMAGE;
        }
    }

    @Nested
    class Files extends FilesContract {
        @Override
        protected Engine connect() throws Exception {
            return daemon.connect();
        }

        @Override
        protected String image() {
            return TestEngine.IMAGE;
        }
    }

    @Nested
    class Resources extends ResourcesContract {
        @Override
        protected Engine connect() throws Exception {
            return daemon.connect();
        }

        @Override
        protected String image() {
            return TestEngine.IMAGE;
        }
    }
}
