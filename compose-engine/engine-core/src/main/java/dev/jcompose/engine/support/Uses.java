package dev.jcompose.engine.support;

import dev.jcompose.model.Network;
import dev.jcompose.model.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Finds what a project asks for beyond what every engine does. */
final class Uses {
    private final List<Use> found = new ArrayList<>();

    private Uses() {}

    static List<Use> of(Project project) {
        var uses = new Uses();
        project.services().values().forEach(service -> new ServiceUses(project, service, uses).collect());
        project.networks().forEach(uses::network);
        project.volumes()
                .forEach((key, volume) -> uses.of("volumes." + key, "volume \"" + key + "\"")
                        .value(Feature.VOLUME_DRIVER, "driver", volume.driver()));
        project.secrets()
                .forEach((key, secret) -> uses.of("secrets." + key, "secret \"" + key + "\"")
                        .value(Feature.SECRET_DRIVER, "driver", secret.driver())
                        .value(Feature.SECRET_DRIVER, "template_driver", secret.templateDriver()));
        project.configs()
                .forEach((key, config) -> uses.of("configs." + key, "config \"" + key + "\"")
                        .value(Feature.SECRET_DRIVER, "driver", config.driver())
                        .value(Feature.SECRET_DRIVER, "template_driver", config.templateDriver()));
        return uses.found;
    }

    private void network(String key, Network network) {
        if (network.external()) {
            return;
        }
        var here = of("networks." + key, "network \"" + key + "\"");
        here.value(Feature.NETWORK_DRIVER, "driver", network.driver())
                .keys(Feature.NETWORK_OPTION, "driver_opts", network.driverOpts())
                .when(!network.enableIpv4().orElse(true), Feature.NO_IPV4, "enable_ipv4");
        network.ipam()
                .ifPresent(ipam -> here.in("ipam")
                        .value(Feature.IPAM_DRIVER, "driver", ipam.driver())
                        .when(!ipam.options().isEmpty(), Feature.IPAM_OPTION, "options"));
    }

    Place of(String path, String subject) {
        return new Place(path, "", subject);
    }

    /** A mapping of the file; its methods look at one of its attributes. */
    final class Place {
        private final String path;
        private final String prefix;
        private final String subject;

        private Place(String path, String prefix, String subject) {
            this.path = path;
            this.prefix = prefix;
            this.subject = subject;
        }

        Place in(String attribute) {
            return new Place(path + "." + attribute, prefix + attribute + ".", subject);
        }

        Place when(boolean present, Feature feature, String attribute) {
            if (present) {
                add(feature, attribute, "");
            }
            return this;
        }

        Place value(Feature feature, String attribute, Optional<String> value) {
            value.ifPresent(text -> add(feature, attribute, text));
            return this;
        }

        Place keys(Feature feature, String attribute, SequencedMap<String, String> map) {
            map.keySet()
                    .forEach(key -> found.add(
                            new Use(feature, path + "." + attribute + "." + key, subject, prefix + attribute, key)));
            return this;
        }

        /** For an item of a list. */
        Place item(Feature feature, String attribute, int index, String value) {
            found.add(new Use(feature, path + "." + attribute + "[" + index + "]", subject, prefix + attribute, value));
            return this;
        }

        private void add(Feature feature, String attribute, String value) {
            found.add(new Use(feature, path + "." + attribute, subject, prefix + attribute, value));
        }
    }
}
