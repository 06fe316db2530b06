package dev.jcompose.engine.docker;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.testkit.EngineContract;
import dev.jcompose.engine.testkit.FilesContract;
import dev.jcompose.engine.testkit.LifeContract;
import dev.jcompose.engine.testkit.ResourcesContract;
import dev.jcompose.engine.testkit.StreamsContract;
import org.junit.jupiter.api.Nested;

/** dockerd behind the adapter is an engine as all others are. */
class DockerdContractTest {
    @Nested
    class Basics extends EngineContract {
        @Override
        protected Engine engine() throws Exception {
            return RealEngine.open();
        }

        @Override
        protected String image() {
            return RealEngine.IMAGE;
        }
    }

    @Nested
    class Life extends LifeContract {
        @Override
        protected Engine connect() throws Exception {
            return RealEngine.open();
        }

        @Override
        protected String image() {
            return RealEngine.IMAGE;
        }
    }

    @Nested
    class Streams extends StreamsContract {
        @Override
        protected Engine connect() throws Exception {
            return RealEngine.open();
        }

        @Override
        protected String image() {
            return RealEngine.IMAGE;
        }
    }

    @Nested
    class Files extends FilesContract {
        @Override
        protected Engine connect() throws Exception {
            return RealEngine.open();
        }

        @Override
        protected String image() {
            return RealEngine.IMAGE;
        }
    }

    @Nested
    class Resources extends ResourcesContract {
        @Override
        protected Engine connect() throws Exception {
            return RealEngine.open();
        }

        @Override
        protected String image() {
            return RealEngine.IMAGE;
        }
    }
}
