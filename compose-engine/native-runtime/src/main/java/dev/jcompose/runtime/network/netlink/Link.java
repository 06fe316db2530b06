package dev.jcompose.runtime.network.netlink;

import dev.jcompose.runtime.network.address.MacAddress;
import java.util.Optional;

/**
 * A network device.
 *
 * @param index its number in its namespace, from 1
 * @param group a number that the administrator or an engine gives to devices that belong together; 0 unless given
 * @param master the index of the bridge it is a port of; 0: none
 * @param kind {@code bridge}, {@code veth}; empty for hardware
 */
public record Link(int index, String name, int group, int master, String kind, Optional<MacAddress> mac, boolean up) {}
