package dev.jcompose.model.value;

import java.util.Optional;

/** Whose namespace a container uses: {@code network_mode}, {@code ipc}, {@code pid}, {@code uts}, {@code cgroup}. */
public sealed interface NamespaceMode {

    /** That of another service of the project. */
    record OfService(String service) implements NamespaceMode {
        @Override
        public String toString() {
            return "service:" + service;
        }
    }

    /** That of any container, by name or id. */
    record OfContainer(String container) implements NamespaceMode {
        @Override
        public String toString() {
            return "container:" + container;
        }
    }

    /** One that the engine knows by a word: {@code host}, {@code none}, {@code private}, ... or a network's name. */
    record Named(String word) implements NamespaceMode {
        @Override
        public String toString() {
            return word;
        }
    }

    /** Reads any text; {@link Object#toString()} of the result is that text again. */
    static NamespaceMode parse(String text) {
        if (text.startsWith("service:")) {
            return new OfService(text.substring("service:".length()));
        }
        if (text.startsWith("container:")) {
            return new OfContainer(text.substring("container:".length()));
        }
        return new Named(text);
    }

    /** The service it belongs to, if any. */
    default Optional<String> referencedService() {
        return switch (this) {
            case OfService(String name) -> Optional.of(name);
            case OfContainer c -> Optional.empty();
            case Named n -> Optional.empty();
        };
    }

    /** Whether it is the given word. */
    default boolean is(String word) {
        return this instanceof Named(String name) && name.equals(word);
    }
}
