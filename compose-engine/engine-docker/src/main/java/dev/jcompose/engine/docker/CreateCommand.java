package dev.jcompose.engine.docker;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import dev.jcompose.engine.docker.json.JsonObject;
import java.io.IOException;

/**
 * docker-java's create command with a body of our own: its models have no fields for several endpoints, endpoint options,
 * volume and image subpaths, masked paths and more that a Compose file can say.
 */
final class CreateCommand extends CreateContainerCmdImpl implements JsonSerializable {
    private final JsonObject body;

    CreateCommand(CreateContainerCmd.Exec exec, String image, JsonObject body) {
        super(exec, null, image);
        this.body = body;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeRawValue(body.json());
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer types)
            throws IOException {
        serialize(generator, provider);
    }
}
