package dev.jcompose.engine.provider;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A line that a provider writes: {@code {"type":"setenv","message":"URL=https://..."}}. */
record ProviderMessage(String type, String message) {
    private static final JsonFactory JSON = new JsonFactory();

    static ProviderMessage parse(String line) throws ProviderException {
        String type = "";
        String message = "";
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProviderException("is no JSON object: " + line);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "type" -> type = json.getString();
                    case "message" -> message = json.getString();
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            var failure = new ProviderException("is no JSON: " + line);
            failure.initCause(e);
            throw failure;
        }
        return new ProviderMessage(type, message);
    }
}
