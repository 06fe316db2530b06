package dev.jcompose.model.check;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.value.IpAddress;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules between the attributes of one resource, port or mount of a canonical tree. */
public final class ResourceCheck {

    private final ProblemLog problems;

    public ResourceCheck(ProblemLog problems) {
        this.problems = problems;
    }

    public void check(MapNode root) {
        each(root, "volumes", (map, path) -> external(map, path, "volume"));
        each(root, "secrets", (map, path) -> source(map, path, "file", "environment"));
        each(root, "configs", (map, path) -> source(map, path, "file", "environment", "content"));
        each(root, "services", this::service);
    }

    private interface Rule {
        void check(MapNode map, ConfigPath path);
    }

    private static void each(MapNode parent, String section, Rule rule) {
        parent.map(section)
                .ifPresent(map -> map.entries().forEach((key, entry) -> {
                    if (entry.value() instanceof MapNode inner) {
                        rule.check(inner, ConfigPath.ROOT.key(section).key(key));
                    }
                }));
    }

    private static boolean isExternal(MapNode map) {
        return map.get("external") instanceof ScalarNode flag && flag.text().equals("true");
    }

    private void external(MapNode map, ConfigPath path, String kind) {
        if (!isExternal(map)) {
            return;
        }
        map.entries().forEach((key, entry) -> {
            if (!key.equals("external") && !key.equals("name") && !key.startsWith("x-")) {
                problems.error(
                        "external-conflict",
                        entry.keySpan(),
                        path + ": conflicting parameters \"external\" and \"" + key + "\" specified for " + kind + " \""
                                + path.lastKey() + "\"");
            }
        });
    }

    private void source(MapNode map, ConfigPath path, String... sources) {
        List<String> found = new ArrayList<>();
        for (String key : sources) {
            if (map.has(key)) {
                found.add(key);
            }
        }
        String all = String.join("|", sources);
        if (found.size() > 1) {
            problems.add(Diagnostic.error(
                            "several-sources",
                            Optional.of(map.keySpan(found.get(1))),
                            path + ": " + all + " attributes are mutually exclusive")
                    .withRelated(map.keySpan(found.get(0)), "the other source"));
        }
        if (found.isEmpty() && !map.has("driver") && !map.has("external")) {
            problems.error("no-source", map.span(), path + ": one of " + all + " must be set");
        }
    }

    private void service(MapNode service, ConfigPath path) {
        items(service, "ports", path, this::port);
        items(service, "volumes", path, this::mount);
        items(service, "devices", path, this::device);
        service.list("expose").ifPresent(ports -> exposed(ports, path.key("expose")));
        service.map("develop").ifPresent(develop -> items(develop, "watch", path.key("develop"), this::watch));
        items(service, "env_file", path, this::envFile);
        items(service, "gpus", path, this::request);
        service.map("deploy")
                .flatMap(deploy -> deploy.map("resources"))
                .flatMap(resources -> resources.map("reservations"))
                .ifPresent(reservations -> items(
                        reservations,
                        "devices",
                        path.key("deploy").key("resources").key("reservations"),
                        this::request));
    }

    private static void items(MapNode map, String key, ConfigPath path, Rule rule) {
        if (map.get(key) instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                if (list.items().get(i) instanceof MapNode item) {
                    rule.check(item, path.key(key).item(i));
                }
            }
        }
    }

    private void port(MapNode port, ConfigPath path) {
        if (!port.has("target")) {
            problems.error("missing-key", port.span(), path + " is missing a target port");
        }
        Node address = port.get("host_ip");
        if (address instanceof ScalarNode text
                && !text.text().isEmpty()
                && !text.text().contains("${")
                && !IpAddress.isValid(text.text())) {
            problems.error("invalid-port", text.span(), path + ": Invalid ip address: " + text.text());
        }
        if (port.get("target") instanceof ScalarNode target
                && target.kind() == ScalarNode.Kind.INTEGER
                && (target.text().length() > 5 || Integer.parseInt(target.text()) > 65535)) {
            problems.warning("port-range", target.span(), path + ": there is no port " + target.text());
        }
    }

    private void mount(MapNode mount, ConfigPath path) {
        if (mount.string("type").filter("bind"::equals).isPresent() && !mount.has("source")) {
            problems.error(
                    "missing-key",
                    mount.span(),
                    path + ": invalid mount config for type \"bind\": field Source must not be empty");
        }
        if (!mount.has("target")) {
            problems.error("missing-key", mount.span(), path + " is missing a mount target");
        }
    }

    private void device(MapNode device, ConfigPath path) {
        if (!device.has("target")) {
            problems.error("missing-key", device.span(), path + " is missing a mount target");
        }
    }

    private void exposed(ListNode ports, ConfigPath path) {
        for (int i = 0; i < ports.items().size(); i++) {
            if (ports.items().get(i) instanceof ScalarNode port && port.kind() == ScalarNode.Kind.FLOAT) {
                problems.error(
                        "invalid-port", port.span(), path.item(i) + ": a port is a whole number, not " + port.text());
            }
        }
    }

    private void watch(MapNode rule, ConfigPath path) {
        if (rule.get("path") instanceof ScalarNode text && text.text().isEmpty()) {
            problems.error("invalid-value", text.span(), path.key("path") + ": value can't be blank");
        }
    }

    private void envFile(MapNode file, ConfigPath path) {
        if (file.get("format") instanceof ScalarNode format
                && !format.text().isEmpty()
                && !format.text().equals("raw")) {
            problems.add(Diagnostic.error(
                            "invalid-value",
                            Optional.of(format.span()),
                            path + ": unsupported env_file format \"" + format.text() + "\"")
                    .withHint("the only format is \"raw\"; without one, quotes and variables are expanded"));
        }
    }

    private void request(MapNode request, ConfigPath path) {
        if (request.has("count") && request.has("device_ids")) {
            problems.error(
                    "exclusive-keys",
                    request.keySpan("count"),
                    path + ": \"count\" and \"device_ids\" attributes are exclusive");
        }
    }
}
