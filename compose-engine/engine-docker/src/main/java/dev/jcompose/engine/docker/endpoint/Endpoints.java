package dev.jcompose.engine.docker.endpoint;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.config.ContextStore;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Chooses the engine: {@code --backend}, then {@code -H}, {@code JCOMPOSE_BACKEND}, {@code DOCKER_HOST},
 * {@code DOCKER_CONTEXT}, the current context of Docker's settings, and at last the native engine.
 */
public final class Endpoints {
    /** Where dockerd listens unless it was told otherwise. */
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

    private static final String DEFAULT_CONTEXT = "default";

    private final EndpointRequest request;

    private Endpoints(EndpointRequest request) {
        this.request = request;
    }

    /** @throws EngineException {@code INVALID} for a value that makes no sense, saying which and what would */
    public static EndpointChoice choose(EndpointRequest request) throws EngineException {
        return new Endpoints(request).choose();
    }

    private EndpointChoice choose() throws EngineException {
        if (request.backend().isPresent()) {
            return ofBackend(
                    request.backend().get(), "--backend " + request.backend().get(), request.host());
        }
        if (request.host().isPresent()) {
            return host(request.host().get(), "-H");
        }
        var backend = request.variable("JCOMPOSE_BACKEND");
        if (backend.isPresent()) {
            return ofBackend(backend.get(), "JCOMPOSE_BACKEND=" + backend.get(), Optional.empty());
        }
        var named = named();
        return named.isPresent()
                ? named.get()
                : new EndpointChoice.Native(NativeRoot.of(request.environment()), "the default");
    }

    private EndpointChoice ofBackend(String backend, String why, Optional<String> flag) throws EngineException {
        return switch (backend) {
            case "native" -> {
                if (flag.isPresent()) {
                    throw invalid(why + " and -H " + flag.get() + " contradict each other: leave one of them out");
                }
                yield new EndpointChoice.Native(NativeRoot.of(request.environment()), why);
            }
            case "docker" -> {
                if (flag.isPresent()) {
                    yield docker(flag.get(), "-H");
                }
                var named = named();
                yield named.isPresent() ? named.get() : docker(DEFAULT_HOST, why);
            }
            default -> throw invalid(why + ": there is no such backend; use native or docker");
        };
    }

    /** The engine that Docker's own variables and settings name. */
    private Optional<EndpointChoice> named() throws EngineException {
        var host = request.variable("DOCKER_HOST");
        if (host.isPresent()) {
            return Optional.of(host(host.get(), "DOCKER_HOST"));
        }
        var context = request.variable("DOCKER_CONTEXT");
        if (context.isPresent()) {
            return Optional.of(context(context.get(), "DOCKER_CONTEXT=" + context.get()));
        }
        Path folder = DockerConfig.folder(request.environment(), request.home());
        try {
            String current = DockerConfig.load(folder).currentContext();
            return current.isEmpty() || current.equals(DEFAULT_CONTEXT)
                    ? Optional.empty()
                    : Optional.of(context(current, "context \"" + current + "\""));
        } catch (IOException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private EndpointChoice context(String name, String why) throws EngineException {
        if (name.equals(DEFAULT_CONTEXT)) {
            return docker(DEFAULT_HOST, why);
        }
        Path folder = DockerConfig.folder(request.environment(), request.home());
        try {
            var context = new ContextStore(folder)
                    .find(name)
                    .orElseThrow(() -> invalid(why + ": there is no context \"" + name + "\" under "
                            + folder.resolve("contexts") + "; see: docker context ls"));
            var check = context.skipVerify() ? TlsFiles.Check.TRUST_ANY : TlsFiles.Check.VERIFY;
            return new EndpointChoice.Docker(
                    parse(context.host(), context.tlsFolder().map(tls -> TlsFiles.presentIn(tls, check)), why), why);
        } catch (IOException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    /** Our own socket is the native engine under another name: it may then also be started. */
    private EndpointChoice host(String text, String why) throws EngineException {
        var root = NativeRoot.of(request.environment());
        return text.equals("unix://" + root.socket()) ? new EndpointChoice.Native(root, why) : docker(text, why);
    }

    private EndpointChoice docker(String text, String why) throws EngineException {
        return new EndpointChoice.Docker(parse(text, tls(), why), why);
    }

    private Optional<TlsFiles> tls() {
        var verify = request.variable("DOCKER_TLS_VERIFY");
        var folder = request.variable("DOCKER_CERT_PATH").map(Path::of);
        if (verify.isEmpty() && folder.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TlsFiles.inFolder(
                folder.orElseGet(() -> DockerConfig.folder(request.environment(), request.home())),
                verify.isPresent() ? TlsFiles.Check.VERIFY : TlsFiles.Check.TRUST_ANY));
    }

    private static EngineAddress parse(String text, Optional<TlsFiles> tls, String why) throws EngineException {
        try {
            return EngineAddress.parse(text, tls);
        } catch (IllegalArgumentException e) {
            throw invalid(why + ": " + e.getMessage(), e);
        }
    }

    private static EngineException invalid(String reason) {
        return new EngineException(EngineException.Kind.INVALID, "choose an engine", "", reason);
    }

    private static EngineException invalid(String reason, Throwable cause) {
        return new EngineException(EngineException.Kind.INVALID, "choose an engine", "", reason, cause);
    }
}
