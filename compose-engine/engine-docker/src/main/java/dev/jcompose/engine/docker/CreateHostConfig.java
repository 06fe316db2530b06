package dev.jcompose.engine.docker;

import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.model.DeployRestart;
import dev.jcompose.model.Service;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.model.value.RestartPolicy;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code HostConfig} of a create call: what the host does for the container. Limits are in {@link CreateResources}. */
final class CreateHostConfig {
    private static final String PATHS_UNCONFINED = "systempaths=unconfined";

    private CreateHostConfig() {}

    static JsonObject of(ContainerSpec spec, CreateOptions options, CreateNetworking networking, CreateDraft draft)
            throws EngineException {
        var service = spec.service();
        var host = new JsonObject()
                .text("NetworkMode", networking.mode())
                .object("PortBindings", CreatePorts.bindings(service))
                .object("RestartPolicy", restart(service, draft))
                .flag("AutoRemove", spec.lifetime() == ContainerSpec.Lifetime.REMOVED_AT_EXIT)
                .texts("VolumesFrom", spec.volumesFrom())
                .texts("CapAdd", service.capAdd())
                .texts("CapDrop", service.capDrop())
                .text("CgroupnsMode", service.cgroup().map(NamespaceMode::toString))
                .text("IpcMode", spec.ipcMode())
                .text("PidMode", spec.pidMode())
                .text("UTSMode", service.uts().map(NamespaceMode::toString))
                .text("UsernsMode", service.usernsMode())
                .texts("Dns", service.dns())
                .texts("DnsOptions", service.dnsOptions())
                .texts("DnsSearch", service.dnsSearch())
                .texts("ExtraHosts", extraHosts(service))
                .texts("GroupAdd", service.groupAdd())
                .number("OomScoreAdj", service.oomScoreAdj())
                .flag("Privileged", service.privileged())
                .flag("ReadonlyRootfs", service.readOnly())
                .number("ShmSize", service.shmSize().map(ByteSize::bytes).orElse(0L))
                .textMap("StorageOpt", service.storageOpt())
                .textMap("Sysctls", service.sysctls())
                .text("Runtime", service.runtime())
                .text("Isolation", service.isolation())
                .textMap("Annotations", service.annotations());
        service.init().ifPresent(init -> host.exactly("Init", init));
        service.logging()
                .ifPresent(logging -> host.object(
                        "LogConfig",
                        new JsonObject().text("Type", logging.driver()).textMap("Config", logging.options())));
        security(spec, host, draft);
        CreateMounts.into(host, spec, options, draft);
        CreateResources.into(host, service);
        return host;
    }

    private static List<String> extraHosts(Service service) {
        var lines = new ArrayList<String>();
        service.extraHosts().forEach((name, addresses) -> addresses.forEach(a -> lines.add(name + ":" + a)));
        return lines;
    }

    /** {@code deploy.restart_policy} wins over {@code restart}. */
    private static JsonObject restart(Service service, CreateDraft draft) throws EngineException {
        var deployed = service.deploy().flatMap(deploy -> deploy.restartPolicy());
        if (deployed.isPresent()) {
            return restart(deployed.get(), draft);
        }
        if (service.restart().isEmpty()) {
            return new JsonObject();
        }
        var policy = RestartPolicy.parse(service.restart().get());
        if (policy.isEmpty()) {
            throw draft.unsupported("restart: \"" + service.restart().get()
                    + "\" is none of no, always, unless-stopped, on-failure[:count]");
        }
        return new JsonObject()
                .text("Name", policy.get().when().text())
                .number("MaximumRetryCount", policy.get().maxRetries().orElse(0));
    }

    private static JsonObject restart(DeployRestart policy, CreateDraft draft) {
        String condition = policy.condition().orElse("any");
        String name = switch (condition) {
            case "none" -> "no";
            case "any" -> "always";
            default -> condition;
        };
        long attempts = policy.maxAttempts().orElse(0);
        if (attempts > 0 && !name.equals("on-failure")) {
            draft.warn("deploy.restart_policy.max_attempts only counts with the condition on-failure and was left out");
            attempts = 0;
        }
        return new JsonObject().text("Name", name).number("MaximumRetryCount", attempts);
    }

    private static void security(ContainerSpec spec, JsonObject host, CreateDraft draft) throws EngineException {
        var options = new ArrayList<String>();
        for (String option : spec.service().securityOpt()) {
            if (option.equals(PATHS_UNCONFINED)) {
                host.exactly("MaskedPaths", List.<String>of()).exactly("ReadonlyPaths", List.<String>of());
            } else {
                options.add(withProfile(option, spec, draft));
            }
        }
        host.texts("SecurityOpt", options);
    }

    /** A seccomp profile is named by its file in the model; the API wants its content. */
    private static String withProfile(String option, ContainerSpec spec, CreateDraft draft) throws EngineException {
        var file = Optional.of(option)
                .map(text -> text.replaceFirst("^seccomp[:=]", ""))
                .filter(rest -> !rest.equals(option))
                .filter(rest -> !rest.equals("unconfined") && !rest.equals("builtin") && !rest.startsWith("{"));
        if (file.isEmpty()) {
            return option;
        }
        Path project = Path.of(spec.labels().getOrDefault(Labels.WORKING_DIR, ""));
        Path profile = project.resolve(file.get());
        try {
            return "seccomp=" + Files.readString(profile).strip();
        } catch (IOException e) {
            throw draft.invalid("security_opt: the seccomp profile " + profile + " cannot be read: " + e, e);
        }
    }
}
