package dev.jcompose.model.print;

import dev.jcompose.model.Build;
import dev.jcompose.model.SshKey;
import dev.jcompose.model.value.Value;

/** {@code services.*.build}. */
final class BuildTree {

    private BuildTree() {}

    static Value of(Build b, ServiceTree services, TreeBuilder tree) {
        return tree.text("context", b.context())
                .text("dockerfile", b.dockerfile())
                .text("dockerfile_inline", b.dockerfileInline())
                .texts("entitlements", b.entitlements())
                .variables("args", b.args())
                .text("provenance", b.provenance())
                .text("sbom", b.sbom())
                .texts("ssh", b.ssh().stream().map(BuildTree::ssh).toList())
                .pairs("labels", b.labels())
                .texts("cache_from", b.cacheFrom())
                .texts("cache_to", b.cacheTo())
                .flag("no_cache", b.noCache())
                .texts("no_cache_filter", b.noCacheFilter())
                .pairs("additional_contexts", b.additionalContexts())
                .flag("pull", b.pull())
                .hosts("extra_hosts", b.extraHosts())
                .text("isolation", b.isolation())
                .text("network", b.network())
                .text("target", b.target())
                .list("secrets", b.secrets(), services::file)
                .size("shm_size", b.shmSize())
                .texts("tags", b.tags())
                .map("ulimits", b.ulimits(), services::ulimit)
                .texts("platforms", b.platforms())
                .flag("privileged", b.privileged())
                .extensions(b.extensions())
                .build();
    }

    private static String ssh(SshKey key) {
        return key.path().map(path -> key.id() + "=" + path).orElse(key.id());
    }
}
