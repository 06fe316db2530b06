package dev.jcompose.daemon.differential;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls that both engines get, and what they answer. Every object has a name of this run, so that nobody is disturbed. */
final class Script {
    private static final String V = "/v1.45";

    private final EngineSocket engine;
    private final String p;
    private final Map<String, Map<String, String>> answers = new LinkedHashMap<>();

    /** @param prefix of all names */
    Script(EngineSocket engine, String prefix) {
        this.engine = engine;
        this.p = prefix;
    }

    /** Answers by name of the call. */
    Map<String, Map<String, String>> run(byte[] rootfs) throws IOException {
        try {
            system();
            images(rootfs);
            volumes();
            networks();
            containers();
            execs();
            errors();
            ending();
            return answers;
        } finally {
            cleanUp();
        }
    }

    private void system() throws IOException {
        get("ping", "/_ping");
        get("version", "/version");
        get("info", "/info");
        get("swarm", "/swarm");
        get("plugins", "/plugins");
        get("too old a version", "/v1.12/info", "");
        get("too new a version", "/v1.99/info", "");
        get("no such page", "/nosuch");
        post("auth without a registry", "/auth", "{\"serveraddress\":\"127.0.0.1:1\"}");
    }

    private void images(byte[] rootfs) throws IOException {
        record(
                "image import",
                engine.send(
                        "POST",
                        V + "/images/create?fromSrc=-&repo=" + p + "&tag=1&message=imported&changes="
                                + encode("CMD [\"sh\"]") + "&changes=" + encode("ENV A=b") + "&changes="
                                + encode("LABEL l=m"),
                        "Content-Type: application/x-tar\r\n",
                        rootfs));
        get("image inspect", "/images/" + p + ":1/json");
        get("image list", "/images/json?filters=" + encode("{\"reference\":[\"" + p + "\"]}"));
        get("image history", "/images/" + p + ":1/history");
        post("image tag", "/images/" + p + ":1/tag?repo=" + p + "&tag=2", "");
        post("image tag with a bad name", "/images/" + p + ":1/tag?repo=BAD", "");
        post("image tag of none", "/images/" + p + "none/tag?repo=x", "");
        get("image inspect of none", "/images/" + p + "none/json");
        get("image history of none", "/images/" + p + "none/history");
        get("image save of none", "/images/" + p + "none/get");
        post("image pull from nowhere", "/images/create?fromImage=127.0.0.1%3A1%2Fx&tag=1", "");
        post("image pull with a bad name", "/images/create?fromImage=BAD&tag=1", "");
        post("image push of none", "/images/127.0.0.1%3A1%2F" + p + "/push?tag=9", "");
        delete("image untag", "/images/" + p + ":2");
        delete("image remove none", "/images/" + p + "none");
        get("image list with a bad filter", "/images/json?filters=" + encode("{\"nosuch\":[\"x\"]}"));
        get("image list with filters that are no JSON", "/images/json?filters=nosuch");
        get("distribution of nowhere", "/distribution/127.0.0.1:1/x/json");
    }

    private void volumes() throws IOException {
        post("volume create", "/volumes/create", "{\"Name\":\"" + p + "\",\"Labels\":{\"a\":\"b\"}}");
        post("volume create again", "/volumes/create", "{\"Name\":\"" + p + "\"}");
        post("volume create plain", "/volumes/create", "{\"Name\":\"" + p + "plain\"}");
        post("volume create with a bad name", "/volumes/create", "{\"Name\":\"a/b\"}");
        post("volume create with a bad driver", "/volumes/create", "{\"Name\":\"" + p + "x\",\"Driver\":\"nosuch\"}");
        get("volume inspect", "/volumes/" + p);
        get("volume list", "/volumes?filters=" + encode("{\"name\":[\"" + p + "plain\"]}"));
        get("volume inspect of none", "/volumes/" + p + "none");
        delete("volume remove none", "/volumes/" + p + "none");
        delete("volume remove", "/volumes/" + p + "plain");
    }

    private void networks() throws IOException {
        post(
                "network create",
                "/networks/create",
                "{\"Name\":\"" + p
                        + "\",\"Driver\":\"bridge\",\"Labels\":{\"a\":\"b\"},\"IPAM\":{\"Config\":[{\"Subnet\":"
                        + "\"10.231.77.0/24\",\"Gateway\":\"10.231.77.1\"}]}}");
        post("network create again", "/networks/create", "{\"Name\":\"" + p + "\",\"CheckDuplicate\":true}");
        post("network create with a bad driver", "/networks/create", "{\"Name\":\"" + p + "x\",\"Driver\":\"nosuch\"}");
        post("network create without a name", "/networks/create", "{}");
        get("network inspect", "/networks/" + p);
        get("network list", "/networks?filters=" + encode("{\"name\":[\"" + p + "\"]}"));
        get("network inspect of none", "/networks/" + p + "none");
        delete("network remove none", "/networks/" + p + "none");
        delete("network remove bridge", "/networks/bridge");
        get("network inspect host", "/networks/host");
        get("network list with a bad filter", "/networks?filters=" + encode("{\"nosuch\":[\"x\"]}"));
    }

    private void containers() throws IOException {
        post(
                "container create",
                "/containers/create?name=" + p,
                "{\"Image\":\"" + p + ":1\",\"Cmd\":[\"sh\",\"-c\",\"echo out; echo err >&2; exec sleep"
                                    + " 600\"],\"Env\":"
                                    + "[\"X=1\"],\"Labels\":{\"a\":\"b\"},\"ExposedPorts\":{\"80/tcp\":{}},\"HostConfig\":{\"Memory\":"
                                    + "67108864,\"NetworkMode\":\"" + p + "\",\"Binds\":[\"" + p + ":/data\"],\"RestartPolicy\":"
                        + "{\"Name\":\"on-failure\",\"MaximumRetryCount\":3},\"PortBindings\":{\"80/tcp\":[{\"HostIp\":"
                        + "\"127.0.0.1\",\"HostPort\":\"0\"}]}}}");
        post("container create again", "/containers/create?name=" + p, "{\"Image\":\"" + p + ":1\"}");
        post("container create without an image", "/containers/create", "{\"Image\":\"" + p + "none\"}");
        post("container create with a bad name", "/containers/create?name=a%20b", "{\"Image\":\"" + p + ":1\"}");
        post("container create with bad JSON", "/containers/create", "{\"Image\"");
        post("container create with a wrong type", "/containers/create", "{\"Image\":5}");
        get("container inspect created", "/containers/" + p + "/json");
        post("container start", "/containers/" + p + "/start", "");
        post("container start again", "/containers/" + p + "/start", "");
        get("container inspect", "/containers/" + p + "/json");
        get("container inspect with size", "/containers/" + p + "/json?size=1");
        get("container list", "/containers/json?size=1&filters=" + encode("{\"name\":[\"" + p + "\"]}"));
        get("container list with a bad filter", "/containers/json?filters=" + encode("{\"nosuch\":[\"x\"]}"));
        get("container list with a bad status", "/containers/json?filters=" + encode("{\"status\":[\"x\"]}"));
        get("container logs without a stream", "/containers/" + p + "/logs");
        get("container logs", "/containers/" + p + "/logs?stdout=1&stderr=1");
        get("container top", "/containers/" + p + "/top?ps_args=-o%20pid%2Ccomm");
        get("container stats", "/containers/" + p + "/stats?stream=0&one-shot=1");
        get("container changes", "/containers/" + p + "/changes");
        post("container update", "/containers/" + p + "/update", "{\"Memory\":134217728,\"MemorySwap\":-1}");
        post("container update too small", "/containers/" + p + "/update", "{\"Memory\":1}");
        post("container rename to the same", "/containers/" + p + "/rename?name=" + p, "");
        post("container rename to nothing", "/containers/" + p + "/rename", "");
        post("container pause", "/containers/" + p + "/pause", "");
        post("container pause again", "/containers/" + p + "/pause", "");
        get("container inspect paused", "/containers/" + p + "/json");
        post("container unpause", "/containers/" + p + "/unpause", "");
        post("container unpause again", "/containers/" + p + "/unpause", "");
        get("archive of none", "/containers/" + p + "/archive?path=/nosuch");
        get("archive without a path", "/containers/" + p + "/archive");
        record("archive head", engine.send("HEAD", V + "/containers/" + p + "/archive?path=/bin/sh", "", new byte[0]));
        record("archive put", engine.send("PUT", V + "/containers/" + p + "/archive?path=/nosuch", "", new byte[1024]));
        get("network inspect with a container", "/networks/" + p);
        delete("network remove in use", "/networks/" + p);
        delete("volume remove in use", "/volumes/" + p);
        delete("image remove in use", "/images/" + p + ":1");
        delete("container remove running", "/containers/" + p);
        post("network connect again", "/networks/" + p + "/connect", "{\"Container\":\"" + p + "\"}");
        post("network connect of none", "/networks/" + p + "/connect", "{\"Container\":\"" + p + "none\"}");
        post("network disconnect of none", "/networks/" + p + "/disconnect", "{\"Container\":\"" + p + "none\"}");
    }

    private void execs() throws IOException {
        String id = id(post(
                "exec create",
                "/containers/" + p + "/exec",
                "{\"Cmd\":[\"echo\",\"hi\"],\"AttachStdout\":true,\"AttachStderr\":true}"));
        get("exec inspect created", "/exec/" + id + "/json");
        post("exec start", "/exec/" + id + "/start", "{\"Detach\":false,\"Tty\":false}");
        get("exec inspect", "/exec/" + id + "/json");
        post("exec start again", "/exec/" + id + "/start", "{\"Detach\":false,\"Tty\":false}");
        post("exec create without a command", "/containers/" + p + "/exec", "{}");
        post("exec create in none", "/containers/" + p + "none/exec", "{\"Cmd\":[\"true\"]}");
        get("exec inspect of none", "/exec/nosuch/json");
        post("exec resize of none", "/exec/nosuch/resize?h=1&w=1", "");
    }

    private void errors() throws IOException {
        for (String verb :
                new String[] {"start", "stop", "kill", "restart", "pause", "unpause", "wait", "resize?h=1&w=1"}) {
            post(verb + " of none", "/containers/" + p + "none/" + verb, "");
        }
        for (String what :
                new String[] {"json", "logs?stdout=1", "top", "stats", "changes", "export", "archive?path=/"}) {
            get(what + " of none", "/containers/" + p + "none/" + what);
        }
        delete("remove none", "/containers/" + p + "none");
        post("commit of none", "/commit?container=" + p + "none", "");
        create("an unknown capability", "\"CapAdd\":[\"NOSUCH\"]");
        create("too little memory", "\"Memory\":1");
        create("swap below memory", "\"Memory\":67108864,\"MemorySwap\":1");
        create("a relative target", "\"Binds\":[\"/x:y\"]");
        create(
                "a mount without a source",
                "\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/nosuch/x\",\"Target\":\"/x\"}]");
        create("an unknown log driver", "\"LogConfig\":{\"Type\":\"nosuch\"}");
        create("an unknown runtime", "\"Runtime\":\"nosuch\"");
        create("an unknown restart policy", "\"RestartPolicy\":{\"Name\":\"nosuch\"}");
        create("a restart count for always", "\"RestartPolicy\":{\"Name\":\"always\",\"MaximumRetryCount\":3}");
        create("too many CPUs", "\"NanoCpus\":900000000000000");
        create("two mounts on one target", "\"Binds\":[\"/tmp:/x\",\"/etc:/x\"]");
        create("a bad port", "\"PortBindings\":{\"99999/tcp\":[{}]}");
        create("a bad ulimit", "\"Ulimits\":[{\"Name\":\"nosuch\",\"Soft\":1,\"Hard\":1}]");
        post("kill with a bad signal", "/containers/" + p + "/kill?signal=NOSUCH", "");
        post("wait with a bad condition", "/containers/" + p + "/wait?condition=nosuch", "");
    }

    private void ending() throws IOException {
        post("commit", "/commit?container=" + p + "&repo=" + p + "&tag=c&comment=why&author=me", "{}");
        get("image inspect committed", "/images/" + p + ":c/json");
        delete("image remove committed", "/images/" + p + ":c");
        post("container kill", "/containers/" + p + "/kill", "");
        post("container wait", "/containers/" + p + "/wait", "");
        get("container inspect exited", "/containers/" + p + "/json");
        post("container kill again", "/containers/" + p + "/kill", "");
        post("container stop stopped", "/containers/" + p + "/stop", "");
        post("exec create in a stopped one", "/containers/" + p + "/exec", "{\"Cmd\":[\"true\"]}");
        post("container pause a stopped one", "/containers/" + p + "/pause", "");
        get("container top of a stopped one", "/containers/" + p + "/top");
        delete("container remove", "/containers/" + p);
        post(
                "container create that cannot start",
                "/containers/create?name=" + p + "bad",
                "{\"Image\":\"" + p + ":1\",\"Cmd\":[\"nosuch\"]}");
        post("container start that cannot", "/containers/" + p + "bad/start", "");
        get("container inspect that could not start", "/containers/" + p + "bad/json");
        delete("network remove", "/networks/" + p);
        delete("volume remove used", "/volumes/" + p);
    }

    private void create(String what, String hostConfig) throws IOException {
        var answer = engine.post(
                V + "/containers/create?name=" + p + "e",
                "{\"Image\":\"" + p + ":1\",\"Cmd\":[\"true\"],\"HostConfig\":{" + hostConfig + "}}");
        record("create with " + what, answer);
        engine.send("DELETE", V + "/containers/" + p + "e?force=1&v=1", "", new byte[0]);
    }

    private void cleanUp() throws IOException {
        for (String name : new String[] {p, p + "bad", p + "e"}) {
            engine.send("DELETE", V + "/containers/" + name + "?force=1&v=1", "", new byte[0]);
        }
        engine.send("DELETE", V + "/networks/" + p, "", new byte[0]);
        engine.send("DELETE", V + "/networks/" + p + "x", "", new byte[0]);
        for (String name : new String[] {p, p + "plain", p + "x"}) {
            engine.send("DELETE", V + "/volumes/" + name + "?force=1", "", new byte[0]);
        }
        for (String name : new String[] {":1", ":2", ":c"}) {
            engine.send("DELETE", V + "/images/" + p + name + "?force=1", "", new byte[0]);
        }
    }

    private void get(String name, String target) throws IOException {
        get(name, target, V);
    }

    private void get(String name, String target, String prefix) throws IOException {
        record(name, engine.get(prefix + target));
    }

    private EngineSocket.Answer post(String name, String target, String json) throws IOException {
        var answer = engine.post(V + target, json);
        record(name, answer);
        return answer;
    }

    private void delete(String name, String target) throws IOException {
        record(name, engine.send("DELETE", V + target, "", new byte[0]));
    }

    private void record(String name, EngineSocket.Answer answer) {
        if (answers.put(name, Normal.of(answer)) != null) {
            throw new IllegalStateException("two calls are named " + name);
        }
    }

    private static String id(EngineSocket.Answer answer) throws IOException {
        return JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8)).requireString("Id");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
