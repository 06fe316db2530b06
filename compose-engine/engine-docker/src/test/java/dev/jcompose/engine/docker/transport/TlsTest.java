package dev.jcompose.engine.docker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A TLS engine that wants to see a client certificate; one key pair serves both sides. */
@Timeout(30)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static KeyStore store;
    private static SSLServerSocket server;
    private static final List<IOException> refusals = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void listen() throws Exception {
        Path file = folder.resolve("store.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "engine",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=engine",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String words = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(words).isZero();
        store = KeyStore.getInstance(file.toFile(), PASSWORD);
        pem("ca.pem", "CERTIFICATE", store.getCertificate("engine").getEncoded());
        pem("cert.pem", "CERTIFICATE", store.getCertificate("engine").getEncoded());
        pem("key.pem", "PRIVATE KEY", store.getKey("engine", PASSWORD).getEncoded());

        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", store.getCertificate("engine"));
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        Thread.ofVirtual().start(TlsTest::serve);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void serve() {
        while (!server.isClosed()) {
            try (var socket = (SSLSocket) server.accept()) {
                byte[] head = new byte[1024];
                while (socket.getInputStream().read(head) > 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                refusals.add(e); // a client that was refused, or the end of the test
            }
        }
    }

    @Test
    void bothSidesShowTheirCertificates() throws IOException {
        assertThat(get(TlsFiles.inFolder(folder, TlsFiles.Check.VERIFY), "127.0.0.1"))
                .isEqualTo("secret");
    }

    @Test
    void aConnectionIsKept() throws IOException {
        try (var http = new EngineHttp(address(TlsFiles.inFolder(folder, TlsFiles.Check.VERIFY), "127.0.0.1"))) {
            assertThat(http.send(EngineRequest.get("/a")).text()).isEqualTo("secret");
            assertThat(http.send(EngineRequest.get("/b")).text()).isEqualTo("secret");
        }
    }

    @Test
    void aHostNameThatTheCertificateDoesNotCarryIsRefused() {
        assertThatThrownBy(() -> get(TlsFiles.inFolder(folder, TlsFiles.Check.VERIFY), "localhost"))
                .isInstanceOf(EngineUnreachableException.class)
                .hasMessageContaining("tcp://localhost:");
    }

    @Test
    void withoutVerificationAnyNameWillDo() throws IOException {
        assertThat(get(TlsFiles.inFolder(folder, TlsFiles.Check.TRUST_ANY), "localhost"))
                .isEqualTo("secret");
    }

    @Test
    void aMissingFileIsNamed() {
        var files = TlsFiles.inFolder(folder.resolve("none"), TlsFiles.Check.VERIFY);

        assertThatThrownBy(() -> get(files, "127.0.0.1")).hasMessageContaining(folder.resolve("none") + "/");
    }

    @Test
    void keysInTheFormsOfOpensslAreRead(@TempDir Path keys) throws Exception {
        byte[] pkcs8 = store.getKey("engine", PASSWORD).getEncoded();
        // The RSAPrivateKey of RFC 8017 is the content of the last element: behind 26 bytes of PKCS#8 for this size.
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Path file = keys.resolve("key.pem");
        Files.writeString(file, armour("RSA PRIVATE KEY", pkcs1));

        assertThat(PemKeys.privateKey(file)).isEqualTo(store.getKey("engine", PASSWORD));

        Files.writeString(file, """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIEVzWqjkVNIAVC0GUCDoL8gCiMsEBDLNYM8bOJ5rgZmkoAoGCCqGSM49
            AwEHoUQDQgAEn1LlwLN/KBYQRVH6HfIMTzfEqJOVztLe2kAoLPbc1lZ0hR+9yLSP
            kVD5eCFkvvKTC+xVMGIx81T5Nl1Bd4QFhQ==
            -----END EC PRIVATE KEY-----
            """);
        assertThat(PemKeys.privateKey(file).getAlgorithm()).isEqualTo("EC");

        Files.writeString(file, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> PemKeys.privateKey(file)).hasMessageContaining("remove its passphrase");
    }

    private static String get(TlsFiles files, String host) throws IOException {
        try (var http = new EngineHttp(address(files, host))) {
            return http.send(EngineRequest.get("/_ping")).text();
        }
    }

    private static EngineAddress address(TlsFiles files, String host) {
        return new EngineAddress.Tcp(host, server.getLocalPort(), Optional.of(files));
    }

    private static void pem(String name, String kind, byte[] der) throws IOException {
        Files.writeString(folder.resolve(name), armour(kind, der));
    }

    private static String armour(String kind, byte[] der) {
        var lines = List.of(
                "-----BEGIN " + kind + "-----",
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                "-----END " + kind + "-----");
        return String.join("\n", lines) + "\n";
    }
}
