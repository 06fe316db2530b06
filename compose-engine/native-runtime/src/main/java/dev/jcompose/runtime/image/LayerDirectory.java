package dev.jcompose.runtime.image;

import java.nio.file.Path;

/**
 * One unpacked layer, ready to be a lower directory of an overlay.
 *
 * @param directory absolute path of its root
 * @param shortName the same directory relative to {@link ImageStore#overlayBase()}, free of characters that overlay
 *     options would need escaped; mount(2) takes one page of options, which a hundred long paths do not fit
 */
public record LayerDirectory(Path directory, String shortName) {}
