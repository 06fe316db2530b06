package dev.jcompose.model.bind;

import dev.jcompose.model.Deploy;
import dev.jcompose.model.DeployRestart;
import dev.jcompose.model.DeviceRequest;
import dev.jcompose.model.GenericResource;
import dev.jcompose.model.Placement;
import dev.jcompose.model.Resources;
import dev.jcompose.model.UpdateConfig;
import dev.jcompose.model.yaml.ScalarNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code services.*.deploy}, and device requests. */
final class DeployBinder {

    private DeployBinder() {}

    static Deploy bind(Fields f) {
        Optional<Fields> resources = f.nested("resources", inner -> inner);
        return new Deploy(
                f.text("mode"),
                f.optionalInt("replicas"),
                f.pairs("labels"),
                f.nested("update_config", DeployBinder::update),
                f.nested("rollback_config", DeployBinder::update),
                resources.flatMap(r -> r.nested("limits", DeployBinder::resources)),
                resources.flatMap(r -> r.nested("reservations", DeployBinder::resources)),
                f.nested(
                        "restart_policy",
                        r -> new DeployRestart(
                                r.text("condition"),
                                r.duration("delay"),
                                r.optionalNumber("max_attempts"),
                                r.duration("window"),
                                r.extensions())),
                f.nested("placement", DeployBinder::placement),
                f.text("endpoint_mode"),
                f.extensions());
    }

    private static UpdateConfig update(Fields f) {
        return new UpdateConfig(
                f.optionalNumber("parallelism"),
                f.duration("delay").orElse(Duration.ZERO),
                f.text("failure_action"),
                f.duration("monitor").orElse(Duration.ZERO),
                f.fraction("max_failure_ratio"),
                f.text("order"),
                f.extensions());
    }

    private static Resources resources(Fields f) {
        List<GenericResource> generic = new ArrayList<>();
        for (Optional<GenericResource> resource : f.each(
                "generic_resources",
                g -> g.nested(
                        "discrete_resource_spec",
                        d -> new GenericResource(d.text("kind").orElse(""), d.number("value"))))) {
            resource.ifPresent(generic::add);
        }
        return new Resources(
                f.fraction("cpus"),
                f.size("memory"),
                f.number("pids"),
                f.each("devices", DeployBinder::deviceRequest),
                generic,
                f.extensions());
    }

    static DeviceRequest deviceRequest(Fields f) {
        boolean all = f.node().get("count") instanceof ScalarNode count
                && count.text().equals("all");
        return new DeviceRequest(
                f.texts("capabilities"),
                f.text("driver"),
                all ? -1 : f.number("count"),
                f.texts("device_ids"),
                f.pairs("options"));
    }

    private static Placement placement(Fields f) {
        List<String> preferences = f.each("preferences", p -> p.text("spread").orElse(""));
        return new Placement(f.texts("constraints"), preferences, f.number("max_replicas_per_node"), f.extensions());
    }
}
