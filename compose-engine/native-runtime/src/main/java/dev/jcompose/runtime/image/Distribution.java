package dev.jcompose.runtime.image;

import java.util.List;

/**
 * What a registry has under a name.
 *
 * @param digest of the manifest or index
 * @param size bytes of the manifest or index
 * @param platforms of the images behind it
 */
public record Distribution(String mediaType, Digest digest, long size, List<Platform> platforms) {
    public Distribution {
        platforms = List.copyOf(platforms);
    }
}
