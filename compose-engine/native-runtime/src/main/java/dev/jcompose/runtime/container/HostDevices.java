package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.DeviceRule;
import dev.jcompose.runtime.cgroup.DeviceRules;
import dev.jcompose.runtime.container.Resources.DeviceMapping;
import dev.jcompose.runtime.launch.DeviceNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The devices of the host that a container gets, beside those that all get. */
final class HostDevices {
    private static final int TYPE_MASK = 0170000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;
    /** What a container has of its own beneath /dev. */
    private static final Set<String> OWN = Set.of("pts", "shm", "mqueue", "fd", ".lxc", ".lxd-mounts", ".udev");

    private final HostConfig host;

    HostDevices(HostConfig host) {
        this.host = host;
    }

    /** The device files to be made. */
    List<DeviceNode> nodes() throws IOException {
        var nodes = new ArrayList<DeviceNode>();
        for (DeviceMapping device : mappings()) {
            collect(Path.of(device.onHost()), device.inContainer(), nodes);
        }
        var known = ContainerDefaultsPaths.DEVICES;
        nodes.removeIf(node -> host.privileged() && known.contains(node.path()));
        return nodes;
    }

    /** What the container may open. */
    List<DeviceRule> rules() throws IOException {
        if (host.privileged()) {
            return DeviceRules.UNRESTRICTED;
        }
        var rules = new ArrayList<>(DeviceRules.DEFAULT);
        for (DeviceMapping device : host.resources().devices()) {
            var nodes = new ArrayList<DeviceNode>();
            collect(Path.of(device.onHost()), device.inContainer(), nodes);
            for (DeviceNode node : nodes) {
                var kind = node.kind() == DeviceNode.Kind.BLOCK ? DeviceRule.Kind.BLOCK : DeviceRule.Kind.CHARACTER;
                rules.add(DeviceRule.allow(kind, node.major(), OptionalInt.of(node.minor()), device.permissions()));
            }
        }
        for (String rule : host.resources().deviceRules()) {
            rules.add(DeviceRule.parse(rule)
                    .orElseThrow(
                            () -> ContainerException.invalid("invalid device cgroup rule format: '" + rule + "'")));
        }
        return rules;
    }

    private List<DeviceMapping> mappings() {
        return host.privileged()
                ? List.of(new DeviceMapping("/dev", "/dev", "rwm"))
                : host.resources().devices();
    }

    private static void collect(Path onHost, String inContainer, List<DeviceNode> nodes) throws IOException {
        Path real = Files.exists(onHost) ? onHost.toRealPath() : onHost;
        if (!Files.exists(real)) {
            throw ContainerException.invalid("error gathering device information while adding custom device \"" + onHost
                    + "\": no such file or directory");
        }
        Optional<DeviceNode> single = node(real, inContainer);
        if (single.isPresent()) {
            nodes.add(single.get());
            return;
        }
        if (!Files.isDirectory(real)) {
            throw ContainerException.invalid("error gathering device information while adding custom device \"" + onHost
                    + "\": not a device node");
        }
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean own = Path.of("/dev").equals(directory.getParent())
                        && OWN.contains(String.valueOf(directory.getFileName()));
                return own ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // The console is the host's; a container with a terminal has one of its own under that name.
                if (attributes.isOther() && !file.endsWith("console")) {
                    node(file, inContainer + "/" + real.relativize(file)).ifPresent(nodes::add);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE; // a device that went away meanwhile
            }
        });
    }

    private static Optional<DeviceNode> node(Path path, String inContainer) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:mode,rdev,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = number(stat, "mode").intValue();
        int type = mode & TYPE_MASK;
        if (type != CHARACTER && type != BLOCK) {
            return Optional.empty();
        }
        long device = number(stat, "rdev").longValue();
        int major = (int) ((device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL));
        int minor = (int) ((device & 0xff) | (device >>> 12 & ~0xffL));
        return Optional.of(new DeviceNode(
                inContainer,
                type == BLOCK ? DeviceNode.Kind.BLOCK : DeviceNode.Kind.CHARACTER,
                major,
                minor,
                mode & 07777,
                number(stat, "uid").intValue(),
                number(stat, "gid").intValue()));
    }

    private static Number number(Map<String, Object> stat, String name) {
        return (Number) java.util.Objects.requireNonNull(stat.get(name));
    }

    private static final class ContainerDefaultsPaths {
        static final Set<String> DEVICES = Set.copyOf(dev.jcompose.runtime.launch.ContainerDefaults.DEVICES.stream()
                .map(DeviceNode::path)
                .toList());
    }
}
