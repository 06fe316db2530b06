package dev.jcompose.runtime.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out whom a container's process runs as, from the container's own /etc/passwd and /etc/group. Names are those of the
 * container; numbers need no entry.
 */
public final class UserResolver {
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";
    private static final String DEFAULT_HOME = "/";

    private final RootFiles files;

    /** Opens files of the container, beneath its root and nowhere else. */
    @FunctionalInterface
    public interface RootFiles {
        /** Empty when there is no such file. */
        Optional<InputStream> open(String path) throws IOException;
    }

    /**
     * A user of a container.
     *
     * @param home from the passwd entry of the uid, {@code /} without one
     */
    public record User(Credentials credentials, String home) {}

    public UserResolver(RootFiles files) {
        this.files = files;
    }

    /**
     * Resolves {@code user[:group]}.
     *
     * @param user names or numbers; empty for root
     * @param additional {@code group_add}: names or numbers
     * @throws UnknownUserException when a name has no entry, or a number is out of range
     * @throws IOException when a file cannot be read
     */
    public User resolve(String user, Collection<String> additional) throws IOException {
        int colon = user.indexOf(':');
        var userPart = colon < 0 ? user : user.substring(0, colon);
        var groupPart = colon < 0 ? "" : user.substring(colon + 1);
        if (colon >= 0 && (userPart.isEmpty() || groupPart.isEmpty())) {
            throw new UnknownUserException("invalid user '" + user + "': want USER, USER:GROUP or nothing");
        }
        var passwd = passwd();
        Optional<Passwd> entry = find(passwd, userPart);
        int uid = entry.map(Passwd::uid).orElse(0);
        if (entry.isEmpty() && !userPart.isEmpty()) {
            uid = number(userPart)
                    .orElseThrow(() -> new UnknownUserException(
                            "unable to find user " + userPart + ": no matching entries in passwd file"));
        }
        var groups = groups();
        int gid = entry.map(Passwd::gid).orElse(0);
        var all = new LinkedHashSet<Integer>();
        if (!groupPart.isEmpty()) {
            gid = group(groups, groupPart);
        } else if (entry.isPresent()) {
            var name = entry.get().name();
            groups.stream().filter(g -> g.members().contains(name)).forEach(g -> all.add(g.gid()));
        }
        var supplementary = new LinkedHashSet<Integer>();
        supplementary.add(gid);
        supplementary.addAll(all);
        for (String name : additional) {
            supplementary.add(group(groups, name));
        }
        return new User(new Credentials(uid, gid, List.copyOf(supplementary)), home(passwd, uid));
    }

    /** All digits is a number, whatever an entry's name; the entry of that uid gives group and home. */
    private static Optional<Passwd> find(List<Passwd> passwd, String user) throws UnknownUserException {
        if (user.isEmpty()) {
            return passwd.stream().filter(p -> p.uid() == 0).findFirst();
        }
        var uid = number(user);
        if (uid.isPresent()) {
            return passwd.stream().filter(p -> p.uid() == uid.getAsInt()).findFirst();
        }
        return passwd.stream().filter(p -> p.name().equals(user)).findFirst();
    }

    private static int group(List<Group> groups, String name) throws UnknownUserException {
        var number = number(name);
        if (number.isPresent()) {
            return number.getAsInt();
        }
        return groups.stream()
                .filter(g -> g.name().equals(name))
                .map(Group::gid)
                .findFirst()
                .orElseThrow(() -> new UnknownUserException(
                        "unable to find group " + name + ": no matching entries in group file"));
    }

    private static String home(List<Passwd> passwd, int uid) {
        return passwd.stream()
                .filter(p -> p.uid() == uid)
                .map(Passwd::home)
                .filter(home -> !home.isEmpty())
                .findFirst()
                .orElse(DEFAULT_HOME);
    }

    /** ASCII digits only, nothing around them: no sign, no blank, no line end (CVE-2016-3697, CVE-2026-30892). */
    private static OptionalInt number(String text) throws UnknownUserException {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new UnknownUserException("uids and gids must be in range 0-2147483647: " + text);
        }
    }

    private record Passwd(String name, int uid, int gid, String home) {}

    private record Group(String name, int gid, List<String> members) {}

    private List<Passwd> passwd() throws IOException {
        var entries = new ArrayList<Passwd>();
        for (var fields : lines(PASSWD)) {
            if (fields.length >= 4
                    && isEntry(fields[0], fields[2])
                    && !numberOrNone(fields[3]).isEmpty()) {
                entries.add(new Passwd(
                        fields[0],
                        numberOrNone(fields[2]).getAsInt(),
                        numberOrNone(fields[3]).getAsInt(),
                        fields.length > 5 ? fields[5] : ""));
            }
        }
        return entries;
    }

    private List<Group> groups() throws IOException {
        var entries = new ArrayList<Group>();
        for (var fields : lines(GROUP)) {
            if (fields.length >= 3 && isEntry(fields[0], fields[2])) {
                var members = fields.length > 3 ? List.of(fields[3].split(",")) : List.<String>of();
                entries.add(new Group(fields[0], numberOrNone(fields[2]).getAsInt(), members));
            }
        }
        return entries;
    }

    private static boolean isEntry(String name, String id) {
        return !name.isEmpty() && numberOrNone(id).isPresent();
    }

    private static OptionalInt numberOrNone(String text) {
        try {
            return number(text);
        } catch (UnknownUserException e) {
            // A line the image got wrong is no entry.
            return OptionalInt.empty();
        }
    }

    private List<String[]> lines(String path) throws IOException {
        Optional<InputStream> file = files.open(path);
        if (file.isEmpty()) {
            return List.of();
        }
        try (var reader = new BufferedReader(new InputStreamReader(file.get(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(":", -1))
                    .toList();
        }
    }
}
