package dev.jcompose.engine.docker;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.Containers;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineInfo;
import dev.jcompose.engine.Images;
import dev.jcompose.engine.Networks;
import dev.jcompose.engine.PullSink;
import dev.jcompose.engine.Subscription;
import dev.jcompose.engine.Volumes;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.config.RegistryCredentials;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.engine.support.Gaps;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine behind a Docker Engine API socket. The version of the API is agreed with the first call; calls block and are
 * meant for virtual threads.
 */
public final class DockerEngine implements Engine {
    private final Gaps gaps;
    private final Api api;
    private final DockerNetworks networks;
    private final DockerVolumes volumes;
    private final DockerImages images;
    private final DockerContainers containers;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /**
     * @param http leads to the engine, and is closed with this
     * @param config Docker's settings of the user: proxies for containers
     * @param environment of the user: credential helpers run with it, {@code DOCKER_API_VERSION} is obeyed
     */
    public DockerEngine(EngineHttp http, DockerConfig config, Map<String, String> environment) {
        this(http, config, environment, KnownGaps.OF_DOCKER);
    }

    /** @param gaps what the engine that answers there does not do */
    DockerEngine(EngineHttp http, DockerConfig config, Map<String, String> environment, Gaps gaps) {
        this.gaps = gaps;
        this.api = new Api(http, ApiVersion.parse(environment.getOrDefault("DOCKER_API_VERSION", "")));
        this.networks = new DockerNetworks(api);
        this.volumes = new DockerVolumes(api);
        this.images = new DockerImages(api, new RegistryCredentials(config, environment));
        this.containers = new DockerContainers(
                api,
                new ContainerCreator(
                        api, networks, config.proxyEnvironment(http.address().text())));
    }

    /** Where it was told to be. */
    public EngineAddress address() {
        return api.address();
    }

    @Override
    public EngineInfo info() throws EngineException, InterruptedException {
        return api.read(Operation.of("reach the engine"), EngineRequest.get("/version"), cursor -> {
            var found = new Object() {
                String name = "";
                String version = "";
                String apiVersion = "";
                String os = "";
                String architecture = "";
            };
            cursor.object(field -> {
                switch (field) {
                    case "Version" -> found.version = cursor.text();
                    case "ApiVersion" -> found.apiVersion = cursor.text();
                    case "Os" -> found.os = cursor.text();
                    case "Arch" -> found.architecture = cursor.text();
                    case "Platform" -> found.name = DockerContainers.field(cursor, "Name");
                    default -> {}
                }
            });
            return new EngineInfo(
                    found.name.isEmpty() ? "Docker Engine" : found.name,
                    found.version,
                    found.apiVersion,
                    found.os + "/" + found.architecture,
                    api.address().text());
        });
    }

    @Override
    public Gaps gaps() {
        return gaps;
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Subscription subscribe(ActivityFilter filter) throws EngineException, InterruptedException {
        var subscription = EventSubscription.open(api, filter);
        subscriptions.add(subscription);
        return new Subscription() {
            @Override
            public Optional<dev.jcompose.engine.Activity> next() throws EngineException, InterruptedException {
                return subscription.next();
            }

            @Override
            public void close() {
                subscriptions.remove(subscription);
                subscription.close();
            }
        };
    }

    /**
     * Loads images from an archive as {@code docker save} makes it, or of an OCI layout.
     *
     * @param tar is closed in any case
     * @param sink gets the engine's words, among them {@code Loaded image: NAME}
     */
    public void loadImages(InputStream tar, PullSink sink) throws EngineException, InterruptedException {
        images.load(tar, sink);
    }

    /**
     * Makes an image of one layer from a root file system.
     *
     * @param tar is closed in any case
     * @param reference what to call it
     * @param changes Dockerfile instructions for its configuration, such as {@code CMD ["sh"]}
     */
    public void importImage(InputStream tar, String reference, List<String> changes, PullSink sink)
            throws EngineException, InterruptedException {
        images.importRootfs(tar, reference, changes, sink);
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        api.close();
    }
}
