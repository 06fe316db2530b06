package dev.jcompose.model.check;

import dev.jcompose.model.Build;
import dev.jcompose.model.Deploy;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Resources;
import dev.jcompose.model.Service;
import dev.jcompose.model.WatchRule;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.value.ByteSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rules between services and what they refer to, and between attributes of one service. */
public final class ConsistencyCheck {

    private final Project project;
    private final Origins origins;
    private final ProblemLog problems;

    public ConsistencyCheck(Project project, Origins origins, ProblemLog problems) {
        this.project = project;
        this.origins = origins;
        this.problems = problems;
    }

    public void check() {
        Map<String, String> containerNames = new HashMap<>();
        for (Service service : project.services().values()) {
            image(service);
            build(service);
            references(service);
            dependencies(service);
            limits(service);
            scale(service, containerNames);
            healthcheck(service);
            watch(service);
            targets(service);
        }
        new CycleCheck(project, origins, problems).check();
    }

    private void error(String code, String path, String message) {
        problems.add(Diagnostic.error(code, origins.of(path), message));
    }

    private void image(Service s) {
        if (s.image().isEmpty() && s.build().isEmpty() && s.provider().isEmpty()) {
            error(
                    "no-image",
                    path(s),
                    "service \"" + s.name() + "\" has neither an image nor a build context specified");
        }
    }

    private static String path(Service s) {
        return "services." + s.name();
    }

    private void build(Service s) {
        Build build = s.build().orElse(null);
        if (build == null) {
            return;
        }
        String path = path(s) + ".build";
        if (build.dockerfile().isPresent() && build.dockerfileInline().isPresent()) {
            error(
                    "exclusive-keys",
                    path + ".dockerfile_inline",
                    "service \"" + s.name() + "\" declares mutually exclusive dockerfile and dockerfile_inline");
        }
        build.additionalContexts().forEach((name, context) -> {
            if (context.startsWith("service:")) {
                context(s, name, context.substring("service:".length()));
            }
        });
        s.platform().ifPresent(platform -> {
            if (!build.platforms().isEmpty() && !build.platforms().contains(platform)) {
                error(
                        "platform",
                        path + ".platforms",
                        "service.build.platforms MUST include service.platform \"" + platform + "\"");
            }
        });
        build.secrets()
                .forEach(secret -> defined(
                        s, "build secret", secret.source(), project.secrets().keySet(), path + ".secrets"));
    }

    private void context(Service s, String name, String target) {
        String path = path(s) + ".build.additional_contexts." + name;
        Service other = project.services().get(target);
        if (other == null) {
            other = project.disabledServices().get(target);
        }
        if (other == null) {
            problems.addNamed(
                    Diagnostic.error(
                            "undefined-service",
                            origins.of(path),
                            "service \"" + s.name() + "\" declares unknown service \"" + target
                                    + "\" as additional contexts " + name),
                    target,
                    project.services().keySet());
        } else if (other.build().isEmpty()) {
            error(
                    "no-build",
                    path,
                    "service \"" + s.name() + "\" can't use service \"" + target
                            + "\" as additional context: it has no build");
        }
    }

    private void references(Service s) {
        if (s.networkMode().isPresent() && !s.networks().isEmpty()) {
            error(
                    "exclusive-keys",
                    path(s) + ".network_mode",
                    "service " + s.name() + " declares mutually exclusive `network_mode` and `networks`");
        }
        for (String network : s.networks().keySet()) {
            defined(s, "network", network, project.networks().keySet(), path(s) + ".networks." + network);
        }
        for (int i = 0; i < s.volumes().size(); i++) {
            Mount mount = s.volumes().get(i);
            if (mount.type() == Mount.Type.VOLUME && mount.source().isPresent()) {
                defined(s, "volume", mount.source().get(), project.volumes().keySet(), path(s) + ".volumes[" + i + "]");
            }
        }
        for (int i = 0; i < s.configs().size(); i++) {
            defined(
                    s,
                    "config",
                    s.configs().get(i).source(),
                    project.configs().keySet(),
                    path(s) + ".configs[" + i + "]");
        }
        for (int i = 0; i < s.secrets().size(); i++) {
            defined(
                    s,
                    "secret",
                    s.secrets().get(i).source(),
                    project.secrets().keySet(),
                    path(s) + ".secrets[" + i + "]");
        }
        for (String model : s.models().keySet()) {
            defined(s, "model", model, project.models().keySet(), path(s) + ".models." + model);
        }
    }

    private void defined(Service s, String kind, String name, Collection<String> known, String path) {
        if (!known.contains(name)) {
            problems.addNamed(
                    Diagnostic.error(
                            "undefined-" + kind.replace(' ', '-'),
                            origins.of(path),
                            "service \"" + s.name() + "\" refers to undefined " + kind + " " + name),
                    name,
                    known);
        }
    }

    private void dependencies(Service s) {
        s.dependsOn().forEach((name, edge) -> {
            if (project.services().containsKey(name)) {
                return;
            }
            Service disabled = project.disabledServices().get(name);
            if (disabled != null && !edge.required()) {
                return;
            }
            var problem = Diagnostic.error(
                    "undefined-service",
                    origins.of(path(s) + ".depends_on." + name),
                    "service \"" + s.name() + "\" depends on undefined service \"" + name + "\"");
            if (disabled != null) {
                problems.add(
                        problem.withHint("service \"" + name + "\" is disabled; enable it with one of the profiles "
                                + String.join(", ", new TreeSet<>(disabled.profiles()))));
            } else {
                problems.addNamed(problem, name, project.services().keySet());
            }
        });
    }

    private void limits(Service s) {
        Deploy deploy = s.deploy().orElse(null);
        if (deploy == null) {
            return;
        }
        Resources limits = deploy.limits().orElse(null);
        if (limits != null) {
            if (s.cpus() != 0 && limits.cpus() != 0 && s.cpus() != limits.cpus()) {
                distinct(s, "cpus", "deploy.resources.limits.cpus");
            }
            sizes(s, "mem_limit", s.memLimit(), "deploy.resources.limits.memory", limits.memory());
            if (s.pidsLimit() != 0 && limits.pids() != 0 && s.pidsLimit() != limits.pids()) {
                distinct(s, "pids_limit", "deploy.resources.limits.pids");
            }
        }
        deploy.reservations()
                .ifPresent(reservations -> sizes(
                        s,
                        "mem_reservation",
                        s.memReservation(),
                        "deploy.resources.reservations.memory",
                        reservations.memory()));
    }

    private void sizes(Service s, String key, Optional<ByteSize> one, String otherKey, Optional<ByteSize> other) {
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            distinct(s, key, otherKey);
        }
    }

    private void distinct(Service s, String key, String otherKey) {
        var problem = Diagnostic.error(
                "distinct-values",
                origins.of(path(s) + "." + key),
                path(s) + ": can't set distinct values on '" + key + "' and '" + otherKey + "'");
        problems.add(origins.of(path(s) + "." + otherKey)
                .map(at -> problem.withRelated(at, "the other value"))
                .orElse(problem));
    }

    private void scale(Service s, Map<String, String> containerNames) {
        var replicas = s.deploy().map(Deploy::replicas).filter(r -> r.isPresent());
        if (s.scale().isPresent()) {
            int scale = s.scale().getAsInt();
            if (scale < 0) {
                error("invalid-value", path(s) + ".scale", path(s) + ".scale: must be greater than or equal to 0");
            }
            if (replicas.isPresent() && replicas.get().getAsInt() != scale) {
                distinct(s, "scale", "deploy.replicas");
            }
        }
        if (replicas.isPresent() && replicas.get().getAsInt() < 0) {
            error(
                    "invalid-value",
                    path(s) + ".deploy.replicas",
                    path(s) + ".deploy.replicas: must be greater than or equal to 0");
        }
        s.containerName().ifPresent(name -> {
            if (s.replicas() > 1) {
                error(
                        "container-name-scaled",
                        path(s) + ".container_name",
                        path(s) + ": can't set container_name and " + s.replicas()
                                + " replicas as container name must be unique");
            }
            String other = containerNames.putIfAbsent(name, s.name());
            if (other != null) {
                var problem = Diagnostic.error(
                        "container-name-taken",
                        origins.of(path(s) + ".container_name"),
                        path(s) + ": container name \"" + name + "\" is already in use by service " + other);
                problems.add(origins.of("services." + other + ".container_name")
                        .map(at -> problem.withRelated(at, "used here"))
                        .orElse(problem));
            }
        });
    }

    private void healthcheck(Service s) {
        s.healthcheck()
                .ifPresent(check -> check.test().ifPresent(test -> {
                    if (!test.isEmpty() && !List.of("NONE", "CMD", "CMD-SHELL").contains(test.get(0))) {
                        error(
                                "invalid-value",
                                path(s) + ".healthcheck.test",
                                "service \"" + s.name()
                                        + "\": healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or"
                                        + " \"NONE\"");
                    }
                }));
    }

    private void watch(Service s) {
        s.develop().ifPresent(develop -> {
            for (int i = 0; i < develop.watch().size(); i++) {
                WatchRule rule = develop.watch().get(i);
                String path = path(s) + ".develop.watch[" + i + "]";
                boolean needsTarget = rule.action().startsWith("sync");
                if (needsTarget && rule.target().isEmpty()) {
                    error("missing-key", path, path(s) + ".develop.watch: target is required for non-rebuild actions");
                }
                boolean hasCommand = rule.exec()
                        .flatMap(hook -> hook.command())
                        .filter(words -> !words.isEmpty())
                        .isPresent();
                if (rule.action().equals("sync+exec") && !hasCommand) {
                    error(
                            "missing-key",
                            path,
                            path(s) + ".develop.watch: can't use \"sync+exec\" action without exec.command");
                }
            }
        });
    }

    /** Two mounts cannot have one target. */
    private void targets(Service s) {
        Map<String, String> mounted = new HashMap<>();
        for (int i = 0; i < s.volumes().size(); i++) {
            mounted(s.volumes().get(i).target(), path(s) + ".volumes[" + i + "]", mounted);
        }
        for (int i = 0; i < s.tmpfs().size(); i++) {
            String text = s.tmpfs().get(i);
            int colon = text.indexOf(':');
            mounted(colon < 0 ? text : text.substring(0, colon), path(s) + ".tmpfs[" + i + "]", mounted);
        }
    }

    private void mounted(String target, String path, Map<String, String> mounted) {
        String before = mounted.putIfAbsent(target, path);
        if (before != null) {
            var problem = Diagnostic.error(
                    "target-taken", origins.of(path), path + ": target " + target + " already mounted as " + before);
            problems.add(origins.of(before)
                    .map(at -> problem.withRelated(at, "mounted here"))
                    .orElse(problem));
        }
    }
}
