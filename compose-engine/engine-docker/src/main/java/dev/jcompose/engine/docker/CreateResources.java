package dev.jcompose.engine.docker;

import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.model.BlockIo;
import dev.jcompose.model.Device;
import dev.jcompose.model.DeviceRate;
import dev.jcompose.model.DeviceRequest;
import dev.jcompose.model.Resources;
import dev.jcompose.model.Service;
import dev.jcompose.model.Ulimit;
import dev.jcompose.model.value.ByteSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Limits and devices in {@code HostConfig}. Limits and reservations of {@code deploy} win over the service's own. */
final class CreateResources {
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

    /** A device by its name in the Container Device Interface: {@code vendor.com/class=name}. */
    private static final Pattern CDI = Pattern.compile("[A-Za-z][\\w.-]*/[A-Za-z][\\w.-]*=[\\w.:-]+");

    private CreateResources() {}

    static void into(JsonObject host, Service service) {
        var limits = service.deploy().flatMap(deploy -> deploy.limits());
        var reserved = service.deploy().flatMap(deploy -> deploy.reservations());
        host.number("NanoCpus", nanoCpus(limits.map(Resources::cpus).orElse(0f), service.cpus()))
                .number("Memory", bytes(limits.flatMap(Resources::memory).or(service::memLimit)))
                .number(
                        "MemoryReservation",
                        bytes(reserved.flatMap(Resources::memory).or(service::memReservation)))
                .number("MemorySwap", bytes(service.memSwapLimit()))
                .number(
                        "PidsLimit",
                        limits.map(Resources::pids).filter(p -> p > 0).orElse(service.pidsLimit()))
                .number("CpuCount", service.cpuCount())
                .number("CpuPercent", (long) (service.cpuPercent() * 100))
                .number("CpuPeriod", service.cpuPeriod())
                .number("CpuQuota", service.cpuQuota())
                .number("CpuRealtimePeriod", service.cpuRtPeriod())
                .number("CpuRealtimeRuntime", service.cpuRtRuntime())
                .number("CpuShares", service.cpuShares())
                .text("CpusetCpus", service.cpuset())
                .text("CgroupParent", service.cgroupParent())
                .flag("OomKillDisable", service.oomKillDisable())
                .texts("DeviceCgroupRules", service.deviceCgroupRules());
        service.memSwappiness().ifPresent(swappiness -> host.number("MemorySwappiness", swappiness.bytes()));
        service.blockIo().ifPresent(blockIo -> blockIo(host, blockIo));
        service.ulimits().forEach((name, limit) -> host.add("Ulimits", ulimit(name, limit)));
        devices(host, service, reserved);
    }

    private static long nanoCpus(float limit, float own) {
        float cpus = limit != 0 ? limit : own;
        // By way of its decimal digits: 0.1 as binary fraction is not a whole number of nanoseconds.
        return new BigDecimal(Float.toString(cpus)).multiply(NANO).longValue();
    }

    private static long bytes(Optional<ByteSize> size) {
        return size.map(ByteSize::bytes).orElse(0L);
    }

    private static JsonObject ulimit(String name, Ulimit limit) {
        return new JsonObject()
                .text("Name", name)
                .exactly("Soft", limit.single() != 0 ? limit.single() : limit.soft())
                .exactly("Hard", limit.single() != 0 ? limit.single() : limit.hard());
    }

    private static void blockIo(JsonObject host, BlockIo blockIo) {
        host.number("BlkioWeight", blockIo.weight())
                .objects(
                        "BlkioWeightDevice",
                        blockIo.weightDevice().stream()
                                .map(device -> new JsonObject()
                                        .text("Path", device.path())
                                        .exactly("Weight", device.weight()))
                                .toList())
                .objects("BlkioDeviceReadBps", rates(blockIo.deviceReadBps()))
                .objects("BlkioDeviceReadIOps", rates(blockIo.deviceReadIops()))
                .objects("BlkioDeviceWriteBps", rates(blockIo.deviceWriteBps()))
                .objects("BlkioDeviceWriteIOps", rates(blockIo.deviceWriteIops()));
    }

    private static List<JsonObject> rates(List<DeviceRate> rates) {
        return rates.stream()
                .map(rate -> new JsonObject()
                        .text("Path", rate.path())
                        .exactly("Rate", rate.rate().bytes()))
                .toList();
    }

    private static void devices(JsonObject host, Service service, Optional<Resources> reserved) {
        var requests = new ArrayList<JsonObject>();
        var cdi = new ArrayList<String>();
        for (var device : service.devices()) {
            if (isCdi(device)) {
                cdi.add(device.source());
            } else {
                host.add(
                        "Devices",
                        new JsonObject()
                                .text("PathOnHost", device.source())
                                .text("PathInContainer", device.target().orElse(device.source()))
                                .text("CgroupPermissions", device.permissions().orElse("rwm")));
            }
        }
        reserved.ifPresent(r -> r.devices().forEach(d -> requests.add(request(d, d.capabilities()))));
        if (!cdi.isEmpty()) {
            requests.add(new JsonObject().text("Driver", "cdi").texts("DeviceIDs", cdi));
        }
        for (var gpu : service.gpus()) {
            var capabilities = new ArrayList<>(gpu.capabilities());
            if (!capabilities.contains("gpu")) {
                capabilities.add("gpu");
            }
            requests.add(request(gpu, capabilities));
        }
        host.objects("DeviceRequests", requests);
    }

    private static boolean isCdi(Device device) {
        return CDI.matcher(device.source()).matches()
                && device.target().map(device.source()::equals).orElse(true);
    }

    private static JsonObject request(DeviceRequest request, List<String> capabilities) {
        return new JsonObject()
                .text("Driver", request.driver())
                .number("Count", request.count())
                .texts("DeviceIDs", request.deviceIds())
                .rows("Capabilities", List.of(capabilities))
                .textMap("Options", request.options());
    }
}
