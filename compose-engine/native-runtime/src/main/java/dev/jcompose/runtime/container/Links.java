package dev.jcompose.runtime.container;

import dev.jcompose.runtime.network.Endpoint;
import dev.jcompose.runtime.network.EndpointSpec.Link;
import dev.jcompose.runtime.network.NetworkService;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/**
 * Links of the default bridge: lines in /etc/hosts under which a container knows others there. On networks that users made,
 * a link belongs to the endpoint, and the name server answers it with the address of the moment.
 */
final class Links {
    private final ContainerIndex index;
    private final NetworkService networks;

    Links(ContainerIndex index, NetworkService networks) {
        this.index = index;
        this.networks = networks;
    }

    private static List<Link> of(Container container) {
        HostConfig host = container.record().host();
        return host.networkName().equals("bridge")
                ? host.links().stream().map(Link::parse).toList()
                : List.of();
    }

    /** Whether the container is linked to that other one. */
    boolean refersTo(Container container, Container other) throws ContainerException {
        for (Link link : of(container)) {
            if (index.find(link.container()).filter(other::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** @throws ContainerException CONFLICT when a link leads to a container that does not run */
    void check(Container container) throws ContainerException {
        for (Link link : of(container)) {
            Container target = index.find(link.container())
                    .orElseThrow(() -> new ContainerException(
                            ContainerException.Kind.NOT_FOUND,
                            "could not get container for " + link.container() + ": No such container: "
                                    + link.container()));
            if (!target.state().hasProcess()) {
                throw ContainerException.conflict("Cannot link to a non running container: /"
                        + target.record().name() + " AS /" + container.record().name() + "/" + link.alias());
            }
        }
    }

    /** The lines for those that run now. */
    String hosts(Container container) throws ContainerException {
        var lines = new StringBuilder();
        for (Link link : of(container)) {
            Optional<Container> target = index.find(link.container());
            if (target.isPresent()) {
                address(target.get())
                        .ifPresent(address -> lines.append(address.getHostAddress())
                                .append('\t')
                                .append(names(link, target.get().record()))
                                .append('\n'));
            }
        }
        return lines.toString();
    }

    private Optional<Inet4Address> address(Container target) {
        return networks.sandbox(target.id()).stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .filter(endpoint -> endpoint.networkName().equals("bridge"))
                .flatMap(endpoint -> endpoint.ipv4().stream())
                .map(Endpoint.Ip::address)
                .findFirst();
    }

    /** As Docker writes them: the alias, the other's hostname, and its name where the alias is another. */
    private static String names(Link link, ContainerRecord target) {
        String names = link.alias() + " " + target.config().hostname();
        return link.alias().equals(target.name()) ? names : names + " " + target.name();
    }
}
