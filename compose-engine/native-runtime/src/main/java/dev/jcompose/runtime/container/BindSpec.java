package dev.jcompose.runtime.container;

import java.util.Set;

/** The short form of a mount: {@code source:target[:options]}, as in {@code HostConfig.Binds}. */
final class BindSpec {
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
    /** Options of other systems and of SELinux, which mean nothing here. */
    private static final Set<String> IGNORED = Set.of("z", "Z", "cached", "delegated", "consistent", "rw", "U");

    private BindSpec() {}

    /**
     * Reads the short form; a source that is no absolute path is the name of a volume.
     *
     * @throws ContainerException INVALID
     */
    static MountRequest parse(String text, String volumeDriver) throws ContainerException {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw invalid(text);
        }
        boolean readOnly = false;
        boolean copyUp = true;
        boolean recursive = true;
        String propagation = "";
        String idMap = "";
        for (String option : parts.length == 3 ? parts[2].split(",") : new String[0]) {
            if (PROPAGATIONS.contains(option)) {
                propagation = option;
                continue;
            }
            switch (option) {
                case "ro" -> readOnly = true;
                case "nocopy" -> copyUp = false;
                case "norecursive", "bind-nonrecursive" -> recursive = false;
                case OwnerMapping.OPTION -> idMap = OwnerMapping.OF_SOURCE;
                default -> {
                    if (option.startsWith(OwnerMapping.OPTION + "=") && parts[0].startsWith("/")) {
                        idMap = OwnerMapping.check(option);
                    } else if (!option.isEmpty() && !IGNORED.contains(option)) {
                        throw ContainerException.invalid("invalid mode: " + parts[2]);
                    }
                }
            }
        }
        if (!parts[1].startsWith("/")) {
            throw ContainerException.invalid("invalid volume specification: '" + text
                    + "': invalid mount config for type \"" + (parts[0].startsWith("/") ? "bind" : "volume")
                    + "\": invalid mount path: '" + parts[1]
                    + "' mount path must be absolute");
        }
        if (parts[1].equals("/")) {
            throw ContainerException.invalid(
                    "invalid volume specification: '" + text + "': invalid specification: destination can't be '/'");
        }
        if (!idMap.isEmpty() && !parts[0].startsWith("/")) {
            throw ContainerException.invalid("invalid mode: " + parts[2]); // a volume has no owner to be mapped to
        }
        return parts[0].startsWith("/")
                ? MountRequest.bind(parts[0], parts[1], readOnly, propagation, recursive)
                        .withIdMap(idMap)
                : MountRequest.volume(parts[0], parts[1], readOnly, copyUp, volumeDriver);
    }

    private static ContainerException invalid(String text) {
        return ContainerException.invalid("invalid volume specification: '" + text + "'");
    }
}
