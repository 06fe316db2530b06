package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whom {@code user[:group]} means in a container, by the container's own /etc/passwd and /etc/group. The first
 * entry that fits counts.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/passwd.5.html">passwd(5)</a>
 */
final class UserLookup {
    private static final long MAX_ID = Integer.MAX_VALUE;

    /** Reads small files of the container's root. */
    @FunctionalInterface
    interface Files {
        /** The content; empty when there is no such file. */
        Optional<byte[]> read(String path) throws IOException;
    }

    /** @param home from the entry of the user; {@code /} without one */
    record User(Credentials credentials, String home) {}

    private record PasswdEntry(String name, long uid, long gid, String home) {}

    private record GroupEntry(String name, long gid, List<String> members) {}

    private final List<PasswdEntry> users = new ArrayList<>();
    private final List<GroupEntry> groups = new ArrayList<>();

    private UserLookup() {}

    /**
     * @param text {@code ""} = root, {@code name}, {@code uid}, each with {@code :group} or {@code :gid}
     * @param extraGroups names or numbers of {@code group_add}
     * @throws ContainerException INVALID for a name without an entry or a number out of range
     */
    static User find(String text, List<String> extraGroups, Files files) throws IOException {
        var lookup = new UserLookup();
        if (isPlainRoot(text)
                && extraGroups.isEmpty()
                && files.read("/etc/passwd").isEmpty()) {
            return new User(Credentials.ROOT, "/root");
        }
        lookup.readUsers(files.read("/etc/passwd").orElse(new byte[0]));
        lookup.readGroups(files.read("/etc/group").orElse(new byte[0]));
        return lookup.find(text, extraGroups);
    }

    private static boolean isPlainRoot(String text) {
        return text.isEmpty() || text.equals("0") || text.equals("0:0");
    }

    private User find(String text, List<String> extraGroups) throws ContainerException {
        String[] parts = text.split(":", 2);
        String userPart = parts[0];
        String groupPart = parts.length == 2 ? parts[1] : "";
        Optional<PasswdEntry> entry = Optional.empty();
        long uid = 0;
        if (isNumber(userPart)) {
            uid = number(userPart, "uids and gids must be in range 0-2147483647");
            long wanted = uid;
            entry = users.stream().filter(user -> user.uid == wanted).findFirst();
        } else if (userPart.isEmpty()) {
            entry = users.stream().filter(user -> user.uid == 0).findFirst();
        } else {
            entry = users.stream().filter(user -> user.name.equals(userPart)).findFirst();
            if (entry.isEmpty()) {
                throw ContainerException.invalid(
                        "unable to find user " + userPart + ": no matching entries in passwd file");
            }
            uid = entry.get().uid;
        }
        long gid = entry.map(PasswdEntry::gid).orElse(0L);
        var all = new LinkedHashSet<Integer>();
        if (!groupPart.isEmpty()) {
            gid = groupId(groupPart);
            all.add(Math.toIntExact(gid));
        } else {
            all.add(Math.toIntExact(gid));
            if (entry.isPresent()) {
                String name = entry.get().name;
                groups.stream()
                        .filter(group -> group.members.contains(name))
                        .forEach(group -> all.add(Math.toIntExact(group.gid)));
            }
        }
        for (String extra : extraGroups) {
            all.add(Math.toIntExact(groupId(extra)));
        }
        var credentials = new Credentials(Math.toIntExact(uid), Math.toIntExact(gid), List.copyOf(all));
        return new User(
                credentials,
                entry.map(PasswdEntry::home).filter(home -> !home.isEmpty()).orElse("/"));
    }

    private long groupId(String text) throws ContainerException {
        if (isNumber(text)) {
            return number(text, "uids and gids must be in range 0-2147483647");
        }
        return groups.stream()
                .filter(group -> group.name.equals(text))
                .map(GroupEntry::gid)
                .findFirst()
                .orElseThrow(() -> ContainerException.invalid(
                        "unable to find group " + text + ": no matching entries in group file"));
    }

    private void readUsers(byte[] passwd) {
        for (String line : lines(passwd)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 6 && isId(fields[2]) && isId(fields[3])) {
                users.add(new PasswdEntry(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5]));
            }
        }
    }

    private void readGroups(byte[] group) {
        for (String line : lines(group)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4 && isId(fields[2])) {
                groups.add(new GroupEntry(fields[0], Long.parseLong(fields[2]), List.of(fields[3].split(","))));
            }
        }
    }

    private static List<String> lines(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isId(String text) {
        return isNumber(text) && text.length() <= 10 && Long.parseLong(text) <= MAX_ID;
    }

    private static long number(String text, String complaint) throws ContainerException {
        if (!isId(text)) {
            throw ContainerException.invalid(complaint);
        }
        return Long.parseLong(text);
    }
}
