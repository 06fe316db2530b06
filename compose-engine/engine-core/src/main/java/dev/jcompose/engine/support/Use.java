package dev.jcompose.engine.support;

/**
 * A place where a project asks for a feature.
 *
 * @param path config path, such as {@code services.web.security_opt[0]}
 * @param subject whose it is, such as {@code service "web"}
 * @param attribute what the file calls it, such as {@code storage_opt}
 * @param value what is asked for, where the feature has values; otherwise empty
 */
record Use(Feature feature, String path, String subject, String attribute, String value) {}
