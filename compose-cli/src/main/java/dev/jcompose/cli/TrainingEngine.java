package dev.jcompose.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plays an engine: what a client creates is there, runs and is healthy, though nothing is made. Enough to lead a client
 * through the code that a start should find warm.
 */
final class TrainingEngine implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (?:/v[0-9.]+)?(/[^? ]*)(?:\\?([^ ]*))? HTTP/1.1");
    private static final Pattern NAME =
            Pattern.compile("(?:.*&)?name=([^&]*).*|.*\"Name\":\"([^\"]*)\".*", Pattern.DOTALL);
    private static final Pattern LABELS = Pattern.compile("\"Labels\":(\\{(?:\"(?:[^\"\\\\]|\\\\.)*\"[,:]?)*})");
    private static final Pattern IMAGE = Pattern.compile("\"Image\":\"([^\"]*)\"");
    private static final Pattern NETWORKS = Pattern.compile("\"NetworkMode\":\"([^\"]*)\"");
    private static final String IMAGE_ID = "sha256:" + "0".repeat(64);

    private final ServerSocketChannel server;
    private final Map<String, String> networks = new ConcurrentSkipListMap<>();
    private final Map<String, String> volumes = new ConcurrentSkipListMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, Container> containers = new ConcurrentSkipListMap<>();

    private record Container(String id, String name, String image, String labels, String network, String mounts) {
        Container renamed(String newName) {
            return new Container(id, newName, image, labels, network, mounts);
        }
    }

    private record Answer(int status, String body) {}

    TrainingEngine(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    SocketChannel client = server.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (ClosedChannelException e) {
                // closed: the training is over
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void serve(SocketChannel client) {
        try (client;
                InputStream in = new BufferedInputStream(Channels.newInputStream(client));
                OutputStream out = Channels.newOutputStream(client)) {
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                String body = body(in);
                Matcher parts = REQUEST.matcher(request);
                if (!parts.matches()) {
                    return;
                }
                String query = parts.group(3) == null ? "" : URLDecoder.decode(parts.group(3), StandardCharsets.UTF_8);
                if (parts.group(2).equals("/events")) {
                    out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    in.transferTo(OutputStream.nullOutputStream()); // nothing happens until the client leaves
                    return;
                }
                if (parts.group(2).matches("/exec/.*/start")) {
                    out.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                Answer answer = answer(parts.group(1), parts.group(2), query, body);
                byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
                out.write(("HTTP/1.1 " + answer.status() + " Status\r\nApi-Version: 1.47\r\nOstype: linux\r\n"
                                + "Content-Type: application/json\r\n"
                                + (answer.status() == 204 ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(content);
                out.flush();
            }
        } catch (IOException e) {
            // A client that leaves in the middle is none of our business.
        }
    }

    private Answer answer(String method, String path, String query, String body) {
        String[] words = path.substring(1).split("/", -1);
        String last = words[words.length - 1];
        return switch (method + " " + words[0]) {
            case "GET _ping" -> new Answer(200, "OK");
            case "GET version" ->
                new Answer(200, "{\"Version\":\"1.0\",\"ApiVersion\":\"1.47\",\"Os\":\"linux\",\"Arch\":\"amd64\"}");
            case "GET info" -> new Answer(200, "{\"OSType\":\"linux\",\"Architecture\":\"x86_64\"}");
            case "POST images" -> new Answer(200, "{\"status\":\"Downloaded newer image\"}\r\n");
            case "GET images" -> new Answer(200, last.equals("json") && words.length == 2 ? "[]" : image());
            case "GET networks" -> found(networks, words, all -> "[" + all + "]", TrainingEngine::network);
            case "GET volumes" -> found(volumes, words, all -> "{\"Volumes\":[" + all + "]}", TrainingEngine::volume);
            case "GET exec" -> new Answer(200, "{\"Running\":false,\"ExitCode\":0}");
            case "POST networks" -> last.equals("create") ? created(networks, query, body) : new Answer(200, "");
            case "POST volumes" -> created(volumes, query, body);
            case "DELETE networks" -> removed(networks, last);
            case "DELETE volumes" -> removed(volumes, last);
            default -> words[0].equals("containers") ? container(method, words, query, body) : notHere();
        };
    }

    private Answer container(String method, String[] words, String query, String body) {
        String last = words[words.length - 1];
        if (last.equals("create")) {
            var container = new Container(
                    "%064x".formatted(made.incrementAndGet()),
                    first(NAME, query),
                    first(IMAGE, body),
                    labels(body),
                    first(NETWORKS, body),
                    volumes.keySet().stream()
                            .filter(body::contains)
                            .map(name -> "{\"Type\":\"volume\",\"Name\":\"" + name + "\",\"Destination\":\"/data\"}")
                            .collect(Collectors.joining(",")));
            containers.put(container.id(), container);
            return new Answer(201, "{\"Id\":\"" + container.id() + "\",\"Warnings\":[]}");
        }
        if (words.length == 2 && method.equals("GET")) {
            String all =
                    containers.values().stream().map(TrainingEngine::listed).collect(Collectors.joining(","));
            return new Answer(200, "[" + all + "]");
        }
        var found = containers.get(words[1]);
        if (found == null) {
            return notHere();
        }
        return switch (method + " " + last) {
            case "GET json" -> new Answer(200, inspected(found));
            case "GET logs" -> new Answer(200, "\1\0\0\0\0\0\0\6hello\n");
            case "POST exec" -> new Answer(201, "{\"Id\":\"1\"}");
            case "POST wait" -> new Answer(200, "{\"StatusCode\":0}");
            case "POST start", "POST stop", "POST kill", "POST restart" -> new Answer(204, "");
            case "POST rename" -> {
                containers.put(found.id(), found.renamed(first(NAME, query)));
                yield new Answer(204, "");
            }
            default -> {
                if (method.equals("DELETE")) {
                    containers.remove(found.id());
                    yield new Answer(204, "");
                }
                yield notHere();
            }
        };
    }

    private static Answer found(
            Map<String, String> kind,
            String[] words,
            Function<String, String> list,
            Function<Map.Entry<String, String>, String> shown) {
        if (words.length == 1) {
            return new Answer(
                    200, list.apply(kind.entrySet().stream().map(shown).collect(Collectors.joining(","))));
        }
        String labels = kind.get(words[1]);
        return labels == null ? notHere() : new Answer(200, shown.apply(Map.entry(words[1], labels)));
    }

    private static Answer created(Map<String, String> kind, String query, String body) {
        String name = first(NAME, query.isEmpty() ? body : query);
        kind.put(name, labels(body));
        return new Answer(201, "{\"Id\":\"" + name + "\",\"Name\":\"" + name + "\"}");
    }

    private static Answer removed(Map<String, String> kind, String name) {
        return kind.remove(name) == null ? notHere() : new Answer(204, "");
    }

    private static Answer notHere() {
        return new Answer(404, "{\"message\":\"not here\"}");
    }

    private static String network(Map.Entry<String, String> network) {
        return "{\"Id\":\"%1$s\",\"Name\":\"%1$s\",\"Driver\":\"bridge\",\"Labels\":%2$s}"
                .formatted(network.getKey(), network.getValue());
    }

    private static String volume(Map.Entry<String, String> volume) {
        return "{\"Name\":\"%s\",\"Driver\":\"local\",\"Labels\":%s}".formatted(volume.getKey(), volume.getValue());
    }

    private static String image() {
        return "{\"Id\":\"" + IMAGE_ID + "\",\"RepoTags\":[\"any:1\"],\"Architecture\":\"amd64\",\"Os\":\"linux\","
                + "\"Config\":{\"Cmd\":[\"serve\"]}}";
    }

    private static String listed(Container container) {
        return """
            {"Id":"%s","Names":["/%s"],"Image":"%s","ImageID":"%s","Command":"serve","Created":1795276517,\
            "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":%s,\
            "State":"running","Status":"Up 3 seconds (healthy)","HostConfig":{"NetworkMode":"%6$s"},\
            "NetworkSettings":{"Networks":{"%6$s":{"NetworkID":"%6$s"}}},"Mounts":[%7$s]}\
            """.formatted(
                        container.id(),
                        container.name(),
                        container.image(),
                        IMAGE_ID,
                        container.labels(),
                        container.network(),
                        container.mounts());
    }

    private static String inspected(Container container) {
        return """
            {"Id":"%s","Name":"/%s","Image":"%s","Created":"2025-01-01T00:00:00.1Z","Path":"serve","Args":[],\
            "State":{"Status":"running","Running":true,"ExitCode":0,"StartedAt":"2025-01-01T00:00:00.1Z",\
            "FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"healthy","Log":[]}},\
            "HostConfig":{"NetworkMode":"%6$s"},"Mounts":[%7$s],"Config":{"Image":"%4$s","Labels":%5$s,\
                "Healthcheck":{"Test":["CMD","true"]}},\
            "NetworkSettings":{"Networks":{"%6$s":{"NetworkID":"%6$s","Aliases":[]}}}}\
            """.formatted(
                        container.id(),
                        container.name(),
                        IMAGE_ID,
                        container.image(),
                        container.labels(),
                        container.network(),
                        container.mounts());
    }

    private static String labels(String body) {
        String labels = first(LABELS, body);
        return labels.isEmpty() ? "{}" : labels;
    }

    /** What the first group that took part matched, or nothing. */
    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    return matcher.group(group);
                }
            }
        }
        return "";
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Skips the headers and reads as much as they announce. */
    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
