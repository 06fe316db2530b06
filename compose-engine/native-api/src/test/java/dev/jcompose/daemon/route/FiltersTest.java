package dev.jcompose.daemon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.daemon.http.HttpException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static final Map<String, String> LABELS = Map.of("a", "1", "b", "");

    @Test
    void everyLabelHasToBeThere() {
        assertThat(labels("{\"label\":[\"a\"]}")).isTrue();
        assertThat(labels("{\"label\":[\"a=1\",\"b\"]}")).isTrue();
        assertThat(labels("{\"label\":[\"a=2\"]}")).isFalse();
        assertThat(labels("{\"label\":[\"a=1\",\"c\"]}")).isFalse();
        assertThat(labels("{\"label!\":[\"a\"]}")).isFalse();
        assertThat(labels("")).isTrue();
    }

    @Test
    void theOlderFormMeansTheSame() {
        assertThat(labels("{\"label\":{\"a=1\":true}}")).isTrue();
        assertThat(labels("{\"label\":{\"a=2\":true}}")).isFalse();
    }

    @Test
    void theValuesOfOtherNamesAreAlternatives() {
        var filters = Filters.parse("{\"name\":[\"web\",\"db\"]}");
        assertThat(filters.isPartOf("name", "project-db-1")).isTrue();
        assertThat(filters.isPartOf("name", "project-cache-1")).isFalse();
        assertThat(filters.is("name", "web")).isTrue();
        assertThat(filters.is("status", "anything")).isTrue();
    }

    @Test
    void whatIsNoFilterIsRefused() {
        assertThatThrownBy(() -> Filters.parse("[1")).isInstanceOf(HttpException.class);
        assertThatThrownBy(() -> Filters.parse("{\"nmae\":[\"x\"]}").only(Set.of("name")))
                .hasMessage("invalid filter 'nmae'");
        assertThatThrownBy(() -> Filters.parse("{\"dangling\":[\"maybe\"]}").flag("dangling", true))
                .hasMessage("invalid filter 'dangling=[maybe]'");
    }

    private static boolean labels(String filters) {
        return Filters.parse(filters).labels(LABELS);
    }
}
