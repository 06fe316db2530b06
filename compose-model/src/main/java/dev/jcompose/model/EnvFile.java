package dev.jcompose.model;

import java.util.Optional;

/**
 * A file of {@code env_file}.
 *
 * @param path absolute once paths are resolved
 * @param format {@code raw}, or the .env grammar when absent
 */
public record EnvFile(String path, boolean required, Optional<String> format) {}
