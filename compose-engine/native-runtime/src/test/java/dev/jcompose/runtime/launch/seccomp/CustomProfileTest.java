package dev.jcompose.runtime.launch.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.Capabilities;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomProfileTest {
    private static final int ALLOW = 0x7fff_0000;
    private static final int EPERM = 0x0005_0001;
    private static final int ENOSYS = 0x0005_0000 | 38;
    private static final int READ = 0;
    private static final int MKDIR = 83;
    private static final int PERSONALITY = 135;
    private static final long[] CORNERS = {
        0, 1, 4, 5, 6, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, 0x1_0000_0005L, 0x5_0000_0000L, -1L
    };

    private static int on(String profile, int number, long... arguments) throws MalformedJsonException {
        return on(profile, Capabilities.DEFAULT, "6.12.0-1", number, arguments);
    }

    private static int on(String profile, Capabilities capabilities, String kernel, int number, long... arguments)
            throws MalformedJsonException {
        var parsed = CustomProfile.parse(profile);
        var decisions = parsed.decisions(Architecture.X86_64, capabilities, kernel);
        var program = SeccompCompiler.compile(Architecture.X86_64, decisions, parsed.otherwise());
        return BpfInterpreter.run(program, Architecture.X86_64.audit(), number, arguments);
    }

    private static String denying(String rule) {
        return "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [" + rule + "]}";
    }

    @Test
    void whatIsNotNamedFallsUnderTheDefault() throws Exception {
        String profile = denying("{\"names\": [\"mkdir\", \"no_such_call\"], \"action\": \"SCMP_ACT_ERRNO\"}");
        assertThat(on(profile, MKDIR)).isEqualTo(EPERM);
        assertThat(on(profile, READ)).isEqualTo(ALLOW);
    }

    @Test
    void aListOfWhatIsAllowedRefusesTheRestWithItsErrorNumber() throws Exception {
        String profile = """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
             "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW", "args": []},
                          {"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
            """;
        assertThat(on(profile, READ)).isEqualTo(ALLOW);
        assertThat(on(profile, MKDIR)).isEqualTo(EPERM);
        assertThat(on(profile, PERSONALITY)).isEqualTo(ENOSYS);
    }

    @Test
    void callsOfAnotherInterfaceNeverPass() throws Exception {
        assertThat(on(denying(""), 0x4000_0000 | MKDIR)).isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EQ", "NE", "LT", "LE", "GT", "GE"})
    void everyComparisonLooksAtAllSixtyFourBits(String comparison) throws Exception {
        String profile = denying("{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_ERRNO\", \"args\":"
                + " [{\"index\": 1, \"value\": 4294967301, \"op\": \"SCMP_CMP_" + comparison + "\"}]}");
        for (long argument : CORNERS) {
            int order = Long.compareUnsigned(argument, 0x1_0000_0005L);
            boolean holds = switch (comparison) {
                case "EQ" -> order == 0;
                case "NE" -> order != 0;
                case "LT" -> order < 0;
                case "LE" -> order <= 0;
                case "GT" -> order > 0;
                default -> order >= 0;
            };
            assertThat(on(profile, MKDIR, 0, argument))
                    .as("%x %s", argument, comparison)
                    .isEqualTo(holds ? EPERM : ALLOW);
        }
    }

    @Test
    void conditionsOnSeveralArgumentsMustAllHold() throws Exception {
        String profile = denying("""
            {"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "args": [
              {"index": 0, "value": 7, "op": "SCMP_CMP_EQ"},
              {"index": 1, "value": 240, "valueTwo": 16, "op": "SCMP_CMP_MASKED_EQ"}]}
            """);
        assertThat(on(profile, MKDIR, 7, 0x1f)).isEqualTo(EPERM);
        assertThat(on(profile, MKDIR, 7, 0x2f)).isEqualTo(ALLOW);
        assertThat(on(profile, MKDIR, 8, 0x1f)).isEqualTo(ALLOW);
    }

    @Test
    void ofSeveralConditionsOnOneArgumentOneSuffices() throws Exception {
        String profile = denying("""
            {"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "args": [
              {"index": 0, "value": 7, "op": "SCMP_CMP_EQ"}, {"index": 0, "value": 9, "op": "SCMP_CMP_EQ"}]}
            """);
        assertThat(List.of(on(profile, MKDIR, 7), on(profile, MKDIR, 8), on(profile, MKDIR, 9)))
                .containsExactly(EPERM, ALLOW, EPERM);
    }

    @Test
    void rulesDependOnCapabilitiesMachineAndKernel() throws Exception {
        String admin = denying("{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_ERRNO\","
                + " \"excludes\": {\"caps\": [\"CAP_SYS_ADMIN\"]}}");
        assertThat(on(admin, Capabilities.DEFAULT, "6.1", MKDIR)).isEqualTo(EPERM);
        assertThat(on(admin, Capabilities.of("SYS_ADMIN"), "6.1", MKDIR)).isEqualTo(ALLOW);
        String arm = denying("{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_ERRNO\","
                + " \"includes\": {\"arches\": [\"arm64\"]}}");
        assertThat(on(arm, MKDIR)).isEqualTo(ALLOW);
        String kernel = denying("{\"names\": [\"mkdir\"], \"action\": \"SCMP_ACT_ERRNO\","
                + " \"includes\": {\"minKernel\": \"4.8\"}}");
        assertThat(on(kernel, Capabilities.DEFAULT, "4.8.0", MKDIR)).isEqualTo(EPERM);
        assertThat(on(kernel, Capabilities.DEFAULT, "4.7.9", MKDIR)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"read\"]}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"read\", \"names\": [\"read\"],"
                        + " \"action\": \"SCMP_ACT_TRAP\"}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"read\"], \"action\":"
                        + " \"SCMP_ACT_TRAP\", \"args\": [{\"index\": 6, \"op\": \"SCMP_CMP_EQ\"}]}]}"
            })
    void whatIsWrongIsRefused(String profile) {
        assertThatThrownBy(() -> CustomProfile.parse(profile)).isInstanceOf(MalformedJsonException.class);
    }
}
