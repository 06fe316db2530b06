package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a {@link ServiceBuilder} holds of limits and devices. */
abstract sealed class ResourceSettings extends ProcessSettings permits ConnectionSettings {

    Optional<BlockIo> blockIo = Optional.empty();
    Optional<String> cgroupParent = Optional.empty();
    long cpuCount = 0;
    float cpuPercent = 0;
    long cpuPeriod = 0;
    long cpuQuota = 0;
    long cpuRtPeriod = 0;
    long cpuRtRuntime = 0;
    float cpus = 0;
    Optional<String> cpuset = Optional.empty();
    long cpuShares = 0;
    List<String> deviceCgroupRules = List.of();
    List<Device> devices = List.of();
    List<DeviceRequest> gpus = List.of();
    Optional<ByteSize> memLimit = Optional.empty();
    Optional<ByteSize> memReservation = Optional.empty();
    Optional<ByteSize> memSwapLimit = Optional.empty();
    Optional<ByteSize> memSwappiness = Optional.empty();
    boolean oomKillDisable = false;
    long oomScoreAdj = 0;
    long pidsLimit = 0;
    Optional<ByteSize> shmSize = Optional.empty();
    SequencedMap<String, String> storageOpt = new LinkedHashMap<>();
    SequencedMap<String, Ulimit> ulimits = new LinkedHashMap<>();

    ResourceSettings() {}

    ResourceSettings(Service from) {
        super(from);
        this.blockIo = from.blockIo();
        this.cgroupParent = from.cgroupParent();
        this.cpuCount = from.cpuCount();
        this.cpuPercent = from.cpuPercent();
        this.cpuPeriod = from.cpuPeriod();
        this.cpuQuota = from.cpuQuota();
        this.cpuRtPeriod = from.cpuRtPeriod();
        this.cpuRtRuntime = from.cpuRtRuntime();
        this.cpus = from.cpus();
        this.cpuset = from.cpuset();
        this.cpuShares = from.cpuShares();
        this.deviceCgroupRules = from.deviceCgroupRules();
        this.devices = from.devices();
        this.gpus = from.gpus();
        this.memLimit = from.memLimit();
        this.memReservation = from.memReservation();
        this.memSwapLimit = from.memSwapLimit();
        this.memSwappiness = from.memSwappiness();
        this.oomKillDisable = from.oomKillDisable();
        this.oomScoreAdj = from.oomScoreAdj();
        this.pidsLimit = from.pidsLimit();
        this.shmSize = from.shmSize();
        this.storageOpt = from.storageOpt();
        this.ulimits = from.ulimits();
    }

    public ServiceBuilder blockIo(Optional<BlockIo> value) {
        this.blockIo = value;
        return self();
    }

    public ServiceBuilder cgroupParent(Optional<String> value) {
        this.cgroupParent = value;
        return self();
    }

    public ServiceBuilder cpuCount(long value) {
        this.cpuCount = value;
        return self();
    }

    public ServiceBuilder cpuPercent(float value) {
        this.cpuPercent = value;
        return self();
    }

    public ServiceBuilder cpuPeriod(long value) {
        this.cpuPeriod = value;
        return self();
    }

    public ServiceBuilder cpuQuota(long value) {
        this.cpuQuota = value;
        return self();
    }

    public ServiceBuilder cpuRtPeriod(long value) {
        this.cpuRtPeriod = value;
        return self();
    }

    public ServiceBuilder cpuRtRuntime(long value) {
        this.cpuRtRuntime = value;
        return self();
    }

    public ServiceBuilder cpus(float value) {
        this.cpus = value;
        return self();
    }

    public ServiceBuilder cpuset(Optional<String> value) {
        this.cpuset = value;
        return self();
    }

    public ServiceBuilder cpuShares(long value) {
        this.cpuShares = value;
        return self();
    }

    public ServiceBuilder deviceCgroupRules(List<String> value) {
        this.deviceCgroupRules = value;
        return self();
    }

    public ServiceBuilder devices(List<Device> value) {
        this.devices = value;
        return self();
    }

    public ServiceBuilder gpus(List<DeviceRequest> value) {
        this.gpus = value;
        return self();
    }

    public ServiceBuilder memLimit(Optional<ByteSize> value) {
        this.memLimit = value;
        return self();
    }

    public ServiceBuilder memReservation(Optional<ByteSize> value) {
        this.memReservation = value;
        return self();
    }

    public ServiceBuilder memSwapLimit(Optional<ByteSize> value) {
        this.memSwapLimit = value;
        return self();
    }

    public ServiceBuilder memSwappiness(Optional<ByteSize> value) {
        this.memSwappiness = value;
        return self();
    }

    public ServiceBuilder oomKillDisable(boolean value) {
        this.oomKillDisable = value;
        return self();
    }

    public ServiceBuilder oomScoreAdj(long value) {
        this.oomScoreAdj = value;
        return self();
    }

    public ServiceBuilder pidsLimit(long value) {
        this.pidsLimit = value;
        return self();
    }

    public ServiceBuilder shmSize(Optional<ByteSize> value) {
        this.shmSize = value;
        return self();
    }

    public ServiceBuilder storageOpt(SequencedMap<String, String> value) {
        this.storageOpt = value;
        return self();
    }

    public ServiceBuilder ulimits(SequencedMap<String, Ulimit> value) {
        this.ulimits = value;
        return self();
    }
}
