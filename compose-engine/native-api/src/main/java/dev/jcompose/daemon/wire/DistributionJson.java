package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.image.Distribution;
import dev.jcompose.runtime.store.JsonObject;

/** {@code DistributionInspect} of the Engine API. */
public final class DistributionJson {
    private DistributionJson() {}

    public static JsonObject of(Distribution distribution) {
        return JsonObject.builder()
                .put(
                        "Descriptor",
                        JsonObject.builder()
                                .put("mediaType", distribution.mediaType())
                                .put("digest", distribution.digest().toString())
                                .put("size", distribution.size())
                                .build())
                .putEach(
                        "Platforms",
                        distribution.platforms(),
                        platform -> JsonObject.builder()
                                .put("architecture", platform.architecture())
                                .put("os", platform.os())
                                .putIfPresent("variant", platform.variant())
                                .build())
                .build();
    }
}
