package dev.jcompose.runtime.cgroup;

/** An eBPF program of type BPF_PROG_TYPE_CGROUP_DEVICE: {@code struct bpf_insn}s in the machine's byte order. */
public final class DeviceFilter {
    private final byte[] code;

    DeviceFilter(byte[] code) {
        this.code = code.clone();
    }

    public byte[] code() {
        return code.clone();
    }
}
