package dev.jcompose.daemon.route;

import dev.jcompose.runtime.store.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Arrays and lines of JSON objects as bytes. */
final class JsonText {
    private JsonText() {}

    static byte[] array(List<JsonObject> objects) {
        var bytes = new ByteArrayOutputStream(256 * objects.size() + 2);
        bytes.write('[');
        for (int i = 0; i < objects.size(); i++) {
            if (i > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(objects.get(i).toBytes());
        }
        bytes.write(']');
        return bytes.toByteArray();
    }
}
