package dev.jcompose.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private final Options options =
            new Options("jcompose up [OPTIONS] [SERVICE...]", "Starts.", Options.Order.ANYWHERE);
    private final Options.Flag detach = options.flag("In the background", "-d", "--detach");
    private final Options.Flag force = options.flag("By force", "--force");
    private final Options.Value timeout = options.value("Seconds", "int", "-t", "--timeout");
    private final Options.Values scale = options.values("Number", "scale", "--scale");

    private boolean parse(String... words) throws UsageException {
        return options.parse(List.of(words));
    }

    @Test
    void optionsMayStandBetweenAndAfterArguments() throws UsageException {
        parse("web", "-d", "db", "--timeout", "5");
        assertThat(options.arguments()).containsExactly("web", "db");
        assertThat(detach.isSet()).isTrue();
        assertThat(timeout.seconds()).contains(Duration.ofSeconds(5));
    }

    @Test
    void aFlagTakesItsValueOnlyBehindAnEqualsSign() throws UsageException {
        parse("--detach=false", "--force", "true");
        assertThat(detach.given()).contains(false);
        assertThat(force.isSet()).isTrue();
        assertThat(options.arguments()).containsExactly("true");
    }

    @Test
    void whatWasNotMentionedIsNeitherOnNorOff() throws UsageException {
        parse();
        assertThat(detach.given()).isEmpty();
        assertThat(timeout.get()).isEmpty();
        assertThat(scale.all()).isEmpty();
    }

    @Test
    void lettersCanBeJoinedAndTheLastOneTakesTheValue() throws UsageException {
        parse("-dt5");
        assertThat(detach.isSet()).isTrue();
        assertThat(timeout.get()).contains("5");
    }

    @Test
    void theLastValueCountsUnlessAllAreWanted() throws UsageException {
        parse("-t", "1", "--timeout=2", "--scale", "a=1", "--scale", "b=2");
        assertThat(timeout.get()).contains("2");
        assertThat(scale.all()).containsExactly("a=1", "b=2");
    }

    @Test
    void aValueMayLookLikeAnOption() throws UsageException {
        parse("-t", "-1");
        assertThat(timeout.get()).contains("-1");
    }

    @Test
    void everythingBehindTwoDashesIsAnArgument() throws UsageException {
        parse("--", "-d");
        assertThat(options.arguments()).containsExactly("-d");
        assertThat(detach.isSet()).isFalse();
    }

    @Test
    void theWordsOfAnotherCommandAreLeftAlone() throws UsageException {
        var exec = new Options("jcompose exec SERVICE COMMAND", "Runs.", Options.Order.BEFORE_ARGUMENTS);
        var noTty = exec.flag("No terminal", "-T");
        exec.parse(List.of("-T", "web", "ls", "-l", "--color=auto", "-T"));
        assertThat(noTty.isSet()).isTrue();
        assertThat(exec.arguments()).containsExactly("web", "ls", "-l", "--color=auto", "-T");
    }

    @Test
    void helpIsAnswerEnoughWithoutArguments() throws UsageException {
        options.atLeast(1);
        assertThat(parse("--help")).isTrue();
    }

    @Test
    void mistakesAreToldInTheWordsOfDocker() {
        assertComplaint("unknown flag: --nosuch", "--nosuch=3");
        assertComplaint("unknown shorthand flag: 'Z' in -Z", "-dZ");
        assertComplaint("flag needs an argument: 't' in -t", "-t");
        assertComplaint("flag needs an argument: --timeout", "--timeout");
    }

    @Test
    void aWrongTruthValueIsNamed() {
        assertComplaint(
                "invalid argument \"maybe\" for \"-d, --detach\" flag: strconv.ParseBool: parsing \"maybe\": invalid"
                        + " syntax",
                "--detach=maybe");
    }

    @Test
    void aWrongNumberIsNamed() throws UsageException {
        parse("-t", "x");
        assertThatThrownBy(timeout::number)
                .hasMessage(
                        "invalid argument \"x\" for \"-t, --timeout\" flag: strconv.ParseInt: parsing \"x\": invalid"
                                + " syntax");
    }

    @Test
    void tooFewAndTooManyArgumentsAreCounted() {
        options.atLeast(2).atMost(2);
        assertThatThrownBy(() -> parse("web")).hasMessage("requires exactly 2 arg(s), only received 1");
    }

    @Test
    void theHelpPageFitsTheTerminal() {
        assertThat(options.help(60)).isEqualTo("""
            Usage:  jcompose up [OPTIONS] [SERVICE...]

            Starts.

            Options:
              -d, --detach        In the background
                  --force         By force
                  --scale scale   Number
              -t, --timeout int   Seconds
            """);
    }

    /** Options can be parsed once only, so each complaint needs options of its own. */
    private static void assertComplaint(String message, String... words) {
        var options = new OptionsTest().options;
        assertThatThrownBy(() -> options.parse(List.of(words)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
