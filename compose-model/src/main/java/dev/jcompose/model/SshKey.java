package dev.jcompose.model;

import java.util.Optional;

/**
 * An SSH agent or key of a build: {@code default}, or an id with a path.
 *
 * @param path of a socket or key
 */
public record SshKey(String id, Optional<String> path) {}
