package dev.jcompose.model.canonical;

import dev.jcompose.model.merge.Promote;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.value.ContainerPath;
import dev.jcompose.model.value.MountSpec;
import dev.jcompose.model.value.PortSpec;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The short syntaxes, one method each. */
final class ShortSyntax {

    private static final String PORT_FORM = "the form is [address:][published:]target[/protocol], with numbers up to"
            + " 65535 or ranges such as 8000-8010";
    private static final String MOUNT_FORM = "the form is [source:]target[:options], such as ./data:/data:ro";
    private static final String DEVICE_FORM = "the form is source[:target[:permissions]], such as /dev/a:/dev/b:rw";

    private final ProblemLog problems;
    private final Canonical.Unparsable unparsable;
    private final Quota quota;

    ShortSyntax(ProblemLog problems, Canonical.Unparsable unparsable, Quota ports) {
        this.problems = problems;
        this.unparsable = unparsable;
        this.quota = ports;
    }

    /** One node for each port, or null to keep the text. */
    @Nullable
    List<Node> ports(ScalarNode port, ConfigPath path) {
        if (quota.isUsedUp()) {
            return null;
        }
        if (port.kind() == ScalarNode.Kind.FLOAT) {
            report("invalid-port", port, path, "a port is a whole number, not " + port.text(), PORT_FORM);
            return null;
        }
        List<PortSpec> parsed;
        try {
            parsed = PortSpec.parse(port.text());
        } catch (PortSpec.SyntaxException e) {
            report("invalid-port", port, path, e.getMessage(), PORT_FORM);
            return null;
        }
        if (!quota.take(parsed.size())) {
            problems.add(Diagnostic.error(
                            "too-many-ports",
                            Optional.of(port.span()),
                            path + ": the files publish more than " + Canonical.MOST_PORTS + " ports")
                    .withHint("publish fewer ports, or share the network of the host with network_mode: host"));
            return null;
        }
        if (parsed.getFirst().target() == 0) {
            report("invalid-port", port, path, "no target port", PORT_FORM);
            return null;
        }
        List<Node> result = new ArrayList<>(parsed.size());
        for (PortSpec spec : parsed) {
            result.add(new MapBuilder(port.span())
                    .put("mode", "ingress")
                    .put("host_ip", spec.hostIp())
                    .put("target", ScalarNode.integer(port.span(), spec.target()))
                    .put("published", spec.published())
                    .put("protocol", spec.protocol())
                    .build());
        }
        return result;
    }

    Node mount(Node node, ConfigPath path) {
        if (node instanceof MapNode map) {
            return map.get("target") instanceof ScalarNode target && target.isString()
                    ? map.with("target", clean(target))
                    : map;
        }
        if (!(node instanceof ScalarNode scalar)) {
            return node;
        }
        MountSpec spec;
        try {
            spec = MountSpec.parse(scalar.text());
        } catch (MountSpec.SyntaxException e) {
            report("invalid-volume", scalar, path, e.getMessage(), MOUNT_FORM);
            return node;
        }
        var mount = new MapBuilder(node.span())
                .put("type", spec.isBind() ? "bind" : "volume")
                .put("source", spec.source())
                .put("target", ContainerPath.clean(spec.target()));
        if (spec.readOnly()) {
            mount.putTrue("read_only");
        }
        var bind = new MapBuilder(node.span()).put("selinux", spec.selinux()).put("propagation", spec.propagation());
        if (spec.isBind()) {
            mount.put("bind", bind.putTrue("create_host_path").build());
            return spec.noCopy()
                    ? mount.put(
                                    "volume",
                                    new MapBuilder(node.span())
                                            .putTrue("nocopy")
                                            .build())
                            .build()
                    : mount.build();
        }
        // Options of a bind mount on a volume are kept, as Docker Compose keeps them.
        if (spec.selinux().isPresent() || spec.propagation().isPresent()) {
            mount.put("bind", bind.build());
        }
        if (scalar.text().length() > 2) {
            var volume = new MapBuilder(node.span());
            mount.put("volume", (spec.noCopy() ? volume.putTrue("nocopy") : volume).build());
        }
        return mount.build();
    }

    private static ScalarNode clean(ScalarNode target) {
        String cleaned = target.text().isEmpty() ? "" : ContainerPath.clean(target.text());
        return cleaned.equals(target.text()) ? target : target.withText(cleaned);
    }

    Node device(Node node, ConfigPath path) {
        if (!(node instanceof ScalarNode scalar)) {
            return node;
        }
        String[] parts = scalar.text().split(":", -1);
        if (parts.length > 3) {
            report(
                    "invalid-device",
                    scalar,
                    path,
                    "confusing device mapping, please use long syntax: " + scalar.text(),
                    DEVICE_FORM);
            return node;
        }
        return new MapBuilder(node.span())
                .put("source", parts[0])
                .put("target", parts.length > 1 ? parts[1] : parts[0])
                .put("permissions", parts.length > 2 ? parts[2] : "rwm")
                .build();
    }

    Node file(Node node, ConfigPath path) {
        return node instanceof ScalarNode scalar
                ? new MapBuilder(node.span()).put("source", scalar.text()).build()
                : node;
    }

    Node envFile(Node node, ConfigPath path) {
        return switch (node) {
            case ScalarNode scalar ->
                new MapBuilder(node.span())
                        .put("path", scalar.text())
                        .putTrue("required")
                        .build();
            case MapNode map ->
                map.has("required") ? map : map.with("required", ScalarNode.bool(map.span(), ScalarNode.Truth.TRUE));
            case ListNode list -> list;
        };
    }

    /** A list of {@code key=value} as a mapping; what has no value has null. */
    Node keyed(Node node) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        var map = new MapBuilder(node.span());
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar)) {
                return node;
            }
            String text = scalar.text();
            int equals = text.indexOf('=');
            if (equals < 0) {
                map.put(text, ScalarNode.none(item.span()));
            } else {
                map.put(text.substring(0, equals), ScalarNode.string(item.span(), text.substring(equals + 1)));
            }
        }
        return map.build();
    }

    Node develop(Node node, ConfigPath path) {
        return node instanceof MapNode develop && develop.get("watch") instanceof ListNode watch
                ? develop.with("watch", watch.mapItems(ShortSyntax::watchRule))
                : node;
    }

    private static Node watchRule(Node node) {
        if (!(node instanceof MapNode rule)) {
            return node;
        }
        return rule.mapValues(
                (key, value) -> key.equals("ignore") || key.equals("include") ? Promote.list(value) : value);
    }

    /** {@code external: {name: x}} is {@code external: true} and {@code name: x}. */
    MapNode external(MapNode resource, ConfigPath path) {
        if (!(resource.get("external") instanceof MapNode external)) {
            return resource;
        }
        MapNode result = resource.with("external", ScalarNode.bool(external.span(), ScalarNode.Truth.TRUE));
        if (!(external.get("name") instanceof ScalarNode name)) {
            return result;
        }
        problems.warning(
                "deprecated-external-name",
                external.span(),
                path + ": external.name is deprecated. Please set name and external: true");
        if (resource.get("name") instanceof ScalarNode other && !other.text().equals(name.text())) {
            problems.add(Diagnostic.error(
                            "external-name-conflict",
                            Optional.of(name.span()),
                            path + ": name and external.name conflict; only use name")
                    .withRelated(other.span(), "the other name"));
            return result;
        }
        return result.with("name", name);
    }

    private void report(String code, ScalarNode node, ConfigPath path, @Nullable String message, String hint) {
        if (unparsable == Canonical.Unparsable.REPORT) {
            problems.add(Diagnostic.error(code, Optional.of(node.span()), path + ": " + message)
                    .withHint(hint));
        }
    }
}
