package dev.jcompose.runtime.network;

/** Options of Docker's bridge driver that are honoured here. */
final class BridgeOptions {
    static final String NAME = Network.BRIDGE_NAME_OPTION;
    /** {@code false}: containers of the network do not reach each other through the host's filter. */
    static final String ICC = "com.docker.network.bridge.enable_icc";
    /** {@code false}: packets leave the host under the container's address. */
    static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    /** The largest packet of the network's devices, in bytes. */
    static final String MTU = "com.docker.network.driver.mtu";
    /** The host's address that ports are published on unless a binding names one. */
    static final String HOST_IP = "com.docker.network.bridge.host_binding_ipv4";

    private BridgeOptions() {}
}
