package dev.jcompose.model.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The short syntax of a published port: {@code [[HOST_IP:][HOST[-HOST]]:]CONTAINER[-CONTAINER][/PROTOCOL]}.
 *
 * @param hostIp the address without brackets; absent for all
 * @param published a port, or a range of which one is taken; absent for any
 * @param target the container port
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortSpec(Optional<String> hostIp, Optional<String> published, int target, String protocol) {

    /** A text that is no port. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    private record Range(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /** Parses one text; a range of container ports gives one result for each, in the order of their texts. */
    public static List<PortSpec> parse(String text) throws SyntaxException {
        int last = text.lastIndexOf(':');
        String container = text.substring(last + 1);
        String rest = last < 0 ? "" : text.substring(0, last);
        int colon = rest.lastIndexOf(':');
        String host = rest.substring(colon + 1);
        String ip = colon < 0 ? "" : rest.substring(0, colon);

        String protocol = "tcp";
        int slash = container.indexOf('/');
        if (slash >= 0) {
            String named = container.substring(slash + 1);
            protocol = named.isEmpty() ? "tcp" : named.toLowerCase(Locale.ROOT);
            container = container.substring(0, slash);
        }
        Optional<String> address = address(ip);
        if (container.isEmpty()) {
            throw new SyntaxException("No port specified: " + text + "<empty>");
        }
        Range targets = range(container, "containerPort");
        Range hosts = host.isEmpty() ? new Range(0, 0) : range(host, "hostPort");
        if (!host.isEmpty() && targets.length() != hosts.length() && targets.length() != 0) {
            throw new SyntaxException("invalid ranges specified for container and host Ports: \"" + container
                    + "\" and \"" + host + "\"");
        }
        if (!protocol.equals("tcp") && !protocol.equals("udp") && !protocol.equals("sctp")) {
            throw new SyntaxException("Invalid proto: " + protocol);
        }
        var result = new ArrayList<PortSpec>();
        for (int i = 0; i <= targets.length(); i++) {
            Optional<String> published = Optional.empty();
            if (!host.isEmpty()) {
                String first = Integer.toString(hosts.start + i);
                published = Optional.of(targets.length() == 0 && hosts.length() != 0 ? first + "-" + hosts.end : first);
            }
            result.add(new PortSpec(address, published, targets.start + i, protocol));
        }
        result.sort(Comparator.comparing(port -> port.target + "/" + port.protocol));
        return result;
    }

    private static Optional<String> address(String ip) throws SyntaxException {
        if (ip.isEmpty()) {
            return Optional.empty();
        }
        String bare = ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
        if (!IpAddress.isValid(bare)) {
            throw new SyntaxException("Invalid ip address: " + ip);
        }
        return Optional.of(bare);
    }

    private static Range range(String text, String what) throws SyntaxException {
        int dash = text.indexOf('-');
        int start = port(dash < 0 ? text : text.substring(0, dash));
        int end = dash < 0 ? start : port(text.substring(dash + 1));
        if (start < 0 || end < start) {
            throw new SyntaxException("Invalid " + what + ": " + text);
        }
        return new Range(start, end);
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value > 65535 ? -1 : value;
    }
}
