package dev.jcompose.runtime.image;

import dev.jcompose.runtime.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a registry or an archive holds, the answer is an exception that says so, in little time and memory. */
class ImageFuzzTest {
    private static final String HEX = "a".repeat(64);

    @TempDir
    private Path directory;

    @Test
    void manifestsAreReadOrRefused() throws Exception {
        String descriptor = "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:" + HEX
                + "\",\"size\":5}";
        var image = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                + "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:" + HEX
                + "\",\"size\":9},\"layers\":[" + descriptor + "," + descriptor + "]}";
        var index = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"digest\":\"sha256:" + HEX
                + "\",\"size\":7,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\","
                + "\"variant\":\"v7\"}}]}";
        Fuzz.of("manifest").run(bytes(image, index), ImageException.class, input -> {
            var manifest = Manifest.parse(input, MediaTypes.OCI_MANIFEST);
            if (manifest instanceof Manifest.Index read) {
                read.choose(Platform.host(), "fuzz");
            }
        });
    }

    @Test
    void configurationsAreReadOrRefused() throws Exception {
        var config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2024-01-02T03:04:05Z\",\"config\":"
            + "{\"Env\":[\"A=b\"],\"Cmd\":[\"sh\"],\"Labels\":{\"a\":\"b\"},\"Volumes\":{\"/x\":{}},\"Healthcheck\":"
            + "{\"Test\":[\"CMD\",\"x\"],\"Interval\":1000000000,\"Retries\":3}},\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[\"sha256:" + HEX + "\"]},\"history\":[{\"created_by\":\"x\",\"empty_layer\":true}]}";
        Fuzz.of("config")
                .run(
                        bytes(config),
                        ImageException.class,
                        input -> ConfigDocument.parse(input).toBytes());
    }

    @Test
    void namesAreReadOrRefused() throws Exception {
        var names = bytes("nginx", "ghcr.io/a/b:1.2", "localhost:5000/x@sha256:" + HEX, "[::1]:80/a__b.c-d:T_1");
        Fuzz.of("name").run(names, ImageException.class, input -> {
            var name = ImageName.parse(new String(input, StandardCharsets.UTF_8));
            if (!ImageName.parse(name.familiar()).equals(name)) {
                throw new IllegalStateException(name.familiar() + " does not lead back to " + name);
            }
        });
    }

    @Test
    void challengesOfRegistriesAreReadOrIgnored() throws Exception {
        var headers = bytes(
                "Bearer realm=\"https://auth/x\",service=\"s\",scope=\"repository:a/b:pull\"",
                "Basic realm=\"a \\\" b\"");
        Fuzz.of("challenge")
                .run(
                        headers,
                        ImageException.class,
                        input -> AuthChallenge.parse(new String(input, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void layersAreUnpackedOrRefused() throws Exception {
        RootOnly.assume();
        byte[] plain = new TarBuilder()
                .directory("etc/")
                .file("etc/motd", "hello")
                .file("etc/.wh.gone", "")
                .file("a/very/deep/path/that/is/made/on/the/way", "x")
                .bytes();
        Path secret = Files.writeString(directory.resolve("secret"), "of the host");
        int[] number = {0};
        Fuzz.of("layer").run(List.of(plain), IOException.class, input -> {
            Path work = Files.createDirectory(directory.resolve("w" + number[0]++));
            Path diff = Files.createDirectory(work.resolve("diff"));
            try {
                LayerUnpacker.unpack(
                        new ByteArrayInputStream(input), diff, Files.createDirectory(work.resolve("discarded")));
            } finally {
                delete(work);
            }
            try (var left = Files.list(directory)) {
                if (left.count() != 1 || !Files.readString(secret).equals("of the host")) {
                    throw new IllegalStateException("the layer reached out of its directory");
                }
            }
        });
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<byte[]> bytes(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
