package dev.jcompose.model.load;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.remote.RemoteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files that were named by where they are elsewhere, and the rule that they refer to nothing outside of what was fetched. */
final class Remotes {

    private static final List<String> SCHEMES =
            List.of("oci://", "git://", "git@", "ssh://", "http://", "https://", "file://", "github.com/");

    private final List<RemoteSource> sources;
    private final ProblemLog problems;
    private final Map<String, Optional<Path>> fetched = new HashMap<>();
    private final List<Path> roots = new ArrayList<>();

    Remotes(List<RemoteSource> sources, ProblemLog problems) {
        this.sources = List.copyOf(sources);
        this.problems = problems;
    }

    /** Whether a name is that of something elsewhere: a repository or a registry. */
    static boolean isRemote(String name) {
        return SCHEMES.stream().anyMatch(name::startsWith);
    }

    /**
     * The local copy of what is elsewhere; empty when it cannot be had, which is reported.
     *
     * @param from the file that names it; null for the command line
     */
    Optional<Path> fetch(String name, @Nullable Path from, @Nullable Span at) {
        if (from != null && name.startsWith("file://") && rootOf(from).isPresent()) {
            report("path-traversal", at, "remote resource refers to " + name + " on the local disk", Optional.empty());
            return Optional.empty();
        }
        return fetched.computeIfAbsent(name, wanted -> fetchNow(wanted, at));
    }

    private Optional<Path> fetchNow(String name, @Nullable Span at) {
        for (RemoteSource source : sources) {
            if (!source.accepts(name)) {
                continue;
            }
            try {
                var checkout = source.fetch(name);
                roots.add(checkout.root());
                return mayRead(checkout.file(), checkout.file(), at) ? Optional.of(checkout.file()) : Optional.empty();
            } catch (IOException e) {
                report(
                        "remote-file",
                        at,
                        "cannot read remote resource " + name + ": " + e.getMessage(),
                        Optional.empty());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                report("remote-file", at, "cannot read remote resource " + name + ": interrupted", Optional.empty());
            }
            return Optional.empty();
        }
        report(
                "remote-file",
                at,
                "remote resource " + name + " cannot be read",
                Optional.of("Git repositories (https://host/repository.git#branch:directory) and, on the command line,"
                        + " registries (oci://registry/name:tag) are known"));
        return Optional.empty();
    }

    private Optional<Path> rootOf(Path file) {
        return roots.stream().filter(file::startsWith).findFirst();
    }

    /** Whether a file may be read because another one names it: out of what was fetched, no way leads. */
    boolean mayRead(Path target, Path from, @Nullable Span at) {
        Optional<Path> root = rootOf(from);
        if (root.isEmpty()) {
            return true;
        }
        boolean inside;
        try {
            inside = target.normalize().startsWith(root.get())
                    && (!Files.exists(target)
                            || target.toRealPath().startsWith(root.get().toRealPath()));
        } catch (IOException e) {
            inside = false;
        }
        if (!inside) {
            report(
                    "path-traversal",
                    at,
                    target + " is outside of the remote resource that refers to it",
                    Optional.of("files of a remote resource may only include and extend files that came with it"));
        }
        return inside;
    }

    private void report(String code, @Nullable Span at, String message, Optional<String> hint) {
        var problem = Diagnostic.error(code, Optional.ofNullable(at), message);
        problems.add(hint.map(problem::withHint).orElse(problem));
    }
}
