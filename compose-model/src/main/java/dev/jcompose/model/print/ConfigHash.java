package dev.jcompose.model.print;

import dev.jcompose.model.Deploy;
import dev.jcompose.model.Network;
import dev.jcompose.model.Service;
import dev.jcompose.model.Volume;
import dev.jcompose.model.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fingerprint that Docker Compose puts in the label {@code com.docker.compose.config-hash}: the SHA-256 of its JSON,
 * byte for byte, so that both tools can take turns on one stack. Changes exactly when a new container is needed.
 */
public final class ConfigHash {

    private ConfigHash() {}

    /**
     * That of a service. Does not count: how the image is built and pulled, how many containers there are, and
     * extensions. Dependencies, implied ones too, and profiles count: they do in the versions of Docker Compose that
     * people run today (2.26 was measured), though newer ones leave them out.
     */
    public static String of(Service service) {
        Service relevant = service.toBuilder()
                .build(Optional.empty())
                .pullPolicy(Optional.empty())
                .pullRefreshAfter(Optional.empty())
                .scale(OptionalInt.empty())
                .deploy(service.deploy().map(ConfigHash::withoutReplicas))
                .build();
        return sha256(new ServiceTree(Style.JSON).of(relevant));
    }

    private static Deploy withoutReplicas(Deploy d) {
        return new Deploy(
                d.mode(),
                OptionalInt.empty(),
                d.labels(),
                d.updateConfig(),
                d.rollbackConfig(),
                d.limits(),
                d.reservations(),
                d.restartPolicy(),
                d.placement(),
                d.endpointMode(),
                d.extensions());
    }

    /** That of a network, its name in the engine included. */
    public static String of(Network network) {
        return sha256(ProjectTree.json().network(network));
    }

    /** That of a volume; without a driver it is {@code local}. */
    public static String of(Volume volume) {
        Volume relevant = new Volume(
                volume.key(),
                volume.name(),
                volume.driver().or(() -> Optional.of("local")),
                volume.driverOpts(),
                volume.external(),
                volume.labels(),
                volume.extensions());
        return sha256(ProjectTree.json().volume(relevant));
    }

    private static String sha256(Value value) {
        try {
            byte[] json = JsonWriter.write(value, JsonWriter.Layout.COMPACT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
