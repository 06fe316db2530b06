package dev.jcompose.daemon.differential;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An answer as a flat list of fields and values, without what differs between any two runs: identifiers, times, addresses
 * and amounts stand as what they are, not with their value. A list that has no order is sorted.
 */
final class Normal {
    private static final Map<Pattern, String> TEXTS = new LinkedHashMap<>();

    static {
        TEXTS.put(Pattern.compile("\\b[0-9a-f]{64}\\b"), "<id>");
        TEXTS.put(Pattern.compile("\\b[0-9a-f]{12}\\b"), "<short id>");
        TEXTS.put(
                Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)"),
                "<time>");
        TEXTS.put(Pattern.compile("\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\\b"), "<mac>");
        TEXTS.put(Pattern.compile("\\b(10|172)(\\.\\d{1,3}){3}\\b"), "<address>");
        TEXTS.put(
                Pattern.compile("^(3276[89]|327[7-9]\\d|32[89]\\d\\d|3[3-9]\\d{3}|[45]\\d{4}|6[0-5]\\d{3})$"),
                "<port>");
        TEXTS.put(Pattern.compile("^\\d+$"), "<digits>");
        TEXTS.put(Pattern.compile("jcdiff\\d+"), "<name>");
        TEXTS.put(Pattern.compile("(Up|Exited \\(\\d+\\)) .*"), "$1 <duration>");
    }

    /** Amounts and moments. */
    private static final Set<String> NUMBERS = Set.of(
            "Pid",
            "Created",
            "Size",
            "SizeRw",
            "SizeRootFs",
            "LayersSize",
            "SharedSize",
            "time",
            "timeNano",
            "SystemTime",
            "MemTotal",
            "NFd",
            "NGoroutines",
            "NEventsListener",
            "SpaceReclaimed",
            "Images",
            "Containers",
            "max_usage",
            "usage",
            "total_usage",
            "usage_in_usermode",
            "usage_in_kernelmode",
            "system_cpu_usage",
            "rx_bytes",
            "rx_packets",
            "tx_bytes",
            "tx_packets",
            "PublicPort",
            "NCPU",
            "ContainersRunning",
            "ContainersStopped",
            "VirtualSize",
            "mtime");

    /** Lists and tables of nothing but amounts. */
    private static final Pattern AMOUNTS = Pattern.compile(".*\\.(memory_stats\\.stats|percpu_usage)[.\\[].*");

    private final Map<String, String> fields = new TreeMap<>();

    private Normal() {}

    static Map<String, String> of(EngineSocket.Answer answer) {
        var normal = new Normal();
        normal.fields.put("(status)", Integer.toString(answer.status()));
        String type = answer.headers().getOrDefault("content-type", "").split(";")[0];
        normal.fields.put("(type)", type);
        if (!answer.isJson() || answer.body().isBlank()) {
            return normal.fields;
        }
        try {
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            if (answer.body().startsWith("[")) {
                normal.add("", JsonObject.parseArray(bytes));
            } else {
                normal.add("", JsonObject.parse(bytes));
            }
        } catch (MalformedJsonException e) {
            normal.fields.put("(body)", "a stream");
        }
        return normal.fields;
    }

    private void add(String path, Object value) {
        switch (value) {
            case JsonObject object -> {
                if (object.names().isEmpty()) {
                    fields.put(path, "{}");
                }
                for (String name : object.names()) {
                    String at = path + "." + text(name);
                    object.value(name)
                            .ifPresentOrElse(
                                    inner -> add(
                                            at, NUMBERS.contains(name) && inner instanceof Number ? "<number>" : inner),
                                    () -> fields.put(at, "null"));
                }
            }
            case Collection<?> list -> {
                if (list.isEmpty()) {
                    fields.put(path, "[]");
                }
                int index = 0;
                for (Object each : ordered(list)) {
                    add(path + "[" + index++ + "]", each);
                }
            }
            case Number number when AMOUNTS.matcher(path).matches() -> fields.put(path, "<number>");
            default -> fields.put(path, text(String.valueOf(value)));
        }
    }

    private static List<Object> ordered(Collection<?> list) {
        boolean texts = list.stream().allMatch(String.class::isInstance);
        return texts
                ? list.stream()
                        .<Object>map(each -> text((String) each))
                        .sorted()
                        .toList()
                : List.copyOf(list);
    }

    private static String text(String text) {
        String result = text;
        for (var each : TEXTS.entrySet()) {
            result = each.getKey().matcher(result).replaceAll(each.getValue());
        }
        return result;
    }
}
