package dev.jcompose.model.bind;

import dev.jcompose.model.BindOptions;
import dev.jcompose.model.Mount;
import dev.jcompose.model.NetworkAttachment;
import dev.jcompose.model.Port;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.TmpfsOptions;
import dev.jcompose.model.VolumeOptions;
import dev.jcompose.model.yaml.MapNode;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What connects a service with networks and with storage. */
final class ConnectionBinder {

    private ConnectionBinder() {}

    static void bind(Fields f, ServiceBuilder service) {
        service.configs(f.each("configs", ServiceBinder::file))
                .secrets(f.each("secrets", ServiceBinder::file))
                .dns(f.texts("dns"))
                .dnsOptions(f.texts("dns_opt"))
                .dnsSearch(f.texts("dns_search"))
                .domainName(f.text("domainname"))
                .expose(f.texts("expose"))
                .externalLinks(f.texts("external_links"))
                .extraHosts(f.hosts("extra_hosts"))
                .hostname(f.text("hostname"))
                .links(f.texts("links"))
                .macAddress(f.text("mac_address"))
                .networkMode(f.namespace("network_mode"))
                .networks(networks(f))
                .ports(f.each("ports", ConnectionBinder::port))
                .tmpfs(f.texts("tmpfs"))
                .volumes(f.each("volumes", ConnectionBinder::mount))
                .volumesFrom(f.texts("volumes_from"));
    }

    private static SequencedMap<String, NetworkAttachment> networks(Fields f) {
        var result = new TreeMap<String, NetworkAttachment>();
        if (f.node().get("networks") instanceof MapNode networks) {
            var fields = f.nested("networks", inner -> inner).orElseThrow();
            networks.entries()
                    .forEach((name, entry) -> result.put(
                            name,
                            fields.nested(name, ConnectionBinder::attachment).orElse(NetworkAttachment.PLAIN)));
        }
        return result;
    }

    private static NetworkAttachment attachment(Fields f) {
        return new NetworkAttachment(
                true,
                f.texts("aliases"),
                f.pairs("driver_opts"),
                f.integer("gw_priority"),
                f.text("interface_name"),
                f.text("ipv4_address"),
                f.text("ipv6_address"),
                f.texts("link_local_ips"),
                f.text("mac_address"),
                f.integer("priority"),
                f.extensions());
    }

    private static Port port(Fields f) {
        return new Port(
                f.text("name"),
                f.text("mode"),
                f.text("host_ip"),
                f.integer("target"),
                f.text("published"),
                f.text("protocol"),
                f.text("app_protocol"),
                f.extensions());
    }

    private static Mount mount(Fields f) {
        return new Mount(
                f.text("type").flatMap(Mount.Type::of).orElseGet(() -> guess(f)),
                f.text("source"),
                f.text("target").orElse(""),
                f.flag("read_only"),
                f.text("consistency"),
                f.nested(
                        "bind",
                        b -> new BindOptions(
                                b.text("selinux"),
                                b.text("propagation"),
                                b.optionalFlag("create_host_path"),
                                b.text("recursive"),
                                b.extensions())),
                f.nested(
                        "volume",
                        v -> new VolumeOptions(v.pairs("labels"), v.flag("nocopy"), v.text("subpath"), v.extensions())),
                f.nested("tmpfs", ConnectionBinder::tmpfs),
                f.nested("image", image -> image.text("subpath")).flatMap(subpath -> subpath),
                f.extensions());
    }

    /** A missing type was reported; this one keeps it from being reported again as a missing volume. */
    private static Mount.Type guess(Fields f) {
        boolean path = f.text("source")
                .filter(source -> source.startsWith("/") || source.startsWith("."))
                .isPresent();
        return path ? Mount.Type.BIND : Mount.Type.VOLUME;
    }

    private static TmpfsOptions tmpfs(Fields f) {
        OptionalInt mode = f.optionalInt("mode");
        return new TmpfsOptions(f.size("size"), mode.orElse(0) == 0 ? OptionalInt.empty() : mode, f.extensions());
    }
}
