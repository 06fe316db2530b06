package dev.jcompose.daemon.wire;

/** Which control groups the host has: some defaults depend on it. */
public enum CgroupVersion {
    V1,
    V2
}
