package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a registry keeps under a tag: an image, or an index of images for several platforms.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image manifest</a>
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-index.md">OCI image index</a>
 */
sealed interface Manifest {
    /** No honest manifest is larger; the limit is that of other clients and registries. */
    int MAX_SIZE = 4 << 20;

    int MAX_LAYERS = 500;

    /** @param layers lowest first */
    record ImageManifest(Descriptor config, List<Descriptor> layers) implements Manifest {
        public ImageManifest {
            layers = List.copyOf(layers);
        }

        byte[] toBytes() {
            return JsonObject.builder()
                    .put("schemaVersion", 2)
                    .put("mediaType", MediaTypes.OCI_MANIFEST)
                    .put("config", config.toJson())
                    .putEach("layers", layers, Descriptor::toJson)
                    .build()
                    .toBytes();
        }
    }

    record Index(List<Descriptor> manifests) implements Manifest {
        public Index {
            manifests = List.copyOf(manifests);
        }

        /**
         * The image to use where {@code wanted} is asked for; attestations, which have an unknown platform, are none.
         *
         * @param name for the message
         */
        Descriptor choose(Platform wanted, String name) throws ImageException {
            for (Platform acceptable : wanted.acceptable()) {
                for (Descriptor manifest : manifests) {
                    if (manifest.platform().filter(acceptable::equals).isPresent()) {
                        return manifest;
                    }
                }
            }
            for (Descriptor manifest :
                    manifests) { // no variant was asked for: any will do; nor does one have to be said
                if (manifest.platform().map(wanted::accepts).orElse(manifests.size() == 1)) {
                    return manifest;
                }
            }
            String available = manifests.stream()
                    .flatMap(manifest -> manifest.platform().stream())
                    .filter(platform -> !platform.os().equals("unknown"))
                    .map(Platform::toString)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new ImageException(
                    Kind.NO_MATCHING_PLATFORM,
                    "no matching manifest for " + wanted + " in the manifest list entries of " + name + ": it has "
                            + (available.isEmpty() ? "none" : available));
        }
    }

    /**
     * Reads a manifest and refuses what could be read in two ways (CVE-2021-41190).
     *
     * @param mediaType as the registry or the descriptor gave it, {@code ""} if neither did
     */
    static Manifest parse(byte[] bytes, String mediaType) throws ImageException {
        try {
            return parse(JsonObject.parse(bytes), mediaType);
        } catch (MalformedJsonException e) {
            throw new ImageException(Kind.MALFORMED, "the manifest is damaged: " + e.getMessage(), e);
        }
    }

    /** What kind of manifest it is: as it says itself, else as it was delivered. */
    static String mediaType(byte[] bytes, String delivered) throws ImageException {
        try {
            return JsonObject.parse(bytes)
                    .string("mediaType")
                    .filter(type -> !type.isEmpty())
                    .orElse(delivered);
        } catch (MalformedJsonException e) {
            throw new ImageException(Kind.MALFORMED, "the manifest is damaged: " + e.getMessage(), e);
        }
    }

    private static Manifest parse(JsonObject json, String outer) throws MalformedJsonException, ImageException {
        String inner = json.stringOrEmpty("mediaType");
        String type = inner.isEmpty() ? outer : inner;
        boolean schema1 = json.numberOrZero("schemaVersion") == 1
                || type.equals(MediaTypes.DOCKER_SCHEMA_1)
                || type.equals(MediaTypes.DOCKER_SCHEMA_1_SIGNED);
        if (schema1) {
            throw new ImageException(
                    Kind.UNSUPPORTED,
                    "the image has a schema 1 manifest, a format given up in 2019: build and push it anew");
        }
        boolean known = MediaTypes.isIndex(outer) || MediaTypes.isManifest(outer);
        if (!inner.isEmpty() && known && !inner.equals(outer)) {
            throw new ImageException(
                    Kind.MALFORMED, "the manifest says it is " + inner + " but was delivered as " + outer);
        }
        boolean listsManifests = json.has("manifests");
        boolean listsLayers = json.has("layers") || json.has("config");
        if (listsManifests == listsLayers
                || (listsManifests && MediaTypes.isManifest(type))
                || (listsLayers && MediaTypes.isIndex(type))) {
            throw new ImageException(Kind.MALFORMED, "the manifest is neither clearly an image nor clearly an index");
        }
        return listsManifests ? new Index(descriptors(json, "manifests")) : image(json);
    }

    private static ImageManifest image(JsonObject json) throws MalformedJsonException, ImageException {
        Descriptor config = Descriptor.fromJson(json.requireObject("config"));
        boolean isImage = config.mediaType().equals(MediaTypes.OCI_CONFIG)
                || config.mediaType().startsWith("application/vnd.docker.container.image.")
                || config.mediaType().equals("application/octet-stream"); // of early clients
        if (!isImage) {
            throw new ImageException(
                    Kind.UNSUPPORTED, "this is no image to run but an artifact of type " + config.mediaType());
        }
        List<Descriptor> layers = descriptors(json, "layers");
        if (layers.size() > MAX_LAYERS) {
            throw new ImageException(
                    Kind.UNSUPPORTED, "the image has " + layers.size() + " layers; overlayfs takes " + MAX_LAYERS);
        }
        Optional<Descriptor> foreign =
                layers.stream().filter(Descriptor::isForeign).findFirst();
        if (foreign.isPresent()) {
            throw new ImageException(
                    Kind.UNSUPPORTED,
                    "layer " + foreign.get().digest().shortHex()
                            + " is not kept by the registry (foreign layer); such images, mostly of Windows, are not"
                            + " supported");
        }
        return new ImageManifest(config, layers);
    }

    private static List<Descriptor> descriptors(JsonObject json, String name)
            throws MalformedJsonException, ImageException {
        var result = new ArrayList<Descriptor>();
        for (JsonObject each : json.objects(name)) {
            result.add(Descriptor.fromJson(each));
        }
        return result;
    }
}
