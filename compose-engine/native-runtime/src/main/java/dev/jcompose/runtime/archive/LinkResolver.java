package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.FileStat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Resolves the links of a path as the kernel does, see path_resolution(7); {@code ..} stops at the root. */
record LinkResolver(Status status, Target target) {
    private static final int MAX_LINKS = 40;

    interface Status {
        Optional<FileStat> lstat(String path) throws IOException;
    }

    interface Target {
        String readLink(String path) throws IOException;
    }

    /** An absolute path without links; from the first component that does not exist on, it is taken as it is. */
    String resolve(String path) throws IOException {
        Deque<String> todo = new ArrayDeque<>(components(path));
        Deque<String> done = new ArrayDeque<>();
        int links = 0;
        while (!todo.isEmpty()) {
            var name = todo.removeFirst();
            if (name.equals("..")) {
                done.pollLast();
                continue;
            }
            var here = "/" + String.join("/", done) + (done.isEmpty() ? "" : "/") + name;
            var found = status.lstat(here);
            if (found.isEmpty() || !found.get().isSymlink()) {
                done.addLast(name);
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new ArchiveException(ArchiveException.Kind.INVALID, path + ": too many levels of symbolic links");
            }
            String to;
            try {
                to = target.readLink(here);
            } catch (ErrnoException e) {
                if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
                    todo.addFirst(name); // Somebody put something else in its place: look again, as at one more link.
                    continue;
                }
                throw e;
            }
            if (to.startsWith("/")) {
                done.clear();
            }
            var more = components(to);
            for (int i = more.size() - 1; i >= 0; i--) {
                todo.addFirst(more.get(i));
            }
        }
        return "/" + String.join("/", done);
    }

    static java.util.List<String> components(String path) {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }
}
