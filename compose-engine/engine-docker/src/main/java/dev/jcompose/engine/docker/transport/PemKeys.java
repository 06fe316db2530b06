package dev.jcompose.engine.docker.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads certificates and private keys from PEM files with the JDK alone (RFC 7468, RFC 5915, RFC 8017). */
final class PemKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PemKeys.class);

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([^-]*)-----END", Pattern.DOTALL);

    /** AlgorithmIdentifier of rsaEncryption with NULL parameters. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** Object identifier id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PemKeys() {}

    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        var matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new IOException(file + ": no private key in PEM form found");
        }
        String kind = matcher.group(1);
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        return switch (kind) {
            case "RSA PRIVATE KEY" -> key("RSA", pkcs8(RSA, der));
            case "EC PRIVATE KEY" -> key("EC", pkcs8(sequence(EC, curve(file, der)), der));
            case "PRIVATE KEY" -> anyKey(file, der);
            default -> throw new IOException(file + ": the key is encrypted; remove its passphrase");
        };
    }

    private static PrivateKey anyKey(Path file, byte[] pkcs8) throws IOException, GeneralSecurityException {
        // The container does not say more cheaply which algorithm it is for: ask one factory after the other.
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return key(algorithm, pkcs8);
            } catch (InvalidKeySpecException e) {
                LOG.debug("{}: not a key for {}", file, algorithm, e);
            }
        }
        throw new IOException(file + ": the private key is of no known kind (RSA, EC, Ed25519)");
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return sequence(VERSION_0, algorithm, element(0x04, key));
    }

    /** The curve's object identifier: the content of the [0] element of an ECPrivateKey. */
    private static byte[] curve(Path file, byte[] der) throws IOException {
        for (int i = 0; i + 4 < der.length; i++) {
            int length = der[i + 1];
            if ((der[i] & 0xff) == 0xa0
                    && der[i + 2] == 0x06
                    && length == der[i + 3] + 2
                    && i + 2 + length <= der.length) {
                byte[] oid = new byte[length];
                System.arraycopy(der, i + 2, oid, 0, length);
                return oid;
            }
        }
        throw new IOException(
                file + ": the EC key does not name its curve; convert it with: openssl pkcs8 -topk8 -nocrypt");
    }

    private static byte[] sequence(byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return element(0x30, content.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
