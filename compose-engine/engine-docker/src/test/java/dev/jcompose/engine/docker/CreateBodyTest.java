package dev.jcompose.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.CreatedContainer;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.FakeEngine;
import dev.jcompose.engine.testkit.Specs;
import dev.jcompose.model.Deploy;
import dev.jcompose.model.DeployRestart;
import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.MountSpec.Access;
import dev.jcompose.planner.desired.MountSpec.CopyUp;
import dev.jcompose.planner.desired.MountSpec.MissingHostPath;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.plan.Step.InheritedVolume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fake engine is sent when a container is created. */
class CreateBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FakeEngine fake;
    private DockerEngine engine;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        fake = new FakeEngine();
        fake.json("POST /containers/create", "{\"Id\":\"c0ffee\",\"Warnings\":[\"the engine's own\"]}");
        engine = new DockerEngine(new EngineHttp(fake.address()), DockerConfig.load(home), Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
        fake.close();
    }

    @Test
    void everyAttributeHasItsPlace() throws Exception {
        var spec = new ContainerSpec(
                Specs.of("p-web-1", RealEngine.IMAGE, FullService.make()).resource(),
                "p-web-1",
                FullService.make(),
                "nginx:1",
                FullService.texts("com.docker.compose.project", "p", "app", "shop"),
                "0".repeat(64),
                new NetworkMode.Attached(List.of(
                        new Endpoint(
                                "front",
                                "p_front",
                                List.of("p-web-1", "web"),
                                List.of("p-db-1:db"),
                                Optional.of("10.0.0.5"),
                                Optional.of("fd00::5"),
                                List.of("169.254.1.1"),
                                Optional.of("02:42:ac:11:00:05"),
                                OptionalInt.empty(),
                                Optional.empty(),
                                FullService.texts("com.example.option", "x")),
                        Endpoint.named("back", "p_back", List.of("web")))),
                Optional.of("host"),
                Optional.of("shareable"),
                List.of("p-data-1:ro"),
                List.of(),
                List.of(),
                ContainerSpec.Lifetime.KEPT);

        var created = engine.containers().create(spec, CreateOptions.named("p-web-1"));

        assertThat(created.id().value()).isEqualTo("c0ffee");
        assertThat(created.warnings()).containsExactly("the engine's own");
        assertThat(fake.last().target()).startsWith("/v1.45/containers/create?").contains("name=p-web-1");
        assertThat(fake.last().target()).contains("platform=linux%2Farm64");
        assertGolden("create-everything.json");
    }

    @Test
    void aServiceThatSaysNothingSendsLittle() throws Exception {
        create(s -> s);

        assertThat(body().toString())
                .isEqualTo("{\"Image\":\"jcompose-test/shell:3\",\"AttachStdout\":true,\"AttachStderr\":true,"
                        + "\"Labels\":{\"com.docker.compose.project\":\"p-web-1\"},"
                        + "\"HostConfig\":{\"NetworkMode\":\"none\"}}");
    }

    @Test
    void anEmptyCommandIsNotTheSameAsNone() throws Exception {
        create(s -> s.command(Optional.of(List.of())).entrypoint(Optional.of(List.of())));

        assertThat(body().get("Cmd").toString()).isEqualTo("[]");
        assertThat(body().get("Entrypoint").toString()).isEqualTo("[]");
    }

    @Test
    void mountsGoWhereTheEngineCanExpressThem() throws Exception {
        create(List.of(
                bind("/srv/a", "/a", Access.READ_WRITE, MissingHostPath.CREATE_DIRECTORY, "", "z", ""),
                bind("/srv/b", "/b", Access.READ_ONLY, MissingHostPath.FAIL, "rslave", "", ""),
                bind("/srv/c:d", "/c", Access.READ_WRITE, MissingHostPath.CREATE_DIRECTORY, "", "", ""),
                bind("/srv/e", "/e", Access.READ_ONLY, MissingHostPath.CREATE_DIRECTORY, "", "", "readonly"),
                bind("/srv/f", "/f", Access.READ_ONLY, MissingHostPath.CREATE_DIRECTORY, "shared", "", ""),
                new MountSpec.NamedVolume("p_data", "/data", Access.READ_WRITE, CopyUp.FROM_IMAGE, Optional.empty()),
                new MountSpec.NamedVolume("p_raw", "/raw", Access.READ_ONLY, CopyUp.NONE, Optional.empty()),
                new MountSpec.NamedVolume(
                        "p_data", "/sub", Access.READ_WRITE, CopyUp.FROM_IMAGE, Optional.of("inner/dir")),
                new MountSpec.AnonymousVolume("/scratch", Access.READ_WRITE, CopyUp.NONE),
                new MountSpec.AnonymousVolume("/kept", Access.READ_WRITE, CopyUp.FROM_IMAGE),
                new MountSpec.Tmpfs("/memory", Access.READ_WRITE, OptionalLong.of(65536), OptionalInt.of(01777), ""),
                new MountSpec.Tmpfs("/run", Access.READ_ONLY, OptionalLong.of(65536), OptionalInt.of(0755), "noexec"),
                new MountSpec.NamedPipe("\\\\.\\pipe\\x", "\\\\.\\pipe\\x", Access.READ_WRITE)));

        assertGolden("create-mounts.json");
    }

    @Test
    void whoseFilesABindShowsIsPartOfItsModeSoThatNoEngineOverlooksIt() throws Exception {
        create(List.of(
                mapped("/srv/a", MissingHostPath.CREATE_DIRECTORY, "owner"),
                mapped("/srv/b", MissingHostPath.CREATE_DIRECTORY, "uids=7-0-1;gids=7-0-1")));

        assertThat(body().get("HostConfig").get("Binds").toString())
                .isEqualTo("[\"/srv/a:/m/srv/a:rw,idmap\",\"/srv/b:/m/srv/b:rw,idmap=uids=7-0-1;gids=7-0-1\"]");
        assertThatThrownBy(() -> create(List.of(mapped("/srv/a", MissingHostPath.FAIL, "owner"))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the mount at /m/srv/a asks for x-idmap together with create_host_path: false");
    }

    private static MountSpec mapped(String source, MissingHostPath missing, String idMap) {
        return new MountSpec.Bind(
                source,
                "/m" + source,
                Access.READ_WRITE,
                missing,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(idMap));
    }

    @Test
    void anImageMountNeedsANewerEngineAndSaysSo() {
        assertThatThrownBy(() ->
                        create(List.of(new MountSpec.ImageContent("models:1", "/models", Optional.of("weights")))))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
                    assertThat(e.getMessage())
                            .isEqualTo("create container p-web-1: a mount of type image needs Engine API 1.48; the "
                                    + "engine at " + fake.address().text() + " speaks 1.45");
                });
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void aNewEngineGetsImageMountsGatewaysAndInterfaceNames() throws Exception {
        speaks("1.50");
        var endpoint = new Endpoint(
                "front",
                "p_front",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                OptionalInt.of(7),
                Optional.of("uplink"),
                Copies.of(Map.of()));
        create(
                Specs.service(s -> s),
                new NetworkMode.Attached(List.of(endpoint)),
                List.of(new MountSpec.ImageContent("models:1", "/models", Optional.of("weights"))),
                CreateOptions.named("p-web-1"));

        assertThat(body().at("/HostConfig/Mounts/0").toString())
                .isEqualTo("{\"Type\":\"image\",\"Target\":\"/models\",\"ReadOnly\":true,\"Source\":\"models:1\","
                        + "\"ImageOptions\":{\"Subpath\":\"weights\"}}");
        assertThat(body().at("/NetworkingConfig/EndpointsConfig/p_front").toString())
                .isEqualTo("{\"DriverOpts\":{\"com.docker.network.endpoint.ifname\":\"uplink\"},\"GwPriority\":7}");
    }

    @Test
    void anOldEngineGetsOneEndpointAndTheOthersAfterwards() throws Exception {
        speaks("1.43");
        fake.on("POST /networks/p_back/connect", "200 OK", "", "");
        create(
                Specs.service(s -> s),
                new NetworkMode.Attached(List.of(
                        Endpoint.named("front", "p_front", List.of("web")),
                        Endpoint.named("back", "p_back", List.of("web")))),
                List.of(),
                CreateOptions.named("p-web-1"));

        assertThat(fake.asked()).hasSize(2);
        assertThat(JSON.readTree(fake.asked().getFirst().body()).at("/NetworkingConfig/EndpointsConfig"))
                .hasSize(1);
        assertThat(fake.last().body())
                .isEqualTo("{\"Container\":\"c0ffee\",\"EndpointConfig\":{\"Aliases\":[\"web\"]}}");
    }

    @Test
    void inheritedVolumesTakeThePlaceOfNewOnes() throws Exception {
        create(
                Specs.service(s -> s),
                new NetworkMode.Special("none"),
                List.of(new MountSpec.AnonymousVolume("/data", Access.READ_WRITE, CopyUp.FROM_IMAGE)),
                new CreateOptions(
                        "p-web-1",
                        List.of(new InheritedVolume("/data", "abc"), new InheritedVolume("/declared", "def")),
                        CreateOptions.Input.NOT_ATTACHED));

        assertThat(body().at("/HostConfig/Mounts").toString())
                .isEqualTo("[{\"Type\":\"volume\",\"Target\":\"/data\",\"Source\":\"abc\"},"
                        + "{\"Type\":\"volume\",\"Source\":\"def\",\"Target\":\"/declared\"}]");
    }

    @Test
    void aSharedNetworkNamespaceIsNamed() throws Exception {
        create(Specs.service(s -> s), new NetworkMode.SharedWith("p-db-1"), List.of(), CreateOptions.named("p-web-1"));

        assertThat(body().at("/HostConfig/NetworkMode").textValue()).isEqualTo("container:p-db-1");
        assertThat(body().has("NetworkingConfig")).isFalse();
    }

    @Test
    void theRestartPolicyOfDeployWins() throws Exception {
        create(s -> s.restart(Optional.of("always")).deploy(restart("on-failure", 3)));
        assertThat(body().at("/HostConfig/RestartPolicy").toString())
                .isEqualTo("{\"Name\":\"on-failure\",\"MaximumRetryCount\":3}");

        create(s -> s.restart(Optional.of("always")).deploy(restart("none", 0)));
        assertThat(body().at("/HostConfig/RestartPolicy").toString()).isEqualTo("{\"Name\":\"no\"}");

        create(s -> s.restart(Optional.of("on-failure:5")));
        assertThat(body().at("/HostConfig/RestartPolicy").toString())
                .isEqualTo("{\"Name\":\"on-failure\",\"MaximumRetryCount\":5}");
    }

    @Test
    void whatHasNoEffectIsTold() throws Exception {
        assertThat(create(s -> s.deploy(restart("any", 3))).warnings())
                .containsExactly(
                        "deploy.restart_policy.max_attempts only counts with the condition on-failure and was left out",
                        "the engine's own");
    }

    @Test
    void aSeccompProfileIsSentNotNamed(@TempDir Path project) throws Exception {
        Files.writeString(project.resolve("profile.json"), "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}\n");
        var service = Specs.service(
                s -> s.securityOpt(List.of("seccomp:profile.json", "systempaths=unconfined", "no-new-privileges")));
        var spec = Specs.of("p-web-1", RealEngine.IMAGE, service).withLabel(Labels.WORKING_DIR, project.toString());

        engine.containers().create(spec, CreateOptions.named("p-web-1"));

        assertThat(body().at("/HostConfig/SecurityOpt").toString())
                .isEqualTo("[\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\",\"no-new-privileges\"]");
        assertThat(body().at("/HostConfig/MaskedPaths").toString()).isEqualTo("[]");
        assertThat(body().at("/HostConfig/ReadonlyPaths").toString()).isEqualTo("[]");
    }

    @Test
    void aMissingSeccompProfileIsNamed(@TempDir Path project) {
        var service = Specs.service(s -> s.securityOpt(List.of("seccomp:none.json")));
        var spec = Specs.of("p-web-1", RealEngine.IMAGE, service).withLabel(Labels.WORKING_DIR, project.toString());

        assertThatThrownBy(() -> engine.containers().create(spec, CreateOptions.named("p-web-1")))
                .hasMessageContaining("the seccomp profile " + project.resolve("none.json") + " cannot be read");
    }

    @Test
    void aSwitchedOffHealthCheckReplacesTheImages() throws Exception {
        create(s -> s.healthcheck(Optional.of(new Healthcheck(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Copies.of(Map.of())))));

        assertThat(body().get("Healthcheck").toString()).isEqualTo("{\"Test\":[\"NONE\"]}");
    }

    @Test
    void proxiesOfDockersSettingsReachTheContainerUnlessItSetsThem(@TempDir Path home) throws Exception {
        Files.writeString(
                home.resolve("config.json"),
                "{\"proxies\":{\"default\":{\"httpProxy\":\"http://proxy:3128\",\"noProxy\":\"internal\"}}}");
        engine.close();
        engine = new DockerEngine(new EngineHttp(fake.address()), DockerConfig.load(home), Map.of());
        var environment = new LinkedHashMap<String, Optional<String>>();
        environment.put("HTTP_PROXY", Optional.of("own"));
        environment.put("UNSET", Optional.empty());

        create(s -> s.environment(environment));

        assertThat(body().get("Env").toString())
                .isEqualTo("[\"HTTP_PROXY=own\",\"http_proxy=http://proxy:3128\",\"NO_PROXY=internal\","
                        + "\"no_proxy=internal\",\"UNSET\"]");
    }

    @Test
    void theEnginesSocketIsMountedOnRequest() throws Exception {
        create(s -> s.useApiSocket(true));

        assertThat(body().at("/HostConfig/Binds/0").textValue()).isEqualTo(fake.socket() + ":/var/run/docker.sock:rw");
    }

    private static Optional<Deploy> restart(String condition, int attempts) {
        var policy = new DeployRestart(
                Optional.of(condition),
                Optional.empty(),
                attempts == 0 ? OptionalLong.empty() : OptionalLong.of(attempts),
                Optional.empty(),
                Copies.of(Map.of()));
        return Optional.of(new Deploy(
                Optional.empty(),
                OptionalInt.empty(),
                Copies.of(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(policy),
                Optional.empty(),
                Optional.empty(),
                Copies.of(Map.of())));
    }

    private static MountSpec bind(
            String source,
            String target,
            Access access,
            MissingHostPath missing,
            String propagation,
            String selinux,
            String recursive) {
        return new MountSpec.Bind(
                source, target, access, missing, optional(propagation), optional(selinux), optional(recursive));
    }

    private static Optional<String> optional(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private void speaks(String version) {
        fake.on("GET /_ping", "200 OK", "Api-Version: " + version + "\r\n", "OK");
    }

    private CreatedContainer create(UnaryOperator<ServiceBuilder> attributes) throws Exception {
        return create(
                Specs.service(attributes), new NetworkMode.Special("none"), List.of(), CreateOptions.named("p-web-1"));
    }

    private CreatedContainer create(List<MountSpec> mounts) throws EngineException, InterruptedException {
        return create(Specs.service(s -> s), new NetworkMode.Special("none"), mounts, CreateOptions.named("p-web-1"));
    }

    private CreatedContainer create(Service service, NetworkMode network, List<MountSpec> mounts, CreateOptions options)
            throws EngineException, InterruptedException {
        return engine.containers().create(Specs.of("p-web-1", RealEngine.IMAGE, service, network, mounts), options);
    }

    private JsonNode body() throws IOException {
        return JSON.readTree(fake.last().body());
    }

    private void assertGolden(String name) throws IOException {
        String actual = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body()) + "\n";
        try (InputStream golden = CreateBodyTest.class.getResourceAsStream(name)) {
            assertThat(golden).as("the golden file %s", name).isNotNull();
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
