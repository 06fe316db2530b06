package dev.jcompose.planner.desired;

import dev.jcompose.model.Deploy;
import dev.jcompose.model.Network;
import dev.jcompose.model.Service;
import dev.jcompose.model.Volume;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Digests that tell whether what exists was made from the same configuration. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * Of a service. What does not change its containers is left out: how the image is built and pulled, the number of
     * replicas, order and profiles.
     */
    public static String of(Service service) {
        return digest(service.toBuilder()
                .build(Optional.empty())
                .pullPolicy(Optional.empty())
                .scale(OptionalInt.empty())
                .deploy(service.deploy().map(Fingerprint::withoutReplicas))
                .dependsOn(new LinkedHashMap<>())
                .profiles(List.of())
                .extensions(new LinkedHashMap<>())
                .build()
                .toString());
    }

    private static Deploy withoutReplicas(Deploy deploy) {
        return new Deploy(
                deploy.mode(),
                OptionalInt.empty(),
                deploy.labels(),
                deploy.updateConfig(),
                deploy.rollbackConfig(),
                deploy.limits(),
                deploy.reservations(),
                deploy.restartPolicy(),
                deploy.placement(),
                deploy.endpointMode(),
                deploy.extensions());
    }

    /** Of a network, its final name included. */
    public static String of(Network network) {
        return digest(network.toString());
    }

    /** Of a volume, its final name included. */
    public static String of(Volume volume) {
        return digest(volume.toString());
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
