package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryConnectionTest {
    @TempDir
    Path directory;

    @Test
    void aCertificateIsTrustedIfTheUserSaysSoForThatHost() throws Exception {
        HttpsServer server = server();
        try {
            String host = "localhost:" + server.getAddress().getPort();
            var endpoint = new RegistryEndpoint(URI.create("https://" + host), RegistryEndpoint.Role.REGISTRY);
            try (var clients = new RegistryClients(settings())) {
                assertThatThrownBy(() -> status(clients, endpoint)).isInstanceOf(SSLException.class);
            }
            Files.createDirectories(directory.resolve("certs/" + host));
            Files.copy(directory.resolve("ca.crt"), directory.resolve("certs/" + host + "/ca.crt"));
            try (var clients = new RegistryClients(settings())) {
                assertThat(status(clients, endpoint)).isEqualTo(204);
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anInsecureRegistryNeedsNoCertificateThatIsTrusted() throws Exception {
        HttpsServer server = server();
        try (var clients = new RegistryClients(settings())) {
            URI base = URI.create(
                    "https://127.0.0.1:" + server.getAddress().getPort()); // which the certificate does not name
            assertThat(status(clients, new RegistryEndpoint(base, RegistryEndpoint.Role.INSECURE)))
                    .isEqualTo(204);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void proxiesComeFromTheEnvironment() {
        ProxySelector proxies = ProxyEnvironment.of(
                Map.of("HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", "internal.example,.corp,10.0.0.1:5000"));
        assertThat(proxies.select(URI.create("https://registry-1.docker.io/v2/")))
                .singleElement()
                .satisfies(proxy -> assertThat(proxy.address()).hasToString("proxy.example/<unresolved>:3128"));
        for (String direct : List.of(
                "http://registry-1.docker.io/", // no proxy for http
                "https://internal.example/",
                "https://a.corp/",
                "https://10.0.0.1:5000/",
                "https://127.0.0.1:5000/",
                "https://localhost/")) {
            assertThat(proxies.select(URI.create(direct))).as(direct).containsExactly(Proxy.NO_PROXY);
        }
        assertThat(proxies.select(URI.create("https://10.0.0.1:5001/"))).doesNotContain(Proxy.NO_PROXY);
    }

    private RegistrySettings settings() {
        return new RegistrySettings(List.of(), List.of(), directory.resolve("certs"), ProxyEnvironment.of(Map.of()));
    }

    private static int status(RegistryClients clients, RegistryEndpoint endpoint)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(endpoint.root()).build();
        return clients.forEndpoint(endpoint)
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpsServer server() throws Exception {
        char[] password = "changeit".toCharArray();
        Path keys = directory.resolve("keys.p12");
        keytool("-genkeypair", "-alias", "r", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        keytool(
                "-exportcert",
                "-alias",
                "r",
                "-rfc",
                "-file",
                directory.resolve("ca.crt").toString());
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void keytool(String... arguments) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        assumeTrue(Files.isExecutable(program), "needs keytool to make a certificate");
        var command = new java.util.ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("keys.p12").toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
