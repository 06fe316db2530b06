package dev.jcompose.engine;

/**
 * Who answers.
 *
 * @param name of the engine's product, for example {@code Docker Engine - Community}
 * @param version its own version
 * @param apiVersion version of the Engine API it speaks, for example {@code 1.45}
 * @param platform {@code os/arch} of the containers it runs by default
 * @param endpoint where it was reached, for messages
 */
public record EngineInfo(String name, String version, String apiVersion, String platform, String endpoint) {}
