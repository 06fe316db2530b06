package dev.jcompose.model.check;

import dev.jcompose.model.Mount;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What works but may not be what was meant: definitions that nobody uses, keys of the time before they had a name. */
public final class DoubtCheck {

    /** Extensions that became attributes, with their names as such. */
    private static final Map<String, String> FORMER_EXTENSIONS = Map.of("x-develop", "develop");

    private final Project project;
    private final Origins origins;
    private final ProblemLog problems;

    public DoubtCheck(Project project, Origins origins, ProblemLog problems) {
        this.project = project;
        this.origins = origins;
        this.problems = problems;
    }

    /** Looks at all services, enabled or not. */
    public void check() {
        Set<String> networks = new HashSet<>();
        Set<String> volumes = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        Set<String> configs = new HashSet<>();
        Set<String> models = new HashSet<>();
        networks.add("default");
        Stream.concat(project.services().values().stream(), project.disabledServices().values().stream())
                .forEach(service -> {
                    networks.addAll(service.networks().keySet());
                    models.addAll(service.models().keySet());
                    service.secrets().forEach(secret -> secrets.add(secret.source()));
                    service.build().ifPresent(b -> b.secrets().forEach(secret -> secrets.add(secret.source())));
                    service.configs().forEach(config -> configs.add(config.source()));
                    service.credentialSpec().flatMap(spec -> spec.config()).ifPresent(configs::add);
                    service.volumes().stream()
                            .filter(mount -> mount.type() == Mount.Type.VOLUME || mount.type() == Mount.Type.CLUSTER)
                            .forEach(mount -> mount.source().ifPresent(volumes::add));
                    formerExtensions(service);
                });
        unused("network", "networks", project.networks().keySet(), networks);
        unused("volume", "volumes", project.volumes().keySet(), volumes);
        unused("secret", "secrets", project.secrets().keySet(), secrets);
        unused("config", "configs", project.configs().keySet(), configs);
        unused("model", "models", project.models().keySet(), models);
    }

    private void unused(String kind, String section, Collection<String> defined, Set<String> used) {
        for (String name : defined) {
            if (!used.contains(name)) {
                doubt("unused-definition", section + "." + name, kind + " \"" + name + "\" is used by no service");
            }
        }
    }

    private void formerExtensions(Service service) {
        for (String key : service.extensions().keySet()) {
            String now = FORMER_EXTENSIONS.get(key);
            if (now != null) {
                String path = "services." + service.name() + "." + key;
                doubt(
                        "former-extension",
                        path,
                        "\"" + key + "\" is not read any more: the attribute is \"" + now + "\"");
            }
        }
    }

    private void doubt(String code, String path, String message) {
        problems.doubt(Diagnostic.warning(code, origins.of(path), message));
    }
}
