package dev.jcompose.model.remote;

import dev.jcompose.model.value.Copies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Git repositories, by the {@code git} program and with the credentials it has. Each commit is fetched once and kept in a
 * directory of its own.
 *
 * <p>Names: {@code https://host/repo.git}, {@code git@host:repo}, {@code ssh://}, {@code git://},
 * {@code github.com/owner/repo} and {@code file:///path/repo.git}, each with {@code #ref}, {@code #ref:directory} or
 * {@code #:directory}.
 */
public final class GitSource implements RemoteSource {

    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private final Path cache;
    private final GitProgram git;

    /**
     * @param cache where commits are kept; made when needed
     * @param environment of the user, for {@code git}: {@code PATH}, {@code HOME}, {@code SSH_AUTH_SOCK} and so on
     */
    public GitSource(Path cache, Map<String, String> environment) {
        this.cache = cache;
        this.git = new GitProgram(Copies.of(environment));
    }

    @Override
    public boolean accepts(String name) {
        return GitReference.parse(name).isPresent();
    }

    @Override
    public Checkout fetch(String name) throws IOException, InterruptedException {
        GitReference wanted = GitReference.parse(name).orElseThrow(() -> new IllegalArgumentException(name));
        if (wanted.ref().filter(ref -> ref.startsWith("-")).isPresent()) {
            throw new IOException("git ref \"" + wanted.ref().get() + "\" must not start with a dash");
        }
        String commit = wanted.isCommit() ? wanted.ref().orElseThrow() : commitOf(wanted);
        Path root = cache.resolve(folder(wanted.repository())).resolve(commit);
        if (!Files.isDirectory(root)) {
            try {
                download(wanted.repository(), commit, root);
            } catch (FileSystemException e) {
                throw new IOException("cannot keep it in " + cache + ": " + reason(e), e);
            }
        }
        return new Checkout(root, file(root, wanted));
    }

    /** Many exceptions of the file system have no other message than the name of the file. */
    private static String reason(FileSystemException problem) {
        return switch (problem) {
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + " is not a directory";
            default -> String.valueOf(problem.getMessage());
        };
    }

    private String commitOf(GitReference wanted) throws IOException, InterruptedException {
        String repository = wanted.repository();
        String ref = wanted.ref().orElse("HEAD");
        String answer =
                git.run("git ls-remote of " + repository, List.of("ls-remote", "--", repository, ref, ref + "^{}"));
        String best = "";
        int bestRank = -1;
        for (String line : answer.split("\n", -1)) {
            String[] words = line.split("\t", 2);
            int rank = words.length < 2 ? -1 : rank(words[1], ref);
            if (rank > bestRank) {
                best = words[0];
                bestRank = rank;
            }
        }
        if (bestRank < 0) {
            throw new IOException("repository " + repository + " has no branch or tag \"" + ref + "\"");
        }
        return best;
    }

    /** A branch is preferred to a tag of its name, and of a tag with a message the commit that it is about to itself. */
    private static int rank(String found, String ref) {
        return List.of("refs/tags/" + ref, "refs/tags/" + ref + "^{}", ref, "refs/heads/" + ref)
                .indexOf(found);
    }

    /** Made beside its place and moved there, so that the directory of a commit is always complete. */
    private void download(String repository, String commit, Path root) throws IOException, InterruptedException {
        Path parent = Files.createDirectories(root.resolveSibling(""));
        Path draft = Files.createTempDirectory(parent, ".new-");
        try {
            String at = draft.toString();
            String what = " of " + repository + " at " + commit;
            git.run("git init", List.of("-C", at, "init", "--quiet"));
            git.run(
                    "git fetch" + what,
                    List.of("-C", at, "fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, commit));
            git.run("git checkout" + what, List.of("-C", at, "checkout", "--quiet", "--detach", commit, "--"));
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!Files.isDirectory(root)) {
                throw e;
            }
            // Another process was faster with the same commit, which is as good.
        } finally {
            delete(draft);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : new ArrayList<>(tree.toList()).reversed()) {
                Files.delete(path);
            }
        }
    }

    private static Path file(Path root, GitReference wanted) throws IOException {
        String repository = wanted.repository();
        Path place = root.resolve(wanted.path()).normalize();
        if (!place.startsWith(root)) {
            throw new IOException("path \"" + wanted.path() + "\" leads out of repository " + repository);
        }
        if (!Files.isDirectory(place)) {
            if (Files.exists(place)) {
                return place;
            }
            throw new IOException("repository " + repository + " has no \"" + wanted.path() + "\"");
        }
        for (String name : NAMES) {
            if (Files.exists(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        String where = wanted.path().isEmpty() ? "" : " in \"" + wanted.path() + "\"";
        throw new IOException(
                "repository " + repository + " has no Compose file" + where + ": none of " + String.join(", ", NAMES));
    }

    private static String folder(String repository) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(repository.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
