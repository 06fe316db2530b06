package dev.jcompose.model.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.load.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects in local Git repositories. */
@NullUnmarked
class GitSourceTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/nonexistent", "GIT_CONFIG_NOSYSTEM", "1");

    @TempDir
    Path dir;

    private Path work;
    private String repository;

    @BeforeEach
    void makeRepository() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/git")))
                .as("git is installed")
                .isTrue();
        work = Files.createDirectory(dir.resolve("work"));
        git(dir, "init", "--quiet", "--bare", "-b", "main", "shop.git");
        git(dir, "init", "--quiet", "-b", "main", "work");
        repository = "file://" + dir.resolve("shop.git");
        write("compose.yaml", "services: {web: {image: 'web:1', build: ./web}}\n");
        write("db/compose.yaml", "services: {db: {extends: {file: ../base.yaml, service: base}}}\n");
        write("base.yaml", "services: {base: {image: base}}\n");
        commit();
    }

    private void write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void commit() throws Exception {
        git(work, "add", "-A");
        git(work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "x");
        git(work, "push", "--quiet", dir.resolve("shop.git").toString(), "main");
    }

    private static String git(Path at, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", at.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    private GitSource source() {
        return new GitSource(dir.resolve("cache"), ENVIRONMENT);
    }

    private LoadResult load(String compose) throws IOException {
        Path project = Files.createDirectories(dir.resolve("project"));
        return new ProjectFolder(project)
                .file("compose.yaml", compose)
                .loader()
                .remoteSources(source())
                .build()
                .load();
    }

    private static String image(LoadResult result, String service) throws Exception {
        return Objects.requireNonNull(result.orThrow().services().get(service))
                .image()
                .orElseThrow();
    }

    @Test
    void aRepositoryIsIncludedWithItsOwnDirectory() throws Exception {
        LoadResult result = load("include: ['" + repository + "']\n");

        assertThat(image(result, "web")).isEqualTo("web:1");
        Path context = Path.of(result.orThrow()
                .services()
                .get("web")
                .build()
                .orElseThrow()
                .context()
                .orElseThrow());
        assertThat(context.startsWith(dir.resolve("cache"))).isTrue();
        assertThat(context.resolveSibling("base.yaml")).exists();
    }

    @Test
    void aDirectoryOfABranchMayExtendAFileBesideIt() throws Exception {
        assertThat(image(load("include: ['" + repository + "#main:db']\n"), "db"))
                .isEqualTo("base");
        assertThat(image(
                        load("services: {x: {extends: {file: '" + repository + "#:base.yaml', service: base}}}\n"),
                        "x"))
                .isEqualTo("base");
    }

    @Test
    void aBranchIsLookedUpAnewAndACommitOrTagStays() throws Exception {
        String first = git(work, "rev-parse", "HEAD");
        git(work, "-c", "user.name=a", "-c", "user.email=a@b", "tag", "-a", "v1", "-m", "first");
        git(work, "push", "--quiet", dir.resolve("shop.git").toString(), "v1");
        write("compose.yaml", "services: {web: {image: 'web:2'}}\n");
        commit();

        assertThat(image(load("include: ['" + repository + "']\n"), "web")).isEqualTo("web:2");
        assertThat(image(load("include: ['" + repository + "#v1']\n"), "web")).isEqualTo("web:1");
        assertThat(image(load("include: ['" + repository + "#" + first + "']\n"), "web"))
                .isEqualTo("web:1");
    }

    @Test
    void aKnownCommitIsReadWithoutTheRepository() throws Exception {
        String commit = git(work, "rev-parse", "HEAD");
        source().fetch(repository + "#" + commit);
        Files.move(dir.resolve("shop.git"), dir.resolve("away"));

        assertThat(source().fetch(repository + "#" + commit).file()).exists();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> source().fetch(repository + "#none"))
                .isInstanceOf(IOException.class)
                .hasMessage("repository " + repository + " has no branch or tag \"none\"");
        assertThatThrownBy(() -> source().fetch(repository + "#main:none"))
                .isInstanceOf(IOException.class)
                .hasMessage("repository " + repository + " has no \"none\"");
        assertThatThrownBy(() -> source().fetch("file://" + dir.resolve("none.git")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("git ls-remote of file://" + dir.resolve("none.git") + " failed: fatal: ");
    }

    @Test
    void aRepositoryWithoutAComposeFileSaysWhichNamesCount() throws Exception {
        write("empty/other.txt", "x");
        commit();

        assertThatThrownBy(() -> source().fetch(repository + "#main:empty"))
                .isInstanceOf(IOException.class)
                .hasMessage("repository " + repository + " has no Compose file in \"empty\": none of"
                        + " compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml");
    }

    @Test
    void gitItselfMayBeMissing() {
        assertThatThrownBy(() -> new GitProgram("no-such-git", Map.of()).run("git fetch", List.of("fetch")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("reading from Git repositories needs the program no-such-git, ");
        assertThatThrownBy(() -> new GitProgram("false", Map.of()).run("git fetch", List.of("fetch")))
                .isInstanceOf(IOException.class)
                .hasMessage("git fetch failed: exit code 1");
    }

    @Test
    void noPathLeadsOutOfTheRepository() throws Exception {
        assertThatThrownBy(() -> source().fetch(repository + "#main:../../x"))
                .isInstanceOf(IOException.class)
                .hasMessage("path \"../../x\" leads out of repository " + repository);

        Files.createSymbolicLink(work.resolve("link.yaml"), Path.of("/etc/passwd"));
        write("up.yaml", "include: [../../../../outside.yaml]\n");
        commit();
        Files.writeString(dir.resolve("outside.yaml"), "services: {stolen: {image: i}}\n");

        for (String file : List.of("link.yaml", "up.yaml")) {
            LoadResult result = load("include: ['" + repository + "#main:" + file + "']\n");
            assertThat(result.problems().errors())
                    .hasSize(1)
                    .allMatch(e -> e.code().equals("path-traversal"));
        }
    }

    @Test
    void aRefIsNeverAnOptionOfGit() {
        assertThatThrownBy(() -> source().fetch(repository + "#--upload-pack=touch"))
                .isInstanceOf(IOException.class)
                .hasMessage("git ref \"--upload-pack=touch\" must not start with a dash");
    }

    @Test
    void onlyNamesOfRepositoriesAreAccepted() {
        var source = source();
        assertThat(List.of(
                        "https://host/x.git",
                        "https://host/x.git#main:dir",
                        "git@host:x/y",
                        "ssh://git@host/x",
                        "git://host/x",
                        "github.com/owner/x"))
                .allMatch(source::accepts);
        assertThat(List.of("https://host/x.yaml", "ext::sh -c x", "-x", "oci://host/x", "x.git", "./x.git", ""))
                .noneMatch(source::accepts);
    }
}
