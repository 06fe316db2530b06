package dev.jcompose.model.bind;

import dev.jcompose.model.FileObject;
import dev.jcompose.model.Ipam;
import dev.jcompose.model.IpamPool;
import dev.jcompose.model.Model;
import dev.jcompose.model.Network;
import dev.jcompose.model.Volume;
import java.util.Map;
import java.util.Optional;

/** Networks, volumes, secrets, configs and models. */
final class ResourceBinder {

    private ResourceBinder() {}

    static Network network(String key, Fields fields) {
        return new Network(
                key,
                fields.text("name").orElse(""),
                fields.text("driver"),
                fields.pairs("driver_opts"),
                fields.nested("ipam", ResourceBinder::ipam),
                fields.flag("external"),
                fields.flag("internal"),
                fields.flag("attachable"),
                fields.pairs("labels"),
                fields.optionalFlag("enable_ipv4"),
                fields.optionalFlag("enable_ipv6"),
                fields.extensions());
    }

    private static Ipam ipam(Fields fields) {
        return new Ipam(
                fields.text("driver"),
                fields.each(
                        "config",
                        pool -> new IpamPool(
                                pool.text("subnet"),
                                pool.text("gateway"),
                                pool.text("ip_range"),
                                pool.pairs("aux_addresses"),
                                pool.extensions())),
                fields.pairs("options"),
                fields.extensions());
    }

    static Volume volume(String key, Fields fields) {
        return new Volume(
                key,
                fields.text("name").orElse(""),
                fields.text("driver"),
                fields.pairs("driver_opts"),
                fields.flag("external"),
                fields.pairs("labels"),
                fields.extensions());
    }

    /** A config or a secret. */
    static FileObject fileObject(String key, Fields fields, Map<String, String> environment) {
        return new FileObject(
                key,
                fields.text("name").orElse(""),
                fields.text("file"),
                fields.text("environment"),
                content(fields, environment),
                fields.flag("external"),
                fields.pairs("labels"),
                fields.text("driver"),
                fields.pairs("driver_opts"),
                fields.text("template_driver"),
                fields.extensions());
    }

    private static Optional<String> content(Fields fields, Map<String, String> environment) {
        return fields.text("content")
                .or(() -> fields.text(HiddenContent.KEY))
                .or(() -> fields.text("environment").flatMap(name -> Optional.ofNullable(environment.get(name))));
    }

    static Model model(String key, Fields fields) {
        return new Model(
                key,
                fields.text("name").orElse(key),
                fields.text("model"),
                fields.number("context_size"),
                fields.texts("runtime_flags"),
                fields.extensions());
    }
}
