package dev.jcompose.cli.registry;

import dev.jcompose.engine.docker.config.RegistryCredentials;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a name asks of which registry.
 *
 * @param host of the registry, with its port; {@code docker.io} where the name does not say
 * @param repository path at the registry; {@code library/} is added for one-part names of docker.io
 * @param tag {@code latest} where the name has neither tag nor digest
 * @param digest with its algorithm
 */
record RegistryName(String host, String repository, Optional<String> tag, Optional<String> digest) {

    static RegistryName parse(String name) {
        int at = name.indexOf('@');
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
        String rest = at < 0 ? name : name.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        Optional<String> tag = tagged
                ? Optional.of(rest.substring(colon + 1))
                : digest.isPresent() ? Optional.empty() : Optional.of("latest");
        rest = tagged ? rest.substring(0, colon) : rest;
        String host = RegistryCredentials.registryOf(rest);
        boolean named = rest.startsWith(host + "/") || rest.startsWith("index.docker.io/");
        String repository = named ? rest.substring(rest.indexOf('/') + 1) : rest;
        boolean official = host.equals("docker.io") && repository.indexOf('/') < 0;
        return new RegistryName(host, official ? "library/" + repository : repository, tag, digest);
    }

    RegistryName withDigest(String found) {
        return new RegistryName(host, repository, tag, Optional.of(found));
    }

    /** What a registry is asked for: the digest where there is one. */
    String reference() {
        return digest.or(() -> tag).orElse("latest");
    }

    /**
     * The address of a document of the repository. Plain HTTP for this machine itself, as Docker has it.
     *
     * @param insecure hosts that are reached over plain HTTP as well
     */
    URI resolve(String what, Set<String> insecure) {
        String place = host.equals("docker.io") ? "registry-1.docker.io" : host;
        boolean plain = insecure.contains(host) || place.matches("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");
        return URI.create((plain ? "http://" : "https://") + place + "/v2/" + repository + "/" + what);
    }

    @Override
    public String toString() {
        return host + "/" + repository + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
