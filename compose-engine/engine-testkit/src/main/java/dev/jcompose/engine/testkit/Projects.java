package dev.jcompose.engine.testkit;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Network;
import dev.jcompose.model.NetworkAttachment;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.Volume;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Projects in as few words as tests need. */
public final class Projects {
    private Projects() {}

    /** A service on the default network. */
    public static ServiceBuilder service(String name, String image) {
        var networks = new LinkedHashMap<String, NetworkAttachment>();
        networks.put("default", NetworkAttachment.PLAIN);
        return new ServiceBuilder(name).image(Optional.of(image)).networks(networks);
    }

    /** An edge of {@code depends_on}, required and without restart. */
    public static SequencedMap<String, Dependency> after(String service, Condition condition) {
        var map = new LinkedHashMap<String, Dependency>();
        map.put(service, new Dependency(condition, false, true, new LinkedHashMap<>()));
        return map;
    }

    /** A project with a default network. */
    public static Project project(String name, ServiceBuilder... services) {
        return project(name, List.of(), services);
    }

    /** A project with a default network and volumes. */
    public static Project project(String name, List<String> volumes, ServiceBuilder... services) {
        SequencedMap<String, Service> byName = new LinkedHashMap<>();
        for (ServiceBuilder builder : services) {
            Service service = builder.build();
            byName.put(service.name(), service);
        }
        SequencedMap<String, Volume> byKey = new LinkedHashMap<>();
        for (String key : volumes) {
            byKey.put(
                    key,
                    new Volume(
                            key,
                            name + "_" + key,
                            Optional.empty(),
                            new LinkedHashMap<>(),
                            false,
                            new LinkedHashMap<>(),
                            new LinkedHashMap<>()));
        }
        return new Project(
                name,
                Path.of("/srv").resolve(name),
                List.of("/srv/" + name + "/compose.yaml"),
                byName,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(Map.of("default", network(name, "default"))),
                byKey,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /** A bridge network of a project. */
    public static Network network(String project, String key) {
        return new Network(
                key,
                project + "_" + key,
                Optional.empty(),
                new LinkedHashMap<>(),
                Optional.empty(),
                false,
                false,
                false,
                new LinkedHashMap<>(),
                Optional.empty(),
                Optional.empty(),
                new LinkedHashMap<>());
    }
}
