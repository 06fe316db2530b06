package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;

/** A version of the Engine API, {@code 1.minor}. */
public record ApiVersion(int minor) implements Comparable<ApiVersion> {
    /** The oldest that is answered. */
    public static final ApiVersion MINIMUM = new ApiVersion(24);
    /** The newest that is answered, and what a request without a version means. */
    public static final ApiVersion CURRENT = new ApiVersion(49);

    /**
     * Reads the part of a path between {@code /v} and the next slash.
     *
     * @throws HttpException 400 for what is no version, or one that is not answered
     */
    static ApiVersion parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0
                || !text.substring(0, dot).equals("1")
                || !text.substring(dot + 1).matches("[0-9]{1,4}")) {
            throw new HttpException(
                    400, "\"v" + text + "\" is not a version of this API: v" + MINIMUM + " to v" + CURRENT);
        }
        var version = new ApiVersion(Integer.parseInt(text.substring(dot + 1)));
        if (version.compareTo(MINIMUM) < 0) {
            throw new HttpException(
                    400,
                    "client version " + version + " is too old. Minimum supported API version is " + MINIMUM
                            + ", please upgrade your client to a newer version");
        }
        if (version.compareTo(CURRENT) > 0) {
            throw new HttpException(
                    400, "client version " + version + " is too new. Maximum supported API version is " + CURRENT);
        }
        return version;
    }

    public boolean isAtLeast(int otherMinor) {
        return minor >= otherMinor;
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
