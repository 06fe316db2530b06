package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.Exchange;
import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.http.Query;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One request that has found its route. */
public final class Call {
    private static final String JSON = "application/json";
    /** More than any client sends; a container's configuration with a hundred thousand labels stays below. */
    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final Exchange exchange;
    private final ApiVersion version;
    private final Map<String, String> variables;

    Call(Exchange exchange, ApiVersion version, Map<String, String> variables) {
        this.exchange = exchange;
        this.version = version;
        this.variables = variables;
    }

    public Exchange exchange() {
        return exchange;
    }

    public ApiVersion version() {
        return version;
    }

    public Query query() {
        return exchange.request().query();
    }

    public InputStream body() {
        return exchange.request().body();
    }

    /** A variable of the route's pattern. */
    public String path(String variable) {
        var value = variables.get(variable);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + variable);
        }
        return value;
    }

    /** The filters of a list or prune request. */
    public Filters filters() {
        return Filters.parse(query().text("filters"));
    }

    /**
     * The body as a JSON object; an empty body is an empty object.
     *
     * @throws HttpException 400 when it is something else, or larger than 32 MiB
     */
    public JsonObject json() throws IOException {
        byte[] bytes = body().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new HttpException(400, "the request's body is larger than " + MAX_BODY + " bytes");
        }
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return JsonObject.empty();
        }
        try {
            return JsonObject.parse(bytes);
        } catch (MalformedJsonException e) {
            throw new HttpException(400, "invalid JSON: " + e.getMessage());
        }
    }

    public void respond(int status, JsonObject json) throws IOException {
        exchange.respond(status, JSON, json.toBytes());
    }

    /** Answers with an array of objects. */
    public void respond(int status, List<JsonObject> array) throws IOException {
        exchange.respond(status, JSON, JsonText.array(array));
    }

    /** Answers without a body: 204 and the like. */
    public void respond(int status) throws IOException {
        exchange.respond(status);
    }
}
