package dev.jcompose.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path home;

    @Test
    void withoutTheFileNothingChanges() throws Exception {
        var invocation = invocation(Map.of());
        assertThat(SettingsFile.applyTo(invocation)).isSameAs(invocation);
    }

    @Test
    void aSettingHoldsUnlessItsVariableIsSet() throws Exception {
        write("# mine\nbackend: docker\nprogress: plain\nparallel: 4\n");
        var applied = SettingsFile.applyTo(invocation(Map.of("COMPOSE_PROGRESS", "quiet")));
        assertThat(applied.variable("JCOMPOSE_BACKEND")).contains("docker");
        assertThat(applied.variable("COMPOSE_PROGRESS")).contains("quiet");
        assertThat(applied.variable("COMPOSE_PARALLEL_LIMIT")).contains("4");
    }

    @Test
    void anEmptyFileSetsNothing() throws Exception {
        write("# nothing yet\n");
        assertThat(SettingsFile.applyTo(invocation(Map.of())).variable("JCOMPOSE_BACKEND"))
                .isEmpty();
    }

    @Test
    void anUnknownSettingIsNamedWithItsPlace() throws Exception {
        write("backend: docker\nbackned: native\n");
        assertThatThrownBy(() -> SettingsFile.applyTo(invocation(Map.of())))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("settings.yaml:2:1: unknown setting \"backned\"");
    }

    @Test
    void aSettingTakesOneValue() throws Exception {
        write("backend: [docker]\n");
        assertThatThrownBy(() -> SettingsFile.applyTo(invocation(Map.of())))
                .hasMessageContaining("settings.yaml:1:10: setting \"backend\" takes one value");
    }

    @Test
    void whatIsNoYamlIsNamedWithItsPlace() throws Exception {
        write("backend: \"docker\n");
        assertThatThrownBy(() -> SettingsFile.applyTo(invocation(Map.of()))).hasMessageContaining("not valid YAML");
    }

    private void write(String text) throws Exception {
        var folder = Files.createDirectories(home.resolve(".config/jcompose"));
        Files.writeString(folder.resolve("settings.yaml"), text);
    }

    private Invocation invocation(Map<String, String> variables) {
        var environment = new LinkedHashMap<>(variables);
        environment.put("HOME", home.toString());
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Invocation(
                List.of("version"),
                environment,
                home,
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Terminal.none(),
                Signals.none());
    }
}
