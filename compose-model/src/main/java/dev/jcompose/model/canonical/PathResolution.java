package dev.jcompose.model.canonical;

import dev.jcompose.model.value.ContainerPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Makes the relative paths of a canonical tree start from a folder. */
public final class PathResolution {

    private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:[/\\\\]");

    /** Something below what a server shares, with one separator between each. */
    private static final Pattern SHARE =
            Pattern.compile("[/\\\\]{2}[^/\\\\.][^/\\\\]*[/\\\\][^/\\\\.][^/\\\\]*[/\\\\]");

    private final String base;
    private final Optional<String> home;

    /**
     * @param base the folder, absolute or itself relative to another one
     * @param home what {@code ~} stands for
     */
    public PathResolution(String base, Optional<String> home) {
        this.base = base;
        this.home = home;
    }

    public MapNode apply(MapNode root) {
        return root.mapValues((section, value) -> switch (section) {
            case "services" -> each(value, this::service);
            case "configs", "secrets" -> each(value, resource -> text(resource, "file", this::file));
            case "volumes" -> each(value, this::volume);
            default -> value;
        });
    }

    private static Node each(Node node, UnaryOperator<MapNode> change) {
        return node instanceof MapNode map
                ? map.mapValues((key, value) -> value instanceof MapNode inner ? change.apply(inner) : value)
                : node;
    }

    private static Node items(Node node, UnaryOperator<MapNode> change) {
        return node instanceof ListNode list
                ? list.mapItems(item -> item instanceof MapNode map ? change.apply(map) : item)
                : node;
    }

    private static MapNode text(MapNode map, String key, UnaryOperator<String> change) {
        return map.mapValues((k, value) -> k.equals(key) ? text(value, change) : value);
    }

    private static Node text(Node node, UnaryOperator<String> change) {
        if (!(node instanceof ScalarNode scalar) || !scalar.isString()) {
            return node;
        }
        String changed = change.apply(scalar.text());
        return changed.equals(scalar.text()) ? scalar : scalar.withText(changed);
    }

    /** The paths of one service. */
    public MapNode service(MapNode service) {
        return service.mapValues((key, value) -> switch (key) {
            case "build" -> value instanceof MapNode build ? build(build) : value;
            case "env_file" -> items(value, file -> text(file, "path", this::path));
            case "label_file" -> value instanceof ListNode list ? list.mapItems(item -> text(item, this::path)) : value;
            case "volumes" -> items(value, this::mount);
            case "develop" ->
                value instanceof MapNode develop
                        ? develop.mapValues((k, v) -> k.equals("watch") ? items(v, this::watch) : v)
                        : value;
            case "extends" -> value instanceof MapNode map ? text(map, "file", this::path) : value;
            default -> value;
        });
    }

    private MapNode build(MapNode build) {
        return build.mapValues((key, value) -> switch (key) {
            case "context" -> text(value, this::context);
            case "additional_contexts" ->
                value instanceof MapNode map ? map.mapValues((k, v) -> text(v, this::context)) : value;
            case "ssh" -> value instanceof MapNode map ? map.mapValues((k, v) -> text(v, this::hostPath)) : value;
            default -> value;
        });
    }

    private MapNode mount(MapNode mount) {
        boolean bind = mount.string("type").filter("bind"::equals).isPresent();
        return bind ? text(mount, "source", this::hostPath) : mount;
    }

    private MapNode watch(MapNode rule) {
        return text(rule, "path", text -> {
            String path = path(text);
            return path.startsWith("/") ? withoutLinks(path) : path;
        });
    }

    private static String withoutLinks(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException | InvalidPathException e) {
            // A path that does not exist yet has no links to follow.
            return path;
        }
    }

    private MapNode volume(MapNode volume) {
        boolean local = volume.string("driver").filter("local"::equals).isPresent();
        Optional<MapNode> options = volume.map("driver_opts");
        boolean bind =
                options.flatMap(o -> o.string("o")).filter("bind"::equals).isPresent();
        return local && bind && options.isPresent()
                ? volume.with("driver_opts", text(options.get(), "device", this::hostPath))
                : volume;
    }

    private String context(String text) {
        boolean remote = text.contains("://")
                || text.startsWith("service:")
                || text.startsWith("target:")
                || text.startsWith("github.com/")
                || text.startsWith("git@");
        return remote ? text : path(text);
    }

    /** Of the content of a config or a secret; none is the directory itself. */
    private String file(String text) {
        return text.isEmpty() ? base : hostPath(text);
    }

    private String path(String text) {
        String expanded = expandHome(text);
        return expanded.isEmpty() || expanded.startsWith("/") ? expanded : ContainerPath.join(base, expanded);
    }

    /** As a path, or a Windows one, which is absolute on every system. */
    private String hostPath(String text) {
        String expanded = expandHome(text);
        return isWindowsPath(expanded) ? expanded : path(expanded);
    }

    private static boolean isWindowsPath(String text) {
        return DRIVE.matcher(text).lookingAt() || SHARE.matcher(text).lookingAt();
    }

    private String expandHome(String text) {
        if (!text.startsWith("~") || home.isEmpty()) {
            return text;
        }
        return ContainerPath.join(home.get(), text.substring(1));
    }
}
