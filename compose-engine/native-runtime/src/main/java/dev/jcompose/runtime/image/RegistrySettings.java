package dev.jcompose.runtime.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How registries are reached on this machine.
 *
 * @param mirrors asked before Docker Hub, in order, without credentials
 * @param insecure registries ({@code host} or {@code host:port}) whose certificate is not checked, or that speak plain http
 * @param certificates directory with a directory per {@code host[:port]}, in which {@code *.crt} are trusted for that host
 * @param proxies through which they are reached
 */
public record RegistrySettings(List<URI> mirrors, List<String> insecure, Path certificates, ProxyEnvironment proxies) {
    private static final Path DOCKER_CERTIFICATES = Path.of("/etc/docker/certs.d");

    public RegistrySettings {
        mirrors = List.copyOf(mirrors);
        insecure = List.copyOf(insecure);
    }

    /**
     * Reads {@code JCOMPOSE_REGISTRY_MIRRORS} (URLs) and {@code JCOMPOSE_INSECURE_REGISTRIES} (hosts), both separated by
     * commas, and the usual variables for proxies.
     *
     * @throws IllegalArgumentException if a mirror is no http or https URL
     */
    public static RegistrySettings fromEnvironment(Map<String, String> environment) {
        var mirrors = new ArrayList<URI>();
        for (String mirror : list(environment, "JCOMPOSE_REGISTRY_MIRRORS")) {
            URI uri = URI.create(mirror.replaceFirst("/+$", ""));
            if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "JCOMPOSE_REGISTRY_MIRRORS: \"" + mirror + "\" is no URL: use https://host[:port]");
            }
            mirrors.add(uri);
        }
        return new RegistrySettings(
                mirrors,
                list(environment, "JCOMPOSE_INSECURE_REGISTRIES"),
                DOCKER_CERTIFICATES,
                ProxyEnvironment.of(environment));
    }

    private static List<String> list(Map<String, String> environment, String name) {
        var result = new ArrayList<String>();
        for (String each : environment.getOrDefault(name, "").split(",", -1)) {
            if (!each.isBlank()) {
                result.add(each.strip());
            }
        }
        return result;
    }

    /** Where to ask for the image, in order: the next one is for when there is no answer, or not this image. */
    List<RegistryEndpoint> endpoints(ImageName name) {
        var result = new ArrayList<RegistryEndpoint>();
        if (name.registry().equals("docker.io")) {
            mirrors.forEach(mirror -> result.add(new RegistryEndpoint(mirror, RegistryEndpoint.Role.MIRROR)));
        }
        RegistryEndpoint own = RegistryEndpoint.of(name.registry());
        if (insecure.contains(name.registry()) && "https".equals(own.base().getScheme())) {
            result.add(new RegistryEndpoint(own.base(), RegistryEndpoint.Role.INSECURE));
            result.add(new RegistryEndpoint(
                    URI.create("http://" + own.base().getRawAuthority()), RegistryEndpoint.Role.INSECURE));
        } else {
            result.add(own);
        }
        return result;
    }
}
