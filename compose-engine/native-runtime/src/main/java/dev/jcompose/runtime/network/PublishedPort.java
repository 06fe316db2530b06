package dev.jcompose.runtime.network;

import java.net.InetAddress;

/** A container's port that can be reached through the host; a binding to all addresses gives one for each family. */
public record PublishedPort(InetAddress hostIp, int hostPort, int containerPort, Protocol protocol) {}
