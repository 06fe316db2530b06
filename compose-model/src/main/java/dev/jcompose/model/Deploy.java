package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Replicas, limits and what orchestrators use: {@code services.*.deploy}.
 *
 * @param mode {@code replicated}, {@code global}, {@code replicated-job} or {@code global-job}
 * @param labels of the service, not of its containers
 * @param limits {@code resources.limits}
 * @param reservations {@code resources.reservations}
 * @param restartPolicy wins over {@code restart}
 * @param endpointMode {@code vip} or {@code dnsrr}
 * @param extensions the {@code x-*} keys
 */
public record Deploy(
        Optional<String> mode,
        OptionalInt replicas,
        SequencedMap<String, String> labels,
        Optional<UpdateConfig> updateConfig,
        Optional<UpdateConfig> rollbackConfig,
        Optional<Resources> limits,
        Optional<Resources> reservations,
        Optional<DeployRestart> restartPolicy,
        Optional<Placement> placement,
        Optional<String> endpointMode,
        SequencedMap<String, Value> extensions) {
    public Deploy {
        labels = Copies.of(labels);
        extensions = Copies.of(extensions);
    }
}
