package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.docker.transport.EngineAddress;
import java.util.ArrayList;
import java.util.List;

/** A create call in the making: what the engine is able to do, and what the user should know of what it is not. */
final class CreateDraft {
    private final Operation operation;
    private final ApiVersion version;
    private final EngineAddress address;
    private final List<String> warnings = new ArrayList<>();

    CreateDraft(Operation operation, ApiVersion version, EngineAddress address) {
        this.operation = operation;
        this.version = version;
        this.address = address;
    }

    ApiVersion version() {
        return version;
    }

    EngineAddress address() {
        return address;
    }

    /** Fails when the engine is older than what the attribute needs. */
    void require(ApiVersion needed, String attribute) throws EngineException {
        if (!version.atLeast(needed)) {
            throw operation.failed(
                    Kind.UNSUPPORTED,
                    attribute + " needs Engine API " + needed + "; the engine at " + address.text() + " speaks "
                            + version);
        }
    }

    EngineException invalid(String reason, Throwable cause) {
        return operation.failed(Kind.INVALID, reason, cause);
    }

    EngineException unsupported(String reason) {
        return operation.failed(Kind.UNSUPPORTED, reason);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    List<String> warnings() {
        return warnings;
    }
}
