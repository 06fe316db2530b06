package dev.jcompose.runtime.launch;

/** A process to be run in a running container. */
public record ExecSpec(ProcessSpec process, Stdio stdio) {}
