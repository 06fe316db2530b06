package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.CgroupPlan;
import dev.jcompose.runtime.cgroup.DeviceRule;
import dev.jcompose.runtime.image.LayerDirectory;
import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.launch.ContainerDefaults;
import dev.jcompose.runtime.launch.DeviceNode;
import dev.jcompose.runtime.launch.LaunchSpec;
import dev.jcompose.runtime.launch.Namespace;
import dev.jcompose.runtime.launch.Namespaces;
import dev.jcompose.runtime.launch.RootFilesystem;
import dev.jcompose.runtime.launch.Stdio;
import dev.jcompose.runtime.launch.UserNamespace;
import dev.jcompose.runtime.launch.WindowSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Turns a container into the flat description that the launcher takes. */
final class LaunchPlan {
    private final Foundations base;
    private final ContainerIndex index;

    LaunchPlan(Foundations base, ContainerIndex index) {
        this.base = base;
        this.index = index;
    }

    /**
     * @param network the namespace that the network part has made or found
     * @param user the user namespace, if not the host's
     * @param etc the generated files, which may be those of another container
     * @param output whether somebody waits to see the first byte
     */
    LaunchSpec spec(
            Container container,
            Namespace network,
            Optional<UserNamespace> user,
            ContainerFiles etc,
            LaunchSpec.Output output)
            throws IOException {
        ContainerRecord record = container.record();
        ContainerConfig config = record.config();
        HostConfig host = record.host();
        ContainerFiles files = container.files();
        List<Path> layers = base.images().layerDirectories(base.images().get(record.imageId())).stream()
                .map(LayerDirectory::directory)
                .toList();
        var view = new ArrayList<Path>(List.of(files.upper()));
        view.addAll(layers);
        UserLookup.Files root = BoundFiles.over(record.mounts(), RootView.ofLayers(LayerView.of(view)));

        var durability = host.autoRemove() ? RootFilesystem.Durability.VOLATILE : RootFilesystem.Durability.DURABLE;
        var rootFilesystem = new RootFilesystem.Overlay(layers, files.upper(), files.work(), durability);
        var process = new ProcessPlan(record).first(root);
        boolean privateNetwork = !(network instanceof Namespace.Host);
        var devices = new HostDevices(host);
        var spec = LaunchSpec.builder(record.id(), files.supervisor(), rootFilesystem, process)
                .rootAccess(host.readonlyRootfs() ? LaunchSpec.RootAccess.READ_ONLY : LaunchSpec.RootAccess.READ_WRITE)
                .mounts(new MountList(base, container, etc, user.map(UserNamespace::ids)).mounts())
                .devices(devices.nodes())
                .namespaces(namespaces(host, network))
                .sysctls(sysctls(host, privateNetwork && user.isEmpty()))
                .stdio(stdio(config, host))
                .init(host.init().orElse(false) ? LaunchSpec.Init.DOCKER_INIT : LaunchSpec.Init.COMMAND)
                .cgroup(cgroup(record, devices.rules()))
                .output(output);
        if (user.isPresent()) {
            spec.userNamespace(user.get());
            checkDevices(devices);
        }
        if (!host.utsMode().equals("host") && !config.hostname().isEmpty()) {
            spec.hostname(config.hostname()).domainname(config.domainname());
        }
        LogOptions.logFile(host.logConfig(), files.log()).ifPresent(spec::log);
        if (Isolation.systemPathsOpen(host)) {
            spec.maskedPaths(List.of()).readOnlyPaths(List.of());
        } else {
            host.maskedPaths().ifPresent(spec::maskedPaths);
            host.readonlyPaths().ifPresent(spec::readOnlyPaths);
        }
        return spec.build();
    }

    private static void checkDevices(HostDevices devices) throws IOException {
        for (DeviceNode device : devices.nodes()) {
            if (!device.path().startsWith("/dev/")) {
                throw ContainerException.invalid("device " + device.path()
                        + " is not under /dev, which it has to be in a container in a user namespace");
            }
        }
    }

    private static Stdio stdio(ContainerConfig config, HostConfig host) {
        Stdio.Input input = config.openStdin() ? Stdio.Input.OPEN : Stdio.Input.NONE;
        return config.tty()
                ? new Stdio.Terminal(input, new WindowSize(host.consoleHeight(), host.consoleWidth()))
                : new Stdio.Pipes(input);
    }

    private static java.util.Map<String, String> sysctls(HostConfig host, boolean setDefaults) {
        var sysctls = new LinkedHashMap<String, String>();
        if (setDefaults) {
            // In a user namespace the ids would be those inside; the network part has set both, whose view is the
            // host's.
            sysctls.putAll(ContainerDefaults.NETWORK_SYSCTLS);
        }
        sysctls.putAll(host.sysctls());
        return sysctls;
    }

    private CgroupPlan cgroup(ContainerRecord record, List<DeviceRule> rules) throws IOException {
        String parent = Cgroups.parent(record.host());
        if (!parent.equals(CgroupLayout.PARENT)) {
            base.cgroups().prepare(parent);
        }
        return base.cgroups()
                .plan(parent, record.id(), record.host().resources().limits(), rules);
    }

    private Namespaces namespaces(HostConfig host, Namespace network) throws ContainerException {
        boolean hostCgroups = host.cgroupnsMode().isEmpty()
                ? !base.cgroups().isUnified()
                : host.cgroupnsMode().equals("host");
        return new Namespaces(
                network,
                namespace(host.pidMode(), "pid"),
                namespace(host.ipcMode(), "ipc"),
                host.utsMode().equals("host") ? Namespace.host() : Namespace.isolated(),
                hostCgroups ? Namespace.host() : Namespace.isolated());
    }

    private Namespace namespace(String mode, String kind) throws ContainerException {
        if (mode.equals("host")) {
            return Namespace.host();
        }
        Optional<String> other = HostConfig.otherContainer(mode);
        if (other.isEmpty()) {
            return Namespace.isolated();
        }
        int pid = index.get(other.get()).requireProcess().pid();
        return Namespace.join(Path.of("/proc", Integer.toString(pid), "ns", kind));
    }
}
