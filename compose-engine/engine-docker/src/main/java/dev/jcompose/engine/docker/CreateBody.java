package dev.jcompose.engine.docker;

import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.NetworkMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The body of a create call: what belongs to the process. The rest is in {@link CreateHostConfig}.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerCreate">POST
 *     /containers/create</a>
 */
final class CreateBody {
    private CreateBody() {}

    static JsonObject of(
            ContainerSpec spec, CreateOptions options, SequencedMap<String, String> proxies, CreateDraft draft)
            throws EngineException {
        var service = spec.service();
        boolean inputOnce = options.input() == CreateOptions.Input.ATTACHED_ONCE;
        var networking = new CreateNetworking(spec.network(), service, draft);
        var body = new JsonObject()
                .text("Image", spec.image())
                .text("Hostname", service.hostname())
                .text("Domainname", service.domainName())
                .text("User", service.user())
                .text("WorkingDir", service.workingDir())
                .flag("AttachStdin", inputOnce)
                .flag("AttachStdout", true)
                .flag("AttachStderr", true)
                .flag("Tty", service.tty())
                .flag("OpenStdin", service.stdinOpen())
                .flag("StdinOnce", inputOnce && service.stdinOpen())
                .texts("Env", environment(service, proxies))
                .textMap("Labels", spec.labels())
                .text("StopSignal", service.stopSignal())
                .object("ExposedPorts", CreatePorts.exposed(service))
                .flag("NetworkDisabled", isDisabled(spec.network()))
                .text("MacAddress", networking.containerMacAddress());
        service.command().ifPresent(words -> body.exactly("Cmd", words));
        service.entrypoint().ifPresent(words -> body.exactly("Entrypoint", words));
        service.stopGracePeriod().ifPresent(grace -> body.exactly("StopTimeout", grace.toSeconds()));
        if (service.healthcheck().isPresent()) {
            body.object("Healthcheck", health(service.healthcheck().get(), draft));
        }
        body.exactly("HostConfig", CreateHostConfig.of(spec, options, networking, draft));
        return body.object("NetworkingConfig", networking.config());
    }

    private static boolean isDisabled(NetworkMode mode) {
        return mode instanceof NetworkMode.Special(String word) && word.equals("disabled");
    }

    /** A name without a value removes the image's variable of that name. */
    private static List<String> environment(Service service, SequencedMap<String, String> proxies) {
        Map<String, String> lines = new LinkedHashMap<>();
        proxies.forEach((name, value) -> lines.put(name, name + "=" + value));
        service.environment()
                .forEach((name, value) ->
                        lines.put(name, value.map(text -> name + "=" + text).orElse(name)));
        return new ArrayList<>(lines.values());
    }

    private static JsonObject health(Healthcheck check, CreateDraft draft) throws EngineException {
        if (check.isOff()) {
            return new JsonObject().exactly("Test", List.of("NONE"));
        }
        var health = new JsonObject().texts("Test", check.test().orElse(List.of()));
        check.interval().ifPresent(time -> health.number("Interval", nanos(time)));
        check.timeout().ifPresent(time -> health.number("Timeout", nanos(time)));
        check.startPeriod().ifPresent(time -> health.number("StartPeriod", nanos(time)));
        if (check.startInterval().isPresent()) {
            draft.require(ApiVersion.ENDPOINTS_AT_CREATE, "healthcheck.start_interval");
            health.number("StartInterval", nanos(check.startInterval().get()));
        }
        check.retries().ifPresent(retries -> health.number("Retries", retries));
        return health;
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }
}
