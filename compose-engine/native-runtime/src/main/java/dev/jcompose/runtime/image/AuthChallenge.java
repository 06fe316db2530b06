package dev.jcompose.runtime.image;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry answers to somebody it does not know: {@code WWW-Authenticate: Bearer realm="...",service="..."}.
 *
 * @param scheme in lower case
 * @param parameters names in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate">RFC 9110, WWW-Authenticate</a>
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {

    /** Reads one challenge; what breaks the grammar ends it. */
    static Optional<AuthChallenge> parse(String header) {
        String text = header.strip();
        int space = text.indexOf(' ');
        String scheme = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        if (scheme.isEmpty()) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        int at = space < 0 ? text.length() : space + 1;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = text.substring(at, equals).replace(",", " ").strip().toLowerCase(Locale.ROOT);
            var value = new StringBuilder();
            at = readValue(text, equals + 1, value);
            parameters.put(name, value.toString());
        }
        return Optional.of(new AuthChallenge(scheme, Map.copyOf(parameters)));
    }

    private static int readValue(String text, int start, StringBuilder value) {
        int at = start;
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            return at + 1;
        }
        while (at < text.length() && text.charAt(at) != ',') {
            value.append(text.charAt(at++));
        }
        return at;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
