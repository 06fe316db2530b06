package dev.jcompose.model;

/**
 * A resource limit of processes, see setrlimit(2); -1 is unlimited.
 *
 * @param single both limits at once; 0 when they are given apart
 */
public record Ulimit(int single, int soft, int hard) {}
