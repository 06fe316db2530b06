package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.MountRequest.BindRecursion;
import dev.jcompose.runtime.volume.Volume;
import dev.jcompose.runtime.volume.VolumeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides the mounts of a new container: what the client asked for in its various ways, then the volumes of the image that
 * no mount covers. Nothing is made yet.
 */
final class MountPlan {
    /** A decided mount, with what is still to be made for it. */
    record Decided(MountPoint point, Optional<VolumeRequest> volume, boolean copyUp, boolean createSource) {}

    private final Map<String, Decided> byTarget = new LinkedHashMap<>();

    private MountPlan() {}

    /**
     * @param config merged with the image's
     * @param inherited mounts of the containers named in {@code VolumesFrom}
     * @throws ContainerException INVALID when two mounts have one target, or one makes no sense
     */
    static List<Decided> decide(ContainerConfig config, HostConfig host, List<MountPoint> inherited)
            throws IOException {
        var plan = new MountPlan();
        for (MountPoint point : inherited) {
            plan.byTarget.put(point.destination(), new Decided(point, Optional.empty(), false, false));
        }
        var asked = new ArrayList<MountRequest>();
        for (String bind : host.binds()) {
            asked.add(BindSpec.parse(bind, host.volumeDriver()));
        }
        asked.addAll(host.mounts());
        host.tmpfs()
                .forEach((target, options) -> asked.add(
                        MountRequest.tmpfs(target, options.isEmpty() ? List.of() : List.of(options.split(",")))));
        var targets = new java.util.HashSet<String>();
        for (MountRequest request : asked) {
            Decided decided = decide(request);
            if (!targets.add(decided.point().destination())) {
                throw ContainerException.invalid(
                        "Duplicate mount point: " + decided.point().destination());
            }
            plan.byTarget.put(decided.point().destination(), decided);
        }
        for (String target : config.volumes()) {
            String clean = clean(target);
            if (!plan.byTarget.containsKey(clean)) {
                plan.byTarget.put(clean, decide(MountRequest.volume("", clean, false, true, host.volumeDriver())));
            }
        }
        return List.copyOf(plan.byTarget.values());
    }

    private static Decided decide(MountRequest request) throws IOException {
        if (!request.target().startsWith("/")) {
            throw ContainerException.invalid("invalid mount config for type \""
                    + request.type().word() + "\": invalid mount path: '" + request.target()
                    + "' mount path must be absolute");
        }
        String target = clean(request.target());
        if (target.equals("/")) {
            throw ContainerException.invalid("invalid mount config for type \""
                    + request.type().word() + "\": invalid specification: destination can't be '/'");
        }
        return switch (request.type()) {
            case BIND -> bind(request, target);
            case VOLUME -> volume(request, target);
            case TMPFS -> tmpfs(request, target);
        };
    }

    private static Decided bind(MountRequest request, String target) throws IOException {
        if (!request.source().startsWith("/")) {
            throw ContainerException.invalid("invalid mount config for type \"bind\": invalid mount path: '"
                    + request.source() + "' mount path must be absolute");
        }
        Path source = Path.of(request.source()).normalize();
        if (!request.createSource() && !Files.exists(source)) {
            throw ContainerException.invalid(
                    "invalid mount config for type \"bind\": bind source path does not exist: " + request.source());
        }
        String propagation = request.propagation().isEmpty() ? "rprivate" : request.propagation();
        var point = new MountPoint(
                MountType.BIND,
                "",
                source.toString(),
                target,
                "",
                request.readOnly() ? "ro" : "",
                !request.readOnly(),
                propagation,
                request.recursion(),
                "",
                List.of(),
                request.idMap());
        return new Decided(point, Optional.empty(), false, request.createSource());
    }

    private static Decided volume(MountRequest request, String target) throws IOException {
        if (!request.volumeDriver().isEmpty() && !request.volumeDriver().equals("local")) {
            throw ContainerException.invalid("volume driver \"" + request.volumeDriver()
                    + "\" is not supported by this engine: only \"local\" is");
        }
        boolean anonymous = request.source().isEmpty();
        String name = anonymous ? ContainerIndex.newId() : request.source();
        var labels = new LinkedHashMap<String, String>(request.volumeLabels());
        if (anonymous) {
            labels.put(Volume.ANONYMOUS_LABEL, "");
        }
        var point = new MountPoint(
                MountType.VOLUME,
                name,
                "",
                target,
                "local",
                request.readOnly() ? "ro" : "z",
                !request.readOnly(),
                "",
                BindRecursion.ENABLED,
                request.subpath(),
                List.of(),
                "");
        var volume = new VolumeRequest(Optional.of(name), "local", labels, request.driverOptions());
        return new Decided(
                point,
                Optional.of(volume),
                request.copyUp() && request.subpath().isEmpty(),
                false);
    }

    private static Decided tmpfs(MountRequest request, String target) {
        var options = new ArrayList<String>(request.tmpfsOptions());
        request.tmpfsSize().ifPresent(size -> options.add("size=" + size));
        request.tmpfsMode().ifPresent(mode -> options.add("mode=" + Long.toOctalString(mode)));
        if (request.readOnly()) {
            options.add("ro");
        }
        var point = new MountPoint(
                MountType.TMPFS,
                "",
                "",
                target,
                "",
                "",
                !request.readOnly(),
                "",
                BindRecursion.ENABLED,
                "",
                options,
                "");
        return new Decided(point, Optional.empty(), false, false);
    }

    /** The same mounts with the sources that are known only once the volumes exist. */
    static List<MountPoint> points(Collection<Decided> decided) {
        return decided.stream().map(Decided::point).toList();
    }

    private static String clean(String target) {
        return Path.of(target).normalize().toString();
    }
}
