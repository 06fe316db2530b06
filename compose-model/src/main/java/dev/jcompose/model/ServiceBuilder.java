package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Builds a {@link Service}; what is not set is as if the file left it out. */
public final class ServiceBuilder {

    private final String name;
    private List<String> profiles = List.of();
    private SequencedMap<String, String> annotations = new LinkedHashMap<>();
    private Optional<Boolean> attach = Optional.empty();
    private Optional<Build> build = Optional.empty();
    private Optional<Develop> develop = Optional.empty();
    private Optional<BlockIo> blockIo = Optional.empty();
    private List<String> capAdd = List.of();
    private List<String> capDrop = List.of();
    private Optional<String> cgroupParent = Optional.empty();
    private Optional<NamespaceMode> cgroup = Optional.empty();
    private long cpuCount = 0;
    private float cpuPercent = 0;
    private long cpuPeriod = 0;
    private long cpuQuota = 0;
    private long cpuRtPeriod = 0;
    private long cpuRtRuntime = 0;
    private float cpus = 0;
    private Optional<String> cpuset = Optional.empty();
    private long cpuShares = 0;
    private Optional<List<String>> command = Optional.empty();
    private List<FileReference> configs = List.of();
    private Optional<String> containerName = Optional.empty();
    private Optional<CredentialSpec> credentialSpec = Optional.empty();
    private SequencedMap<String, Dependency> dependsOn = new LinkedHashMap<>();
    private Optional<Deploy> deploy = Optional.empty();
    private List<String> deviceCgroupRules = List.of();
    private List<Device> devices = List.of();
    private List<String> dns = List.of();
    private List<String> dnsOptions = List.of();
    private List<String> dnsSearch = List.of();
    private Optional<String> domainName = Optional.empty();
    private Optional<List<String>> entrypoint = Optional.empty();
    private Optional<Provider> provider = Optional.empty();
    private SequencedMap<String, Optional<String>> environment = new LinkedHashMap<>();
    private List<EnvFile> envFiles = List.of();
    private List<String> expose = List.of();
    private Optional<Extends> extension = Optional.empty();
    private List<String> externalLinks = List.of();
    private SequencedMap<String, List<String>> extraHosts = new LinkedHashMap<>();
    private List<String> groupAdd = List.of();
    private List<DeviceRequest> gpus = List.of();
    private Optional<String> hostname = Optional.empty();
    private Optional<Healthcheck> healthcheck = Optional.empty();
    private Optional<String> image = Optional.empty();
    private Optional<Boolean> init = Optional.empty();
    private Optional<NamespaceMode> ipc = Optional.empty();
    private Optional<String> isolation = Optional.empty();
    private SequencedMap<String, String> labels = new LinkedHashMap<>();
    private List<String> labelFiles = List.of();
    private List<String> links = List.of();
    private Optional<Logging> logging = Optional.empty();
    private Optional<ByteSize> memLimit = Optional.empty();
    private Optional<ByteSize> memReservation = Optional.empty();
    private Optional<ByteSize> memSwapLimit = Optional.empty();
    private Optional<ByteSize> memSwappiness = Optional.empty();
    private Optional<String> macAddress = Optional.empty();
    private SequencedMap<String, Optional<ModelBinding>> models = new LinkedHashMap<>();
    private Optional<NamespaceMode> networkMode = Optional.empty();
    private SequencedMap<String, NetworkAttachment> networks = new LinkedHashMap<>();
    private boolean oomKillDisable = false;
    private long oomScoreAdj = 0;
    private Optional<NamespaceMode> pid = Optional.empty();
    private long pidsLimit = 0;
    private Optional<String> platform = Optional.empty();
    private List<Port> ports = List.of();
    private boolean privileged = false;
    private Optional<String> pullPolicy = Optional.empty();
    private Optional<String> pullRefreshAfter = Optional.empty();
    private boolean readOnly = false;
    private Optional<String> restart = Optional.empty();
    private Optional<String> runtime = Optional.empty();
    private OptionalInt scale = OptionalInt.empty();
    private List<FileReference> secrets = List.of();
    private List<String> securityOpt = List.of();
    private Optional<ByteSize> shmSize = Optional.empty();
    private boolean stdinOpen = false;
    private Optional<Duration> stopGracePeriod = Optional.empty();
    private Optional<String> stopSignal = Optional.empty();
    private SequencedMap<String, String> storageOpt = new LinkedHashMap<>();
    private SequencedMap<String, String> sysctls = new LinkedHashMap<>();
    private List<String> tmpfs = List.of();
    private boolean tty = false;
    private SequencedMap<String, Ulimit> ulimits = new LinkedHashMap<>();
    private boolean useApiSocket = false;
    private Optional<String> user = Optional.empty();
    private Optional<String> usernsMode = Optional.empty();
    private Optional<NamespaceMode> uts = Optional.empty();
    private List<Mount> volumes = List.of();
    private List<String> volumesFrom = List.of();
    private Optional<String> workingDir = Optional.empty();
    private List<PreStartHook> preStart = List.of();
    private List<Hook> postStart = List.of();
    private List<Hook> preStop = List.of();
    private SequencedMap<String, Value> extensions = new LinkedHashMap<>();

    /** Starts a service without any attribute. */
    public ServiceBuilder(String name) {
        this.name = name;
    }

    ServiceBuilder(Service from) {
        this.name = from.name();
        this.profiles = from.profiles();
        this.annotations = from.annotations();
        this.attach = from.attach();
        this.build = from.build();
        this.develop = from.develop();
        this.blockIo = from.blockIo();
        this.capAdd = from.capAdd();
        this.capDrop = from.capDrop();
        this.cgroupParent = from.cgroupParent();
        this.cgroup = from.cgroup();
        this.cpuCount = from.cpuCount();
        this.cpuPercent = from.cpuPercent();
        this.cpuPeriod = from.cpuPeriod();
        this.cpuQuota = from.cpuQuota();
        this.cpuRtPeriod = from.cpuRtPeriod();
        this.cpuRtRuntime = from.cpuRtRuntime();
        this.cpus = from.cpus();
        this.cpuset = from.cpuset();
        this.cpuShares = from.cpuShares();
        this.command = from.command();
        this.configs = from.configs();
        this.containerName = from.containerName();
        this.credentialSpec = from.credentialSpec();
        this.dependsOn = from.dependsOn();
        this.deploy = from.deploy();
        this.deviceCgroupRules = from.deviceCgroupRules();
        this.devices = from.devices();
        this.dns = from.dns();
        this.dnsOptions = from.dnsOptions();
        this.dnsSearch = from.dnsSearch();
        this.domainName = from.domainName();
        this.entrypoint = from.entrypoint();
        this.provider = from.provider();
        this.environment = from.environment();
        this.envFiles = from.envFiles();
        this.expose = from.expose();
        this.extension = from.extension();
        this.externalLinks = from.externalLinks();
        this.extraHosts = from.extraHosts();
        this.groupAdd = from.groupAdd();
        this.gpus = from.gpus();
        this.hostname = from.hostname();
        this.healthcheck = from.healthcheck();
        this.image = from.image();
        this.init = from.init();
        this.ipc = from.ipc();
        this.isolation = from.isolation();
        this.labels = from.labels();
        this.labelFiles = from.labelFiles();
        this.links = from.links();
        this.logging = from.logging();
        this.memLimit = from.memLimit();
        this.memReservation = from.memReservation();
        this.memSwapLimit = from.memSwapLimit();
        this.memSwappiness = from.memSwappiness();
        this.macAddress = from.macAddress();
        this.models = from.models();
        this.networkMode = from.networkMode();
        this.networks = from.networks();
        this.oomKillDisable = from.oomKillDisable();
        this.oomScoreAdj = from.oomScoreAdj();
        this.pid = from.pid();
        this.pidsLimit = from.pidsLimit();
        this.platform = from.platform();
        this.ports = from.ports();
        this.privileged = from.privileged();
        this.pullPolicy = from.pullPolicy();
        this.pullRefreshAfter = from.pullRefreshAfter();
        this.readOnly = from.readOnly();
        this.restart = from.restart();
        this.runtime = from.runtime();
        this.scale = from.scale();
        this.secrets = from.secrets();
        this.securityOpt = from.securityOpt();
        this.shmSize = from.shmSize();
        this.stdinOpen = from.stdinOpen();
        this.stopGracePeriod = from.stopGracePeriod();
        this.stopSignal = from.stopSignal();
        this.storageOpt = from.storageOpt();
        this.sysctls = from.sysctls();
        this.tmpfs = from.tmpfs();
        this.tty = from.tty();
        this.ulimits = from.ulimits();
        this.useApiSocket = from.useApiSocket();
        this.user = from.user();
        this.usernsMode = from.usernsMode();
        this.uts = from.uts();
        this.volumes = from.volumes();
        this.volumesFrom = from.volumesFrom();
        this.workingDir = from.workingDir();
        this.preStart = from.preStart();
        this.postStart = from.postStart();
        this.preStop = from.preStop();
        this.extensions = from.extensions();
    }

    public ServiceBuilder profiles(List<String> value) {
        this.profiles = value;
        return this;
    }

    public ServiceBuilder annotations(SequencedMap<String, String> value) {
        this.annotations = value;
        return this;
    }

    public ServiceBuilder attach(Optional<Boolean> value) {
        this.attach = value;
        return this;
    }

    public ServiceBuilder build(Optional<Build> value) {
        this.build = value;
        return this;
    }

    public ServiceBuilder develop(Optional<Develop> value) {
        this.develop = value;
        return this;
    }

    public ServiceBuilder blockIo(Optional<BlockIo> value) {
        this.blockIo = value;
        return this;
    }

    public ServiceBuilder capAdd(List<String> value) {
        this.capAdd = value;
        return this;
    }

    public ServiceBuilder capDrop(List<String> value) {
        this.capDrop = value;
        return this;
    }

    public ServiceBuilder cgroupParent(Optional<String> value) {
        this.cgroupParent = value;
        return this;
    }

    public ServiceBuilder cgroup(Optional<NamespaceMode> value) {
        this.cgroup = value;
        return this;
    }

    public ServiceBuilder cpuCount(long value) {
        this.cpuCount = value;
        return this;
    }

    public ServiceBuilder cpuPercent(float value) {
        this.cpuPercent = value;
        return this;
    }

    public ServiceBuilder cpuPeriod(long value) {
        this.cpuPeriod = value;
        return this;
    }

    public ServiceBuilder cpuQuota(long value) {
        this.cpuQuota = value;
        return this;
    }

    public ServiceBuilder cpuRtPeriod(long value) {
        this.cpuRtPeriod = value;
        return this;
    }

    public ServiceBuilder cpuRtRuntime(long value) {
        this.cpuRtRuntime = value;
        return this;
    }

    public ServiceBuilder cpus(float value) {
        this.cpus = value;
        return this;
    }

    public ServiceBuilder cpuset(Optional<String> value) {
        this.cpuset = value;
        return this;
    }

    public ServiceBuilder cpuShares(long value) {
        this.cpuShares = value;
        return this;
    }

    public ServiceBuilder command(Optional<List<String>> value) {
        this.command = value;
        return this;
    }

    public ServiceBuilder configs(List<FileReference> value) {
        this.configs = value;
        return this;
    }

    public ServiceBuilder containerName(Optional<String> value) {
        this.containerName = value;
        return this;
    }

    public ServiceBuilder credentialSpec(Optional<CredentialSpec> value) {
        this.credentialSpec = value;
        return this;
    }

    public ServiceBuilder dependsOn(SequencedMap<String, Dependency> value) {
        this.dependsOn = value;
        return this;
    }

    public ServiceBuilder deploy(Optional<Deploy> value) {
        this.deploy = value;
        return this;
    }

    public ServiceBuilder deviceCgroupRules(List<String> value) {
        this.deviceCgroupRules = value;
        return this;
    }

    public ServiceBuilder devices(List<Device> value) {
        this.devices = value;
        return this;
    }

    public ServiceBuilder dns(List<String> value) {
        this.dns = value;
        return this;
    }

    public ServiceBuilder dnsOptions(List<String> value) {
        this.dnsOptions = value;
        return this;
    }

    public ServiceBuilder dnsSearch(List<String> value) {
        this.dnsSearch = value;
        return this;
    }

    public ServiceBuilder domainName(Optional<String> value) {
        this.domainName = value;
        return this;
    }

    public ServiceBuilder entrypoint(Optional<List<String>> value) {
        this.entrypoint = value;
        return this;
    }

    public ServiceBuilder provider(Optional<Provider> value) {
        this.provider = value;
        return this;
    }

    public ServiceBuilder environment(SequencedMap<String, Optional<String>> value) {
        this.environment = value;
        return this;
    }

    public ServiceBuilder envFiles(List<EnvFile> value) {
        this.envFiles = value;
        return this;
    }

    public ServiceBuilder expose(List<String> value) {
        this.expose = value;
        return this;
    }

    public ServiceBuilder extension(Optional<Extends> value) {
        this.extension = value;
        return this;
    }

    public ServiceBuilder externalLinks(List<String> value) {
        this.externalLinks = value;
        return this;
    }

    public ServiceBuilder extraHosts(SequencedMap<String, List<String>> value) {
        this.extraHosts = value;
        return this;
    }

    public ServiceBuilder groupAdd(List<String> value) {
        this.groupAdd = value;
        return this;
    }

    public ServiceBuilder gpus(List<DeviceRequest> value) {
        this.gpus = value;
        return this;
    }

    public ServiceBuilder hostname(Optional<String> value) {
        this.hostname = value;
        return this;
    }

    public ServiceBuilder healthcheck(Optional<Healthcheck> value) {
        this.healthcheck = value;
        return this;
    }

    public ServiceBuilder image(Optional<String> value) {
        this.image = value;
        return this;
    }

    public ServiceBuilder init(Optional<Boolean> value) {
        this.init = value;
        return this;
    }

    public ServiceBuilder ipc(Optional<NamespaceMode> value) {
        this.ipc = value;
        return this;
    }

    public ServiceBuilder isolation(Optional<String> value) {
        this.isolation = value;
        return this;
    }

    public ServiceBuilder labels(SequencedMap<String, String> value) {
        this.labels = value;
        return this;
    }

    public ServiceBuilder labelFiles(List<String> value) {
        this.labelFiles = value;
        return this;
    }

    public ServiceBuilder links(List<String> value) {
        this.links = value;
        return this;
    }

    public ServiceBuilder logging(Optional<Logging> value) {
        this.logging = value;
        return this;
    }

    public ServiceBuilder memLimit(Optional<ByteSize> value) {
        this.memLimit = value;
        return this;
    }

    public ServiceBuilder memReservation(Optional<ByteSize> value) {
        this.memReservation = value;
        return this;
    }

    public ServiceBuilder memSwapLimit(Optional<ByteSize> value) {
        this.memSwapLimit = value;
        return this;
    }

    public ServiceBuilder memSwappiness(Optional<ByteSize> value) {
        this.memSwappiness = value;
        return this;
    }

    public ServiceBuilder macAddress(Optional<String> value) {
        this.macAddress = value;
        return this;
    }

    public ServiceBuilder models(SequencedMap<String, Optional<ModelBinding>> value) {
        this.models = value;
        return this;
    }

    public ServiceBuilder networkMode(Optional<NamespaceMode> value) {
        this.networkMode = value;
        return this;
    }

    public ServiceBuilder networks(SequencedMap<String, NetworkAttachment> value) {
        this.networks = value;
        return this;
    }

    public ServiceBuilder oomKillDisable(boolean value) {
        this.oomKillDisable = value;
        return this;
    }

    public ServiceBuilder oomScoreAdj(long value) {
        this.oomScoreAdj = value;
        return this;
    }

    public ServiceBuilder pid(Optional<NamespaceMode> value) {
        this.pid = value;
        return this;
    }

    public ServiceBuilder pidsLimit(long value) {
        this.pidsLimit = value;
        return this;
    }

    public ServiceBuilder platform(Optional<String> value) {
        this.platform = value;
        return this;
    }

    public ServiceBuilder ports(List<Port> value) {
        this.ports = value;
        return this;
    }

    public ServiceBuilder privileged(boolean value) {
        this.privileged = value;
        return this;
    }

    public ServiceBuilder pullPolicy(Optional<String> value) {
        this.pullPolicy = value;
        return this;
    }

    public ServiceBuilder pullRefreshAfter(Optional<String> value) {
        this.pullRefreshAfter = value;
        return this;
    }

    public ServiceBuilder readOnly(boolean value) {
        this.readOnly = value;
        return this;
    }

    public ServiceBuilder restart(Optional<String> value) {
        this.restart = value;
        return this;
    }

    public ServiceBuilder runtime(Optional<String> value) {
        this.runtime = value;
        return this;
    }

    public ServiceBuilder scale(OptionalInt value) {
        this.scale = value;
        return this;
    }

    public ServiceBuilder secrets(List<FileReference> value) {
        this.secrets = value;
        return this;
    }

    public ServiceBuilder securityOpt(List<String> value) {
        this.securityOpt = value;
        return this;
    }

    public ServiceBuilder shmSize(Optional<ByteSize> value) {
        this.shmSize = value;
        return this;
    }

    public ServiceBuilder stdinOpen(boolean value) {
        this.stdinOpen = value;
        return this;
    }

    public ServiceBuilder stopGracePeriod(Optional<Duration> value) {
        this.stopGracePeriod = value;
        return this;
    }

    public ServiceBuilder stopSignal(Optional<String> value) {
        this.stopSignal = value;
        return this;
    }

    public ServiceBuilder storageOpt(SequencedMap<String, String> value) {
        this.storageOpt = value;
        return this;
    }

    public ServiceBuilder sysctls(SequencedMap<String, String> value) {
        this.sysctls = value;
        return this;
    }

    public ServiceBuilder tmpfs(List<String> value) {
        this.tmpfs = value;
        return this;
    }

    public ServiceBuilder tty(boolean value) {
        this.tty = value;
        return this;
    }

    public ServiceBuilder ulimits(SequencedMap<String, Ulimit> value) {
        this.ulimits = value;
        return this;
    }

    public ServiceBuilder useApiSocket(boolean value) {
        this.useApiSocket = value;
        return this;
    }

    public ServiceBuilder user(Optional<String> value) {
        this.user = value;
        return this;
    }

    public ServiceBuilder usernsMode(Optional<String> value) {
        this.usernsMode = value;
        return this;
    }

    public ServiceBuilder uts(Optional<NamespaceMode> value) {
        this.uts = value;
        return this;
    }

    public ServiceBuilder volumes(List<Mount> value) {
        this.volumes = value;
        return this;
    }

    public ServiceBuilder volumesFrom(List<String> value) {
        this.volumesFrom = value;
        return this;
    }

    public ServiceBuilder workingDir(Optional<String> value) {
        this.workingDir = value;
        return this;
    }

    public ServiceBuilder preStart(List<PreStartHook> value) {
        this.preStart = value;
        return this;
    }

    public ServiceBuilder postStart(List<Hook> value) {
        this.postStart = value;
        return this;
    }

    public ServiceBuilder preStop(List<Hook> value) {
        this.preStop = value;
        return this;
    }

    public ServiceBuilder extensions(SequencedMap<String, Value> value) {
        this.extensions = value;
        return this;
    }

    public Service build() {
        return new Service(
                name,
                profiles,
                annotations,
                attach,
                build,
                develop,
                blockIo,
                capAdd,
                capDrop,
                cgroupParent,
                cgroup,
                cpuCount,
                cpuPercent,
                cpuPeriod,
                cpuQuota,
                cpuRtPeriod,
                cpuRtRuntime,
                cpus,
                cpuset,
                cpuShares,
                command,
                configs,
                containerName,
                credentialSpec,
                dependsOn,
                deploy,
                deviceCgroupRules,
                devices,
                dns,
                dnsOptions,
                dnsSearch,
                domainName,
                entrypoint,
                provider,
                environment,
                envFiles,
                expose,
                extension,
                externalLinks,
                extraHosts,
                groupAdd,
                gpus,
                hostname,
                healthcheck,
                image,
                init,
                ipc,
                isolation,
                labels,
                labelFiles,
                links,
                logging,
                memLimit,
                memReservation,
                memSwapLimit,
                memSwappiness,
                macAddress,
                models,
                networkMode,
                networks,
                oomKillDisable,
                oomScoreAdj,
                pid,
                pidsLimit,
                platform,
                ports,
                privileged,
                pullPolicy,
                pullRefreshAfter,
                readOnly,
                restart,
                runtime,
                scale,
                secrets,
                securityOpt,
                shmSize,
                stdinOpen,
                stopGracePeriod,
                stopSignal,
                storageOpt,
                sysctls,
                tmpfs,
                tty,
                ulimits,
                useApiSocket,
                user,
                usernsMode,
                uts,
                volumes,
                volumesFrom,
                workingDir,
                preStart,
                postStart,
                preStop,
                extensions);
    }
}
