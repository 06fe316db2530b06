package dev.jcompose.model;

import java.util.Optional;

/**
 * What a service extends.
 */
public record Extends(String service, Optional<String> file) {}
