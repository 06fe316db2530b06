package dev.jcompose.model.shape;

import static dev.jcompose.model.shape.CommonShapes.CAST_FLAG;
import static dev.jcompose.model.shape.CommonShapes.COMMAND;
import static dev.jcompose.model.shape.CommonShapes.DEVICE_REQUEST;
import static dev.jcompose.model.shape.CommonShapes.DISTINCT_TEXTS;
import static dev.jcompose.model.shape.CommonShapes.DISTINCT_TEXTS_OR_NUMBERS;
import static dev.jcompose.model.shape.CommonShapes.FILES;
import static dev.jcompose.model.shape.CommonShapes.FLAG;
import static dev.jcompose.model.shape.CommonShapes.FRACTION;
import static dev.jcompose.model.shape.CommonShapes.HOOK;
import static dev.jcompose.model.shape.CommonShapes.HOSTS;
import static dev.jcompose.model.shape.CommonShapes.NUMERIC;
import static dev.jcompose.model.shape.CommonShapes.OPTIONS;
import static dev.jcompose.model.shape.CommonShapes.PAIRS;
import static dev.jcompose.model.shape.CommonShapes.PLAIN_FLAG;
import static dev.jcompose.model.shape.CommonShapes.PRE_START_HOOK;
import static dev.jcompose.model.shape.CommonShapes.QUANTITY;
import static dev.jcompose.model.shape.CommonShapes.TEXT;
import static dev.jcompose.model.shape.CommonShapes.TEXTS;
import static dev.jcompose.model.shape.CommonShapes.TEXT_OR_TEXTS;
import static dev.jcompose.model.shape.CommonShapes.ULIMITS;
import static dev.jcompose.model.shape.CommonShapes.WHOLE;
import static dev.jcompose.model.shape.CommonShapes.WHOLE_QUANTITY;
import static dev.jcompose.model.shape.ScalarShape.Type.BOOLEAN;
import static dev.jcompose.model.shape.ScalarShape.Type.INTEGER;
import static dev.jcompose.model.shape.ScalarShape.Type.NULL;
import static dev.jcompose.model.shape.ScalarShape.Type.NUMBER;
import static dev.jcompose.model.shape.ScalarShape.Type.STRING;

import dev.jcompose.model.value.PullPolicy;
import java.util.List;
import java.util.Objects;

/** {@code services.*}. */
final class ServiceShape {

    private static final Shape NAMED_TEXTS = DISTINCT_TEXTS.uniqueBy(ItemKey.NAME);

    private static final Shape DEPENDS_ON = DISTINCT_TEXTS
            .or(MapShapeBuilder.named(
                    MapShape.Names.RESOURCE,
                    new MapShapeBuilder()
                            .key("restart", FLAG)
                            .key("required", CAST_FLAG)
                            .key(
                                    "condition",
                                    Shape.of(ScalarShape.oneOf(
                                            "service_started", "service_healthy", "service_completed_successfully")))
                            .required("condition")
                            .build()))
            .merging(MergeRule.DEPENDENCIES);

    private static final Shape NETWORKS = DISTINCT_TEXTS
            .or(MapShapeBuilder.named(
                    MapShape.Names.RESOURCE,
                    new MapShapeBuilder()
                            .keys(NAMED_TEXTS, "aliases", "link_local_ips")
                            .keys(TEXT, "interface_name", "ipv4_address", "ipv6_address", "mac_address")
                            .key("driver_opts", OPTIONS)
                            .keys(Shape.of(ScalarShape.of(NUMBER)), "priority", "gw_priority")
                            .build()
                            .orNull()))
            .merging(MergeRule.NAMES);

    private static final Shape MODELS = DISTINCT_TEXTS
            .or(MapShapeBuilder.named(
                    MapShape.Names.RESOURCE_OR_UNCHECKED,
                    new MapShapeBuilder()
                            .keys(TEXT, "endpoint_var", "model_var")
                            .build()
                            .orNull()))
            .merging(MergeRule.NAMES);

    private static final Shape BLOCK_LIMIT = new MapShapeBuilder()
            .key("path", TEXT)
            .key("rate", WHOLE_QUANTITY)
            .closed()
            .build();

    private static final Shape BLOCK_IO = new MapShapeBuilder()
            .keys(
                    Shape.listOf(BLOCK_LIMIT),
                    "device_read_bps",
                    "device_read_iops",
                    "device_write_bps",
                    "device_write_iops")
            .key("weight", WHOLE_QUANTITY)
            .key(
                    "weight_device",
                    Shape.listOf(new MapShapeBuilder()
                            .key("path", TEXT)
                            .key("weight", WHOLE_QUANTITY)
                            .closed()
                            .build()))
            .closed()
            .build();

    private static final Shape HEALTHCHECK = new MapShapeBuilder()
            .key("disable", FLAG)
            .keys(TEXT, "interval", "timeout", "start_period", "start_interval")
            .key("retries", NUMERIC)
            .key("test", TEXT.or(TEXTS).merging(MergeRule.REPLACE))
            .build();

    private static final Shape PORT = Shape.of(ScalarShape.of(NUMBER, STRING))
            .or(new MapShapeBuilder()
                    .keys(TEXT, "name", "mode", "host_ip", "protocol", "app_protocol")
                    .key("target", WHOLE)
                    .key("published", WHOLE_QUANTITY)
                    .build());

    private static final Shape MOUNT = TEXT.or(new MapShapeBuilder()
            .key("type", Shape.of(ScalarShape.oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image")))
            .keys(TEXT, "source", "target", "consistency")
            .key("read_only", FLAG)
            .key(
                    "bind",
                    new MapShapeBuilder()
                            .key("propagation", TEXT)
                            .key("create_host_path", FLAG)
                            .key(
                                    "recursive",
                                    Shape.of(ScalarShape.oneOf("enabled", "disabled", "writable", "readonly")))
                            .key("selinux", Shape.of(ScalarShape.oneOf("z", "Z")))
                            .build())
            .key(
                    "volume",
                    new MapShapeBuilder()
                            .key("labels", PAIRS)
                            .key("nocopy", FLAG)
                            .key("subpath", TEXT)
                            .build())
            .key(
                    "tmpfs",
                    new MapShapeBuilder()
                            .key(
                                    "size",
                                    Shape.of(ScalarShape.of(INTEGER, STRING).within(0, Double.POSITIVE_INFINITY)))
                            .key("mode", QUANTITY)
                            .build())
            .key("image", new MapShapeBuilder().key("subpath", TEXT).build())
            .required("type")
            .build());

    private static final Shape WATCH = new MapShapeBuilder()
            .keys(TEXT_OR_TEXTS, "ignore", "include")
            .keys(TEXT, "path", "target")
            .key("action", Shape.of(ScalarShape.oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec")))
            .key("exec", HOOK)
            .key("initial_sync", PLAIN_FLAG)
            .required("path", "action")
            .build();

    private static final Shape ENV_FILE = TEXT.or(Shape.listOf(TEXT.or(new MapShapeBuilder()
                    .keys(TEXT, "path", "format")
                    .key("required", FLAG)
                    .required("path")
                    .closed()
                    .build())))
            .merging(MergeRule.STRINGS)
            .uniqueBy(ItemKey.PATH);

    private static final Shape PROVIDER = new MapShapeBuilder()
            .key("type", TEXT)
            .key(
                    "options",
                    MapShapeBuilder.named(
                            MapShape.Names.ANY,
                            Shape.of(ScalarShape.of(STRING, NUMBER, BOOLEAN))
                                    .or(Shape.listOf(Shape.of(ScalarShape.of(STRING, NUMBER, BOOLEAN))))))
            .required("type")
            .build();

    private static final Shape GPUS = Shape.of(ScalarShape.oneOf("all"))
            .or(Shape.listOf(Shape.of(new MapShape(
                    Objects.requireNonNull(DEVICE_REQUEST.map()).keys(),
                    List.of(),
                    null,
                    MapShape.Names.ANY,
                    MapShape.Extras.ANYTHING))));

    private static final Shape EXTENDS = TEXT.or(new MapShapeBuilder()
            .keys(TEXT, "service", "file")
            .required("service")
            .closed()
            .build());

    private static final Shape DEVICE = TEXT.or(new MapShapeBuilder()
            .keys(TEXT, "source", "target", "permissions")
            .required("source")
            .build());

    private static final Shape LOGGING = new MapShapeBuilder()
            .key("driver", TEXT)
            .key("options", MapShapeBuilder.named(MapShape.Names.ANY, Shape.of(ScalarShape.of(STRING, NUMBER, NULL))))
            .build()
            .merging(MergeRule.LOGGING);

    static final Shape SERVICE = new MapShapeBuilder()
            .key(
                    "develop",
                    new MapShapeBuilder()
                            .key("watch", Shape.listOf(WATCH))
                            .build()
                            .orNull())
            .key("deploy", DeployShape.DEPLOY)
            .keys(PAIRS, "annotations", "environment", "labels", "sysctls")
            .keys(FLAG, "attach", "init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty")
            .key("build", BuildShape.BUILD)
            .key("blkio_config", BLOCK_IO)
            .keys(NAMED_TEXTS, "cap_add", "cap_drop", "links")
            .key("cgroup", Shape.of(ScalarShape.oneOf("host", "private")))
            .keys(
                    TEXT,
                    "cgroup_parent",
                    "cpuset",
                    "domainname",
                    "hostname",
                    "image",
                    "ipc",
                    "isolation",
                    "mac_address",
                    "network_mode",
                    "platform",
                    "pull_refresh_after",
                    "restart",
                    "runtime",
                    "stop_grace_period",
                    "stop_signal",
                    "user",
                    "uts",
                    "userns_mode",
                    "working_dir")
            .keys(COMMAND, "command", "entrypoint")
            .key("configs", FILES.uniqueBy(ItemKey.CONFIG_TARGET))
            .key("secrets", FILES.uniqueBy(ItemKey.SECRET_TARGET))
            .key(
                    "container_name",
                    Shape.of(ScalarShape.STRING.matching(
                            "must match [a-zA-Z0-9][a-zA-Z0-9_.-]+", ServiceShape::holdsContainerName)))
            .key(
                    "cpu_count",
                    Shape.of(ScalarShape.of(STRING, INTEGER)
                            .within(0, Double.POSITIVE_INFINITY)
                            .castTo(Cast.INTEGER)))
            .key(
                    "cpu_percent",
                    Shape.of(ScalarShape.of(STRING, INTEGER).within(0, 100).castTo(Cast.FLOAT)))
            .keys(NUMERIC, "cpu_shares", "cpu_quota", "cpu_period", "cpu_rt_period", "cpu_rt_runtime", "pids_limit")
            .key("cpus", FRACTION)
            .key(
                    "credential_spec",
                    new MapShapeBuilder()
                            .keys(TEXT, "config", "file", "registry")
                            .build())
            .key("depends_on", DEPENDS_ON)
            .keys(DISTINCT_TEXTS, "device_cgroup_rules", "external_links", "security_opt", "volumes_from")
            .key("devices", Shape.listOf(DEVICE).uniqueBy(ItemKey.DEVICE_TARGET))
            .keys(TEXT_OR_TEXTS.merging(MergeRule.STRINGS).uniqueBy(ItemKey.NAME), "dns", "dns_search", "tmpfs")
            .key("dns_opt", NAMED_TEXTS.merging(MergeRule.STRINGS))
            .key("env_file", ENV_FILE)
            .key("label_file", TEXT.or(TEXTS).merging(MergeRule.STRINGS))
            .key("expose", DISTINCT_TEXTS_OR_NUMBERS.uniqueBy(ItemKey.TEXT))
            .key("extends", EXTENDS)
            .key("provider", PROVIDER)
            .key("extra_hosts", HOSTS)
            .key("gpus", GPUS)
            .key("group_add", DISTINCT_TEXTS_OR_NUMBERS)
            .key("healthcheck", HEALTHCHECK)
            .key("logging", LOGGING)
            .keys(QUANTITY, "mem_limit", "memswap_limit", "shm_size")
            .keys(WHOLE_QUANTITY, "mem_reservation", "mem_swappiness")
            .key("models", MODELS)
            .key("networks", NETWORKS)
            .key(
                    "oom_score_adj",
                    Shape.of(ScalarShape.of(STRING, INTEGER).within(-1000, 1000).castTo(Cast.INTEGER)))
            .key("pid", TEXT.orNull())
            .key("ports", Shape.setOf(PORT).uniqueBy(ItemKey.PORT))
            .key("pre_start", Shape.listOf(PRE_START_HOOK))
            .keys(Shape.listOf(HOOK), "post_start", "pre_stop")
            .key("profiles", NAMED_TEXTS)
            .key(
                    "pull_policy",
                    Shape.of(ScalarShape.STRING.matching(
                            "must be one of \"always\", \"never\", \"missing\", \"if_not_present\", \"build\","
                                    + " \"refresh\", \"daily\", \"weekly\" or \"every_\" and a duration",
                            text -> PullPolicy.parse(text).isPresent())))
            .key("scale", WHOLE)
            .key("storage_opt", MapShapeBuilder.named(MapShape.Names.ANY, Shape.ANY))
            .key("ulimits", ULIMITS)
            .key("use_api_socket", PLAIN_FLAG)
            .key("volumes", Shape.setOf(MOUNT).uniqueBy(ItemKey.VOLUME_TARGET))
            .build();

    private ServiceShape() {}

    /** The pattern of the schema is not anchored: it asks for two such characters somewhere. */
    private static boolean holdsContainerName(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            if (isAlphanumeric(text.charAt(i)) && isNameCharacter(text.charAt(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isNameCharacter(char c) {
        return isAlphanumeric(c) || c == '_' || c == '.' || c == '-';
    }
}
