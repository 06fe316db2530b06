package dev.jcompose.daemon;

import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The calls of the Engine API that most tests make, in as few words as they need. What the engine refuses is thrown, with its
 * words.
 */
record Calls(EngineSocket socket) {
    static final String VERSION = "/v1.45";

    static Calls to(TestEngine engine) {
        return new Calls(new EngineSocket(engine.socket()));
    }

    /** An answer that says no. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        private Refused(String call, EngineSocket.Answer answer) {
            super(call + ": " + answer.status() + " " + answer.body().strip());
            this.status = answer.status();
        }

        int status() {
            return status;
        }
    }

    JsonObject get(String target) throws IOException {
        return parse(expect("GET " + target, socket.get(VERSION + target)));
    }

    /** What has a list as its answer. */
    List<JsonObject> list(String target) throws IOException {
        return JsonObject.parseArray(
                expect("GET " + target, socket.get(VERSION + target)).body().getBytes(StandardCharsets.UTF_8));
    }

    /** The answer is empty for what answers nothing. */
    JsonObject post(String target, String json) throws IOException {
        return parse(expect("POST " + target, socket.post(VERSION + target, json)));
    }

    void delete(String target) throws IOException {
        expect("DELETE " + target, socket.send("DELETE", VERSION + target, "", new byte[0]));
    }

    /** @param members of the body, without its braces; {@code Image} and {@code Cmd} (a long sleep) need not be said */
    String create(String name, String members) throws IOException {
        String image = members.contains("\"Image\"") ? "" : ",\"Image\":\"" + TestEngine.IMAGE + "\"";
        String command = members.contains("\"Cmd\"") ? "" : ",\"Cmd\":[\"sleep\",\"100000\"]";
        String body = "{\"StopTimeout\":0" + image + command + (members.isEmpty() ? "" : ",") + members + "}";
        return post("/containers/create?name=" + name, body).requireString("Id");
    }

    void start(String container) throws IOException {
        post("/containers/" + container + "/start", "");
    }

    /** As {@link #create}, and starts it. */
    String run(String name, String members) throws IOException {
        String id = create(name, members);
        start(id);
        return id;
    }

    JsonObject inspect(String container) throws IOException {
        return get("/containers/" + container + "/json");
    }

    /** The word of its state: {@code running}, {@code exited} ... */
    String status(String container) throws IOException {
        return inspect(container).requireObject("State").requireString("Status");
    }

    /** Returns its exit code when it does not run. */
    int await(String container) throws IOException {
        return post("/containers/" + container + "/wait", "").integerOrZero("StatusCode");
    }

    /** What a shell inside prints, on both streams. */
    String exec(String container, String script) throws IOException {
        String id = post(
                        "/containers/" + container + "/exec",
                        JsonObject.builder()
                                .put("AttachStdout", true)
                                .put("AttachStderr", true)
                                .put("Tty", true)
                                .putStrings("Cmd", List.of("/bin/sh", "-c", script))
                                .build()
                                .toString())
                .requireString("Id");
        return expect("exec " + script, socket.post(VERSION + "/exec/" + id + "/start", "{\"Tty\":true}"))
                .body()
                .replace("\r\n", "\n");
    }

    void remove(String container) throws IOException {
        delete("/containers/" + container + "?force=1&v=1");
    }

    /** Removes all other containers. */
    void removeExcept(String kept) throws IOException {
        for (var container : list("/containers/json?all=1")) {
            if (!container.strings("Names").contains("/" + kept)) {
                remove(container.requireString("Id"));
            }
        }
    }

    /** Removes all containers, and the networks and volumes that somebody made. */
    void clear() throws IOException {
        removeExcept("");
        for (var network : list("/networks?filters=%7B%22type%22%3A%5B%22custom%22%5D%7D")) {
            delete("/networks/" + network.requireString("Id"));
        }
        for (var volume : get("/volumes").objects("Volumes")) {
            delete("/volumes/" + volume.requireString("Name"));
        }
    }

    private static EngineSocket.Answer expect(String call, EngineSocket.Answer answer) throws Refused {
        if (answer.status() >= 300 || answer.status() < 101) {
            throw new Refused(call, answer);
        }
        return answer;
    }

    private static JsonObject parse(EngineSocket.Answer answer) throws IOException {
        return answer.body().isBlank()
                ? JsonObject.empty()
                : JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
