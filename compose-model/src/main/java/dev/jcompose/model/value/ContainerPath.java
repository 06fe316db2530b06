package dev.jcompose.model.value;

import java.util.ArrayDeque;

/** Paths with slashes, whatever the system this runs on. */
public final class ContainerPath {

    private ContainerPath() {}

    /** The shortest path of the same meaning, by its text alone: no {@code .}, no {@code ..} within, no empty parts. */
    public static String clean(String path) {
        boolean absolute = path.startsWith("/");
        var parts = new ArrayDeque<String>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.addLast(part);
            } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!absolute) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        if (absolute) {
            return "/" + joined;
        }
        return joined.isEmpty() ? "." : joined;
    }

    /** A path below a folder, cleaned. */
    public static String join(String folder, String path) {
        return clean(folder.isEmpty() ? path : folder + "/" + path);
    }
}
