package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What the processes of a container see now, mounts included, through the root of one of them. */
final class RunningTree implements FileTree {
    private final DescriptorTree tree;
    private final Optional<IdMap> ids;

    private RunningTree(DescriptorTree tree, Optional<IdMap> ids) {
        this.tree = tree;
        this.ids = ids;
    }

    static RunningTree of(long pid) throws IOException {
        var ids = IdMap.ofProcess(pid);
        return new RunningTree(DescriptorTree.open(Path.of("/proc/" + pid + "/root")), ids);
    }

    @Override
    public Optional<FileStat> lstat(String path) throws IOException {
        var found = tree.lstat(path);
        return ids.isEmpty()
                ? found
                : found.map(file -> file.ownedBy(
                        ids.get().insideUid(Integer.toUnsignedLong(file.uid())),
                        ids.get().insideGid(Integer.toUnsignedLong(file.gid()))));
    }

    @Override
    public int writableUid(long uid) {
        return ids.map(map -> map.hostUid(uid)).orElse((int) uid);
    }

    @Override
    public int writableGid(long gid) {
        return ids.map(map -> map.hostGid(gid)).orElse((int) gid);
    }

    @Override
    public List<String> list(String path) throws IOException {
        return tree.list(path);
    }

    @Override
    public String readLink(String path) throws IOException {
        return tree.readLink(path);
    }

    @Override
    public InputStream read(String path) throws IOException {
        return new DescriptorInput(tree.read(path));
    }

    @Override
    public SequencedMap<String, byte[]> xattrs(String path) throws IOException {
        return xattrs(tree, path);
    }

    @Override
    public String resolve(String path) throws IOException {
        return tree.resolve(path);
    }

    @Override
    public Fd writable(String directory) throws IOException {
        return tree.directory(directory);
    }

    @Override
    public void close() {
        tree.close();
    }

    /** Those that an archive carries: capabilities of programs. */
    static SequencedMap<String, byte[]> xattrs(DescriptorTree tree, String path) throws IOException {
        var found = new LinkedHashMap<String, byte[]>();
        try (var parent = tree.directory(DescriptorTree.parentOf(path))) {
            XattrCalls.get(parent, DescriptorTree.nameOf(path), "security.capability")
                    .ifPresent(value -> found.put("security.capability", value));
        }
        return found;
    }
}
