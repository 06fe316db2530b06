package dev.jcompose.runtime.container;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds containers by id, start of an id, or name; keeps names unique. */
final class ContainerIndex {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Container> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idsByName = new ConcurrentHashMap<>();

    /** A fresh id of 64 hex digits whose beginning cannot be mistaken for a number. */
    static String newId() {
        byte[] bytes = new byte[32];
        for (; ; ) {
            RANDOM.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (!id.substring(0, 12).chars().allMatch(Character::isDigit)) {
                return id;
            }
        }
    }

    /**
     * Takes the name for the id.
     *
     * @throws ContainerException INVALID, or CONFLICT when another has it
     */
    void reserve(String name, String id) throws ContainerException {
        if (!NAME.matcher(name).matches()) {
            throw ContainerException.invalid("Invalid container name (" + name + "), only " + NAME + " are allowed");
        }
        String owner = idsByName.putIfAbsent(name, id);
        if (owner != null && !owner.equals(id)) {
            throw ContainerException.conflict("Conflict. The container name \"/" + name
                    + "\" is already in use by container \"" + owner
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        }
    }

    void release(String name, String id) {
        idsByName.remove(name, id);
    }

    void add(Container container) {
        byId.put(container.id(), container);
    }

    void remove(Container container) {
        byId.remove(container.id());
        release(container.record().name(), container.id());
    }

    /** In order of creation, latest first. */
    List<Container> list() {
        return byId.values().stream()
                .sorted((a, b) -> b.record().created().compareTo(a.record().created()))
                .toList();
    }

    /**
     * Finds by id, name or unique beginning of an id, in this order.
     *
     * @throws ContainerException NOT_FOUND, or INVALID when the beginning fits several
     */
    Container get(String reference) throws ContainerException {
        return find(reference).orElseThrow(() -> ContainerException.noSuchContainer(reference));
    }

    Optional<Container> find(String reference) throws ContainerException {
        Container exact = byId.get(reference);
        if (exact != null) {
            return Optional.of(exact);
        }
        String named = idsByName.get(reference.startsWith("/") ? reference.substring(1) : reference);
        if (named != null) {
            return Optional.ofNullable(byId.get(named));
        }
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        List<Container> matches = byId.values().stream()
                .filter(container -> container.id().startsWith(reference))
                .limit(2)
                .toList();
        if (matches.size() > 1) {
            throw ContainerException.invalid("multiple IDs found with provided prefix: " + reference);
        }
        return matches.stream().findFirst();
    }
}
