package dev.jcompose.engine.docker;

import static dev.jcompose.engine.support.Gap.ignored;
import static dev.jcompose.engine.support.Gap.refused;

import dev.jcompose.engine.support.Feature;
import dev.jcompose.engine.support.Gap;
import dev.jcompose.engine.support.Gaps;
import java.util.ArrayList;
import java.util.List;

/** What the two kinds of engines behind this adapter do not do. */
final class KnownGaps {
    /** What neither an engine of one machine nor this adapter does. */
    private static final List<Gap> OF_BOTH = List.of(
            ignored(Feature.CREDENTIAL_SPEC, "it is for Windows containers"),
            ignored(Feature.CPU_RESERVATION, "only a cluster's scheduler sets CPUs aside"),
            ignored(Feature.GENERIC_RESOURCE, "only a cluster's scheduler hands such resources out"),
            ignored(Feature.ORCHESTRATION, "it is for clusters"),
            ignored(Feature.RESTART_TIMING, "the engine has its own delays between restarts"),
            ignored(Feature.API_SOCKET_CREDENTIALS, "the container gets the socket, but no registry credentials"),
            ignored(Feature.MODEL, "no model is served and no variable of it is set"),
            ignored(Feature.DEVELOP, "changed files are not watched yet, so nothing is synchronised or rebuilt"),
            ignored(Feature.MOUNT_LABELS, "declare the volume at the top level to give it labels"),
            ignored(Feature.FILE_OWNERSHIP, "a file of the host is mounted with its own owner and mode"),
            ignored(Feature.SECRET_DRIVER, "only file, environment and content are sources"));

    static final Gaps OF_DOCKER = Gaps.of("a Docker engine", OF_BOTH);
    static final Gaps OF_NATIVE = Gaps.of("the native engine", ofNative());

    private KnownGaps() {}

    private static List<Gap> ofNative() {
        var gaps = new ArrayList<>(OF_BOTH);
        gaps.addAll(List.of(
                ignored(Feature.APPARMOR_PROFILE, "the processes run without an AppArmor profile")
                        .except("apparmor=unconfined"),
                ignored(Feature.SELINUX_LABEL, "nothing is labelled").except("label=disable"),
                ignored(Feature.WRITABLE_CGROUPS, "/sys/fs/cgroup stays read-only"),
                ignored(Feature.USER_NAMESPACE, "containers use the user namespace of the host")
                        .except("host"),
                ignored(Feature.RUNTIME, "it has one runtime, its own").except("runc", "io.containerd.runc.v2"),
                ignored(Feature.ISOLATION, "it is for Windows containers").except("default"),
                ignored(Feature.WINDOWS_CPUS, "it is for Windows containers; use cpus"),
                ignored(Feature.REALTIME_CPU, "no real-time scheduling is set up"),
                ignored(Feature.BLOCK_IO_DEVICES, "input and output of single devices is not limited"),
                ignored(Feature.STORAGE_OPTION, "what the container writes is not limited"),
                ignored(Feature.DEVICE_REQUEST, "no such device is given to the container"),
                refused(Feature.LOG_DRIVER, "it has json-file, local and none").except("json-file", "local", "none"),
                ignored(Feature.LINK_LOCAL_ADDRESS, "the addresses are not assigned"),
                ignored(Feature.ENDPOINT_OPTION, "the option is not known")
                        .except("com.docker.network.endpoint.ifname"),
                refused(Feature.IMAGE_MOUNT, "mount a volume or a folder instead"),
                refused(Feature.FOREIGN_MOUNT, "it mounts binds, volumes and tmpfs"),
                refused(Feature.NETWORK_DRIVER, "it has bridge, macvlan and ipvlan, and host and none as network_mode")
                        .except("bridge", "default", "macvlan", "ipvlan"),
                ignored(Feature.NETWORK_OPTION, "the option is not known")
                        .except(
                                "com.docker.network.bridge.name",
                                "com.docker.network.bridge.enable_icc",
                                "com.docker.network.bridge.enable_ip_masquerade",
                                "com.docker.network.bridge.host_binding_ipv4",
                                "com.docker.network.driver.mtu",
                                "parent",
                                "macvlan_mode",
                                "ipvlan_mode",
                                "ipvlan_flag"),
                ignored(Feature.IPAM_DRIVER, "addresses come from its own pools")
                        .except("default"),
                ignored(Feature.IPAM_OPTION, "the option is not known"),
                ignored(Feature.NO_IPV4, "the network has IPv4 addresses all the same"),
                refused(Feature.VOLUME_DRIVER, "it has local").except("local")));
        return gaps;
    }
}
