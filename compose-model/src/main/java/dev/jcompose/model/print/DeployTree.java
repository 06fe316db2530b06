package dev.jcompose.model.print;

import dev.jcompose.model.Deploy;
import dev.jcompose.model.DeployRestart;
import dev.jcompose.model.DeviceRequest;
import dev.jcompose.model.GenericResource;
import dev.jcompose.model.Placement;
import dev.jcompose.model.Resources;
import dev.jcompose.model.UpdateConfig;
import dev.jcompose.model.value.Value;
import java.util.Optional;

/** {@code services.*.deploy}, and device requests. */
final class DeployTree {

    private DeployTree() {}

    static Value of(Deploy d, Style style) {
        Optional<Placement> placement = d.placement();
        return new TreeBuilder(style)
                .text("mode", d.mode())
                .number("replicas", d.replicas())
                .pairs("labels", d.labels())
                .nested("update_config", d.updateConfig(), u -> update(u, style))
                .nested("rollback_config", d.rollbackConfig(), u -> update(u, style))
                .part(
                        "resources",
                        new TreeBuilder(style)
                                .nested("limits", d.limits(), r -> resources(r, style))
                                .nested("reservations", d.reservations(), r -> resources(r, style))
                                .build())
                .nested("restart_policy", d.restartPolicy(), r -> restart(r, style))
                .part(
                        "placement",
                        placement.isPresent() ? placement(placement.get(), style) : new TreeBuilder(style).build())
                .text("endpoint_mode", d.endpointMode())
                .extensions(d.extensions())
                .build();
    }

    private static Value update(UpdateConfig u, Style style) {
        return new TreeBuilder(style)
                .number("parallelism", u.parallelism())
                .duration("delay", u.delay())
                .text("failure_action", u.failureAction())
                .duration("monitor", u.monitor())
                .fraction("max_failure_ratio", u.maxFailureRatio())
                .text("order", u.order())
                .extensions(u.extensions())
                .build();
    }

    private static Value resources(Resources r, Style style) {
        return new TreeBuilder(style)
                .fraction("cpus", r.cpus())
                .size("memory", r.memory())
                .number("pids", r.pids())
                .list("devices", r.devices(), request -> deviceRequest(request, style))
                .list("generic_resources", r.genericResources(), g -> generic(g, style))
                .extensions(r.extensions())
                .build();
    }

    private static Value generic(GenericResource g, Style style) {
        return new TreeBuilder(style)
                .put(
                        "discrete_resource_spec",
                        new TreeBuilder(style)
                                .put("kind", new Value.Text(g.kind()))
                                .put("value", Value.Whole.of(g.value()))
                                .build())
                .build();
    }

    static Value deviceRequest(DeviceRequest d, Style style) {
        var tree =
                new TreeBuilder(style).texts("capabilities", d.capabilities()).text("driver", d.driver());
        if (style == Style.YAML && d.count() == -1) {
            tree.text("count", "all");
        } else {
            tree.number("count", d.count());
        }
        return tree.texts("device_ids", d.deviceIds())
                .pairs("options", d.options())
                .build();
    }

    private static Value restart(DeployRestart r, Style style) {
        return new TreeBuilder(style)
                .text("condition", r.condition())
                .duration("delay", r.delay())
                .number("max_attempts", r.maxAttempts())
                .duration("window", r.window())
                .extensions(r.extensions())
                .build();
    }

    private static Value.Entries placement(Placement p, Style style) {
        return new TreeBuilder(style)
                .texts("constraints", p.constraints())
                .list(
                        "preferences",
                        p.preferences(),
                        spread -> new TreeBuilder(style).text("spread", spread).build())
                .number("max_replicas_per_node", p.maxReplicasPerNode())
                .extensions(p.extensions())
                .build();
    }
}
