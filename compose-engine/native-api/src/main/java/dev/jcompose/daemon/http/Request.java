package dev.jcompose.daemon.http;

import java.io.InputStream;

/**
 * One request.
 *
 * @param method upper case, as sent
 * @param rawPath the target up to the question mark, percent escapes untouched
 * @param query decoded parameters
 * @param headers header fields
 * @param version minor version of HTTP/1.x: 0 or 1
 * @param body the body, decoded from its transfer coding; at its end at once when there is none
 */
public record Request(String method, String rawPath, Query query, Headers headers, int version, InputStream body) {
    /** The path with percent escapes resolved. */
    public String path() {
        return Query.decode(rawPath);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the connection may carry another request afterwards. */
    boolean keepAlive() {
        return version == 1 ? !headers.hasToken("Connection", "close") : headers.hasToken("Connection", "keep-alive");
    }

    boolean wantsUpgrade() {
        return headers.hasToken("Connection", "upgrade")
                && headers.first("Upgrade").isPresent();
    }
}
