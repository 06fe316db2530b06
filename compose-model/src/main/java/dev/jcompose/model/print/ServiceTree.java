package dev.jcompose.model.print;

import dev.jcompose.model.BlockIo;
import dev.jcompose.model.Dependency;
import dev.jcompose.model.Develop;
import dev.jcompose.model.DeviceRate;
import dev.jcompose.model.FileReference;
import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Hook;
import dev.jcompose.model.NetworkAttachment;
import dev.jcompose.model.Port;
import dev.jcompose.model.PreStartHook;
import dev.jcompose.model.Service;
import dev.jcompose.model.Ulimit;
import dev.jcompose.model.WatchRule;
import dev.jcompose.model.value.FileMode;
import dev.jcompose.model.value.Value;

/** One service, attributes in the order of Docker Compose. */
final class ServiceTree {

    private final Style style;

    ServiceTree(Style style) {
        this.style = style;
    }

    private TreeBuilder tree() {
        return new TreeBuilder(style);
    }

    Value.Entries of(Service s) {
        var tree = tree();
        first(s, tree);
        second(s, tree);
        third(s, tree);
        return tree.extensions(s.extensions()).build();
    }

    private void first(Service s, TreeBuilder tree) {
        tree.texts("profiles", s.profiles())
                .pairs("annotations", s.annotations())
                .flag("attach", s.attach())
                .nested("build", s.build(), build -> BuildTree.of(build, this, tree()))
                .nested("develop", s.develop(), this::develop)
                .nested("blkio_config", s.blockIo(), this::blockIo)
                .texts("cap_add", s.capAdd())
                .texts("cap_drop", s.capDrop())
                .text("cgroup_parent", s.cgroupParent())
                .text("cgroup", s.cgroup())
                .number("cpu_count", s.cpuCount())
                .fraction("cpu_percent", s.cpuPercent())
                .number("cpu_period", s.cpuPeriod())
                .number("cpu_quota", s.cpuQuota())
                .number("cpu_rt_period", s.cpuRtPeriod())
                .number("cpu_rt_runtime", s.cpuRtRuntime())
                .fraction("cpus", s.cpus())
                .text("cpuset", s.cpuset())
                .number("cpu_shares", s.cpuShares())
                .command("command", s.command())
                .list("configs", s.configs(), this::file)
                .text("container_name", s.containerName())
                .nested(
                        "credential_spec",
                        s.credentialSpec(),
                        c -> tree().text("config", c.config())
                                .text("file", c.file())
                                .text("registry", c.registry())
                                .extensions(c.extensions())
                                .build())
                .map("depends_on", s.dependsOn(), this::dependency)
                .nested("deploy", s.deploy(), deploy -> DeployTree.of(deploy, style))
                .texts("device_cgroup_rules", s.deviceCgroupRules())
                .list(
                        "devices",
                        s.devices(),
                        d -> tree().text("source", d.source())
                                .text("target", d.target())
                                .text("permissions", d.permissions())
                                .extensions(d.extensions())
                                .build());
    }

    private void second(Service s, TreeBuilder tree) {
        tree.texts("dns", s.dns())
                .texts("dns_opt", s.dnsOptions())
                .texts("dns_search", s.dnsSearch())
                .text("domainname", s.domainName())
                .command("entrypoint", s.entrypoint())
                .nested(
                        "provider",
                        s.provider(),
                        p -> tree().text("type", p.type())
                                .map("options", p.options(), TreeBuilder::texts)
                                .extensions(p.extensions())
                                .build())
                .variables("environment", s.environment())
                .list(
                        "env_file",
                        s.envFiles(),
                        e -> tree().text("path", e.path())
                                .put("required", new Value.Bool(e.required()))
                                .text("format", e.format())
                                .build())
                .texts("expose", s.expose())
                .texts("external_links", s.externalLinks())
                .hosts("extra_hosts", s.extraHosts())
                .texts("group_add", s.groupAdd())
                .list("gpus", s.gpus(), request -> DeployTree.deviceRequest(request, style))
                .text("hostname", s.hostname())
                .nested("healthcheck", s.healthcheck(), this::healthcheck)
                .text("image", s.image())
                .flag("init", s.init())
                .text("ipc", s.ipc())
                .text("isolation", s.isolation())
                .pairs("labels", s.labels())
                .texts("label_file", s.labelFiles())
                .texts("links", s.links())
                .nested(
                        "logging",
                        s.logging(),
                        l -> tree().text("driver", l.driver())
                                .pairs("options", l.options())
                                .extensions(l.extensions())
                                .build())
                .size("mem_limit", s.memLimit())
                .size("mem_reservation", s.memReservation())
                .size("memswap_limit", s.memSwapLimit())
                .size("mem_swappiness", s.memSwappiness())
                .text("mac_address", s.macAddress())
                .map(
                        "models",
                        s.models(),
                        m -> m.isEmpty()
                                ? new Value.Null()
                                : tree().text("endpoint_var", m.get().endpointVariable())
                                        .text("model_var", m.get().modelVariable())
                                        .extensions(m.get().extensions())
                                        .build())
                .text("network_mode", s.networkMode())
                .map("networks", s.networks(), this::attachment);
    }

    private void third(Service s, TreeBuilder tree) {
        tree.flag("oom_kill_disable", s.oomKillDisable())
                .number("oom_score_adj", s.oomScoreAdj())
                .text("pid", s.pid())
                .number("pids_limit", s.pidsLimit())
                .text("platform", s.platform())
                .list("ports", s.ports(), this::port)
                .flag("privileged", s.privileged())
                .text("pull_policy", s.pullPolicy())
                .text("pull_refresh_after", s.pullRefreshAfter())
                .flag("read_only", s.readOnly())
                .text("restart", s.restart())
                .text("runtime", s.runtime())
                .number("scale", s.scale())
                .list("secrets", s.secrets(), this::file)
                .texts("security_opt", s.securityOpt())
                .size("shm_size", s.shmSize())
                .flag("stdin_open", s.stdinOpen())
                .duration("stop_grace_period", s.stopGracePeriod())
                .text("stop_signal", s.stopSignal())
                .pairs("storage_opt", s.storageOpt())
                .pairs("sysctls", s.sysctls())
                .texts("tmpfs", s.tmpfs())
                .flag("tty", s.tty())
                .map("ulimits", s.ulimits(), this::ulimit)
                .flag("use_api_socket", s.useApiSocket())
                .text("user", s.user())
                .text("userns_mode", s.usernsMode())
                .text("uts", s.uts())
                .list("volumes", s.volumes(), mount -> MountTree.of(mount, style))
                .texts("volumes_from", s.volumesFrom())
                .text("working_dir", s.workingDir())
                .list("pre_start", s.preStart(), this::preStart)
                .list("post_start", s.postStart(), this::hook)
                .list("pre_stop", s.preStop(), this::hook);
    }

    Value file(FileReference f) {
        var tree = tree().text("source", f.source())
                .text("target", f.target())
                .text("uid", f.uid())
                .text("gid", f.gid());
        f.mode().ifPresent(mode -> tree.put("mode", mode(mode)));
        return tree.extensions(f.extensions()).build();
    }

    /** A number in JSON; in YAML octal digits, as a text so that they are read back as they are. */
    private Value mode(FileMode mode) {
        return style == Style.JSON ? Value.Whole.of(mode.bits()) : new Value.Text(mode.toString());
    }

    Value ulimit(Ulimit limit) {
        if (limit.single() != 0) {
            return Value.Whole.of(limit.single());
        }
        if (style == Style.YAML) {
            // Both must be there for the file to be valid again.
            return tree().put("soft", Value.Whole.of(limit.soft()))
                    .put("hard", Value.Whole.of(limit.hard()))
                    .build();
        }
        return tree().number("soft", limit.soft()).number("hard", limit.hard()).build();
    }

    private Value blockIo(BlockIo io) {
        return tree().number("weight", io.weight())
                .list(
                        "weight_device",
                        io.weightDevice(),
                        w -> tree().put(capital("path"), new Value.Text(w.path()))
                                .put(capital("weight"), Value.Whole.of(w.weight()))
                                .build())
                .list("device_read_bps", io.deviceReadBps(), this::rate)
                .list("device_read_iops", io.deviceReadIops(), this::rate)
                .list("device_write_bps", io.deviceWriteBps(), this::rate)
                .list("device_write_iops", io.deviceWriteIops(), this::rate)
                .extensions(io.extensions())
                .build();
    }

    private Value rate(DeviceRate rate) {
        return tree().put(capital("path"), new Value.Text(rate.path()))
                .put(capital("rate"), new Value.Text(rate.rate().toString()))
                .build();
    }

    /** These fields have no name of their own in the JSON of Docker Compose. */
    private String capital(String key) {
        return style == Style.JSON ? Character.toUpperCase(key.charAt(0)) + key.substring(1) : key;
    }

    private Value dependency(Dependency d) {
        return tree().text("condition", d.condition().text())
                .flag("restart", d.restart())
                .put("required", new Value.Bool(d.required()))
                .extensions(d.extensions())
                .build();
    }

    private Value healthcheck(Healthcheck h) {
        var tree = tree();
        h.test().filter(words -> !words.isEmpty()).ifPresent(words -> tree.texts("test", words));
        return tree.duration("timeout", h.timeout())
                .duration("interval", h.interval())
                .number("retries", h.retries())
                .duration("start_period", h.startPeriod())
                .duration("start_interval", h.startInterval())
                .flag("disable", h.disable())
                .extensions(h.extensions())
                .build();
    }

    private Value attachment(NetworkAttachment n) {
        if (!n.written()) {
            return new Value.Null();
        }
        return tree().number("priority", n.priority())
                .number("gw_priority", n.gatewayPriority())
                .text("interface_name", n.interfaceName())
                .texts("aliases", n.aliases())
                .text("ipv4_address", n.ipv4Address())
                .text("ipv6_address", n.ipv6Address())
                .texts("link_local_ips", n.linkLocalIps())
                .text("mac_address", n.macAddress())
                .pairs("driver_opts", n.driverOpts())
                .extensions(n.extensions())
                .build();
    }

    private Value port(Port p) {
        return tree().text("name", p.name())
                .text("mode", p.mode())
                .text("host_ip", p.hostIp())
                .number("target", p.target())
                .text("published", p.published())
                .text("protocol", p.protocol())
                .text("app_protocol", p.appProtocol())
                .extensions(p.extensions())
                .build();
    }

    private Value develop(Develop d) {
        return tree().list("watch", d.watch(), this::watch)
                .extensions(d.extensions())
                .build();
    }

    private Value watch(WatchRule w) {
        var tree = tree().put("path", new Value.Text(w.path()))
                .put("action", new Value.Text(w.action()))
                .text("target", w.target());
        if (w.exec().isPresent()) {
            tree.put("exec", hook(w.exec().get()));
        } else if (style == Style.JSON) {
            tree.put("exec", tree().put("command", new Value.Null()).build());
        }
        return tree.texts("include", w.include())
                .texts("ignore", w.ignore())
                .flag("initial_sync", w.initialSync())
                .extensions(w.extensions())
                .build();
    }

    private Value hook(Hook h) {
        return tree().command("command", h.command())
                .text("user", h.user())
                .flag("privileged", h.privileged())
                .text("working_dir", h.workingDir())
                .variables("environment", h.environment())
                .extensions(h.extensions())
                .build();
    }

    private Value preStart(PreStartHook h) {
        return tree().command("command", h.command())
                .text("user", h.user())
                .flag("privileged", h.privileged())
                .text("working_dir", h.workingDir())
                .variables("environment", h.environment())
                .text("image", h.image())
                .flag("per_replica", h.perReplica())
                .extensions(h.extensions())
                .build();
    }
}
