package dev.jcompose.daemon.isolation;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.runtime.store.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Containers of an engine, ours or a Docker, whose image is the probe program and nothing else, made through the API as any
 * client makes them.
 */
final class Probe implements AutoCloseable {
    private static final String V = "/v1.45";
    private static final int FRAME_HEADER = 8;

    private final EngineSocket engine;
    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    /** @param name of the image, and how names of containers begin */
    Probe(EngineSocket engine, String name) throws IOException {
        this.engine = engine;
        this.name = name;
        var answer = engine.send(
                "POST", V + "/images/create?fromSrc=-&repo=" + name, "Content-Type: application/x-tar\r\n", image());
        if (answer.status() != 200 || answer.body().contains("errorDetail")) {
            throw new IllegalStateException("the image cannot be imported: " + answer.body());
        }
    }

    private static byte[] image() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes);
                var program = Objects.requireNonNull(Probe.class.getResourceAsStream("probe"), "probe")) {
            for (String folder : List.of("tmp/", "etc/")) {
                var entry = new TarArchiveEntry(folder);
                entry.setMode(folder.equals("tmp/") ? 041777 : 040755);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            byte[] content = program.readAllBytes();
            for (String file : List.of("probe", "setuid")) {
                var entry = new TarArchiveEntry(file);
                entry.setMode(file.equals("probe") ? 0100755 : 0104755);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** What a container said, and how it ended. */
    record Result(String id, int code, String out) {
        /** The lines of the form {@code what: how}. */
        Map<String, String> findings() {
            var findings = new LinkedHashMap<String, String>();
            for (String line : out.lines().toList()) {
                int colon = line.indexOf(": ");
                String what = colon < 0 ? line.replaceFirst(":$", "") : line.substring(0, colon);
                findings.put(what, colon < 0 ? "" : line.substring(colon + 2).strip());
            }
            return findings;
        }
    }

    /** With nothing but the defaults. */
    Result run(String... steps) throws IOException {
        return run("", "", List.of("/probe"), steps);
    }

    /** @param hostConfig members of {@code HostConfig} */
    Result runWith(String hostConfig, String... steps) throws IOException {
        return run("", hostConfig, List.of("/probe"), steps);
    }

    /**
     * Runs it to its end.
     *
     * @param config members of the request beside {@code Image}, {@code Cmd} and {@code HostConfig}
     */
    Result run(String config, String hostConfig, List<String> program, String... steps) throws IOException {
        String id = start(config, hostConfig, program, steps);
        try {
            var end = engine.post(V + "/containers/" + id + "/wait", "");
            int code = JsonObject.parse(end.body().getBytes(StandardCharsets.UTF_8))
                    .integerOrZero("StatusCode");
            return new Result(id, code, logs(id));
        } finally {
            remove(id);
        }
    }

    /** Returns its id. */
    String start(String config, String hostConfig, List<String> program, String... steps) throws IOException {
        var command = new StringBuilder();
        for (String word : program) {
            command.append(command.isEmpty() ? "" : ",").append(quote(word));
        }
        for (String step : steps) {
            command.append(',').append(quote(step));
        }
        var made = engine.post(
                V + "/containers/create?name=" + name + "-" + number.incrementAndGet(),
                "{" + config + (config.isEmpty() ? "" : ",") + "\"Image\":" + quote(name) + ",\"Cmd\":[" + command
                        + "],\"HostConfig\":{" + hostConfig + "}}");
        expect(201, made, "create");
        String id =
                JsonObject.parse(made.body().getBytes(StandardCharsets.UTF_8)).requireString("Id");
        var started = engine.post(V + "/containers/" + id + "/start", "");
        if (started.status() != 204) {
            remove(id);
        }
        expect(204, started, "start");
        return id;
    }

    /** The state of a container in the words of the API. */
    JsonObject inspect(String id) throws IOException {
        return JsonObject.parse(
                engine.get(V + "/containers/" + id + "/json").body().getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a request for what is at the path, whole or not, each character a byte. */
    String archive(String id, String path) throws IOException {
        return engine.getRaw(
                V + "/containers/" + id + "/archive?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    void remove(String id) throws IOException {
        engine.send("DELETE", V + "/containers/" + id + "?force=1&v=1", "", new byte[0]);
    }

    String logs(String id) throws IOException {
        String frames = engine.getBytes(V + "/containers/" + id + "/logs?stdout=1&stderr=1")
                .body();
        var text = new StringBuilder();
        for (int at = 0; at + FRAME_HEADER <= frames.length(); ) {
            int length = 0;
            for (int i = 4; i < FRAME_HEADER; i++) {
                length = length << 8 | frames.charAt(at + i);
            }
            text.append(frames, at + FRAME_HEADER, at + FRAME_HEADER + length);
            at += FRAME_HEADER + length;
        }
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns when it has written this. */
    void awaitOutput(String id, String text) throws IOException {
        engine.awaitBytes(V + "/containers/" + id + "/logs?stdout=1&follow=1", text);
    }

    private static void expect(int status, EngineSocket.Answer answer, String what) {
        if (answer.status() != status) {
            throw new IllegalStateException(what + ": " + answer.status() + " " + answer.body());
        }
    }

    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Takes the image away. */
    @Override
    public void close() throws IOException {
        engine.send("DELETE", V + "/images/" + name + "?force=1", "", new byte[0]);
    }
}
