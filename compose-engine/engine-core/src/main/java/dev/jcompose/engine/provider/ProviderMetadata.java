package dev.jcompose.engine.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a provider tells of itself: {@code {"up":{"parameters":[{"name":"type","required":true}]},"stop":{}}}.
 *
 * @param commands the parameters of each command it has, by name; the value tells whether a parameter is required
 */
record ProviderMetadata(Map<String, Map<String, Boolean>> commands) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Empty when the text is no such description: a provider may have none. */
    static Optional<ProviderMetadata> parse(String text) {
        Map<String, Map<String, Boolean>> commands = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    commands.put(name, parameters(json));
                } else {
                    json.skipChildren();
                }
            }
            return Optional.of(new ProviderMetadata(commands));
        } catch (JacksonException e) {
            return Optional.empty(); // a program that knows no "metadata" prints whatever it likes
        }
    }

    private static Map<String, Boolean> parameters(JsonParser json) {
        Map<String, Boolean> parameters = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean list = json.currentName().equals("parameters") && json.nextToken() == JsonToken.START_ARRAY;
            if (!list) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME) {
                    json.nextToken();
                }
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                parameter(json, parameters);
            }
        }
        return parameters;
    }

    private static void parameter(JsonParser json, Map<String, Boolean> parameters) {
        String name = "";
        boolean required = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getString();
                case "required" -> required = json.currentToken() == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
        if (!name.isEmpty()) {
            parameters.put(name, required);
        }
    }
}
