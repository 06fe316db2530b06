package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that starts containers, all of which are gone after it. */
abstract class ContainerTest {
    @TempDir
    Path directory;

    TestContainers containers;

    @BeforeEach
    void open() throws Exception {
        containers = TestContainers.in(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (containers != null) {
            containers.close();
        }
    }
}
