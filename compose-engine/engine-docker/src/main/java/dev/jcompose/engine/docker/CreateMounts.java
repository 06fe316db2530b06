package dev.jcompose.engine.docker;

import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.MountSpec.Access;
import dev.jcompose.planner.desired.MountSpec.CopyUp;
import dev.jcompose.planner.desired.MountSpec.MissingHostPath;
import dev.jcompose.planner.plan.Step.InheritedVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mounts of a create call. The API has three places for them: {@code Binds} are strings, whose missing host directories the
 * engine makes and which alone can relabel for SELinux; {@code Tmpfs} takes mount options; {@code Mounts} take the rest.
 */
final class CreateMounts {
    private static final String API_SOCKET = "/var/run/docker.sock";

    private final CreateDraft draft;
    private final Map<String, String> inherited = new LinkedHashMap<>();
    private final List<String> binds = new ArrayList<>();
    private final Map<String, String> tmpfs = new LinkedHashMap<>();
    private final List<JsonObject> mounts = new ArrayList<>();

    private CreateMounts(CreateDraft draft) {
        this.draft = draft;
    }

    static void into(JsonObject hostConfig, ContainerSpec spec, CreateOptions options, CreateDraft draft)
            throws EngineException {
        var mounts = new CreateMounts(draft);
        for (InheritedVolume volume : options.inherited()) {
            mounts.inherited.put(volume.target(), volume.volume());
        }
        for (var mount : spec.mounts()) {
            mounts.add(mount);
        }
        if (spec.service().useApiSocket()) {
            mounts.addApiSocket();
        }
        mounts.addInherited();
        hostConfig.texts("Binds", mounts.binds).textMap("Tmpfs", mounts.tmpfs).objects("Mounts", mounts.mounts);
    }

    private void add(MountSpec mount) throws EngineException {
        switch (mount) {
            case MountSpec.Bind bind -> add(bind);
            case MountSpec.NamedVolume volume -> add(volume);
            case MountSpec.AnonymousVolume volume -> add(volume);
            case MountSpec.Tmpfs memory -> add(memory);
            case MountSpec.ImageContent image -> add(image);
            case MountSpec.NamedPipe pipe -> mounts.add(of("npipe", pipe).text("Source", pipe.source()));
        }
    }

    private void add(MountSpec.Bind bind) throws EngineException {
        boolean plain = bind.missing() == MissingHostPath.CREATE_DIRECTORY
                && bind.recursive().isEmpty()
                && !bind.source().contains(":")
                && !bind.target().contains(":");
        if (plain) {
            var options = new ArrayList<String>();
            options.add(bind.access() == Access.READ_ONLY ? "ro" : "rw");
            bind.selinux().ifPresent(options::add);
            bind.propagation().ifPresent(options::add);
            bind.idMap()
                    .map(map -> map.equals("owner") ? "idmap" : "idmap=" + map)
                    .ifPresent(options::add);
            binds.add(bind.source() + ":" + bind.target() + ":" + String.join(",", options));
            return;
        }
        if (bind.selinux().isPresent()) {
            throw draft.unsupported("the mount at " + bind.target() + " asks for the SELinux label "
                    + bind.selinux().get()
                    + " together with create_host_path: false or recursive, which the Engine API cannot express");
        }
        if (bind.idMap().isPresent()) {
            throw draft.unsupported(
                    "the mount at " + bind.target() + " asks for x-idmap together with create_host_path:"
                            + " false or recursive, which the Engine API cannot express");
        }
        var options = new JsonObject()
                .text("Propagation", bind.propagation())
                .flag("CreateMountpoint", bind.missing() == MissingHostPath.CREATE_DIRECTORY);
        switch (bind.recursive().orElse("enabled")) {
            case "disabled" -> options.flag("NonRecursive", true);
            case "writable" -> options.flag("ReadOnlyNonRecursive", true);
            case "readonly" -> {
                draft.require(ApiVersion.ENDPOINTS_AT_CREATE, "bind.recursive: readonly");
                options.flag("ReadOnlyForceRecursive", true);
            }
            default -> {}
        }
        mounts.add(of("bind", bind).text("Source", bind.source()).object("BindOptions", options));
    }

    private void add(MountSpec.NamedVolume volume) throws EngineException {
        if (volume.subpath().isEmpty() && !volume.target().contains(":")) {
            String options = (volume.access() == Access.READ_ONLY ? "ro" : "rw")
                    + (volume.copyUp() == CopyUp.NONE ? ",nocopy" : "");
            binds.add(volume.volume() + ":" + volume.target() + ":" + options);
            return;
        }
        if (volume.subpath().isPresent()) {
            draft.require(ApiVersion.VOLUME_SUBPATH, "volume.subpath");
        }
        mounts.add(of("volume", volume)
                .text("Source", volume.volume())
                .object(
                        "VolumeOptions",
                        new JsonObject()
                                .flag("NoCopy", volume.copyUp() == CopyUp.NONE)
                                .text("Subpath", volume.subpath())));
    }

    private void add(MountSpec.AnonymousVolume volume) {
        String taken = inherited.remove(volume.target());
        mounts.add(of("volume", volume)
                .text("Source", taken == null ? "" : taken)
                .object("VolumeOptions", new JsonObject().flag("NoCopy", volume.copyUp() == CopyUp.NONE)));
    }

    private void add(MountSpec.Tmpfs memory) {
        if (memory.options().isEmpty()) {
            var options = new JsonObject();
            memory.size().ifPresent(size -> options.number("SizeBytes", size));
            memory.mode().ifPresent(mode -> options.number("Mode", mode));
            mounts.add(of("tmpfs", memory).object("TmpfsOptions", options));
            return;
        }
        var options = new ArrayList<String>();
        options.add(memory.options());
        memory.size().ifPresent(size -> options.add("size=" + size));
        memory.mode().ifPresent(mode -> options.add("mode=" + String.format(Locale.ROOT, "%o", mode)));
        if (memory.access() == Access.READ_ONLY) {
            options.add("ro");
        }
        tmpfs.put(memory.target(), String.join(",", options));
    }

    private void add(MountSpec.ImageContent image) throws EngineException {
        draft.require(ApiVersion.IMAGE_MOUNTS, "a mount of type image");
        mounts.add(of("image", image)
                .text("Source", image.image())
                .object("ImageOptions", new JsonObject().text("Subpath", image.subpath())));
    }

    /** Volumes that the image declares and the old container filled. */
    private void addInherited() {
        inherited.forEach((target, volume) -> mounts.add(
                new JsonObject().text("Type", "volume").text("Source", volume).text("Target", target)));
    }

    private void addApiSocket() throws EngineException {
        if (!(draft.address() instanceof EngineAddress.Unix unix)) {
            throw draft.unsupported("use_api_socket needs an engine on a unix socket of this machine, not "
                    + draft.address().text());
        }
        binds.add(unix.socket() + ":" + API_SOCKET + ":rw");
    }

    private static JsonObject of(String type, MountSpec mount) {
        return new JsonObject()
                .text("Type", type)
                .text("Target", mount.target())
                .flag("ReadOnly", mount.access() == Access.READ_ONLY);
    }
}
