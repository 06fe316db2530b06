package dev.jcompose.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.image.Progress;
import org.junit.jupiter.api.Test;

class ProgressJsonTest {
    @Test
    void aTransferHasNumbersAndABar() {
        assertThat(ProgressJson.of(Progress.of("abc", "Downloading", 12_345_678, 24_000_000)))
                .hasToString("{\"status\":\"Downloading\",\"progressDetail\":{\"current\":12345678,\"total\":24000000},"
                        + "\"progress\":\"[========================>                         ]  12.35MB/24MB\","
                        + "\"id\":\"abc\"}");
    }

    @Test
    void aStatusOfTheWholeIsOnlyText() {
        assertThat(ProgressJson.of(Progress.of("Digest: sha256:1"))).hasToString("{\"status\":\"Digest: sha256:1\"}");
    }

    @Test
    void aFailureComesInBothForms() {
        assertThat(ProgressJson.error("no space"))
                .hasToString("{\"errorDetail\":{\"message\":\"no space\"},\"error\":\"no space\"}");
    }
}
