package dev.jcompose.model.interpolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private final List<String> unset = new ArrayList<>();
    private final Template template =
            new Template(Variables.of(Map.of("SET", "v", "EMPTY", "", "TRICKY", "$SET ${SET}")), unset::add);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$SET-x | v-x",
                "${SET}x | vx",
                "${UNSET:-w} | w",
                "${EMPTY:-w} | w",
                "[${EMPTY-w}] | []",
                "${UNSET-w} | w",
                "[${UNSET:+w}] | []",
                "[${EMPTY:+w}] | []",
                "${EMPTY+w} | w",
                "${SET:+w} | w",
                "${SET:?m} | v",
                "$$SET | $SET",
                "a $ b$ | a $ b$",
                "^RE$ | ^RE$",
                "$} | $}",
                "${A:-${B:-${SET}}} | v",
                "${X:-{\"a\":{\"b\":1}}} | {\"a\":{\"b\":1}}",
                "${X:-{} | {",
                "${TRICKY} | $SET ${SET}",
                "${X:-a$$b} | a$b",
            })
    void isExpanded(String text, String result) throws TemplateException {
        assertThat(template.expand(text)).isEqualTo(result);
    }

    @Test
    void anUnsetVariableIsBlankAndTold() throws TemplateException {
        assertThat(template.expand("[$GONE]")).isEqualTo("[]");
        assertThat(unset).containsExactly("GONE");
    }

    @Test
    void aBranchThatIsNotTakenIsNotLookedAt() throws TemplateException {
        assertThat(template.expand("${SET:-${GONE}}${GONE2:+$GONE3}")).isEqualTo("v");
        assertThat(unset).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${ SET}", "${SET!}", "${1}", "${SET:}", "${SET:=x}"})
    void isMalformed(String text) {
        assertThatThrownBy(() -> template.expand(text))
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.kind()).isEqualTo(TemplateException.Kind.MALFORMED));
    }

    @Test
    void aRequiredVariableNamesItselfAndTheMessage() {
        assertThatThrownBy(() -> template.expand("${GONE?set $SET}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("required variable GONE is missing a value: set v");
        assertThatThrownBy(() -> template.expand("${EMPTY:?m}")).isInstanceOf(TemplateException.class);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "${A:-".repeat(5_000) + "}".repeat(5_000);
        assertThatThrownBy(() -> template.expand(deep)).isInstanceOf(TemplateException.class);
    }

    @Test
    void theVariablesOfATextAreFoundWithThoseInDefaults() {
        assertThat(Expression.in("${A:-${B}} $C ${D:?x} ${E+y} $$F"))
                .containsExactly(
                        new Expression("A", false, "${B}", ""),
                        new Expression("B", false, "", ""),
                        new Expression("C", false, "", ""),
                        new Expression("D", true, "", ""),
                        new Expression("E", false, "", "y"));
    }
}
