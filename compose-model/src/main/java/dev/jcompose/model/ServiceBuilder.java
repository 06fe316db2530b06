package dev.jcompose.model;

import dev.jcompose.model.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Builds a {@link Service}; what is not set is as if the file left it out. */
public final class ServiceBuilder extends ConnectionSettings {

    private final String name;
    private List<String> profiles = List.of();
    private SequencedMap<String, String> annotations = new LinkedHashMap<>();
    private Optional<Boolean> attach = Optional.empty();
    private Optional<Build> build = Optional.empty();
    private Optional<Develop> develop = Optional.empty();
    private Optional<String> containerName = Optional.empty();
    private Optional<CredentialSpec> credentialSpec = Optional.empty();
    private SequencedMap<String, Dependency> dependsOn = new LinkedHashMap<>();
    private Optional<Deploy> deploy = Optional.empty();
    private Optional<Provider> provider = Optional.empty();
    private Optional<Extends> extension = Optional.empty();
    private Optional<Healthcheck> healthcheck = Optional.empty();
    private Optional<String> image = Optional.empty();
    private SequencedMap<String, String> labels = new LinkedHashMap<>();
    private List<String> labelFiles = List.of();
    private Optional<Logging> logging = Optional.empty();
    private SequencedMap<String, Optional<ModelBinding>> models = new LinkedHashMap<>();
    private Optional<String> platform = Optional.empty();
    private Optional<String> pullPolicy = Optional.empty();
    private Optional<String> pullRefreshAfter = Optional.empty();
    private Optional<String> restart = Optional.empty();
    private OptionalInt scale = OptionalInt.empty();
    private List<PreStartHook> preStart = List.of();
    private List<Hook> postStart = List.of();
    private List<Hook> preStop = List.of();
    private SequencedMap<String, Value> extensions = new LinkedHashMap<>();

    /** Starts a service without any attribute. */
    public ServiceBuilder(String name) {
        this.name = name;
    }

    ServiceBuilder(Service from) {
        super(from);
        this.name = from.name();
        this.profiles = from.profiles();
        this.annotations = from.annotations();
        this.attach = from.attach();
        this.build = from.build();
        this.develop = from.develop();
        this.containerName = from.containerName();
        this.credentialSpec = from.credentialSpec();
        this.dependsOn = from.dependsOn();
        this.deploy = from.deploy();
        this.provider = from.provider();
        this.extension = from.extension();
        this.healthcheck = from.healthcheck();
        this.image = from.image();
        this.labels = from.labels();
        this.labelFiles = from.labelFiles();
        this.logging = from.logging();
        this.models = from.models();
        this.platform = from.platform();
        this.pullPolicy = from.pullPolicy();
        this.pullRefreshAfter = from.pullRefreshAfter();
        this.restart = from.restart();
        this.scale = from.scale();
        this.preStart = from.preStart();
        this.postStart = from.postStart();
        this.preStop = from.preStop();
        this.extensions = from.extensions();
    }

    @Override
    ServiceBuilder self() {
        return this;
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

    public ServiceBuilder provider(Optional<Provider> value) {
        this.provider = value;
        return this;
    }

    public ServiceBuilder extension(Optional<Extends> value) {
        this.extension = value;
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

    public ServiceBuilder labels(SequencedMap<String, String> value) {
        this.labels = value;
        return this;
    }

    public ServiceBuilder labelFiles(List<String> value) {
        this.labelFiles = value;
        return this;
    }

    public ServiceBuilder logging(Optional<Logging> value) {
        this.logging = value;
        return this;
    }

    public ServiceBuilder models(SequencedMap<String, Optional<ModelBinding>> value) {
        this.models = value;
        return this;
    }

    public ServiceBuilder platform(Optional<String> value) {
        this.platform = value;
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

    public ServiceBuilder restart(Optional<String> value) {
        this.restart = value;
        return this;
    }

    public ServiceBuilder scale(OptionalInt value) {
        this.scale = value;
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
