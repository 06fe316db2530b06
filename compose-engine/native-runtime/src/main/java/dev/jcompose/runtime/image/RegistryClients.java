package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * HTTP clients, one for each way to trust: made when first needed, because one takes longer to make than most commands run.
 */
final class RegistryClients implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final RegistrySettings settings;
    private final Map<String, HttpClient> clients = new HashMap<>();

    RegistryClients(RegistrySettings settings) {
        this.settings = settings;
    }

    synchronized HttpClient forEndpoint(RegistryEndpoint endpoint) throws IOException {
        if (endpoint.role() == RegistryEndpoint.Role.INSECURE) {
            return client("insecure", List.of(new TrustsAnybody()));
        }
        String authority = endpoint.base().getRawAuthority();
        Path certificates = settings.certificates().resolve(authority);
        if ("https".equals(endpoint.base().getScheme()) && Files.isDirectory(certificates)) {
            return client(authority, trustAlso(certificates));
        }
        return client("", List.of());
    }

    private HttpClient client(String key, List<TrustManager> trust) throws IOException {
        HttpClient existing = clients.get(key);
        if (existing != null) {
            return existing;
        }
        var builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(settings.proxies())
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (!trust.isEmpty()) {
            try {
                var context = SSLContext.getInstance("TLS");
                context.init(null, trust.toArray(TrustManager[]::new), null);
                builder.sslContext(context);
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot set up TLS: " + e.getMessage(), e);
            }
        }
        HttpClient client = builder.build();
        clients.put(key, client);
        return client;
    }

    /** The authorities that Java knows, and those in the directory. */
    private static List<TrustManager> trustAlso(Path directory) throws IOException {
        var certificates = new ArrayList<Certificate>();
        try (var files = Files.newDirectoryStream(directory, "*.crt")) {
            var factory = CertificateFactory.getInstance("X.509");
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    certificates.addAll(factory.generateCertificates(in));
                }
            }
            var known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            known.init((KeyStore) null);
            for (TrustManager manager : known.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    certificates.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca" + i, certificates.get(i));
            }
            var all = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            all.init(store);
            return List.of(all.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificates in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }

    /** For registries that the user has declared insecure. An extended manager is asked for the host's name too. */
    private static final class TrustsAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
