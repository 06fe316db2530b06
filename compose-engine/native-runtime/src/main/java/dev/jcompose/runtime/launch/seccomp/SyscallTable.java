package dev.jcompose.runtime.launch.seccomp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The system calls of one machine, read from a resource. */
final class SyscallTable {
    private static final String RESOURCE = "syscalls.txt";

    private SyscallTable() {}

    /** A system call and the class of rule it is under. */
    record Syscall(String name, int number, String rule) {}

    static List<Syscall> of(Architecture architecture) {
        var calls = new ArrayList<Syscall>();
        try (var stream = Objects.requireNonNull(SyscallTable.class.getResourceAsStream(RESOURCE), RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var fields = line.split(" ");
                if (!line.startsWith("#") && !fields[architecture.column()].equals("-")) {
                    calls.add(new Syscall(fields[0], Integer.parseInt(fields[architecture.column()]), fields[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("read " + RESOURCE, e);
        }
        return calls;
    }
}
