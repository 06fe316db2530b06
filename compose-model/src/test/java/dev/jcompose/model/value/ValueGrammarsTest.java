package dev.jcompose.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueGrammarsTest {

    @ParameterizedTest
    @CsvSource({
        "512, 512",
        "1024b, 1024",
        "64k, 65536",
        "1kb, 1024",
        "1K, 1024",
        "1KiB, 1024",
        "1.5g, 1610612736",
        "0.5m, 524288",
        "'10 mb', 10485760",
        "1t, 1099511627776",
        "1p, 1125899906842624"
    })
    void sizesHaveBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "12parsecs", "-5m", "1.2.3m", "1kbb", "9999999p", "1 2k"})
    void textsThatAreNoSizes(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1m30s, 1m30s",
        "90s, 1m30s",
        "1500ms, 1.5s",
        "1h5m30s20ms, 1h5m30.02s",
        "500us, 500µs",
        "0, 0s",
        "0.5h, 30m0s",
        "1d, 24h0m0s",
        "1w, 168h0m0s",
        "-1s, -1s",
        "7ns, 7ns"
    })
    void durationsArePrintedInOneForm(String text, String printed) {
        assertThat(Durations.parse(text).map(Durations::print)).contains(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "1x", "s", "1m30", "1..2s", "300000000h"})
    void textsThatAreNoDurations(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void portsOfEqualRangesAreExpanded() throws PortSpec.SyntaxException {
        assertThat(PortSpec.parse("[::1]:8000-8001:9000-9001/UDP"))
                .containsExactly(
                        new PortSpec(Optional.of("::1"), Optional.of("8000"), 9000, "udp"),
                        new PortSpec(Optional.of("::1"), Optional.of("8001"), 9001, "udp"));
    }

    @Test
    void aRangeOfHostPortsForOneContainerPortStaysARange() throws PortSpec.SyntaxException {
        assertThat(PortSpec.parse("8000-8002:80"))
                .containsExactly(new PortSpec(Optional.empty(), Optional.of("8000-8002"), 80, "tcp"));
    }

    @Test
    void aPortWithoutHostPortIsPublishedAnywhere() throws PortSpec.SyntaxException {
        assertThat(PortSpec.parse("127.0.0.1::7000"))
                .containsExactly(new PortSpec(Optional.of("127.0.0.1"), Optional.empty(), 7000, "tcp"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "80:", "http:80", "80:http", "300.0.0.1:80:80", "80/icmp", "80-82:80-81", "90000", "81-80"})
    void textsThatAreNoPorts(String text) {
        assertThatThrownBy(() -> PortSpec.parse(text)).isInstanceOf(PortSpec.SyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "./a:/b, ./a, /b, true",
        "vol:/b, vol, /b, false",
        "/anon, , /anon, false",
        "v:/data, , v:/data, false",
        "w:/w:ro, w:/w, ro, true",
        "C:\\data:C:\\inside, C:\\data, C:\\inside, true",
        "~/x:/y, ~/x, /y, true",
        "${A:-b}:/c, ${A:-b}, /c, false"
    })
    void mountsAreSplitAsDockerComposeSplitsThem(String text, String source, String target, boolean bind)
            throws MountSpec.SyntaxException {
        MountSpec spec = MountSpec.parse(text);
        assertThat(spec.source()).isEqualTo(Optional.ofNullable(source));
        assertThat(spec.target()).isEqualTo(target);
        assertThat(spec.isBind()).isEqualTo(bind);
    }

    @Test
    void optionsOfAMountAreReadAndUnknownOnesIgnored() throws MountSpec.SyntaxException {
        MountSpec spec = MountSpec.parse("./a:/b:ro,Z,rshared,nonsense,nocopy");
        assertThat(spec.readOnly()).isTrue();
        assertThat(spec.noCopy()).isTrue();
        assertThat(spec.selinux()).contains("Z");
        assertThat(spec.propagation()).contains("rshared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "./a:/b:ro:extra", "ab::c", ":/abc"})
    void textsThatAreNoMounts(String text) {
        assertThatThrownBy(() -> MountSpec.parse(text)).isInstanceOf(MountSpec.SyntaxException.class);
    }

    @Test
    void commandLinesAreSplitAsAShellDoes() {
        assertThat(ShellWords.split("sh -c \"echo \\\"hi there\\\" && ls\" 'x y'"))
                .contains(List.of("sh", "-c", "echo \"hi there\" && ls", "x y"));
        assertThat(ShellWords.split("a 'b c' \\ d\\ e \"f\"")).contains(List.of("a", "b c", " d e", "f"));
        assertThat(ShellWords.split("a''b '' \"\"")).contains(List.of("ab", "", ""));
        assertThat(ShellWords.split("  ")).contains(List.of());
        assertThat(ShellWords.split("a $(b c) `d e`")).contains(List.of("a", "$(b c)", "`d e`"));
    }

    @Test
    void anOperatorEndsACommandLine() {
        assertThat(ShellWords.split("a b; c")).contains(List.of("a", "b"));
        assertThat(ShellWords.split("a 2>x")).contains(List.of("a"));
        assertThat(ShellWords.split("a b2>x")).contains(List.of("a", "b2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "a (b)", "a )b", "a \\"})
    void commandLinesThatAreNotClosed(String text) {
        assertThat(ShellWords.split(text)).isEmpty();
    }

    @Test
    void pullPoliciesMayHaveAnAge() {
        assertThat(PullPolicy.parse("weekly")).contains(new PullPolicy.Every(Duration.ofDays(7)));
        assertThat(PullPolicy.parse("every_2d12h")).contains(new PullPolicy.Every(Duration.ofHours(60)));
        assertThat(PullPolicy.parse("if_not_present")).contains(new PullPolicy.Missing());
        assertThat(PullPolicy.parse("every_")).isEmpty();
        assertThat(PullPolicy.parse("sometimes")).isEmpty();
    }

    @Test
    void restartPoliciesMayHaveACount() {
        assertThat(RestartPolicy.parse("on-failure:3").map(Object::toString)).contains("on-failure:3");
        assertThat(RestartPolicy.parse("always").map(RestartPolicy::when)).contains(RestartPolicy.When.ALWAYS);
        assertThat(RestartPolicy.parse("always:3")).isEmpty();
        assertThat(RestartPolicy.parse("on-failure:-1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"})
    void textsThatAreAddresses(String text) {
        assertThat(IpAddress.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "256.1.1.1", "01.1.1.1", ":::", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7"})
    void textsThatAreNoAddresses(String text) {
        assertThat(IpAddress.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 1e+06, 1000000",
        "0.00001, 1e-05, 0.00001",
        "1.5, 1.5, 1.5",
        "1e21, 1e+21, 1e+21",
        "0.0000001, 1e-07, 1e-7"
    })
    void fractionsArePrintedAsGoPrintsThem(double number, String text, String json) {
        assertThat(GoFloat.shortest(number)).isEqualTo(text);
        assertThat(GoFloat.json(number)).isEqualTo(json);
    }

    @Test
    void pathsInContainersAreCleaned() {
        assertThat(ContainerPath.clean("/v/../u//w/.")).isEqualTo("/u/w");
        assertThat(ContainerPath.clean("/../x")).isEqualTo("/x");
        assertThat(ContainerPath.clean("../x/..")).isEqualTo("..");
        assertThat(ContainerPath.clean("./")).isEqualTo(".");
    }
}
