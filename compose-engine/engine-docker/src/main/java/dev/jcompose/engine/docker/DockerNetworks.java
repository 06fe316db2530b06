package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.Networks;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.model.Ipam;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.resource.ContainerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Networks of an engine that speaks the Docker Engine API. */
final class DockerNetworks implements Networks {
    private final Api api;

    DockerNetworks(Api api) {
        this.api = api;
    }

    @Override
    public List<ObservedNetwork> list() throws EngineException, InterruptedException {
        return api.read(Operation.of("list networks"), EngineRequest.get("/networks"), cursor -> {
            var networks = new ArrayList<ObservedNetwork>();
            cursor.array(() -> networks.add(network(cursor)));
            return List.copyOf(networks);
        });
    }

    private static ObservedNetwork network(JsonCursor cursor) {
        var found = new Object() {
            String id = "";
            String name = "";
            String driver = "";
            SequencedMap<String, String> labels = Copies.of(Map.of());
        };
        cursor.object(field -> {
            switch (field) {
                case "Id" -> found.id = cursor.text();
                case "Name" -> found.name = cursor.text();
                case "Driver" -> found.driver = cursor.text();
                case "Labels" -> found.labels = cursor.textMap();
                default -> {}
            }
        });
        return new ObservedNetwork(found.id, found.name, found.driver, found.labels);
    }

    @Override
    public String create(NetworkSpec spec) throws EngineException, InterruptedException {
        var operation = Operation.on("create network", spec.name());
        var network = spec.network();
        var body = new JsonObject()
                .text("Name", spec.name())
                .exactly("CheckDuplicate", true) // engines before API 1.44 make a second one of the name otherwise
                .text("Driver", network.driver())
                .flag("Internal", network.internal())
                .flag("Attachable", network.attachable())
                .textMap("Options", network.driverOpts())
                .textMap("Labels", spec.labels());
        network.enableIpv6().ifPresent(enable -> body.exactly("EnableIPv6", enable));
        if (network.enableIpv4().isPresent()) {
            api.require(ApiVersion.IMAGE_MOUNTS, operation, "enable_ipv4");
            body.exactly("EnableIPv4", network.enableIpv4().get());
        }
        network.ipam().ifPresent(ipam -> body.object("IPAM", ipam(ipam)));
        return api.read(
                operation,
                EngineRequest.post("/networks/create").json(body.json()),
                cursor -> DockerContainers.field(cursor, "Id"));
    }

    private static JsonObject ipam(Ipam ipam) {
        return new JsonObject()
                .text("Driver", ipam.driver())
                .textMap("Options", ipam.options())
                .objects(
                        "Config",
                        ipam.config().stream()
                                .map(pool -> new JsonObject()
                                        .text("Subnet", pool.subnet())
                                        .text("IPRange", pool.ipRange())
                                        .text("Gateway", pool.gateway())
                                        .textMap("AuxiliaryAddresses", pool.auxAddresses()))
                                .toList());
    }

    @Override
    public void remove(String network) throws EngineException, InterruptedException {
        var operation = Operation.on("remove network", network);
        try {
            api.run(operation, client -> {
                client.removeNetworkCmd(network).exec();
                return network;
            });
        } catch (EngineException e) {
            // dockerd says 403 where others say 409.
            throw e.reason().contains("has active endpoints") ? operation.failed(Kind.CONFLICT, e.reason(), e) : e;
        }
    }

    @Override
    public void connect(String network, ContainerId container, Endpoint endpoint)
            throws EngineException, InterruptedException {
        var operation = Operation.on("connect container " + container.shortForm() + " to network", network);
        var draft = new CreateDraft(operation, api.version(), api.address());
        var body = new JsonObject()
                .text("Container", container.value())
                .object("EndpointConfig", CreateNetworking.endpoint(endpoint, draft));
        api.call(
                operation,
                EngineRequest.post("/networks/" + Api.encode(network) + "/connect")
                        .json(body.json()));
    }

    @Override
    public void disconnect(String network, ContainerId container) throws EngineException, InterruptedException {
        var operation = Operation.on("disconnect container " + container.shortForm() + " from network", network);
        try {
            api.run(operation, client -> {
                client.disconnectFromNetworkCmd()
                        .withNetworkId(network)
                        .withContainerId(container.value())
                        .withForce(true)
                        .exec();
                return network;
            });
        } catch (EngineException e) {
            if (!e.reason().contains("is not connected to")) {
                throw e;
            }
        }
    }
}
