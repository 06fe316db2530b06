package dev.jcompose.runtime.image;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} name, in capitals or not. This machine itself
 * is never reached through one. User names in the URLs are not supported.
 */
public final class ProxyEnvironment extends ProxySelector {
    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final List<String> direct;

    private ProxyEnvironment(Optional<Proxy> http, Optional<Proxy> https, List<String> direct) {
        this.http = http;
        this.https = https;
        this.direct = List.copyOf(direct);
    }

    /** @throws IllegalArgumentException if a variable does not hold a URL or {@code host:port} */
    public static ProxyEnvironment of(Map<String, String> environment) {
        return new ProxyEnvironment(
                proxy(environment, "HTTP_PROXY"),
                proxy(environment, "HTTPS_PROXY"),
                List.of(value(environment, "NO_PROXY").toLowerCase(Locale.ROOT).split("[, ]+")));
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
        String value = value(environment, name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(value.contains("://") ? value : "http://" + value);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" is no URL of a proxy");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : 80;
        return Optional.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)));
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<Proxy> proxy = "https".equals(uri.getScheme()) ? https : http;
        return List.of(isDirect(uri) ? Proxy.NO_PROXY : proxy.orElse(Proxy.NO_PROXY));
    }

    /** A name matches itself and what is below it, with or without a leading dot. */
    private boolean isDirect(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (RegistryEndpoint.isLoopback(host)) {
            return true;
        }
        for (String each : direct) {
            String name = each.replaceFirst("^\\*?\\.", "");
            boolean withPort = name.equals(host + ":" + uri.getPort());
            if (each.equals("*") || withPort || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the failure reaches the one who asked
    }
}
