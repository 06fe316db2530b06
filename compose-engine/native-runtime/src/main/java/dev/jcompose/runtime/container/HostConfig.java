package dev.jcompose.runtime.container;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * How a container sits on its host: {@code HostConfig} of the Engine API.
 *
 * @param binds mounts in the short form
 * @param networkMode {@code default}, {@code bridge}, {@code host}, {@code none}, {@code container:<id>} or a network
 * @param portBindings {@code 80/tcp} to where it is published
 * @param autoRemove whether it goes when it ends
 * @param volumesFrom containers whose mounts it has too, {@code <id>[:ro]}
 * @param capAdd as capDrop: with or without {@code CAP_}
 * @param ipcMode {@code ""}, {@code private}, {@code shareable}, {@code none}, {@code host}, {@code container:<id>}
 * @param pidMode {@code ""}, {@code host}, {@code container:<id>}
 * @param utsMode {@code ""}, {@code host}
 * @param cgroupnsMode {@code ""}, {@code host}, {@code private}
 * @param tmpfs target to options
 * @param shmSize bytes; empty = default
 * @param init whether a small init is the first process
 * @param maskedPaths empty optional = default
 * @param consoleHeight rows of the terminal at the start, 0 = unknown
 */
public record HostConfig(
        List<String> binds,
        LogConfig logConfig,
        String networkMode,
        SequencedMap<String, List<HostPort>> portBindings,
        RestartPolicy restartPolicy,
        boolean autoRemove,
        String volumeDriver,
        List<String> volumesFrom,
        List<MountRequest> mounts,
        int consoleHeight,
        int consoleWidth,
        List<String> capAdd,
        List<String> capDrop,
        String cgroupnsMode,
        List<String> dns,
        List<String> dnsOptions,
        List<String> dnsSearch,
        List<String> extraHosts,
        List<String> groupAdd,
        String ipcMode,
        List<String> links,
        int oomScoreAdj,
        String pidMode,
        boolean privileged,
        boolean publishAllPorts,
        boolean readonlyRootfs,
        List<String> securityOpt,
        SequencedMap<String, String> tmpfs,
        String utsMode,
        String usernsMode,
        OptionalLong shmSize,
        SequencedMap<String, String> sysctls,
        String runtime,
        Optional<Boolean> init,
        Optional<List<String>> maskedPaths,
        Optional<List<String>> readonlyPaths,
        SequencedMap<String, String> annotations,
        Resources resources) {
    public HostConfig {
        binds = List.copyOf(binds);
        portBindings = Copies.of(portBindings);
        volumesFrom = List.copyOf(volumesFrom);
        mounts = List.copyOf(mounts);
        capAdd = List.copyOf(capAdd);
        capDrop = List.copyOf(capDrop);
        dns = List.copyOf(dns);
        dnsOptions = List.copyOf(dnsOptions);
        dnsSearch = List.copyOf(dnsSearch);
        extraHosts = List.copyOf(extraHosts);
        groupAdd = List.copyOf(groupAdd);
        links = List.copyOf(links);
        securityOpt = List.copyOf(securityOpt);
        tmpfs = Copies.of(tmpfs);
        sysctls = Copies.of(sysctls);
        annotations = Copies.of(annotations);
        maskedPaths = maskedPaths.map(List::copyOf);
        readonlyPaths = readonlyPaths.map(List::copyOf);
    }

    /** Where a port is published: empty ip = all addresses; port empty or {@code 0} = any, {@code 8000-8010} = a range. */
    public record HostPort(String ip, String port) {}

    /** Where output goes: {@code json-file} or {@code none}, and its options. */
    public record LogConfig(String type, SequencedMap<String, String> options) {
        public LogConfig {
            options = Copies.of(options);
        }
    }

    /** The container of {@code container:<id>}, if the mode says so. */
    static Optional<String> otherContainer(String mode) {
        return mode.startsWith("container:") ? Optional.of(mode.substring("container:".length())) : Optional.empty();
    }

    /** The name of the network that the mode means; not for {@code container:}. */
    public String networkName() {
        return switch (networkMode) {
            case "", "default" -> "bridge";
            default -> networkMode;
        };
    }

    HostConfig withChanges(Resources newResources, RestartPolicy newPolicy) {
        return copy(networkMode, newResources, newPolicy);
    }

    HostConfig withNetworkMode(String mode) {
        return copy(mode, resources, restartPolicy);
    }

    private HostConfig copy(String newMode, Resources newResources, RestartPolicy newPolicy) {
        return new HostConfig(
                binds,
                logConfig,
                newMode,
                portBindings,
                newPolicy,
                autoRemove,
                volumeDriver,
                volumesFrom,
                mounts,
                consoleHeight,
                consoleWidth,
                capAdd,
                capDrop,
                cgroupnsMode,
                dns,
                dnsOptions,
                dnsSearch,
                extraHosts,
                groupAdd,
                ipcMode,
                links,
                oomScoreAdj,
                pidMode,
                privileged,
                publishAllPorts,
                readonlyRootfs,
                securityOpt,
                tmpfs,
                utsMode,
                usernsMode,
                shmSize,
                sysctls,
                runtime,
                init,
                maskedPaths,
                readonlyPaths,
                annotations,
                newResources);
    }
}
