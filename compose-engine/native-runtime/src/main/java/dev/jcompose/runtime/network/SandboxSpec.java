package dev.jcompose.runtime.network;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the network has to know of a container.
 *
 * @param containerId 64 hexadecimal digits
 * @param containerName without a slash
 * @param hostname the container's own name for itself
 * @param domainname empty: none
 * @param dns name servers of the user's choice; empty: the host's
 * @param dnsSearch search domains of the user's choice; empty: the host's; one {@code .}: none
 * @param dnsOptions options of resolv.conf; empty: the host's
 * @param extraHosts {@code name:address} in their order; the address {@code host-gateway} is the host as containers see it
 * @param sysctls {@code net.*} settings of the namespace
 */
public record SandboxSpec(
        String containerId,
        String containerName,
        String hostname,
        String domainname,
        List<InetAddress> dns,
        List<String> dnsSearch,
        List<String> dnsOptions,
        List<ExtraHost> extraHosts,
        Map<String, String> sysctls) {

    public SandboxSpec {
        dns = List.copyOf(dns);
        dnsSearch = List.copyOf(dnsSearch);
        dnsOptions = List.copyOf(dnsOptions);
        extraHosts = List.copyOf(extraHosts);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }

    /** A container with nothing else said; its hostname is its short id. */
    public static SandboxSpec of(String containerId, String containerName) {
        String shortId = containerId.substring(0, 12);
        return new SandboxSpec(
                containerId, containerName, shortId, "", List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    /** The same container under another name. */
    public SandboxSpec named(String name) {
        return new SandboxSpec(
                containerId, name, hostname, domainname, dns, dnsSearch, dnsOptions, extraHosts, sysctls);
    }

    /**
     * A line for /etc/hosts.
     *
     * @param address empty: {@code host-gateway}
     */
    public record ExtraHost(String name, Optional<InetAddress> address) {

        /**
         * Reads {@code name:address} or {@code name=address}; IPv6 addresses may stand in brackets.
         *
         * @throws IllegalArgumentException when it is neither
         */
        public static ExtraHost parse(String text) {
            int split = text.indexOf('=');
            if (split < 0) {
                split = text.indexOf(':');
            }
            if (split < 1) {
                throw new IllegalArgumentException("bad format for add-host: \"" + text + "\"");
            }
            String name = text.substring(0, split);
            String address = text.substring(split + 1);
            if (address.equals("host-gateway")) {
                return new ExtraHost(name, Optional.empty());
            }
            if (address.startsWith("[") && address.endsWith("]")) {
                address = address.substring(1, address.length() - 1);
            }
            try {
                return new ExtraHost(name, Optional.of(InetAddress.ofLiteral(address)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("invalid IP address in add-host: \"" + address + "\"", e);
            }
        }
    }
}
