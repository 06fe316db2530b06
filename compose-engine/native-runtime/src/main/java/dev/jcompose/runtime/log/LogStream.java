package dev.jcompose.runtime.log;

/** Where a container wrote to. A container with a terminal has only the first. */
public enum LogStream {
    STDOUT,
    STDERR
}
