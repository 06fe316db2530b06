package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of an image: registry, repository, and a tag or a digest or both or neither.
 *
 * @param registry host with optional port, {@code docker.io} where the name did not say
 * @param repository path at the registry; {@code library/} is added for one-part names of docker.io
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">the grammar of references</a>
 */
public record ImageName(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final String DEFAULT_TAG = "latest";
    private static final int MAX_LENGTH = 255;

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern HOST = Pattern.compile("(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
            + "(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?");
    private static final Pattern HEX_ID = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads a name as people write it: {@code nginx}, {@code ghcr.io/owner/app:1.2}, {@code localhost:5000/a@sha256:...}.
     *
     * @throws ImageException with {@link Kind#INVALID_NAME} if it breaks the grammar
     */
    public static ImageName parse(String text) throws ImageException {
        if (text.isEmpty()) {
            throw invalid("invalid reference format: the name of the image is empty");
        }
        if (HEX_ID.matcher(text).matches()) {
            throw invalid("invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            String digestText = rest.substring(at + 1);
            if (!Digest.isDigest(digestText)) {
                throw invalid("invalid reference format: \"" + digestText + "\" is not a sha256 digest");
            }
            digest = Optional.of(Digest.parse(digestText));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon >= 0 && rest.indexOf('/', colon) < 0) {
            String tagText = rest.substring(colon + 1);
            if (!TAG.matcher(tagText).matches()) {
                throw invalid("invalid reference format: \"" + tagText + "\" is not a tag (in \"" + text + "\")");
            }
            tag = Optional.of(tagText);
            rest = rest.substring(0, colon);
        }
        return repository(text, rest, tag, digest);
    }

    private static ImageName repository(String text, String path, Optional<String> tag, Optional<Digest> digest)
            throws ImageException {
        String registry = DOCKER_HUB;
        String repository = path;
        int slash = path.indexOf('/');
        if (slash > 0 && looksLikeHost(path.substring(0, slash))) {
            registry = path.substring(0, slash);
            repository = path.substring(slash + 1);
            if (!HOST.matcher(registry).matches()) {
                throw invalid("invalid reference format: \"" + registry + "\" is not a host (in \"" + text + "\")");
            }
        }
        if (registry.equals("index.docker.io")) {
            registry = DOCKER_HUB;
        }
        for (String component : repository.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                boolean upperCase = !repository.equals(repository.toLowerCase(java.util.Locale.ROOT));
                throw invalid(
                        upperCase
                                ? "invalid reference format: repository name ("
                                        + (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0 ? OFFICIAL : "")
                                        + repository + ") must be lowercase"
                                : "invalid reference format: \"" + text + "\" is not the name of an image");
            }
        }
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = OFFICIAL + repository;
        }
        if (repository.length() > MAX_LENGTH) {
            throw invalid("repository name must not be more than " + MAX_LENGTH + " characters");
        }
        return new ImageName(registry, repository, tag, digest);
    }

    private static boolean looksLikeHost(String component) {
        return component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.equals("localhost")
                || !component.equals(component.toLowerCase(java.util.Locale.ROOT));
    }

    private static ImageException invalid(String message) {
        return new ImageException(Kind.INVALID_NAME, message);
    }

    /** This name, with {@code latest} where it has neither tag nor digest. */
    public ImageName withDefaultTag() {
        return tag.isEmpty() && digest.isEmpty() ? withTag(DEFAULT_TAG) : this;
    }

    /** The same repository with this tag and no digest. */
    public ImageName withTag(String newTag) {
        return new ImageName(registry, repository, Optional.of(newTag), Optional.empty());
    }

    /** The same repository with this digest and no tag. */
    public ImageName withDigest(Digest newDigest) {
        return new ImageName(registry, repository, Optional.empty(), Optional.of(newDigest));
    }

    /** The repository alone as Docker shows it: {@code nginx}, {@code owner/app}, {@code ghcr.io/owner/app}. */
    public String familiarRepository() {
        if (!registry.equals(DOCKER_HUB)) {
            return registry + "/" + repository;
        }
        boolean official = repository.startsWith(OFFICIAL) && repository.indexOf('/', OFFICIAL.length()) < 0;
        return official ? repository.substring(OFFICIAL.length()) : repository;
    }

    /** The shortest form that means the same, as Docker shows it. */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    /** The complete form: {@code docker.io/library/nginx:1}. */
    public String canonical() {
        return registry + "/" + repository + suffix();
    }

    /** What a registry is asked for: the digest where there is one, else the tag. */
    String reference() {
        return digest.map(Digest::toString).orElseGet(() -> tag.orElse(DEFAULT_TAG));
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    @Override
    public String toString() {
        return familiar();
    }
}
