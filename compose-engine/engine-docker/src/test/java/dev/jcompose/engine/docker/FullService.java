package dev.jcompose.engine.docker;

import dev.jcompose.engine.testkit.Specs;
import dev.jcompose.model.BlockIo;
import dev.jcompose.model.Deploy;
import dev.jcompose.model.Device;
import dev.jcompose.model.DeviceRate;
import dev.jcompose.model.DeviceRequest;
import dev.jcompose.model.DeviceWeight;
import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Logging;
import dev.jcompose.model.Port;
import dev.jcompose.model.Resources;
import dev.jcompose.model.Service;
import dev.jcompose.model.Ulimit;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.NamespaceMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** A service with every attribute that an engine acts on. */
final class FullService {
    private FullService() {}

    static Service make() {
        return Specs.service(s -> s.annotations(texts("org.example.note", "n"))
                .blockIo(Optional.of(new BlockIo(
                        300,
                        List.of(new DeviceWeight("/dev/sda", 400)),
                        List.of(new DeviceRate("/dev/sda", new ByteSize(1 << 20))),
                        List.of(new DeviceRate("/dev/sda", new ByteSize(100))),
                        List.of(new DeviceRate("/dev/sda", new ByteSize(2 << 20))),
                        List.of(new DeviceRate("/dev/sda", new ByteSize(200))),
                        Copies.of(Map.of()))))
                .capAdd(List.of("NET_ADMIN"))
                .capDrop(List.of("ALL"))
                .cgroupParent(Optional.of("/slice"))
                .cgroup(Optional.of(NamespaceMode.parse("private")))
                .cpuCount(2)
                .cpuPercent(12.5f)
                .cpuPeriod(50_000)
                .cpuQuota(25_000)
                .cpuRtPeriod(1_000)
                .cpuRtRuntime(500)
                .cpus(0.1f)
                .cpuset(Optional.of("0-1"))
                .cpuShares(512)
                .command(Optional.of(List.of("serve", "--port", "80")))
                .deploy(Optional.of(deploy()))
                .deviceCgroupRules(List.of("c 1:3 mr"))
                .devices(List.of(
                        new Device("/dev/fuse", Optional.of("/dev/f"), Optional.of("rw"), Copies.of(Map.of())),
                        new Device("/dev/null", Optional.empty(), Optional.empty(), Copies.of(Map.of())),
                        new Device("vendor.com/gpu=0", Optional.empty(), Optional.empty(), Copies.of(Map.of()))))
                .dns(List.of("1.1.1.1"))
                .dnsOptions(List.of("use-vc"))
                .dnsSearch(List.of("example.org"))
                .domainName(Optional.of("example.org"))
                .entrypoint(Optional.of(List.of("/entry")))
                .environment(environment())
                .expose(List.of("9000", "9100-9101/udp"))
                .extraHosts(hosts())
                .groupAdd(List.of("audio", "44"))
                .gpus(List.of(new DeviceRequest(
                        List.of("utility"), Optional.of("nvidia"), -1, List.of(), Copies.of(Map.of()))))
                .hostname(Optional.of("web"))
                .healthcheck(Optional.of(new Healthcheck(
                        Optional.of(List.of("CMD", "true")),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.of(Duration.ofSeconds(10)),
                        OptionalLong.of(4),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(Duration.ofMillis(500)),
                        false,
                        Copies.of(Map.of()))))
                .init(Optional.of(false))
                .isolation(Optional.of("default"))
                .logging(Optional.of(
                        new Logging(Optional.of("json-file"), texts("max-size", "1m"), Copies.of(Map.of()))))
                .memLimit(Optional.of(new ByteSize(1 << 20)))
                .memReservation(Optional.of(new ByteSize(1 << 19)))
                .memSwapLimit(Optional.of(new ByteSize(-1)))
                .memSwappiness(Optional.of(new ByteSize(0)))
                .oomKillDisable(true)
                .oomScoreAdj(-500)
                .pidsLimit(100)
                .platform(Optional.of("linux/arm64"))
                .ports(List.of(
                        port("127.0.0.1", 80, "8080", "tcp"),
                        port("", 80, "8081-8085", "tcp"),
                        port("", 53, "", "udp")))
                .privileged(true)
                .readOnly(true)
                .restart(Optional.of("unless-stopped"))
                .runtime(Optional.of("runsc"))
                .securityOpt(List.of("apparmor=unconfined"))
                .shmSize(Optional.of(new ByteSize(128 << 20)))
                .stdinOpen(true)
                .stopGracePeriod(Optional.of(Duration.ofMillis(1500)))
                .stopSignal(Optional.of("SIGQUIT"))
                .storageOpt(texts("size", "1G"))
                .sysctls(texts("net.core.somaxconn", "1024"))
                .tty(true)
                .ulimits(ulimits())
                .user(Optional.of("1000:1000"))
                .usernsMode(Optional.of("host"))
                .uts(Optional.of(NamespaceMode.parse("host")))
                .workingDir(Optional.of("/srv")));
    }

    private static Deploy deploy() {
        return new Deploy(
                Optional.empty(),
                OptionalInt.empty(),
                Copies.of(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Resources(
                        1.5f, Optional.of(new ByteSize(64 << 20)), 50, List.of(), List.of(), Copies.of(Map.of()))),
                Optional.of(new Resources(
                        0,
                        Optional.of(new ByteSize(32 << 20)),
                        0,
                        List.of(new DeviceRequest(
                                List.of("tpu"), Optional.empty(), 0, List.of("id-1"), texts("mode", "fast"))),
                        List.of(),
                        Copies.of(Map.of()))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Copies.of(Map.of()));
    }

    private static SequencedMap<String, Optional<String>> environment() {
        var variables = new LinkedHashMap<String, Optional<String>>();
        variables.put("MODE", Optional.of("test"));
        variables.put("EMPTY", Optional.of(""));
        variables.put("REMOVED", Optional.empty());
        return variables;
    }

    private static SequencedMap<String, List<String>> hosts() {
        var hosts = new LinkedHashMap<String, List<String>>();
        hosts.put("gateway", List.of("host-gateway"));
        hosts.put("both", List.of("10.0.0.1", "fd00::1"));
        return hosts;
    }

    private static SequencedMap<String, Ulimit> ulimits() {
        var limits = new LinkedHashMap<String, Ulimit>();
        limits.put("nofile", new Ulimit(0, 1024, 4096));
        limits.put("nproc", new Ulimit(100, 0, 0));
        return limits;
    }

    private static Port port(String address, int target, String published, String protocol) {
        return new Port(
                Optional.empty(),
                Optional.empty(),
                Optional.of(address).filter(a -> !a.isEmpty()),
                target,
                Optional.of(published).filter(p -> !p.isEmpty()),
                Optional.of(protocol),
                Optional.empty(),
                Copies.of(Map.of()));
    }

    static SequencedMap<String, String> texts(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Copies.of(map);
    }
}
