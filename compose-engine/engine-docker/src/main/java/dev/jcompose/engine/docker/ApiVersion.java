package dev.jcompose.engine.docker;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of the Docker Engine API. All published ones are 1.x.
 *
 * @param minor what follows the {@code 1.}
 */
record ApiVersion(int minor) implements Comparable<ApiVersion> {
    /** The highest whose answers this adapter knows. */
    static final ApiVersion NEWEST = new ApiVersion(51);

    /** The lowest that engines in use still speak alone. */
    static final ApiVersion OLDEST = new ApiVersion(24);

    /** Says in the content type of a stream whether it is framed. */
    static final ApiVersion STREAM_TYPES = new ApiVersion(42);

    /** Several endpoints in one create call, MAC address per endpoint, {@code start_interval}. */
    static final ApiVersion ENDPOINTS_AT_CREATE = new ApiVersion(44);

    static final ApiVersion VOLUME_SUBPATH = new ApiVersion(45);

    /** Image mounts, gateway priority, networks without IPv4. */
    static final ApiVersion IMAGE_MOUNTS = new ApiVersion(48);

    static final ApiVersion INTERFACE_NAME = new ApiVersion(49);

    private static final Pattern TEXT = Pattern.compile("v?1\\.([0-9]{1,3})");

    static Optional<ApiVersion> parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        return matcher.matches() ? Optional.of(new ApiVersion(Integer.parseInt(matcher.group(1)))) : Optional.empty();
    }

    boolean atLeast(ApiVersion other) {
        return minor >= other.minor;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}
