package dev.jcompose.model.print;

import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.interpolate.Expression;
import dev.jcompose.model.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code config} shows of a project, one function for each of its flags; lines are without line ends. */
public final class ConfigRendering {

    private ConfigRendering() {}

    /** The whole project as YAML that can be loaded again. */
    public static String yaml(Project project) {
        return YamlWriter.write(ProjectTree.escaped(ProjectTree.of(project, Style.YAML)));
    }

    /** The whole project as JSON, with a line end. */
    public static String json(Project project) {
        var tree = new TreeMap<>(ProjectTree.of(project, Style.JSON).values());
        Value sorted = new Value.Entries(new LinkedHashMap<>(tree));
        return JsonWriter.write(ProjectTree.escaped(sorted), JsonWriter.Layout.INDENTED) + "\n";
    }

    /**
     * The tree of a load without interpolation as YAML, sorted by key.
     *
     * @param tree of a {@link dev.jcompose.model.load.LoadResult}
     */
    public static String rawYaml(Value.Entries tree) {
        return YamlWriter.write(TreeBuilder.sortedKeys(tree, Style.YAML));
    }

    /** The same as JSON, with a line end. */
    public static String rawJson(Value.Entries tree) {
        return JsonWriter.write(TreeBuilder.sortedKeys(tree, Style.JSON), JsonWriter.Layout.INDENTED) + "\n";
    }

    /** {@code --services}: the enabled services, sorted. */
    public static List<String> services(Project project) {
        return sorted(project.services().keySet());
    }

    /** {@code --volumes}: the keys of the volumes, sorted. */
    public static List<String> volumes(Project project) {
        return sorted(project.volumes().keySet());
    }

    /** {@code --networks}: the keys of the networks, sorted. */
    public static List<String> networks(Project project) {
        return sorted(project.networks().keySet());
    }

    /** {@code --models}: the models, sorted. */
    public static List<String> models(Project project) {
        var result = new TreeSet<String>();
        project.models().values().forEach(model -> model.model().ifPresent(result::add));
        return List.copyOf(result);
    }

    /** {@code --profiles}: those of all services, active or not, sorted. */
    public static List<String> profiles(Project project) {
        var result = new TreeSet<String>();
        project.services().values().forEach(service -> result.addAll(service.profiles()));
        project.disabledServices().values().forEach(service -> result.addAll(service.profiles()));
        return List.copyOf(result);
    }

    /** {@code --images}: the image of each service, in the order of the services. */
    public static List<String> images(Project project) {
        return project.services().values().stream()
                .filter(service -> service.provider().isEmpty())
                .map(service -> imageName(project, service))
                .toList();
    }

    /** {@code --lock-image-digests}: a file that gives the services their images, and nothing else. */
    public static String imagesYaml(Project project) {
        return YamlWriter.write(imageFile(project));
    }

    /** The same as JSON, with a line end. */
    public static String imagesJson(Project project) {
        return JsonWriter.write(imageFile(project), JsonWriter.Layout.INDENTED) + "\n";
    }

    private static Value.Entries imageFile(Project project) {
        var services = new LinkedHashMap<String, Value>();
        project.services()
                .forEach((name, service) -> service.image()
                        .ifPresent(image -> services.put(
                                name, new Value.Entries(new LinkedHashMap<>(Map.of("image", new Value.Text(image)))))));
        return new Value.Entries(new LinkedHashMap<>(Map.of("services", new Value.Entries(services))));
    }

    /** The image of a service; one that is only built is called after project and service. */
    public static String imageName(Project project, Service service) {
        return service.image().orElseGet(() -> project.name() + "-" + service.name());
    }

    /** {@code --environment}: what interpolation saw, {@code NAME=value}, sorted. */
    public static List<String> environment(Project project) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(project.environment()).forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    /**
     * {@code --hash}: service and hash of each.
     *
     * @param names of enabled services
     */
    public static List<String> hashes(Project project, Collection<String> names) {
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            Service service = project.services().get(name);
            if (service != null) {
                lines.add(name + " " + ConfigHash.of(service));
            }
        }
        return lines;
    }

    /**
     * {@code --variables}: each variable that the files mention, sorted by name, the last mention of it.
     *
     * @param tree of a load without interpolation
     */
    public static List<Expression> variables(Value.Entries tree) {
        var found = new TreeMap<String, Expression>();
        collect(tree, found);
        return List.copyOf(found.values());
    }

    private static void collect(Value value, Map<String, Expression> found) {
        switch (value) {
            case Value.Text(String text) -> {
                for (Expression expression : Expression.in(text)) {
                    found.put(expression.name(), expression);
                }
            }
            case Value.Items items -> items.values().forEach(item -> collect(item, found));
            case Value.Entries entries -> entries.values().values().forEach(item -> collect(item, found));
            case Value.Whole w -> {}
            case Value.Real r -> {}
            case Value.Real32 r -> {}
            case Value.Timestamp t -> {}
            case Value.Bool b -> {}
            case Value.Null n -> {}
        }
    }

    /** {@code --variables} as a table with a head, columns padded by spaces. */
    public static List<String> variableTable(List<Expression> variables) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"));
        for (Expression e : variables) {
            rows.add(List.of(e.name(), Boolean.toString(e.required()), e.defaultValue(), e.presentValue()));
        }
        int[] widths = new int[4];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell);
                if (i + 1 < widths.length) {
                    line.repeat(' ', Math.max(20, widths[i] + 3) - cell.length());
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** {@code --variables --format json}: one object for each, by name. */
    public static String variablesJson(List<Expression> variables) {
        var result = new LinkedHashMap<String, Value>();
        for (Expression e : variables) {
            var entry = new LinkedHashMap<String, Value>();
            entry.put("Name", new Value.Text(e.name()));
            entry.put("DefaultValue", new Value.Text(e.defaultValue()));
            entry.put("PresenceValue", new Value.Text(e.presentValue()));
            entry.put("Required", new Value.Bool(e.required()));
            result.put(e.name(), new Value.Entries(entry));
        }
        return JsonWriter.write(new Value.Entries(result), JsonWriter.Layout.INDENTED) + "\n";
    }

    private static List<String> sorted(Collection<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }
}
