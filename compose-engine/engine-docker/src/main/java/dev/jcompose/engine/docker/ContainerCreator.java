package dev.jcompose.engine.docker;

import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.CreatedContainer;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Networks;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.resource.ContainerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/** Creates containers. */
final class ContainerCreator {
    private final Api api;
    private final Networks networks;
    private final SequencedMap<String, String> proxies;

    /** @param proxies variables that every container gets unless its service sets them */
    ContainerCreator(Api api, Networks networks, SequencedMap<String, String> proxies) {
        this.api = api;
        this.networks = networks;
        this.proxies = proxies;
    }

    CreatedContainer create(ContainerSpec spec, CreateOptions options) throws EngineException, InterruptedException {
        var operation = Operation.on("create container", options.name());
        var draft = new CreateDraft(operation, api.version(), api.address());
        var body = CreateBody.of(spec, options, proxies, draft);
        var command = new CreateCommand(api.dockerJava().createContainer(), spec.image(), body);
        command.withName(options.name());
        spec.service().platform().ifPresent(command::withPlatform);
        var created = api.run(operation, client -> command.exec());
        var id = new ContainerId(created.getId());
        connectRest(spec, id);
        List<String> warnings = new ArrayList<>(draft.warnings());
        String[] theirs = created.getWarnings();
        if (theirs != null) {
            warnings.addAll(Arrays.asList(theirs));
        }
        return new CreatedContainer(id, warnings);
    }

    /** Before API 1.44 an engine takes one endpoint at creation. */
    private void connectRest(ContainerSpec spec, ContainerId id) throws EngineException, InterruptedException {
        if (!api.version().atLeast(ApiVersion.ENDPOINTS_AT_CREATE)
                && spec.network() instanceof NetworkMode.Attached attached) {
            for (var endpoint :
                    attached.endpoints().subList(1, attached.endpoints().size())) {
                networks.connect(endpoint.networkName(), id, endpoint);
            }
        }
    }
}
