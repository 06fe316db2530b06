package dev.jcompose.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may use whom, over all modules of the project. */
class ArchitectureTest {
    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.jcompose");

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PROJECT);
    }

    private static ArchRule mayNotUse(String user, String... used) {
        return noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used);
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.jcompose.(**)").should().beFreeOfCycles());
    }

    @Test
    void theModelUsesNothingElseOfUs() {
        check(mayNotUse(
                "dev.jcompose.model..",
                "dev.jcompose.planner..",
                "dev.jcompose.engine..",
                "dev.jcompose.runtime..",
                "dev.jcompose.daemon..",
                "dev.jcompose.cli.."));
    }

    @Test
    void onlyOnePackageSeesTheYamlParser() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.jcompose..")
                .and()
                .resideOutsideOfPackage("dev.jcompose.model.yaml..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snakeyaml.."));
    }

    @Test
    void thePlannerUsesTheModelOnlyAndDoesNothingItself() {
        check(mayNotUse(
                "dev.jcompose.planner..",
                "dev.jcompose.engine..",
                "dev.jcompose.runtime..",
                "dev.jcompose.daemon..",
                "dev.jcompose.cli..",
                "com.github.dockerjava..",
                "java.net..",
                "java.nio.channels.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.jcompose.planner..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock"));
    }

    @Test
    void theEnginePortKnowsNoAdapter() {
        for (String part : new String[] {"", ".event..", ".observe..", ".execute..", ".operation.."}) {
            check(mayNotUse(
                    "dev.jcompose.engine" + part,
                    "dev.jcompose.engine.docker..",
                    "dev.jcompose.runtime..",
                    "dev.jcompose.daemon..",
                    "dev.jcompose.cli..",
                    "com.github.dockerjava.."));
        }
    }

    @Test
    void onlyTheAdapterSeesDockerJava() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.jcompose..")
                .and()
                .resideOutsideOfPackage("dev.jcompose.engine.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava.."));
    }

    @Test
    void theRuntimeKnowsNeitherComposeNorItsApi() {
        check(mayNotUse(
                "dev.jcompose.runtime..",
                "dev.jcompose.model..",
                "dev.jcompose.planner..",
                "dev.jcompose.engine..",
                "dev.jcompose.daemon..",
                "dev.jcompose.cli.."));
    }

    @Test
    void theDaemonKnowsNothingOfCompose() {
        check(mayNotUse(
                "dev.jcompose.daemon..",
                "dev.jcompose.model..",
                "dev.jcompose.planner..",
                "dev.jcompose.engine..",
                "dev.jcompose.cli.."));
    }

    @Test
    void theDaemonIsReachedOverItsSocket() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.jcompose.cli..")
                .and()
                .resideOutsideOfPackage("dev.jcompose.cli.host..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.jcompose.daemon..", "dev.jcompose.runtime.."));
    }

    @Test
    void foreignFunctionsAreCalledInTwoPackages() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.jcompose..")
                .and()
                .resideOutsideOfPackages("dev.jcompose.runtime.os..", "dev.jcompose.cli.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign.."));
    }

    @Test
    void commandsLearnOfTheirProcessThroughTheInvocationOnly() {
        var inCommands = noClasses()
                .that()
                .resideInAPackage("dev.jcompose.cli..")
                .and()
                .resideOutsideOfPackage("dev.jcompose.cli.terminal..");
        check(inCommands.should().accessField(System.class, "in"));
        check(inCommands.should().accessField(System.class, "out"));
        check(inCommands.should().accessField(System.class, "err"));
        check(inCommands.should().callMethod(System.class, "exit", int.class));
        check(inCommands.should().callMethod(System.class, "getenv"));
        check(inCommands.should().callMethod(System.class, "getenv", String.class));
        check(inCommands.should().callMethod(System.class, "getProperty", String.class));
    }
}
