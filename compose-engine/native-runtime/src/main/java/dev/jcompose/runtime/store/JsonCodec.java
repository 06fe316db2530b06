package dev.jcompose.runtime.store;

/** How a record is kept as JSON. {@code fromJson(toJson(x))} equals {@code x}; unknown members are ignored. */
public interface JsonCodec<T> {
    JsonObject toJson(T value);

    /** @throws MalformedJsonException if a member is missing or of the wrong type */
    T fromJson(JsonObject json) throws MalformedJsonException;
}
