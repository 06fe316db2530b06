package dev.jcompose.runtime.launch;

/**
 * What the command runs as for a security module of the kernel.
 *
 * @param file beneath {@code /proc/self/attr}, such as {@code apparmor/exec}
 * @param value as that file takes it
 */
public record SecurityLabel(String file, String value) {}
