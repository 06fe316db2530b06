package dev.jcompose.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Map<String, Object> FIELDS = Map.of(
            "Name",
            "shop-web-1",
            "ExitCode",
            3,
            "Publishers",
            List.of(Map.of("URL", "0.0.0.0")),
            "Inner",
            Map.of("Key", "v"));

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
    void whatIsNotSupportedIsSaid() {
        assertThatThrownBy(() -> apply("{{range .Publishers}}x{{end}}")).hasMessageContaining("not supported");
        assertThatThrownBy(() -> apply("{{.Nope}}")).hasMessageContaining("can't evaluate field Nope");
        assertThatThrownBy(() -> apply("{{nope .Name}}")).hasMessageContaining("function \"nope\" not defined");
        assertThatThrownBy(() -> apply("{{.Name")).hasMessageContaining("unclosed action");
    }

    @Test
    void theHeadingNamesTheFields() throws TemplateException {
        assertThat(Template.parse("{{.Name}}\t{{.RunningFor}}").heading(Map.of("RunningFor", "CREATED")))
                .isEqualTo("NAME\tCREATED");
    }
}
