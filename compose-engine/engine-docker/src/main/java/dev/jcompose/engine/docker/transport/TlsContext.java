package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** An SSL context made from PEM files, and the sockets it makes. */
final class TlsContext {
    private final SSLContext context;
    private final TlsFiles files;

    private TlsContext(SSLContext context, TlsFiles files) {
        this.context = context;
        this.files = files;
    }

    /** @throws IOException naming the file that is missing or cannot be understood */
    static TlsContext of(TlsFiles files) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(files), trust(files), null);
            return new TlsContext(context, files);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS files " + files + ": " + e.getMessage(), e);
        }
    }

    /** Wraps a connected socket and shakes hands. */
    SSLSocket handshake(Socket connected, String host, int port) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        if (files.check() == TlsFiles.Check.VERIFY) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private static KeyManager @Nullable [] keys(TlsFiles files) throws IOException, GeneralSecurityException {
        if (files.certificate().isEmpty() || files.key().isEmpty()) {
            return null;
        }
        var chain = PemKeys.certificates(files.certificate().get()).toArray(Certificate[]::new);
        var store = emptyStore();
        store.setKeyEntry("client", PemKeys.privateKey(files.key().get()), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(TlsFiles files) throws IOException, GeneralSecurityException {
        if (files.check() == TlsFiles.Check.TRUST_ANY) {
            return new TrustManager[] {new TrustAny()};
        }
        if (files.authority().isEmpty()) {
            return null;
        }
        var store = emptyStore();
        int number = 0;
        for (var authority : PemKeys.certificates(files.authority().get())) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** What Docker's client does when it is told to use TLS without verification. */
    private static final class TrustAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

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
