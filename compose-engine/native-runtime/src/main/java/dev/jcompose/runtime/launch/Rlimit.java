package dev.jcompose.runtime.launch;

import java.util.Arrays;
import java.util.Optional;

/**
 * A resource limit. See setrlimit(2).
 *
 * @param soft what the kernel enforces; {@link #UNLIMITED} for none
 * @param hard how far the process may raise it; not below {@code soft}
 */
public record Rlimit(Resource resource, long soft, long hard) {
    public static final long UNLIMITED = -1;

    public Rlimit {
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException(
                    "ulimit " + resource.key() + ": the soft limit " + soft + " is above the hard limit " + hard);
        }
    }

    /** The limited resources; the numbers are those of x86_64 and aarch64. */
    public enum Resource {
        CPU(0),
        FSIZE(1),
        DATA(2),
        STACK(3),
        CORE(4),
        RSS(5),
        NPROC(6),
        NOFILE(7),
        MEMLOCK(8),
        AS(9),
        LOCKS(10),
        SIGPENDING(11),
        MSGQUEUE(12),
        NICE(13),
        RTPRIO(14),
        RTTIME(15);

        private final int number;

        Resource(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** The name in Docker's API and in Compose files. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static Optional<Resource> of(String key) {
            return Arrays.stream(values()).filter(r -> r.key().equals(key)).findFirst();
        }
    }
}
