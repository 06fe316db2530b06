package dev.jcompose.runtime.cgroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Limits of a container in the words of Docker's API; absent means not limited.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together; -1 for unlimited swap; twice the memory where absent
 * @param memoryReservation bytes
 * @param memorySwappiness 0 to 100; v1 only
 * @param nanoCpus billionths of a CPU
 * @param cpuQuota microseconds per period; for clients that do not send nanoCpus
 * @param cpuPeriod microseconds
 * @param cpuShares relative weight, 2 to 262144
 * @param cpusetCpus such as {@code 0-2,4}
 * @param cpusetMems such as {@code 0}
 * @param pids number of processes; 0 or less for unlimited
 * @param blkioWeight 10 to 1000
 * @param throttles limits of single block devices
 */
public record CgroupLimits(
        OptionalLong memory,
        OptionalLong memorySwap,
        OptionalLong memoryReservation,
        OptionalInt memorySwappiness,
        OptionalLong nanoCpus,
        OptionalLong cpuQuota,
        OptionalLong cpuPeriod,
        OptionalLong cpuShares,
        Optional<String> cpusetCpus,
        Optional<String> cpusetMems,
        OptionalLong pids,
        OptionalInt blkioWeight,
        List<Throttle> throttles) {
    public static final CgroupLimits NONE = new CgroupLimits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            List.of());

    public CgroupLimits {
        throttles = List.copyOf(throttles);
    }

    /** How fast one block device may be used. */
    public record Throttle(int major, int minor, Direction direction, long perSecond) {}

    /** What a throttle counts. */
    public enum Direction {
        READ_BYTES("read_bps", "rbps"),
        WRITE_BYTES("write_bps", "wbps"),
        READ_OPERATIONS("read_iops", "riops"),
        WRITE_OPERATIONS("write_iops", "wiops");

        private final String v1;
        private final String v2;

        Direction(String v1, String v2) {
            this.v1 = v1;
            this.v2 = v2;
        }

        String v1() {
            return v1;
        }

        String v2() {
            return v2;
        }
    }
}
