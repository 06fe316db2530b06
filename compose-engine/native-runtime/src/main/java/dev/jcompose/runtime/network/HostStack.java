package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.netlink.RouteNetlink;

/** What all sandboxes of an engine share of the host. */
record HostStack(
        EngineIdentity identity,
        RouteNetlink route,
        NetlinkConnection netfilter,
        Firewall firewall,
        HostPorts ports,
        SandboxFiles files,
        EtcFiles.HostFiles hostFiles) {}
