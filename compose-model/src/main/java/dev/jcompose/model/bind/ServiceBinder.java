package dev.jcompose.model.bind;

import dev.jcompose.model.BlockIo;
import dev.jcompose.model.CredentialSpec;
import dev.jcompose.model.Dependency;
import dev.jcompose.model.Develop;
import dev.jcompose.model.Device;
import dev.jcompose.model.DeviceRate;
import dev.jcompose.model.DeviceWeight;
import dev.jcompose.model.EnvFile;
import dev.jcompose.model.FileReference;
import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Hook;
import dev.jcompose.model.Logging;
import dev.jcompose.model.ModelBinding;
import dev.jcompose.model.PreStartHook;
import dev.jcompose.model.Provider;
import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.Ulimit;
import dev.jcompose.model.WatchRule;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.FileMode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Services and what belongs to them alone; mounts, ports and networks are next door. */
final class ServiceBinder {

    private ServiceBinder() {}

    static Service bind(String name, Fields f) {
        var service = new ServiceBuilder(name);
        process(f, service);
        resources(f, service);
        ConnectionBinder.bind(f, service);
        return service.profiles(f.texts("profiles"))
                .annotations(f.pairs("annotations"))
                .attach(f.optionalFlag("attach"))
                .build(f.nested("build", BuildBinder::bind))
                .develop(f.nested("develop", ServiceBinder::develop))
                .containerName(f.text("container_name"))
                .credentialSpec(f.nested(
                        "credential_spec",
                        c -> new CredentialSpec(c.text("config"), c.text("file"), c.text("registry"), c.extensions())))
                .dependsOn(f.byKey("depends_on", (key, edge) -> dependency(edge)))
                .deploy(f.nested("deploy", DeployBinder::bind))
                .provider(f.nested("provider", ServiceBinder::provider))
                .healthcheck(f.nested("healthcheck", ServiceBinder::healthcheck))
                .image(f.text("image"))
                .labels(f.pairs("labels"))
                .labelFiles(f.texts("label_file"))
                .logging(f.nested("logging", l -> new Logging(l.text("driver"), l.pairs("options"), l.extensions())))
                .models(models(f))
                .platform(f.text("platform"))
                .pullPolicy(f.text("pull_policy"))
                .pullRefreshAfter(f.text("pull_refresh_after"))
                .restart(f.text("restart"))
                .scale(f.optionalInt("scale"))
                .preStart(f.each("pre_start", ServiceBinder::preStart))
                .postStart(f.each("post_start", ServiceBinder::hook))
                .preStop(f.each("pre_stop", ServiceBinder::hook))
                .extensions(f.extensions())
                .build();
    }

    private static void process(Fields f, ServiceBuilder service) {
        service.command(f.command("command"))
                .entrypoint(f.command("entrypoint"))
                .environment(f.variables("environment"))
                .envFiles(f.each(
                        "env_file",
                        e -> new EnvFile(
                                e.text("path").orElse(""),
                                e.optionalFlag("required").orElse(true),
                                e.text("format"))))
                .groupAdd(f.texts("group_add"))
                .init(f.optionalFlag("init"))
                .privileged(f.flag("privileged"))
                .capAdd(f.texts("cap_add"))
                .capDrop(f.texts("cap_drop"))
                .cgroup(f.namespace("cgroup"))
                .ipc(f.namespace("ipc"))
                .pid(f.namespace("pid"))
                .uts(f.namespace("uts"))
                .usernsMode(f.text("userns_mode"))
                .isolation(f.text("isolation"))
                .readOnly(f.flag("read_only"))
                .runtime(f.text("runtime"))
                .securityOpt(f.texts("security_opt"))
                .stdinOpen(f.flag("stdin_open"))
                .stopGracePeriod(f.duration("stop_grace_period"))
                .stopSignal(f.text("stop_signal"))
                .sysctls(f.pairs("sysctls"))
                .tty(f.flag("tty"))
                .useApiSocket(f.flag("use_api_socket"))
                .user(f.text("user"))
                .workingDir(f.text("working_dir"));
    }

    private static void resources(Fields f, ServiceBuilder service) {
        service.blockIo(f.nested("blkio_config", ServiceBinder::blockIo))
                .cgroupParent(f.text("cgroup_parent"))
                .cpuCount(f.number("cpu_count"))
                .cpuPercent(f.fraction("cpu_percent"))
                .cpuPeriod(f.number("cpu_period"))
                .cpuQuota(f.number("cpu_quota"))
                .cpuRtPeriod(f.number("cpu_rt_period"))
                .cpuRtRuntime(f.number("cpu_rt_runtime"))
                .cpus(f.fraction("cpus"))
                .cpuset(f.text("cpuset"))
                .cpuShares(f.number("cpu_shares"))
                .deviceCgroupRules(f.texts("device_cgroup_rules"))
                .devices(f.each(
                        "devices",
                        d -> new Device(
                                d.text("source").orElse(""), d.text("target"), d.text("permissions"), d.extensions())))
                .gpus(f.each("gpus", DeployBinder::deviceRequest))
                .memLimit(f.size("mem_limit"))
                .memReservation(f.size("mem_reservation"))
                .memSwapLimit(f.size("memswap_limit"))
                .memSwappiness(f.size("mem_swappiness"))
                .oomKillDisable(f.flag("oom_kill_disable"))
                .oomScoreAdj(f.number("oom_score_adj"))
                .pidsLimit(f.number("pids_limit"))
                .shmSize(f.size("shm_size"))
                .storageOpt(f.pairs("storage_opt"))
                .ulimits(ulimits(f));
    }

    static SequencedMap<String, Ulimit> ulimits(Fields f) {
        var result = new TreeMap<String, Ulimit>();
        if (f.node().get("ulimits") instanceof MapNode limits) {
            var fields = f.nested("ulimits", inner -> inner).orElseThrow();
            limits.entries().forEach((name, entry) -> {
                if (entry.value() instanceof MapNode) {
                    fields.nested(name, pair -> new Ulimit(0, pair.integer("soft"), pair.integer("hard")))
                            .ifPresent(limit -> result.put(name, limit));
                } else {
                    result.put(name, new Ulimit(fields.integer(name), 0, 0));
                }
            });
        }
        return result;
    }

    private static BlockIo blockIo(Fields f) {
        return new BlockIo(
                f.integer("weight"),
                f.each("weight_device", w -> new DeviceWeight(w.text("path").orElse(""), w.integer("weight"))),
                rates(f, "device_read_bps"),
                rates(f, "device_read_iops"),
                rates(f, "device_write_bps"),
                rates(f, "device_write_iops"),
                f.extensions());
    }

    private static List<DeviceRate> rates(Fields f, String key) {
        return f.each(
                key,
                rate -> new DeviceRate(
                        rate.text("path").orElse(""), rate.size("rate").orElse(new ByteSize(0))));
    }

    private static Dependency dependency(Fields f) {
        return new Dependency(
                f.text("condition").flatMap(Dependency.Condition::of).orElse(Dependency.Condition.STARTED),
                f.flag("restart"),
                f.optionalFlag("required").orElse(true),
                f.extensions());
    }

    private static Provider provider(Fields f) {
        return new Provider(
                f.text("type").orElse(""),
                f.nested("options", options -> {
                            var result = new TreeMap<String, List<String>>();
                            options.node()
                                    .entries()
                                    .forEach((key, entry) -> result.put(key, Fields.texts(entry.value())));
                            return result;
                        })
                        .orElseGet(TreeMap::new),
                f.extensions());
    }

    private static Healthcheck healthcheck(Fields f) {
        Node test = f.node().get("test");
        Optional<List<String>> words = switch (test) {
            case null -> Optional.empty();
            case ScalarNode scalar ->
                scalar.isNull() ? Optional.empty() : Optional.of(List.of("CMD-SHELL", scalar.text()));
            default -> Optional.of(Fields.texts(test));
        };
        return new Healthcheck(
                words,
                f.duration("timeout"),
                f.duration("interval"),
                retries(f),
                f.duration("start_period"),
                f.duration("start_interval"),
                f.flag("disable"),
                f.extensions());
    }

    private static OptionalLong retries(Fields f) {
        OptionalLong retries = f.optionalNumber("retries");
        if (retries.orElse(0) < 0) {
            f.problem("invalid-value", f.node().keySpan("retries"), f.path("retries") + " must not be negative");
        }
        return retries;
    }

    private static SequencedMap<String, Optional<ModelBinding>> models(Fields f) {
        var result = new TreeMap<String, Optional<ModelBinding>>();
        if (f.node().get("models") instanceof MapNode models) {
            var fields = f.nested("models", inner -> inner).orElseThrow();
            models.entries()
                    .forEach((name, entry) -> result.put(
                            name,
                            fields.nested(
                                    name,
                                    m -> new ModelBinding(
                                            m.text("endpoint_var"), m.text("model_var"), m.extensions()))));
        }
        return result;
    }

    private static Develop develop(Fields f) {
        return new Develop(
                f.each(
                        "watch",
                        w -> new WatchRule(
                                w.text("path").orElse(""),
                                w.text("action").orElse(""),
                                w.text("target"),
                                w.nested("exec", ServiceBinder::hook),
                                w.texts("include"),
                                w.texts("ignore"),
                                w.flag("initial_sync"),
                                w.extensions())),
                f.extensions());
    }

    static Hook hook(Fields f) {
        return new Hook(
                f.command("command"),
                f.text("user"),
                f.flag("privileged"),
                f.text("working_dir"),
                f.variables("environment"),
                f.extensions());
    }

    private static PreStartHook preStart(Fields f) {
        return new PreStartHook(
                f.command("command"),
                f.text("image"),
                f.text("user"),
                f.flag("privileged"),
                f.text("working_dir"),
                f.variables("environment"),
                f.flag("per_replica"),
                f.extensions());
    }

    /** A config or a secret of a service or a build. */
    static FileReference file(Fields f) {
        return new FileReference(
                f.text("source").orElse(""), f.text("target"), f.text("uid"), f.text("gid"), mode(f), f.extensions());
    }

    /** A number is the bits themselves, a text octal digits. */
    private static Optional<FileMode> mode(Fields f) {
        if (!(f.node().get("mode") instanceof ScalarNode scalar)) {
            return Optional.empty();
        }
        if (scalar.kind() == Kind.STRING) {
            Optional<FileMode> mode = FileMode.parseOctal(scalar.text());
            if (mode.isEmpty()) {
                f.problem(
                        "invalid-mode",
                        scalar.span(),
                        f.path("mode") + " must be octal digits, not \"" + scalar.text() + "\"");
            }
            return mode;
        }
        return Optional.of(new FileMode(f.number("mode")));
    }
}
