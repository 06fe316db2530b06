package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** Fetches a manifest by tag or digest. */
final class ManifestRequest {
    /** A manifest as the registry has it. */
    static final class Answer {
        private final byte[] bytes;
        private final String mediaType;

        private Answer(byte[] bytes, String mediaType) {
            this.bytes = bytes;
            this.mediaType = mediaType;
        }

        Digest digest() {
            return Digest.of(bytes);
        }

        int size() {
            return bytes.length;
        }

        String mediaType() throws ImageException {
            return Manifest.mediaType(bytes, mediaType);
        }

        Manifest parse() throws ImageException {
            return Manifest.parse(bytes, mediaType);
        }
    }

    private final RegistrySession session;

    ManifestRequest(RegistrySession session) {
        this.session = session;
    }

    /**
     * @param reference tag or digest
     * @throws ImageException NOT_FOUND, or DIGEST_MISMATCH if the bytes are not those of the digest asked for
     */
    Answer fetch(String reference) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                session.get("manifests/" + reference, Map.of("Accept", String.join(", ", MediaTypes.MANIFESTS)));
        byte[] bytes;
        try (InputStream body = response.body()) {
            bytes = body.readNBytes(Manifest.MAX_SIZE + 1);
        } catch (IOException e) {
            throw RegistryFailures.noAnswer(response.uri(), e);
        }
        if (bytes.length > Manifest.MAX_SIZE) {
            throw new ImageException(
                    Kind.MALFORMED,
                    "the manifest of " + session.name() + " has more than " + Manifest.MAX_SIZE + " bytes");
        }
        Digest digest = Digest.of(bytes);
        if (Digest.isDigest(reference) && !digest.equals(Digest.parse(reference))) {
            throw new ImageException(
                    Kind.DIGEST_MISMATCH,
                    "the registry sent another manifest for " + session.name() + " than was asked for: " + digest
                            + " instead of " + reference);
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        Optional<String> plain =
                Optional.of(type.split(";", 2)[0].strip()).filter(t -> t.startsWith("application/vnd."));
        return new Answer(bytes, plain.orElse(""));
    }
}
