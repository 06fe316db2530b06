package dev.jcompose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.cli.command.Commands;
import dev.jcompose.engine.testkit.InMemoryEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands, from the words to the exit code, on an engine in memory. */
class CommandLineTest {
    @TempDir
    Path directory;

    private final InMemoryEngine engine = new InMemoryEngine();
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeProject() throws IOException {
        engine.image("busybox:1");
        compose("""
            name: shop
            services:
              db:
                image: busybox:1
              web:
                image: busybox:1
                depends_on: [db]
            """);
    }

    private void compose(String text) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), text);
    }

    private int run(String... words) {
        CommandRun run = CommandRun.of(directory, engine, Map.of(), words);
        out = run.out();
        err = run.err();
        return run.code();
    }

    @Test
    void withoutWordsItExplainsItself() {
        assertThat(run()).isZero();
        assertThat(out).startsWith("Usage:  jcompose [OPTIONS] COMMAND").contains("  up ", "  down ", "  engine ");
    }

    @Test
    void everyCommandHasAHelpPage() {
        for (var entry : Commands.ALL) {
            assertThat(run(entry.name(), "--help")).isZero();
            assertThat(out).startsWith("Usage:  jcompose " + entry.name());
        }
    }

    @Test
    void whatIsNoCommandIsNamed() {
        assertThat(run("nosuch")).isEqualTo(1);
        assertThat(err).isEqualTo("error: unknown command: \"jcompose nosuch\"\n");
        assertThat(run("up", "--nosuch")).isEqualTo(1);
        assertThat(err).isEqualTo("error: unknown flag: --nosuch\n");
    }

    @Test
    void aCommandThatIsMissingIsNotCalledUnknown() {
        assertThat(run("build")).isEqualTo(1);
        assertThat(err).startsWith("error: build is not supported yet: ");
    }

    @Test
    void upTellsEachStepAndPsListsWhatRuns() {
        assertThat(run("up", "-d")).isZero();
        assertThat(err.lines())
                .contains(
                        " Network shop_default  Created",
                        " Container shop-db-1  Started",
                        " Container shop-web-1  Started");
        assertThat(run("ps", "--format", "{{.Name}} {{.Service}} {{.State}}")).isZero();
        assertThat(out).isEqualTo("shop-db-1 db running\nshop-web-1 web running\n");
        assertThat(run("ps", "--services")).isZero();
        assertThat(out).isEqualTo("db\nweb\n");
    }

    @Test
    void upAgainFindsNothingToDo() {
        run("up", "-d");
        engine.forgetCalls();
        assertThat(run("up", "-d")).isZero();
        assertThat(err.lines()).containsExactly(" Container shop-db-1  Running", " Container shop-web-1  Running");
    }

    @Test
    void inCompatibilityModeNamesAreJoinedWithUnderscores() {
        run("--compatibility", "up", "-d", "db");
        run("ps", "--format", "{{.Name}}");
        assertThat(out).isEqualTo("shop_db_1\n");
    }

    @Test
    void noCommandChangesAnythingInADryRun() {
        run("up", "-d");
        for (String command : List.of(
                "pull",
                "exec db true",
                "run --rm web true",
                "cp compose.yaml db:/tmp",
                "attach db",
                "stop",
                "start",
                "restart",
                "kill",
                "pause",
                "rm -sf",
                "scale web=2",
                "create --force-recreate",
                "up -d --force-recreate",
                "down -v",
                "image rm busybox:1",
                "image pull busybox:1")) {
            engine.forgetCalls();
            var words = new ArrayList<String>(List.of("--dry-run"));
            words.addAll(List.of(command.split(" ")));
            assertThat(run(words.toArray(String[]::new))).as(command).isZero();
            assertThat(engine.calls()).as(command).isEmpty();
            assertThat(out).as(command).isNotBlank();
        }
    }

    @Test
    void aDryRunOfRunShowsTheOneOff() {
        assertThat(run("--dry-run", "run", "--name", "once", "web", "true")).isZero();
        assertThat(out)
                .contains("create web#run:once")
                .contains("start  web#run:once")
                .contains("start  db#1");
    }

    @Test
    void aDryRunPrintsThePlanAndDoesNothing() {
        assertThat(run("up", "--dry-run")).isZero();
        assertThat(out).contains("create network default").contains("start  web#1");
        assertThat(run("ps", "-q")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void downRemovesItAndWorksByNameAlone() throws IOException {
        run("up", "-d");
        Files.delete(directory.resolve("compose.yaml"));
        assertThat(run("-p", "shop", "down")).isZero();
        assertThat(err).contains("Container shop-web-1  Removed", "Network shop_default  Removed");
        assertThat(run("-p", "shop", "ps", "-aq")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void aMistakeInTheFileIsShownWithItsLine() throws IOException {
        compose("""
            services:
              web:
                image: busybox:1
                depend_on: [db]
            """);
        assertThat(run("up", "-d")).isEqualTo(1);
        assertThat(err)
                .startsWith("compose.yaml:4:5: error: ")
                .contains("\n      depend_on: [db]\n      ^^^^^^^^^\n")
                .contains("hint: did you mean \"depends_on\"?");
    }

    @Test
    void withoutAFileItSaysSo() throws IOException {
        Files.delete(directory.resolve("compose.yaml"));
        assertThat(run("ps")).isEqualTo(1);
        assertThat(err).contains("no configuration file provided");
    }

    @Test
    void aServiceThereIsNotIsNamed() {
        assertThat(run("stop", "nosuch")).isEqualTo(1);
        assertThat(err).isEqualTo("error: no such service: nosuch\n");
        assertThat(run("up", "-d", "--scale", "nosuch=2")).isEqualTo(1);
        assertThat(err).isEqualTo("error: no such service: nosuch\n");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(run("up", "--force-recreate", "--no-recreate")).isEqualTo(1);
        assertThat(err).isEqualTo("error: --force-recreate and --no-recreate are incompatible\n");
        assertThat(run("up", "-d", "--abort-on-container-exit")).isEqualTo(1);
        assertThat(run("--parallel", "x", "up")).isEqualTo(1);
        assertThat(err).contains("invalid argument \"x\" for \"--parallel\" flag");
    }

    @Test
    void errorsAreJsonWhereProgressIs() {
        assertThat(run("--progress", "json", "stop", "nosuch")).isEqualTo(1);
        assertThat(err).isEqualTo("{\"error\":true,\"message\":\"no such service: nosuch\"}\n");
    }

    @Test
    void configPrintsTheCanonicalForm() {
        assertThat(run("config", "--services")).isZero();
        assertThat(out).isEqualTo("db\nweb\n");
        assertThat(run("config", "-q")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void listsOfTheWholeProjectDoNotDependOnTheServicesNamed() throws IOException {
        compose("""
            services:
              web: {image: 'busybox:1', volumes: ['data:/d']}
              db: {image: 'busybox:2', profiles: [full]}
            volumes: {data: }
            """);

        assertThat(run("config", "--services", "db")).isZero();
        assertThat(out).isEqualTo("web\n");
        assertThat(run("config", "--volumes", "db")).isZero();
        assertThat(out).isEqualTo("data\n");
        assertThat(run("config", "--images", "db")).isZero();
        assertThat(out).isEqualTo("busybox:2\n");
    }

    @Test
    void configPointsAtWhatIsDoubtfulUnlessItIsToBeQuiet() throws IOException {
        compose("""
            services:
              web:
                image: busybox:1
            volumes:
              data:
            """);

        assertThat(run("config")).isZero();
        assertThat(err).startsWith("compose.yaml:5:3: warning: volume \"data\" is used by no service");
        assertThat(run("config", "-q")).isZero();
        assertThat(out + err).isEmpty();
        assertThat(run("config", "-q", "--format", "json")).isZero();
        assertThat(out).contains("unused-definition").contains("compose.yaml");
    }

    @Test
    void versionIsShortOnRequest() {
        assertThat(run("version", "--short")).isZero();
        assertThat(out).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*\n");
    }
}
