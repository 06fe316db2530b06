package dev.jcompose.planner.observed;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * A container as one listing shows it.
 *
 * @param name without the leading slash
 * @param image reference it was created from
 * @param imageId content digest of that image
 * @param command entrypoint and command as one line
 * @param exitCode of the last run; 0 as long as it never ended
 * @param status the engine's sentence, for example {@code Up 3 minutes (healthy)}
 */
public record ObservedContainer(
        ContainerId id,
        String name,
        String image,
        String imageId,
        String command,
        ContainerState state,
        Health health,
        int exitCode,
        String status,
        SequencedMap<String, String> labels,
        List<ObservedEndpoint> networks,
        List<ObservedMount> mounts,
        List<ObservedPort> ports,
        Instant createdAt) {
    public ObservedContainer {
        labels = Copies.of(labels);
        networks = List.copyOf(networks);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    /** Value of a label. */
    public Optional<String> label(String label) {
        return Optional.ofNullable(labels.get(label));
    }

    /** The project it belongs to, if any. */
    public Optional<String> project() {
        return label(Labels.PROJECT);
    }

    /** The service its label names; the container's name where the label is missing. */
    public String service() {
        return label(Labels.SERVICE).orElse(name);
    }

    /** Its number within the service; absent on one-offs and on labels that are no number from 1. */
    public OptionalInt number() {
        String text = labels.getOrDefault(Labels.CONTAINER_NUMBER, "");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /** Whether {@code run} made it. */
    public boolean isOneOff() {
        return "True".equals(labels.get(Labels.ONE_OFF));
    }

    /** Whether it was made to run a hook. */
    public boolean isHook() {
        return labels.containsKey(Labels.HOOK);
    }

    /** How plan and screen call it while its service is part of the model. */
    public ResourceRef.OfContainer resource() {
        if (isHook()) {
            return new ResourceRef.Hook(service(), name);
        }
        var number = number();
        if (isOneOff() || number.isEmpty()) {
            return new ResourceRef.OneOff(service(), name);
        }
        return new ResourceRef.Container(new Replica(service(), number.getAsInt()), name);
    }

    /** All labels that start with a prefix, in order. */
    public Map<String, String> labelsUnder(String prefix) {
        var found = new java.util.LinkedHashMap<String, String>();
        labels.forEach((label, value) -> {
            if (label.startsWith(prefix)) {
                found.put(label, value);
            }
        });
        return Copies.of(found);
    }
}
