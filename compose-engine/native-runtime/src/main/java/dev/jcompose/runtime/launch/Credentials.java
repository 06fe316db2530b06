package dev.jcompose.runtime.launch;

import java.util.List;

/**
 * Whom a process runs as; all numbers are those of the container, 0 to 2^31-1.
 *
 * @param groups supplementary groups, the primary one included (CVE-2022-36109)
 */
public record Credentials(int uid, int gid, List<Integer> groups) {
    public static final Credentials ROOT = new Credentials(0, 0, List.of(0));

    public Credentials {
        groups = List.copyOf(groups);
        if (uid < 0 || gid < 0 || groups.stream().anyMatch(group -> group < 0)) {
            throw new IllegalArgumentException("uid and gids are 0 to 2^31-1: " + uid + ":" + gid + " " + groups);
        }
    }
}
