package dev.jcompose.runtime.image;

import java.net.URI;
import java.util.Locale;

/**
 * Where a registry is reached.
 *
 * @param base scheme, host and port, e.g. {@code https://registry-1.docker.io}
 */
record RegistryEndpoint(URI base) {

    /** Plain http for this machine itself, as Docker has it; https for all others. */
    static RegistryEndpoint of(String registry) {
        if (registry.equals("docker.io")) {
            return new RegistryEndpoint(URI.create("https://registry-1.docker.io"));
        }
        String scheme = isLoopback(hostOf(registry)) ? "http" : "https";
        return new RegistryEndpoint(URI.create(scheme + "://" + registry));
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

    private static boolean isLoopback(String host) {
        return host.toLowerCase(Locale.ROOT).equals("localhost")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")
                || host.equals("::1");
    }
}
