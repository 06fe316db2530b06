package dev.jcompose.engine.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.load.ComposeLoader;
import dev.jcompose.planner.plan.Step.Provision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderProgramTest {
    @TempDir
    Path directory;

    private final ProvidedVariables variables = new ProvidedVariables();
    private final List<String> progress = new ArrayList<>();

    @Test
    void itsVariablesReachTheServicesThatDependOnIt() throws Exception {
        var project = project();
        program("""
            [ "$3" = up ] && echo '{"type":"info","message":"making it"}' \\
              && echo '{"type":"setenv","message":"URL=https://db?a=b"}' \\
              && echo '{"type":"rawsetenv","message":"MODE=cloud"}'
            true
            """);
        call(project, Provision.UP);

        assertThat(progress).containsExactly("making it");
        var warnings = new ArrayList<String>();
        var services = variables.into(project, warnings::add).services();
        assertThat(service(services, "web").environment())
                .containsEntry("DB_URL", Optional.of("https://db?a=b"))
                .containsEntry("MODE", Optional.of("cloud"));
        assertThat(service(services, "other").environment()).isEmpty();
        assertThat(warnings)
                .containsExactly("provider \"db\" overrides environment variable \"MODE\" in service \"web\"");
    }

    @Test
    void itIsCalledWithTheProjectTheOptionsAndTheService() throws Exception {
        program("echo \"$@\" \"$DOCKER_HOST\" >> calls");
        call(project(), Provision.UP);
        call(project(), Provision.DOWN);
        assertThat(directory.resolve("calls")).content().isEqualTo("""
            compose metadata unix:///engine
            compose --project-name=shop up --size=10 --tag=a --tag=b db unix:///engine
            compose metadata unix:///engine
            compose --project-name=shop down --size=10 --tag=a --tag=b db unix:///engine
            """);
    }

    @Test
    void onlyTheOptionsThatItDeclaresArePassedOn() throws Exception {
        program("""
            if [ "$2" = metadata ]; then
              echo '{"description":"x","up":{"parameters":[{"name":"size","type":"string","required":true}]}}'
            else
              echo "$@" >> calls
            fi
            """);
        call(project(), Provision.UP);
        call(project(), Provision.STOP);
        assertThat(directory.resolve("calls")).content().isEqualTo("compose --project-name=shop up --size=10 db\n");
    }

    @Test
    void whatGoesWrongIsTold() throws Exception {
        program("""
            [ "$2" = metadata ] && echo '{"up":{"parameters":[{"name":"zone","required":true}]}}'
            true
            """);
        assertFailure("requires the option \"zone\"");
        program("[ \"$2\" != metadata ] && echo '{\"type\":\"error\",\"message\":\"no quota\"}'\ntrue");
        assertFailure("failed: no quota");
        program("[ \"$2\" != metadata ] && echo '{\"type\":\"shout\",\"message\":\"hi\"}'\ntrue");
        assertFailure("unknown type \"shout\"");
        program("[ \"$2\" != metadata ] && echo oops\ntrue");
        assertFailure("is no JSON");
        program("echo broken >&2; exit 3");
        assertFailure("exited with code 3: broken");
        Files.delete(directory.resolve("cloud"));
        assertThatThrownBy(() -> call(project(), Provision.UP))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("is not installed");
    }

    private void assertFailure(String what) {
        assertThatThrownBy(() -> call(project(), Provision.UP))
                .isInstanceOf(ProviderException.class)
                .hasMessageStartingWith("service \"db\": provider \"./cloud\" ")
                .hasMessageContaining(what);
    }

    private void call(Project project, Provision provision) throws ProviderException, InterruptedException {
        new ProviderProgram(project, service(project.services(), "db"), Map.of("DOCKER_HOST", "unix:///engine"))
                .call(provision, variables, progress::add);
    }

    private static Service service(Map<String, Service> services, String name) {
        return Optional.ofNullable(services.get(name)).orElseThrow();
    }

    private void program(String script) throws IOException {
        Path file = directory.resolve("cloud");
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Project project() throws Exception {
        Files.writeString(directory.resolve("compose.yaml"), """
            name: shop
            services:
              db:
                provider:
                  type: ./cloud
                  options: { size: '10', tag: [a, b] }
              web: { image: nginx, depends_on: [db], environment: { MODE: local } }
              other: { image: nginx, depends_on: [web] }
            """);
        return ComposeLoader.builder()
                .workingDirectory(directory)
                .environment(Map.of("PATH", "/usr/bin:/bin"))
                .build()
                .load()
                .orThrow();
    }
}
