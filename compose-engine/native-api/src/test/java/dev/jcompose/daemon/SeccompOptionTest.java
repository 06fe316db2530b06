package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.planner.resource.ContainerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code security_opt}: {@code seccomp=...} as clients send it: the content of the profile. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SeccompOptionTest {
    private TestEngine daemon;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.clear();
            shop.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private ContainerId create(String name, String profile) throws Exception {
        String option = "seccomp=" + profile;
        String body = """
            {"Image": "%s", "Cmd": ["sh", "-c", "exec 2>&1; mkdir /tmp/made; ls /tmp; id -u"],
             "HostConfig": {"NetworkMode": "none", "SecurityOpt": ["%s"]}}
            """.formatted(TestEngine.IMAGE, option.replace("\"", "\\\""));
        try (var http = new EngineHttp(new EngineAddress.Unix(daemon.socket()));
                var made = http.send(
                        EngineRequest.post("/containers/create?name=" + name).json(body))) {
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        return new ContainerId(name);
    }

    private String run(ContainerId id) throws Exception {
        shop.engine().containers().start(id);
        assertThat(shop.engine().containers().awaitExit(id)).isZero();
        return shop.logs(id);
    }

    @Test
    void aProfileOfTheUsersOwnDecides() throws Exception {
        var id = create(
                "strict",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"mkdir\", \"mkdirat\"],"
                        + " \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 30}]}");

        assertThat(run(id)).contains("Read-only file system").endsWith("\n0\n").doesNotContain("\nmade\n");
    }

    @Test
    void withoutAProfileTheDefaultAllowsIt() throws Exception {
        assertThat(run(create("plain", "builtin"))).isEqualTo("made\n0\n");
    }

    @Test
    void aProfileThatIsNoneIsToldAtTheStart() throws Exception {
        var id = create("broken", "{\"defaultAction\": \"SCMP_ACT_NOTHING\"}");

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> shop.engine().containers().start(id))
                .hasMessageContaining("Decoding seccomp profile failed: action: 'SCMP_ACT_NOTHING' is not supported");
    }

    /** Where the kernel has AppArmor or SELinux they are applied: SecurityModulesTest. */
    @Test
    void optionsForModulesThatTheKernelDoesNotHaveAreAcceptedAndShown() throws Exception {
        assumeFalse(Files.exists(Path.of("/sys/kernel/security/apparmor")), "this kernel has AppArmor");
        assumeFalse(Files.exists(Path.of("/sys/fs/selinux/enforce")), "this kernel has SELinux");
        String body = """
            {"Image": "%s", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none",
             "SecurityOpt": ["apparmor=nosuch", "label=type:nosuch_t", "label=disable"]}}
            """.formatted(TestEngine.IMAGE);
        try (var http = new EngineHttp(new EngineAddress.Unix(daemon.socket()));
                var made = http.send(
                        EngineRequest.post("/containers/create?name=labelled").json(body))) {
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        run(new ContainerId("labelled"));
        var inspected = new EngineSocket(daemon.socket())
                .get("/containers/labelled/json")
                .body();
        assertThat(inspected)
                .contains("\"AppArmorProfile\":\"nosuch\"")
                .contains("\"SecurityOpt\":[\"apparmor=nosuch\",\"label=type:nosuch_t\",\"label=disable\"]");
    }
}
