package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserLookupTest {
    private static final Map<String, String> FILES = Map.of(
            "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/srv:/bin/sh\napp:x:7:7::/other:\n",
            "/etc/group", "root:x:0:\nstaff:x:50:app\nwheel:x:10:app,root\n");

    @Test
    void aNameBringsItsGroupsAndItsHome() throws IOException {
        var user = find("app");
        assertThat(user.credentials()).isEqualTo(new Credentials(1000, 1001, List.of(1001, 50, 10)));
        assertThat(user.home()).isEqualTo("/srv");
    }

    @Test
    void aGroupOfOnesOwnReplacesThemAll() throws IOException {
        assertThat(find("app:staff").credentials()).isEqualTo(new Credentials(1000, 50, List.of(50)));
        assertThat(find("1000:77").credentials()).isEqualTo(new Credentials(1000, 77, List.of(77)));
    }

    @Test
    void aNumberNeedsNoEntry() throws IOException {
        assertThat(find("4711").credentials()).isEqualTo(new Credentials(4711, 0, List.of(0)));
        assertThat(find("4711").home()).isEqualTo("/");
        assertThat(find("").home()).isEqualTo("/root");
    }

    @Test
    void extraGroupsComeOnTop() throws IOException {
        assertThat(UserLookup.find("app", List.of("wheel", "99"), UserLookupTest::read)
                        .credentials()
                        .groups())
                .containsExactly(1001, 50, 10, 99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "app:nogroup", "4294967295", "-1", "1000\n", "0:0x"})
    void whatCannotBeFoundIsAnErrorAndNeverRoot(String user) {
        assertThatThrownBy(() -> find(user)).isInstanceOf(ContainerException.class);
    }

    private static UserLookup.User find(String user) throws IOException {
        return UserLookup.find(user, List.of(), UserLookupTest::read);
    }

    private static Optional<byte[]> read(String path) {
        return Optional.ofNullable(FILES.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
