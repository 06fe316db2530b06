package dev.jcompose.engine.operation;

import dev.jcompose.engine.Stdio;
import java.util.Optional;
import java.util.OptionalInt;

/** Whose main process to attach to. */
public record AttachCommand(
        String project,
        String service,
        OptionalInt index,
        Optional<String> detachKeys,
        Stdio stdio,
        SignalRelay signals) {}
