package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.ContainerSize;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How much files take. */
final class DiskUsage {
    private DiskUsage() {}

    /** Of a container: what it wrote, and that with its image. */
    static ContainerSize of(ImageStore images, Container container) throws IOException {
        long written = of(container.upper());
        long image = images.find(container.record().imageId()).map(Image::size).orElse(0L);
        return new ContainerSize(written, written + image);
    }

    /** Sum of the sizes of all files below, in bytes; what goes away meanwhile does not count. */
    static long of(Path directory) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
