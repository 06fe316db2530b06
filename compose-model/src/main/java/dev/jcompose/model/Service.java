package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * One service after loading. Components stand in the order in which they are printed.
 *
 * <p>An attribute that the file leaves out is empty, 0 or false. Texts are never empty: {@code hostname: ""} is no hostname.
 *
 * @param name its key among the services
 * @param profiles the profiles of which one must be active; empty when the service is always enabled
 * @param annotations OCI runtime annotations of the container
 * @param attach whether {@code up} streams this service's logs; absent means yes
 * @param build how the image is built
 * @param develop what {@code watch} does
 * @param blockIo {@code blkio_config}
 * @param cgroup {@code host} or {@code private}, or another service's or container's
 * @param cpuCount Windows only; 0 when not set
 * @param cpuPercent Windows only; 0 when not set
 * @param cpuPeriod CFS period in microseconds; 0 when not set
 * @param cpuQuota CFS quota in microseconds per period; 0 when not set
 * @param cpuRtPeriod real-time period in microseconds; 0 when not set
 * @param cpuRtRuntime real-time runtime in microseconds; 0 when not set
 * @param cpus processors it may use, fractions allowed; 0 when not limited
 * @param cpuset processors it may run on, such as {@code 0-3,5}
 * @param cpuShares relative weight; 0 when not set
 * @param command replaces the image's CMD; an empty list clears it
 * @param configs configs seen as files in the container
 * @param credentialSpec Windows only
 * @param dependsOn by service name, with the implied ones (links, namespaces, volumes_from) after normalisation
 * @param deploy replicas, limits and what orchestrators use
 * @param deviceCgroupRules such as {@code c 1:3 mr}
 * @param devices host devices and CDI names
 * @param entrypoint replaces the image's ENTRYPOINT and clears its CMD; an empty list clears it
 * @param provider an external program that runs this service instead of a container
 * @param environment values from files and from the service itself, which wins; an empty value is a name without value, which removes the variable of the image
 * @param envFiles files with variables, in order
 * @param expose container ports told to peers, such as {@code 80} or {@code 8000-8010/udp}
 * @param extension what it extended; empty once loaded, as the base has been merged
 * @param externalLinks {@code NAME[:ALIAS]} of containers outside of the project
 * @param extraHosts addresses by host name, {@code host-gateway} included
 * @param gpus {@code all} is one request with count -1
 * @param healthcheck absent means the image's
 * @param init whether an init is PID 1; absent means the engine's default
 * @param ipc {@code shareable}, {@code private}, {@code host}, {@code none}, a service's or a container's
 * @param isolation Windows only
 * @param labels from files and from the service itself, which wins
 * @param links {@code SERVICE[:ALIAS]}
 * @param logging log driver and its options
 * @param memLimit memory limit
 * @param memReservation soft memory limit
 * @param memSwapLimit memory and swap together; -1 is unlimited
 * @param memSwappiness 0 to 100
 * @param macAddress on the network with the highest priority
 * @param models by name of the model
 * @param networkMode excludes {@code networks}
 * @param networks by network key
 * @param oomKillDisable whether the kernel's out-of-memory killer spares it
 * @param oomScoreAdj -1000 to 1000
 * @param pid {@code host}, a service's or a container's
 * @param pidsLimit -1 is unlimited; 0 when not set
 * @param platform {@code os[/arch[/variant]]}
 * @param ports one for each published container port
 * @param privileged full privileges
 * @param pullPolicy as written, see {@link dev.jcompose.model.value.PullPolicy#parse}
 * @param pullRefreshAfter read for compatibility only
 * @param readOnly whether the root file system is read-only
 * @param restart as written, see {@link dev.jcompose.model.value.RestartPolicy#parse}
 * @param runtime name of the OCI runtime
 * @param scale number of containers; see {@link #replicas()}
 * @param secrets secrets seen as files in the container
 * @param securityOpt as written
 * @param shmSize size of {@code /dev/shm}
 * @param stdinOpen whether standard input stays open
 * @param stopGracePeriod from the stop signal to SIGKILL; absent means 10 seconds
 * @param tmpfs {@code PATH[:options]}
 * @param tty whether it has a terminal
 * @param ulimits by name, such as {@code nofile}
 * @param useApiSocket whether the engine's socket is mounted
 * @param user {@code user[:group]}, names or numbers
 * @param uts {@code host}
 * @param volumes mounts of volumes, host paths, memory and images
 * @param volumesFrom {@code SERVICE[:ro|rw]} or {@code container:NAME[:ro|rw]}
 * @param preStart containers run to completion before the service starts
 * @param postStart commands run in the container after its start
 * @param preStop commands run in the container before a stop that a user asked for
 * @param extensions the {@code x-*} keys
 */
public record Service(
        String name,
        List<String> profiles,
        SequencedMap<String, String> annotations,
        Optional<Boolean> attach,
        Optional<Build> build,
        Optional<Develop> develop,
        Optional<BlockIo> blockIo,
        List<String> capAdd,
        List<String> capDrop,
        Optional<String> cgroupParent,
        Optional<NamespaceMode> cgroup,
        long cpuCount,
        float cpuPercent,
        long cpuPeriod,
        long cpuQuota,
        long cpuRtPeriod,
        long cpuRtRuntime,
        float cpus,
        Optional<String> cpuset,
        long cpuShares,
        Optional<List<String>> command,
        List<FileReference> configs,
        Optional<String> containerName,
        Optional<CredentialSpec> credentialSpec,
        SequencedMap<String, Dependency> dependsOn,
        Optional<Deploy> deploy,
        List<String> deviceCgroupRules,
        List<Device> devices,
        List<String> dns,
        List<String> dnsOptions,
        List<String> dnsSearch,
        Optional<String> domainName,
        Optional<List<String>> entrypoint,
        Optional<Provider> provider,
        SequencedMap<String, Optional<String>> environment,
        List<EnvFile> envFiles,
        List<String> expose,
        Optional<Extends> extension,
        List<String> externalLinks,
        SequencedMap<String, List<String>> extraHosts,
        List<String> groupAdd,
        List<DeviceRequest> gpus,
        Optional<String> hostname,
        Optional<Healthcheck> healthcheck,
        Optional<String> image,
        Optional<Boolean> init,
        Optional<NamespaceMode> ipc,
        Optional<String> isolation,
        SequencedMap<String, String> labels,
        List<String> labelFiles,
        List<String> links,
        Optional<Logging> logging,
        Optional<ByteSize> memLimit,
        Optional<ByteSize> memReservation,
        Optional<ByteSize> memSwapLimit,
        Optional<ByteSize> memSwappiness,
        Optional<String> macAddress,
        SequencedMap<String, Optional<ModelBinding>> models,
        Optional<NamespaceMode> networkMode,
        SequencedMap<String, NetworkAttachment> networks,
        boolean oomKillDisable,
        long oomScoreAdj,
        Optional<NamespaceMode> pid,
        long pidsLimit,
        Optional<String> platform,
        List<Port> ports,
        boolean privileged,
        Optional<String> pullPolicy,
        Optional<String> pullRefreshAfter,
        boolean readOnly,
        Optional<String> restart,
        Optional<String> runtime,
        OptionalInt scale,
        List<FileReference> secrets,
        List<String> securityOpt,
        Optional<ByteSize> shmSize,
        boolean stdinOpen,
        Optional<Duration> stopGracePeriod,
        Optional<String> stopSignal,
        SequencedMap<String, String> storageOpt,
        SequencedMap<String, String> sysctls,
        List<String> tmpfs,
        boolean tty,
        SequencedMap<String, Ulimit> ulimits,
        boolean useApiSocket,
        Optional<String> user,
        Optional<String> usernsMode,
        Optional<NamespaceMode> uts,
        List<Mount> volumes,
        List<String> volumesFrom,
        Optional<String> workingDir,
        List<PreStartHook> preStart,
        List<Hook> postStart,
        List<Hook> preStop,
        SequencedMap<String, Value> extensions) {
    public Service {
        profiles = List.copyOf(profiles);
        annotations = Copies.of(annotations);
        capAdd = List.copyOf(capAdd);
        capDrop = List.copyOf(capDrop);
        command = command.map(List::copyOf);
        configs = List.copyOf(configs);
        dependsOn = Copies.of(dependsOn);
        deviceCgroupRules = List.copyOf(deviceCgroupRules);
        devices = List.copyOf(devices);
        dns = List.copyOf(dns);
        dnsOptions = List.copyOf(dnsOptions);
        dnsSearch = List.copyOf(dnsSearch);
        entrypoint = entrypoint.map(List::copyOf);
        environment = Copies.of(environment);
        envFiles = List.copyOf(envFiles);
        expose = List.copyOf(expose);
        externalLinks = List.copyOf(externalLinks);
        extraHosts = Copies.of(extraHosts);
        groupAdd = List.copyOf(groupAdd);
        gpus = List.copyOf(gpus);
        labels = Copies.of(labels);
        labelFiles = List.copyOf(labelFiles);
        links = List.copyOf(links);
        models = Copies.of(models);
        networks = Copies.of(networks);
        ports = List.copyOf(ports);
        secrets = List.copyOf(secrets);
        securityOpt = List.copyOf(securityOpt);
        storageOpt = Copies.of(storageOpt);
        sysctls = Copies.of(sysctls);
        tmpfs = List.copyOf(tmpfs);
        ulimits = Copies.of(ulimits);
        volumes = List.copyOf(volumes);
        volumesFrom = List.copyOf(volumesFrom);
        preStart = List.copyOf(preStart);
        postStart = List.copyOf(postStart);
        preStop = List.copyOf(preStop);
        extensions = Copies.of(extensions);
    }

    /** How many containers are wanted: {@code scale}, else {@code deploy.replicas}, else 1. */
    public int replicas() {
        return scale.orElseGet(() -> deploy.map(d -> d.replicas().orElse(1)).orElse(1));
    }

    /** The names of its networks in the order of connection: highest priority first, then by name. */
    public List<String> networksByPriority() {
        return networks.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, NetworkAttachment>>comparingInt(
                                e -> -e.getValue().priority())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A builder that holds the values of this service. */
    public ServiceBuilder toBuilder() {
        return new ServiceBuilder(this);
    }
}
