package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a document says of another: its kind, digest and exact size. The size is a promise that is checked.
 *
 * @param platform of the image, in an index
 * @param urls places outside the registry, of foreign layers
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI content descriptors</a>
 */
record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        List<String> urls,
        SequencedMap<String, String> annotations) {

    static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(
                mediaType, digest, size, Optional.empty(), List.of(), new java.util.LinkedHashMap<String, String>());
    }

    static Descriptor fromJson(JsonObject json) throws MalformedJsonException, ImageException {
        String digest = json.requireString("digest");
        if (!Digest.isDigest(digest)) {
            throw new ImageException(Kind.UNSUPPORTED, "the manifest names a digest that is not sha256: " + digest);
        }
        long size = json.requireNumber("size");
        if (size < 0) {
            throw new MalformedJsonException("\"size\" is negative: " + size);
        }
        Optional<Platform> platform = Optional.empty();
        Optional<JsonObject> p = json.object("platform");
        if (p.isPresent()) {
            Optional<String> variant = p.get().string("variant").filter(v -> !v.isEmpty());
            platform = Optional.of(
                    new Platform(p.get().stringOrEmpty("os"), p.get().stringOrEmpty("architecture"), variant));
        }
        return new Descriptor(
                json.stringOrEmpty("mediaType"),
                Digest.parse(digest),
                size,
                platform,
                json.strings("urls"),
                json.stringMap("annotations"));
    }

    JsonObject toJson() {
        var json = JsonObject.builder()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
        if (!annotations.isEmpty()) {
            json.putStringMap("annotations", annotations);
        }
        platform.ifPresent(p -> json.put(
                "platform",
                JsonObject.builder()
                        .put("architecture", p.architecture())
                        .put("os", p.os())
                        .putIfPresent("variant", p.variant())
                        .build()));
        return json.build();
    }

    /** The same layer under the media type that the OCI has for its compression. */
    Descriptor asOciLayer() {
        String oci;
        if (mediaType.endsWith("zstd")) {
            oci = MediaTypes.OCI_LAYER_ZSTD;
        } else if (mediaType.endsWith("gzip")) {
            oci = MediaTypes.OCI_LAYER_GZIP;
        } else {
            oci = MediaTypes.OCI_LAYER;
        }
        return of(oci, digest, size);
    }

    /** Whether the bytes lie elsewhere by design ("foreign", "nondistributable"), which nobody checks for us. */
    boolean isForeign() {
        return mediaType.contains("foreign") || mediaType.contains("nondistributable") || !urls.isEmpty();
    }
}
