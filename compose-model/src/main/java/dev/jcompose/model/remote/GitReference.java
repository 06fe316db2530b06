package dev.jcompose.model.remote;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a Git repository: {@code https://host/repo.git#ref:directory}.
 *
 * @param repository as {@code git} takes it
 * @param ref branch, tag or commit; empty is the default branch
 * @param path of a directory or file in it; empty is its top
 */
record GitReference(String repository, Optional<String> ref, String path) {

    private static final Pattern URL =
            Pattern.compile("(?<scheme>https?|ssh|git|file)://(?<place>[^#?\\s]*[^#?\\s/])/?(?:#(?<fragment>.*))?");
    private static final Pattern SCP = Pattern.compile(
            "(?<place>[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^#\\s]+)(?:#(?<fragment>.*))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Empty when a name is not that of a repository. Over HTTP only names that end in {@code .git} are. */
    static Optional<GitReference> parse(String name) {
        String text = name.startsWith("github.com/") ? "https://" + name : name;
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            String scheme = url.group("scheme");
            String place = url.group("place");
            boolean named = place.endsWith(".git") || name.startsWith("github.com/");
            boolean mayBeAnything = scheme.equals("ssh") || scheme.equals("git");
            return named || mayBeAnything
                    ? Optional.of(of(scheme + "://" + place, url.group("fragment")))
                    : Optional.empty();
        }
        Matcher scp = SCP.matcher(text);
        return scp.matches() ? Optional.of(of(scp.group("place"), scp.group("fragment"))) : Optional.empty();
    }

    private static GitReference of(String repository, String fragment) {
        String text = fragment == null ? "" : fragment;
        int colon = text.indexOf(':');
        String ref = colon < 0 ? text : text.substring(0, colon);
        return new GitReference(
                repository, Optional.of(ref).filter(r -> !r.isEmpty()), colon < 0 ? "" : text.substring(colon + 1));
    }

    /** Whether the ref is a commit, which never changes. */
    boolean isCommit() {
        return ref.filter(r -> COMMIT.matcher(r).matches()).isPresent();
    }
}
