package dev.jcompose.runtime.launch;

/**
 * The namespaces of a container; its mount namespace is always its own.
 *
 * @param cgroup private on cgroup v2 and the host's on v1, if Docker's default is wanted
 */
public record Namespaces(Namespace network, Namespace pid, Namespace ipc, Namespace uts, Namespace cgroup) {
    /** All private, except the cgroup namespace. */
    public static Namespaces isolated() {
        var isolated = Namespace.isolated();
        return new Namespaces(isolated, isolated, isolated, isolated, Namespace.host());
    }

    public Namespaces withNetwork(Namespace other) {
        return new Namespaces(other, pid, ipc, uts, cgroup);
    }

    public Namespaces withPid(Namespace other) {
        return new Namespaces(network, other, ipc, uts, cgroup);
    }

    public Namespaces withIpc(Namespace other) {
        return new Namespaces(network, pid, other, uts, cgroup);
    }

    public Namespaces withUts(Namespace other) {
        return new Namespaces(network, pid, ipc, other, cgroup);
    }

    public Namespaces withCgroup(Namespace other) {
        return new Namespaces(network, pid, ipc, uts, other);
    }
}
