package dev.jcompose.runtime.launch;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param code 0 to 255 as the shell has it: the exit status, or 128 plus the signal that killed it
 * @param signal the signal that killed it
 * @param oomKilled whether the kernel killed a process of the container for want of memory
 * @param finishedAt when the supervisor saw it end
 */
public record ExitRecord(int code, OptionalInt signal, boolean oomKilled, Instant finishedAt) {}
