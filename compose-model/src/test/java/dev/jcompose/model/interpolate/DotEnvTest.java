package dev.jcompose.model.interpolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.problem.Quota;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

    private static Map<String, String> parse(String text) throws DotEnv.SyntaxException {
        return DotEnv.parse(text, Variables.of(Map.of("OUTER", "o")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '%',
            value = {
                "A= 2 | 2",
                "A =3 | 3",
                "A: yaml | yaml",
                "export A=1 | 1",
                "A=value # comment | value",
                "A=a#b | a#b",
                "A=#foo | #foo",
                "A=raw\\tno | raw\\tno",
                "A=\"q\" # c | q",
                "A=\"back\\\\slash\" | back\\slash",
                "A=\"a\\qb\" | a\\qb",
                "A=\"x\\$HOME\" | x$HOME",
                "A=\"\\0101\" | A",
                "A='it\\'s' | it's",
                "A='$OUTER' | $OUTER",
                "A=$OUTER/x | o/x",
                "A=${NOPE:-d} | d",
                "A=a$$b | a$b",
            })
    void aLineIsRead(String line, String value) throws DotEnv.SyntaxException {
        assertThat(parse(line)).containsExactly(Map.entry("A", value));
    }

    @Test
    void quotedValuesMaySpanLines() throws DotEnv.SyntaxException {
        assertThat(parse("A=\"one\ntwo\"\nB='x\n$y'\nC=3"))
                .containsExactly(Map.entry("A", "one\ntwo"), Map.entry("B", "x\n$y"), Map.entry("C", "3"));
    }

    @Test
    void laterLinesSeeEarlierOnesAndTheOuterValueWins() throws DotEnv.SyntaxException {
        assertThat(parse("A=1\nB=$A\nA=2\nOUTER=mine\nC=$OUTER"))
                .containsEntry("A", "2")
                .containsEntry("B", "1")
                .containsEntry("OUTER", "mine")
                .containsEntry("C", "o");
    }

    @Test
    void aBareNameIsInheritedOrAbsent() throws DotEnv.SyntaxException {
        assertThat(parse("OUTER\nABSENT\n")).containsExactly(Map.entry("OUTER", "o"));
    }

    @Test
    void byteOrderMarkCommentsAndCarriageReturnsAreSkipped() throws DotEnv.SyntaxException {
        assertThat(parse("\uFEFF# c\r\n\r\n  A=1\r\n")).containsExactly(Map.entry("A", "1"));
    }

    @Test
    void errorsNameTheLine() {
        assertThatThrownBy(() -> parse("A=1\n\nB=\"open\nC=3")).hasMessage("line 3: unterminated quoted value \"open");
        assertThatThrownBy(() -> parse("A b=1")).hasMessage("line 1: key cannot contain a space: \"A b\"");
        assertThatThrownBy(() -> parse("A=1\nB%=2"))
                .hasMessage("line 2: unexpected character \"%\" in variable name near \"B%=2\"");
    }

    @Test
    void rawFilesAreTakenAsTheyStand() throws DotEnv.SyntaxException {
        assertThat(DotEnv.parseRaw("A='q' # x\n# c\nB=$OUTER\nOUTER\nNONE\n", Variables.of(Map.of("OUTER", "o"))))
                .containsExactly(Map.entry("A", "'q' # x"), Map.entry("B", "$OUTER"), Map.entry("OUTER", "o"));
    }

    @Test
    void allFilesTogetherHaveALimit() {
        var quota = new Quota(10);
        assertThatCode(() -> DotEnv.parse("A=1\n", name -> null, (name, line) -> {}, quota))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DotEnv.parseRaw("A=12345\n", name -> null, quota))
                .hasMessage("files of variables have more than 64 Mi characters in all");
    }
}
