package dev.jcompose.runtime.image;

import java.net.URI;
import java.util.Locale;

/**
 * Where a registry is reached.
 *
 * @param base scheme, host, port and perhaps a path, e.g. {@code https://registry-1.docker.io}
 */
record RegistryEndpoint(URI base, Role role) {
    enum Role {
        /** The registry that the name of the image says. */
        REGISTRY,
        /** The same, but who answers is not checked. */
        INSECURE,
        /** Another one that has copies; it gets no credentials. */
        MIRROR
    }

    /** Plain http for this machine itself, as Docker has it; https for all others. */
    static RegistryEndpoint of(String registry) {
        if (registry.equals("docker.io")) {
            return new RegistryEndpoint(URI.create("https://registry-1.docker.io"), Role.REGISTRY);
        }
        String scheme = isLoopback(hostOf(registry)) ? "http" : "https";
        return new RegistryEndpoint(URI.create(scheme + "://" + registry), Role.REGISTRY);
    }

    /** @param what path below the repository: {@code manifests/1.2} */
    URI resolve(String repository, String what) {
        return URI.create(base + "/v2/" + repository + "/" + what);
    }

    URI root() {
        return URI.create(base + "/v2/");
    }

    private static String hostOf(String registry) {
        if (registry.startsWith("[")) {
            return registry.substring(1, registry.indexOf(']'));
        }
        int colon = registry.indexOf(':');
        return colon < 0 ? registry : registry.substring(0, colon);
    }

    static boolean isLoopback(String host) {
        return host.toLowerCase(Locale.ROOT).equals("localhost")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")
                || host.equals("::1")
                || host.equals("[::1]");
    }
}
