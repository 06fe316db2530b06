package dev.jcompose.model.bind;

import dev.jcompose.model.Build;
import dev.jcompose.model.SshKey;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code services.*.build}. */
final class BuildBinder {

    private BuildBinder() {}

    static Build bind(Fields f) {
        return new Build(
                f.text("context"),
                f.text("dockerfile"),
                f.text("dockerfile_inline"),
                f.texts("entitlements"),
                f.variables("args"),
                f.text("provenance"),
                f.text("sbom"),
                ssh(f),
                f.pairs("labels"),
                f.texts("cache_from"),
                f.texts("cache_to"),
                f.flag("no_cache"),
                f.texts("no_cache_filter"),
                f.pairs("additional_contexts"),
                f.flag("pull"),
                f.hosts("extra_hosts"),
                f.text("isolation"),
                f.text("network"),
                f.text("target"),
                f.each("secrets", ServiceBinder::file),
                f.size("shm_size"),
                f.texts("tags"),
                ServiceBinder.ulimits(f),
                f.texts("platforms"),
                f.flag("privileged"),
                f.extensions());
    }

    private static List<SshKey> ssh(Fields f) {
        var keys = new ArrayList<SshKey>();
        if (f.node().get("ssh") instanceof MapNode map) {
            map.entries().forEach((id, entry) -> {
                if (entry.value() instanceof ScalarNode path) {
                    Optional<String> text = path.text().isEmpty() ? Optional.empty() : Optional.of(path.text());
                    keys.add(new SshKey(id, text));
                }
            });
        }
        return keys;
    }
}
