package dev.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserResolverTest {
    private static final String PASSWD = """
        # comment
        root:x:0:0:root:/root:/bin/sh
        web:x:33:34:web:/srv/web:/bin/false
        1000:x:7:7:a name of digits:/seven:/bin/sh
        broken:x:minus:1::/:
        app:x:1000:1001::/home/app:/bin/sh
        """;
    private static final String GROUP = """
        root:x:0:
        www:x:34:
        logs:x:50:web,app
        docker:x:999:app
        """;

    private final UserResolver resolver = resolver(Map.of("/etc/passwd", PASSWD, "/etc/group", GROUP));

    @Test
    void nobodyNamedIsRoot() throws Exception {
        assertThat(resolver.resolve("", List.of()))
                .isEqualTo(new UserResolver.User(new Credentials(0, 0, List.of(0)), "/root"));
    }

    @Test
    void aNameBringsItsPrimaryGroupItsOtherGroupsAndItsHome() throws Exception {
        assertThat(resolver.resolve("web", List.of()))
                .isEqualTo(new UserResolver.User(new Credentials(33, 34, List.of(34, 50)), "/srv/web"));
    }

    @Test
    void digitsAreAlwaysANumber() throws Exception {
        assertThat(resolver.resolve("1000", List.of()))
                .isEqualTo(new UserResolver.User(new Credentials(1000, 1001, List.of(1001, 50, 999)), "/home/app"));
    }

    @Test
    void aNumberNeedsNoEntry() throws Exception {
        assertThat(resolver.resolve("4242", List.of()))
                .isEqualTo(new UserResolver.User(new Credentials(4242, 0, List.of(0)), "/"));
        assertThat(resolver(Map.of()).resolve("5:6", List.of("7")))
                .isEqualTo(new UserResolver.User(new Credentials(5, 6, List.of(6, 7)), "/"));
    }

    @Test
    void aNamedGroupReplacesThoseOfTheUser() throws Exception {
        assertThat(resolver.resolve("app:docker", List.of()).credentials())
                .isEqualTo(new Credentials(1000, 999, List.of(999)));
    }

    @Test
    void additionalGroupsAreNamesOrNumbers() throws Exception {
        assertThat(resolver.resolve("web:34", List.of("docker", "77")).credentials())
                .isEqualTo(new Credentials(33, 34, List.of(34, 999, 77)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "1000\n",
                "-1",
                "0x0",
                " 0",
                "4294967295",
                "2147483648",
                "0:0x",
                "web:",
                ":0",
                "web:0:0",
                "broken"
            })
    void whatIsNoUserIsRefused(String user) {
        assertThatThrownBy(() -> resolver.resolve(user, List.of())).isInstanceOf(UnknownUserException.class);
    }

    private static UserResolver resolver(Map<String, String> files) {
        return new UserResolver(path -> Optional.ofNullable(files.get(path))
                .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }
}
