package dev.jcompose.model.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes compose files of all attributes at random; one seed, one file. */
final class GeneratedFile {

    private static final List<String> ATTRIBUTES = List.of(
            "annotations: {q: '1'}",
            "attach: false",
            "blkio_config: {weight: 300, weight_device: [{path: /dev/sda, weight: 400}], device_read_bps: [{path:"
                    + " /dev/sdb, rate: 12mb}]}",
            "build: {context: ./c, args: {A: 1, B: 'x y'}, labels: [a=b], ssh: [default, k=/x], extra_hosts:"
                    + " ['h:1.1.1.1'], ulimits: {nofile: {soft: 1, hard: 2}}, no_cache: true, shm_size: 64m}",
            "build: .",
            "cap_add: [ALL]",
            "cap_drop: [NET_ADMIN, X]",
            "cgroup: host",
            "cgroup_parent: m",
            "command: echo 'a <b> & c' ''",
            "command: []",
            "configs: [c1, {source: c2, target: /x, mode: 0440, uid: '1'}]",
            "container_name: cn",
            "cpu_count: 2",
            "cpu_percent: 12",
            "cpus: 0.1",
            "cpu_shares: 3",
            "cpuset: '0,3'",
            "cpu_quota: '7'",
            "credential_spec: {file: x}",
            "depends_on: [other]",
            "depends_on: {other: {condition: service_healthy, restart: true, required: false}}",
            "deploy: {mode: replicated, replicas: 1, labels: {a: b}, update_config: {parallelism: 2, delay: 10s,"
                    + " max_failure_ratio: 0.25}, resources: {limits: {cpus: '0.1', memory: 20M}, reservations:"
                    + " {devices: [{capabilities: [gpu], count: all}]}}, restart_policy: {condition: any, delay: 1s,"
                    + " max_attempts: 3}, placement: {constraints: [a], preferences: [{spread: x}]}}",
            "develop: {watch: [{path: ./src, action: sync, target: /x, ignore: a, initial_sync: true}, {path: p,"
                    + " action: sync+exec, target: /t, exec: {command: a b}}]}",
            "device_cgroup_rules: ['c 1:3 mr']",
            "devices: ['/dev/x:/dev/y:r', 'vendor.com/class=name']",
            "dns: 8.8.8.8",
            "dns_opt: [use-vc]",
            "dns_search: [a.b]",
            "domainname: d",
            "entrypoint: ['/e', 'x y']",
            "environment: {A: '1', B: , C: 'x$$y', D: 'ü<>&', E: \"a\\nb\\n\", F: ' x ', G: 1.50, H: yes}",
            "environment: [A, 'B=c=d', 'C=']",
            "expose: [80, '90-91/udp']",
            "external_links: ['z:y']",
            "extra_hosts: ['h:1.2.3.4', 'h=::1', 'g=host-gateway']",
            "group_add: [1, a]",
            "gpus: all",
            "gpus: [{driver: nvidia, count: 2, options: {a: b}}]",
            "healthcheck: {test: curl x, interval: 1m30s, timeout: 5s, retries: 0, start_period: 1s, start_interval:"
                    + " 100ms}",
            "healthcheck: {disable: true}",
            "hostname: h",
            "init: false",
            "ipc: 'service:other'",
            "isolation: default",
            "labels: {x: '1', y: true, 'a.b': \"multi\\nline\"}",
            "links: ['other:alias']",
            "logging: {driver: json-file, options: {max-size: 10m, n: 3}}",
            "mem_limit: 20m",
            "mem_reservation: 5m",
            "memswap_limit: -1",
            "mem_swappiness: 10",
            "mac_address: '02:42:ac:11:65:43'",
            "models: {llm: {endpoint_var: U}, small: }",
            "networks: {default: , n1: {aliases: [q], ipv4_address: 10.0.0.2, priority: 5, gw_priority: 1,"
                    + " driver_opts: {a: 1}}, n2: {}}",
            "oom_kill_disable: true",
            "oom_score_adj: 500",
            "pid: host",
            "pids_limit: -1",
            "platform: linux/amd64",
            "ports: ['80:80', '127.0.0.1:81-82:81-82/udp', '8000-8010:90', {target: 91, published: 92, mode: host,"
                    + " app_protocol: http, name: w}]",
            "post_start: [{command: a b, environment: [A], user: root}]",
            "pre_stop: [{command: [x]}]",
            "pre_start: [{command: [m], per_replica: true}]",
            "privileged: true",
            "profiles: [p]",
            "provider: {type: cloud, options: {a: b, c: [1, 2], d: true}}",
            "pull_policy: every_12h",
            "read_only: true",
            "restart: on-failure:3",
            "runtime: runc",
            "scale: 1",
            "secrets: [s1, {source: s2, target: t, mode: '0400'}]",
            "security_opt: ['label:x']",
            "shm_size: 64m",
            "stdin_open: true",
            "stop_grace_period: 1500ms",
            "stop_signal: SIGUSR1",
            "storage_opt: {size: 1G}",
            "sysctls: {net.core.somaxconn: 1024}",
            "tmpfs: [/run, '/s:size=1m']",
            "tty: true",
            "ulimits: {nproc: 65535, nofile: {soft: 1, hard: 2}, core: 0}",
            "use_api_socket: true",
            "user: '1'",
            "userns_mode: host",
            "uts: host",
            "volumes: ['./x:/x:ro,z', 'vol:/v1:nocopy', /anon, {type: tmpfs, target: /t, tmpfs: {size: 10m, mode:"
                + " 0o1777}}, {type: bind, source: ., target: /q, bind: {create_host_path: false, propagation:"
                + " rshared}}, {type: image, source: i, target: /i, image: {subpath: a}}, {type: volume, source: vol,"
                + " target: /w, volume: {subpath: s, labels: [a=b]}}]",
            "volumes_from: ['other:ro', 'container:c']",
            "working_dir: /w",
            "x-own: {b: [1, 2.5, ~, 'yes'], a: 2001-01-01x, c: 2001-01-01, d: 2001-01-01T01:02:03.5+02:00}");

    private GeneratedFile() {}

    static String of(Random random) {
        var text = new StringBuilder("services:\n  other: {image: o}\n");
        int services = 1 + random.nextInt(3);
        for (int i = 0; i < services; i++) {
            text.append("  s").append(i).append(":\n    image: i").append(i).append('\n');
            List<String> used = new ArrayList<>();
            for (int n = random.nextInt(20); n > 0; n--) {
                String attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
                String key = attribute.substring(0, attribute.indexOf(':'));
                boolean unique = i == 0 || !key.equals("container_name");
                if (unique && !used.contains(key)) {
                    used.add(key);
                    text.append("    ").append(attribute).append('\n');
                }
            }
        }
        return text.append("""
            networks: {n1: {driver: bridge, ipam: {config: [{subnet: 10.0.0.0/24, aux_addresses: {h: 10.0.0.9}}]}, enable_ipv6: true}, n2: {external: true}}
            volumes: {vol: {driver_opts: {type: none, o: bind, device: /x}, labels: {a: b}}}
            configs: {c1: {file: ./x}, c2: {content: "y$$\\nz"}}
            secrets: {s1: {file: x}, s2: {environment: HOME}}
            models: {llm: {model: ai/x, context_size: 4096, runtime_flags: [-a]}, small: {model: ai/y}}
            x-top: [a, {b: c}]
            """).toString();
    }
}
