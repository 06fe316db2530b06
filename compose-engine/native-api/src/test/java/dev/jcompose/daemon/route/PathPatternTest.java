package dev.jcompose.daemon.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PathPatternTest {
    @Test
    void aVariableIsOneSegment() {
        var pattern = new PathPattern("/containers/{id}/json");
        assertThat(pattern.match(PathPattern.segments("/containers/abc/json"))).contains(Map.of("id", "abc"));
        assertThat(pattern.match(PathPattern.segments("/containers/a/b/json"))).isEmpty();
        assertThat(pattern.match(PathPattern.segments("/containers//json"))).isEmpty();
        assertThat(pattern.match(PathPattern.segments("/containers/abc"))).isEmpty();
    }

    @Test
    void aNameOfAnImageMayHaveSlashes() {
        var pattern = new PathPattern("/images/{name...}/json");
        assertThat(pattern.match(PathPattern.segments("/images/127.0.0.1:5000/a/b:1/json")))
                .contains(Map.of("name", "127.0.0.1:5000/a/b:1"));
        assertThat(pattern.match(PathPattern.segments("/images/b/json"))).contains(Map.of("name", "b"));
        assertThat(pattern.match(PathPattern.segments("/images/json"))).isEmpty();
    }
}
