package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.LabelText;
import dev.jcompose.cli.output.Units;
import dev.jcompose.cli.template.Listing;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedPort;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Containers as {@code ps} shows them: the fields of Docker Compose, as a table, as JSON or by a template. */
final class ContainerListing {
    /** Whether long values are cut. */
    enum Length {
        SHORT,
        WHOLE
    }

    private static final int COMMAND_LENGTH = 20;
    private static final int MOUNT_LENGTH = 15;
    private static final Listing LISTING = new Listing(
            "{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}",
            Map.of("RunningFor", "CREATED"));
    private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss Z 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Instant now;
    private final Length length;

    ContainerListing(Instant now, Length length) {
        this.now = now;
        this.length = length;
    }

    String print(List<ObservedContainer> containers, String format) throws UsageException {
        return LISTING.print(containers.stream().map(this::fields).toList(), format);
    }

    private Map<String, Object> fields(ObservedContainer container) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("Command", quoted(cut(container.command(), COMMAND_LENGTH)));
        fields.put("CreatedAt", CREATED.format(container.createdAt()));
        fields.put("ExitCode", container.exitCode());
        fields.put(
                "Health",
                container.health() == Health.NONE ? "" : container.health().word());
        fields.put(
                "ID",
                length == Length.WHOLE ? container.id().value() : container.id().shortForm());
        fields.put("Image", container.image());
        fields.put("Labels", new LabelText(container.labels()));
        fields.put(
                "LocalVolumes",
                String.valueOf(container.mounts().stream()
                        .filter(mount -> mount.kind() == ObservedMount.Kind.VOLUME)
                        .count()));
        fields.put("Mounts", container.mounts().stream().map(this::source).collect(Collectors.joining(",")));
        fields.put("Name", container.name());
        fields.put("Names", container.name());
        fields.put(
                "Networks",
                container.networks().stream().map(n -> n.networkName()).sorted().collect(Collectors.joining(",")));
        fields.put("Ports", PortText.of(container.ports()));
        fields.put("Project", container.project().orElse(""));
        fields.put(
                "Publishers",
                container.ports().stream()
                        .sorted(PortText.ORDER)
                        .map(ContainerListing::publisher)
                        .toList());
        fields.put("RunningFor", Units.roughly(Duration.between(container.createdAt(), now)) + " ago");
        fields.put("Service", container.label(Labels.SERVICE).orElse(""));
        fields.put("Size", "0B");
        fields.put("State", container.state().word());
        fields.put("Status", container.status());
        return fields;
    }

    /** As Go quotes a text. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private String cut(String text, int most) {
        return length == Length.WHOLE || text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private String source(ObservedMount mount) {
        return cut(mount.volume().isEmpty() ? mount.source() : mount.volume(), MOUNT_LENGTH);
    }

    private static Map<String, Object> publisher(ObservedPort port) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("URL", port.hostAddress());
        fields.put("TargetPort", port.containerPort());
        fields.put("PublishedPort", port.hostPort());
        fields.put("Protocol", port.protocol());
        return fields;
    }
}
