package dev.jcompose.engine.docker.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the key material of a TLS engine lies; nothing is read before the first connection.
 *
 * @param authority PEM file of the authorities that may sign the engine's certificate; absent for the JDK's trust store
 * @param certificate PEM file of the client's certificate chain
 * @param key PEM file of the client's private key: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted
 * @param check how far the engine's certificate is checked
 */
public record TlsFiles(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key, Check check) {
    /** How far the engine's certificate is checked. */
    public enum Check {
        /** Chain and host name. */
        VERIFY,
        /** Not at all: what Docker does when {@code DOCKER_TLS_VERIFY} is unset. */
        TRUST_ANY
    }

    /** The names that Docker gives the three files in {@code DOCKER_CERT_PATH}. */
    public static TlsFiles inFolder(Path folder, Check check) {
        return new TlsFiles(
                Optional.of(folder.resolve("ca.pem")),
                Optional.of(folder.resolve("cert.pem")),
                Optional.of(folder.resolve("key.pem")),
                check);
    }

    /** Those of the three files that are there, as {@code docker context} stores them. */
    public static TlsFiles presentIn(Path folder, Check check) {
        return new TlsFiles(
                Optional.of(folder.resolve("ca.pem")).filter(Files::exists),
                Optional.of(folder.resolve("cert.pem")).filter(Files::exists),
                Optional.of(folder.resolve("key.pem")).filter(Files::exists),
                check);
    }

    static TlsFiles systemTrust() {
        return new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), Check.VERIFY);
    }
}
