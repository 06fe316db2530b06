package dev.jcompose.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.cli.output.LabelText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, Object> FIELDS = Map.of(
            "Name",
            "shop-web-1",
            "ExitCode",
            3,
            "Publishers",
            List.of(Map.of("URL", "0.0.0.0")),
            "Inner",
            Map.of("Key", "v"),
            "Health",
            "",
            "None",
            List.of(),
            "Labels",
            new LabelText(labels()));

    private static Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("role", "front");
        labels.put("a", "b,c");
        return labels;
    }

    private static String apply(String template) throws TemplateException {
        return Template.parse(template).apply(FIELDS);
    }

    @Test
    void fieldsStandForTheirValues() throws TemplateException {
        assertThat(apply("{{.Name}}: {{ .ExitCode }}")).isEqualTo("shop-web-1: 3");
        assertThat(apply("{{.Inner.Key}}")).isEqualTo("v");
    }

    @Test
    void backslashesMakeTabsAndLines() throws TemplateException {
        assertThat(apply("{{.Name}}\\t{{.ExitCode}}\\n")).isEqualTo("shop-web-1\t3\n");
    }

    @Test
    void functionsAndPipelinesWork() throws TemplateException {
        assertThat(apply("{{json .Publishers}}")).isEqualTo("[{\"URL\":\"0.0.0.0\"}]");
        assertThat(apply("{{.Name | upper}}")).isEqualTo("SHOP-WEB-1");
        assertThat(apply("{{truncate .Name 4}}")).isEqualTo("shop");
    }

    @Test
    void valuesAreShownAsGoShowsThem() throws TemplateException {
        assertThat(apply("{{.Publishers}}")).isEqualTo("[{0.0.0.0}]");
        assertThat(apply("{{printf \"%-5s|%03d|%q|%v%%\" .Health .ExitCode .Name true}}"))
                .isEqualTo("     |003|\"shop-web-1\"|true%");
        assertThat(apply("{{pad .Name 1 2}}|{{len .Name}}|{{index .Publishers 0}}"))
                .isEqualTo(" shop-web-1  |10|{0.0.0.0}");
    }

    @Test
    void conditionsChoose() throws TemplateException {
        assertThat(apply("{{if .Health}}{{.Health}}{{else}}none{{end}}")).isEqualTo("none");
        assertThat(apply("{{if eq .ExitCode 0}}ok{{else if gt .ExitCode 2}}bad{{else}}odd{{end}}"))
                .isEqualTo("bad");
        assertThat(apply("{{if and (eq .Name \"shop-web-1\") (not .Health)}}yes{{end}}"))
                .isEqualTo("yes");
        assertThat(apply("{{if or .Name .Nothing.There}}x{{end}}{{with .Inner}}{{.Key}}{{$.ExitCode}}{{end}}"))
                .isEqualTo("xv3");
        assertThat(apply("{{with .Health}}x{{else}}y{{end}}{{(index .Publishers 0).URL}}"))
                .isEqualTo("y0.0.0.0");
    }

    @Test
    void loopsGoOverListsAndMaps() throws TemplateException {
        assertThat(apply("{{range .Publishers}}{{.URL}};{{$.Name}}{{end}}")).isEqualTo("0.0.0.0;shop-web-1");
        assertThat(apply("{{range $i, $p := .Publishers}}{{$i}}={{$p.URL}}{{end}}"))
                .isEqualTo("0=0.0.0.0");
        assertThat(apply("{{range $k, $v := .Inner}}{{$k}}:{{$v}}{{end}}")).isEqualTo("Key:v");
        assertThat(apply("{{range .None}}x{{else}}nothing{{end}}")).isEqualTo("nothing");
        assertThat(apply("{{$n := 1}}{{range .Publishers}}{{$n = 2}}{{end}}{{$n}}"))
                .isEqualTo("2");
    }

    @Test
    void blanksAndCommentsAreTakenAway() throws TemplateException {
        assertThat(apply("a {{- /* }} */ -}} b {{- .ExitCode -}} c")).isEqualTo("ab3c");
        assertThat(apply("{{\"}}\"}}")).isEqualTo("}}");
    }

    @Test
    void aLabelIsAskedForByName() throws TemplateException {
        assertThat(apply("{{.Label \"role\"}}|{{.Label \"none\"}}|{{.Labels}}")).isEqualTo("front||role=front,a=b,c");
        assertThat(Template.parse("{{.Label \"role\"}}").heading(Map.of())).isEqualTo("role");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "{{.Nope}} ! can't evaluate field Nope",
                "{{nope .Name}} ! function \"nope\" not defined",
                "{{.Name ! unclosed action",
                "{{}} ! missing value for command",
                "{{.Name | }} ! missing value for command",
                "{{if .Name}}x ! {{if}} without {{end}}",
                "{{if .Name}}x{{else}}y ! {{else}} without {{end}}",
                "{{range .Publishers}}{{else if .X}}{{end}} ! unexpected {{else if}} in {{range}}",
                "{{end}} ! unexpected {{end}}",
                "{{range .Name}}{{end}} ! range can't iterate over shop-web-1",
                "{{.Name \"x\"}} ! can't give argument to non-function",
                "{{$x}} ! undefined variable \"$x\"",
                "{{$x = 1}} ! undefined variable \"$x\"",
                "{{eq .Name 1}} ! incompatible types for comparison",
                "{{printf \"%d\" .Name}} ! cannot show shop-web-1 as %d",
                "{{printf \"%s\"}} ! too few arguments",
                "{{index .Publishers 7}} ! no item 7",
                "{{truncate .Name .Name}} ! truncate wants a number",
                "{{upper}} ! wrong number of args for upper",
                "{{(.Name}} ! unclosed left paren",
                "{{template \"x\"}} ! {{template}} is not supported",
            })
    void mistakesAreSaid(String template, String message) {
        assertThatThrownBy(() -> apply(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theHeadingNamesTheFields() throws TemplateException {
        assertThat(Template.parse("{{.Name}}\t{{.RunningFor}}").heading(Map.of("RunningFor", "CREATED")))
                .isEqualTo("NAME\tCREATED");
    }
}
