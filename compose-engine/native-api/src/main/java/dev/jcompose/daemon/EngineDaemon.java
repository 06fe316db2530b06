package dev.jcompose.daemon;

import dev.jcompose.daemon.http.HttpServer;
import dev.jcompose.daemon.http.Limits;
import dev.jcompose.daemon.route.Announcer;
import dev.jcompose.daemon.route.ArchiveRoutes;
import dev.jcompose.daemon.route.AttachRoutes;
import dev.jcompose.daemon.route.BuildRoutes;
import dev.jcompose.daemon.route.ClusterRoutes;
import dev.jcompose.daemon.route.CommitRoutes;
import dev.jcompose.daemon.route.ConnectRoutes;
import dev.jcompose.daemon.route.ContainerRoutes;
import dev.jcompose.daemon.route.DiskUsageRoutes;
import dev.jcompose.daemon.route.EventRoutes;
import dev.jcompose.daemon.route.ExecRoutes;
import dev.jcompose.daemon.route.ImageRoutes;
import dev.jcompose.daemon.route.LogRoutes;
import dev.jcompose.daemon.route.NetworkRoutes;
import dev.jcompose.daemon.route.RegistryRoutes;
import dev.jcompose.daemon.route.Route;
import dev.jcompose.daemon.route.Router;
import dev.jcompose.daemon.route.SystemRoutes;
import dev.jcompose.daemon.route.UsageRoutes;
import dev.jcompose.daemon.route.VolumeRoutes;
import dev.jcompose.daemon.wire.CgroupVersion;
import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.Event;
import dev.jcompose.runtime.container.EventHub;
import dev.jcompose.runtime.container.Foundations;
import dev.jcompose.runtime.image.ImageStore;
import dev.jcompose.runtime.launch.HelperLauncher;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.StateRoot;
import dev.jcompose.runtime.volume.VolumeStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One engine: its parts opened in order, the API served on its socket. Closing it lets go of everything in reverse order
 * and leaves the containers running.
 */
public final class EngineDaemon implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EngineDaemon.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final EngineOptions options;
    private final Containers containers;
    private final EngineHandler handler;

    private EngineDaemon(EngineOptions options, Clock clock) throws IOException, InterruptedException {
        this.options = options;
        try {
            open(Carriers.keep());
            var events = new EventHub();
            StateRoot root = open(StateRoot.open(options.root()));
            makePrivate(options.socket().resolveSibling("."));
            CgroupLayout cgroups = CgroupLayout.detect();
            leaveSession(cgroups);
            NetworkService networks = open(openNetworks(root));
            var foundations = new Foundations(
                    root,
                    ImageStore.open(root),
                    VolumeStore.open(root, clock),
                    networks,
                    open(HelperLauncher.open()),
                    cgroups,
                    events,
                    clock,
                    line -> LOG.log(Level.WARNING, line),
                    options.remap());
            containers = open(Containers.open(foundations));
            Announcer announcer = (type, action, actor, attributes) ->
                    events.publish(new Event(type, action, actor, attributes, clock.instant()));
            handler = new EngineHandler(routes(foundations, containers, announcer));
            Files.writeString(options.pidFile(), ProcessHandle.current().pid() + "\n");
            open(() -> Files.deleteIfExists(options.pidFile()));
            open(HttpServer.start(options.socket(), handler, Limits.DEFAULT));
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens an engine; when it returns, the socket answers.
     *
     * @throws IOException when another engine holds the root, or the host lacks what containers need
     */
    public static EngineDaemon open(EngineOptions options) throws IOException, InterruptedException {
        return open(options, Clock.systemUTC());
    }

    /** @param clock what people are told; nothing that waits looks at it */
    static EngineDaemon open(EngineOptions options, Clock clock) throws IOException, InterruptedException {
        return new EngineDaemon(options, clock);
    }

    /**
     * Leaves the cgroup of the login session, terminal or job that the daemon happens to be started from, and with it the
     * supervisors, which are its children: all of them would be killed when that ends. The main process of a systemd unit stays
     * where systemd looks for it (SYSTEMD_EXEC_PID, systemd.exec(5)).
     */
    private static void leaveSession(CgroupLayout cgroups) {
        if (Long.toString(ProcessHandle.current().pid()).equals(System.getenv("SYSTEMD_EXEC_PID"))) {
            return;
        }
        try {
            cgroups.moveSelf(CgroupLayout.PARENT + "/engine");
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "containers may be killed when the session ends that the engine was started from",
                    e);
        }
    }

    /** What the daemon serves. */
    private static Router routes(Foundations engine, Containers containers, Announcer announcer) throws IOException {
        var router = new Router();
        List<Route.Group> groups = List.of(
                new SystemRoutes(engine, containers),
                new DiskUsageRoutes(engine, containers),
                new EventRoutes(engine.events(), engine.clock()),
                new ContainerRoutes(
                        containers,
                        engine.networks(),
                        engine.images(),
                        engine.cgroups().isUnified() ? CgroupVersion.V2 : CgroupVersion.V1,
                        announcer,
                        engine.clock()),
                new LogRoutes(containers, engine.clock()),
                new AttachRoutes(containers, announcer),
                new ExecRoutes(containers),
                new UsageRoutes(containers),
                new ArchiveRoutes(containers),
                new ConnectRoutes(containers, engine.networks()),
                new NetworkRoutes(engine.networks(), announcer, engine.clock()),
                new VolumeRoutes(engine.volumes(), containers::usersOfVolume, announcer),
                new CommitRoutes(containers, announcer),
                new RegistryRoutes(engine.images(), announcer),
                new BuildRoutes(),
                new ClusterRoutes(),
                new ImageRoutes(engine.images(), containers.imageUse(), announcer, engine.clock()));
        for (Route.Group group : groups) {
            group.addTo(router);
        }
        return router;
    }

    /** Whether nobody has asked for anything for so long, and nothing runs that would need it. */
    boolean isIdle() {
        return options.idleExit()
                .map(limit -> handler.idleNanos() > limit.toNanos()
                        && containers.list().stream()
                                .noneMatch(each -> each.state().isRunning()))
                .orElse(false);
    }

    private static NetworkService openNetworks(StateRoot root) throws IOException {
        try {
            return NetworkService.open(root);
        } catch (NetworkException e) {
            throw new IOException("cannot open the networks: " + e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T open(T part) {
        parts.push(part);
        return part;
    }

    private static void makePrivate(Path directory) throws IOException {
        Path clean = directory.normalize();
        Files.createDirectories(clean);
        Files.setPosixFilePermissions(clean, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "while shutting down", e);
            }
        }
    }
}
