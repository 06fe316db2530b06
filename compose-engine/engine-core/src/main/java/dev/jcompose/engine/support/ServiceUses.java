package dev.jcompose.engine.support;

import dev.jcompose.model.BlockIo;
import dev.jcompose.model.Deploy;
import dev.jcompose.model.Device;
import dev.jcompose.model.FileReference;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.Resources;
import dev.jcompose.model.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what one service asks for beyond what every engine does. */
final class ServiceUses {
    private static final Set<String> BUILT_IN_SECCOMP =
            Set.of("seccomp=unconfined", "seccomp=builtin", "seccomp=default", "seccomp=", "seccomp");
    /** The mode of an ordinary service; the others are for clusters. */
    private static final String REPLICATED = "replicated";

    private final Project project;
    private final Service service;
    private final Uses.Place here;

    ServiceUses(Project project, Service service, Uses uses) {
        this.project = project;
        this.service = service;
        this.here = uses.of("services." + service.name(), "service \"" + service.name() + "\"");
    }

    void collect() {
        here.value(Feature.RUNTIME, "runtime", service.runtime())
                .value(Feature.ISOLATION, "isolation", service.isolation())
                .value(Feature.USER_NAMESPACE, "userns_mode", service.usernsMode())
                .when(service.credentialSpec().isPresent(), Feature.CREDENTIAL_SPEC, "credential_spec")
                .when(service.cpuCount() != 0, Feature.WINDOWS_CPUS, "cpu_count")
                .when(service.cpuPercent() != 0, Feature.WINDOWS_CPUS, "cpu_percent")
                .when(service.cpuRtPeriod() != 0, Feature.REALTIME_CPU, "cpu_rt_period")
                .when(service.cpuRtRuntime() != 0, Feature.REALTIME_CPU, "cpu_rt_runtime")
                .when(!service.storageOpt().isEmpty(), Feature.STORAGE_OPTION, "storage_opt")
                .when(!service.gpus().isEmpty(), Feature.DEVICE_REQUEST, "gpus")
                .when(service.useApiSocket(), Feature.API_SOCKET_CREDENTIALS, "use_api_socket")
                .when(!service.models().isEmpty(), Feature.MODEL, "models")
                .when(service.develop().isPresent(), Feature.DEVELOP, "develop");
        service.logging()
                .ifPresent(logging -> here.in("logging").value(Feature.LOG_DRIVER, "driver", logging.driver()));
        security();
        service.blockIo().ifPresent(this::blockIo);
        devices();
        service.deploy().ifPresent(this::deploy);
        networks();
        mounts();
        files("secrets", service.secrets());
        files("configs", service.configs());
    }

    private void security() {
        for (int i = 0; i < service.securityOpt().size(); i++) {
            String[] parts = service.securityOpt().get(i).split("[=:]", 2);
            String option = parts.length == 2 ? parts[0] + "=" + parts[1] : parts[0];
            switch (parts[0]) {
                case "apparmor" -> here.item(Feature.APPARMOR_PROFILE, "security_opt", i, option);
                case "label" -> here.item(Feature.SELINUX_LABEL, "security_opt", i, option);
                case "writable-cgroups" -> here.item(Feature.WRITABLE_CGROUPS, "security_opt", i, option);
                case "seccomp" -> {
                    if (!BUILT_IN_SECCOMP.contains(option)) {
                        here.item(Feature.SECCOMP_PROFILE, "security_opt", i, option);
                    }
                }
                default -> {}
            }
        }
    }

    private void blockIo(BlockIo blockIo) {
        here.in("blkio_config")
                .when(!blockIo.weightDevice().isEmpty(), Feature.BLOCK_IO_DEVICES, "weight_device")
                .when(!blockIo.deviceReadBps().isEmpty(), Feature.BLOCK_IO_DEVICES, "device_read_bps")
                .when(!blockIo.deviceReadIops().isEmpty(), Feature.BLOCK_IO_DEVICES, "device_read_iops")
                .when(!blockIo.deviceWriteBps().isEmpty(), Feature.BLOCK_IO_DEVICES, "device_write_bps")
                .when(!blockIo.deviceWriteIops().isEmpty(), Feature.BLOCK_IO_DEVICES, "device_write_iops");
    }

    private void devices() {
        List<Device> devices = service.devices();
        for (int i = 0; i < devices.size(); i++) {
            if (!devices.get(i).source().startsWith("/")) { // a name of the Container Device Interface
                here.item(Feature.DEVICE_REQUEST, "devices", i, devices.get(i).source());
            }
        }
    }

    private void deploy(Deploy deploy) {
        var place = here.in("deploy");
        place.when(
                        deploy.mode().isPresent() && !deploy.mode().equals(Optional.of(REPLICATED)),
                        Feature.ORCHESTRATION,
                        "mode")
                .when(!deploy.labels().isEmpty(), Feature.ORCHESTRATION, "labels")
                .when(deploy.updateConfig().isPresent(), Feature.ORCHESTRATION, "update_config")
                .when(deploy.rollbackConfig().isPresent(), Feature.ORCHESTRATION, "rollback_config")
                .when(deploy.placement().isPresent(), Feature.ORCHESTRATION, "placement")
                .when(deploy.endpointMode().isPresent(), Feature.ORCHESTRATION, "endpoint_mode");
        deploy.restartPolicy()
                .ifPresent(policy -> place.in("restart_policy")
                        .when(policy.delay().isPresent(), Feature.RESTART_TIMING, "delay")
                        .when(policy.window().isPresent(), Feature.RESTART_TIMING, "window"));
        deploy.reservations()
                .ifPresent(reserved -> reservations(place.in("resources").in("reservations"), reserved));
    }

    private static void reservations(Uses.Place place, Resources reserved) {
        place.when(reserved.cpus() != 0, Feature.CPU_RESERVATION, "cpus")
                .when(!reserved.devices().isEmpty(), Feature.DEVICE_REQUEST, "devices")
                .when(!reserved.genericResources().isEmpty(), Feature.GENERIC_RESOURCE, "generic_resources");
    }

    private void networks() {
        service.networks()
                .forEach((key, attachment) -> here.in("networks")
                        .in(key)
                        .when(!attachment.linkLocalIps().isEmpty(), Feature.LINK_LOCAL_ADDRESS, "link_local_ips")
                        .keys(Feature.ENDPOINT_OPTION, "driver_opts", attachment.driverOpts()));
    }

    private void mounts() {
        List<Mount> mounts = service.volumes();
        for (int i = 0; i < mounts.size(); i++) {
            Mount mount = mounts.get(i);
            var place = here.in("volumes[" + i + "]");
            var type = Optional.of(mount.type().name().toLowerCase(Locale.ROOT));
            switch (mount.type()) {
                case IMAGE -> place.value(Feature.IMAGE_MOUNT, "type", type);
                case NPIPE, CLUSTER -> place.value(Feature.FOREIGN_MOUNT, "type", type);
                case BIND, VOLUME, TMPFS -> {}
            }
            mount.bind().ifPresent(bind -> place.in("bind").value(Feature.SELINUX_LABEL, "selinux", bind.selinux()));
            mount.volume()
                    .ifPresent(volume ->
                            place.in("volume").when(!volume.labels().isEmpty(), Feature.MOUNT_LABELS, "labels"));
        }
    }

    /** What comes from a file is a bind mount, which shows the file as it is. */
    private void files(String attribute, List<FileReference> references) {
        for (int i = 0; i < references.size(); i++) {
            FileReference reference = references.get(i);
            if (isFile(attribute, reference.source())) {
                here.in(attribute + "[" + i + "]")
                        .when(reference.uid().isPresent(), Feature.FILE_OWNERSHIP, "uid")
                        .when(reference.gid().isPresent(), Feature.FILE_OWNERSHIP, "gid")
                        .when(reference.mode().isPresent(), Feature.FILE_OWNERSHIP, "mode");
            }
        }
    }

    private boolean isFile(String attribute, String key) {
        if (attribute.equals("secrets")) {
            var secret = project.secrets().get(key);
            return secret != null && secret.file().isPresent();
        }
        var config = project.configs().get(key);
        return config != null && config.file().isPresent();
    }
}
