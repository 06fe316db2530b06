package dev.jcompose.model.print;

import dev.jcompose.model.FileObject;
import dev.jcompose.model.Ipam;
import dev.jcompose.model.IpamPool;
import dev.jcompose.model.Model;
import dev.jcompose.model.Network;
import dev.jcompose.model.Project;
import dev.jcompose.model.Volume;
import dev.jcompose.model.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** A whole project as data, in the order of Docker Compose. */
public final class ProjectTree {

    private final Style style;

    private ProjectTree(Style style) {
        this.style = style;
    }

    /** The enabled services and what is theirs. */
    public static Value.Entries of(Project project, Style style) {
        return new ProjectTree(style).project(project);
    }

    static ProjectTree json() {
        return new ProjectTree(Style.JSON);
    }

    private TreeBuilder tree() {
        return new TreeBuilder(style);
    }

    private Value.Entries project(Project p) {
        var services = new ServiceTree(style);
        var tree = tree().text("name", p.name());
        tree.put("services", TreeBuilder.sorted(p.services(), services::of, style));
        tree.map("networks", p.networks(), this::network)
                .map("volumes", p.volumes(), this::volume)
                .map("secrets", p.secrets(), this::secret)
                .map("configs", p.configs(), this::config)
                .map("models", p.models(), this::model);
        // Those of the project are shown in every format.
        TreeBuilder.sorted(p.extensions(), value -> TreeBuilder.sortedKeys(value, style), style)
                .values()
                .forEach(tree::put);
        return tree.build();
    }

    Value.Entries network(Network n) {
        return tree().text("name", n.name())
                .text("driver", n.driver())
                .pairs("driver_opts", n.driverOpts())
                .part("ipam", n.ipam().map(this::ipam).orElseGet(() -> tree().build()))
                .flag("external", n.external())
                .flag("internal", n.internal())
                .flag("attachable", n.attachable())
                .pairs("labels", n.labels())
                .flag("enable_ipv4", n.enableIpv4())
                .flag("enable_ipv6", n.enableIpv6())
                .extensions(n.extensions())
                .build();
    }

    private Value.Entries ipam(Ipam ipam) {
        var tree = tree().text("driver", ipam.driver()).list("config", ipam.config(), this::pool);
        // Docker Compose accepts options and forgets them.
        return (style == Style.YAML ? tree.pairs("options", ipam.options()) : tree)
                .extensions(ipam.extensions())
                .build();
    }

    private Value pool(IpamPool pool) {
        return tree().text("subnet", pool.subnet())
                .text("gateway", pool.gateway())
                .text("ip_range", pool.ipRange())
                .pairs("aux_addresses", pool.auxAddresses())
                .extensions(pool.extensions())
                .build();
    }

    Value.Entries volume(Volume v) {
        return tree().text("name", v.name())
                .text("driver", v.driver())
                .pairs("driver_opts", v.driverOpts())
                .flag("external", v.external())
                .pairs("labels", v.labels())
                .extensions(v.extensions())
                .build();
    }

    private Value secret(FileObject secret) {
        return fileObject(secret, Optional.empty());
    }

    private Value config(FileObject config) {
        return fileObject(config, config.environment().isPresent() ? Optional.empty() : config.content());
    }

    private Value fileObject(FileObject file, Optional<String> content) {
        return tree().text("name", file.name())
                .text("file", file.file())
                .text("environment", file.environment())
                .text("content", content)
                .flag("external", file.external())
                .pairs("labels", file.labels())
                .text("driver", file.driver())
                .pairs("driver_opts", file.driverOpts())
                .text("template_driver", file.templateDriver())
                .extensions(file.extensions())
                .build();
    }

    private Value model(Model m) {
        return tree().text("name", m.name())
                .text("model", m.model())
                .number("context_size", m.contextSize())
                .texts("runtime_flags", m.runtimeFlags())
                .extensions(m.extensions())
                .build();
    }

    /** The same data with every dollar doubled, so that it can be read again. */
    public static Value escaped(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.indexOf('$') < 0 ? value : new Value.Text(text.replace("$", "$$"));
            case Value.Items items ->
                new Value.Items(
                        items.values().stream().map(ProjectTree::escaped).toList());
            case Value.Entries entries -> {
                SequencedMap<String, Value> result = new LinkedHashMap<>();
                entries.values().forEach((key, v) -> result.put(key.replace("$", "$$"), escaped(v)));
                yield new Value.Entries(result);
            }
            case Value.Whole w -> w;
            case Value.Real r -> r;
            case Value.Real32 r -> r;
            case Value.Timestamp t -> t;
            case Value.Bool b -> b;
            case Value.Null n -> n;
        };
    }
}
