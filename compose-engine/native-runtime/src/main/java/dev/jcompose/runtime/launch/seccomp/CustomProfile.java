package dev.jcompose.runtime.launch.seccomp;

import dev.jcompose.runtime.launch.Capabilities;
import dev.jcompose.runtime.launch.SeccompProgram;
import dev.jcompose.runtime.launch.seccomp.Condition.Test;
import dev.jcompose.runtime.launch.seccomp.Condition.Width;
import dev.jcompose.runtime.launch.seccomp.Decision.Alternative;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A profile in Docker's JSON format: a default action, and rules for calls by name, which may depend on capabilities, machine and
 * kernel. Rules for names that this machine does not have are passed over, as are those that repeat the default.
 *
 * @see <a href="https://docs.docker.com/engine/security/seccomp/">Seccomp security profiles for Docker</a>
 */
public final class CustomProfile {
    private static final int ARGUMENTS = 6;

    private final JsonObject json;
    private final Action otherwise;

    private CustomProfile(JsonObject json, Action otherwise) {
        this.json = json;
        this.otherwise = otherwise;
    }

    /**
     * Reads a profile and checks all of it, also what would not apply here.
     *
     * @throws MalformedJsonException saying what is wrong
     */
    public static CustomProfile parse(String text) throws MalformedJsonException {
        var json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        var profile =
                new CustomProfile(json, action(json.requireString("defaultAction"), errno(json, "defaultErrnoRet")));
        for (var rule : json.objects("syscalls")) {
            action(rule.requireString("action"), errno(rule, "errnoRet"));
            names(rule);
            alternatives(rule, profile.otherwise);
        }
        return profile;
    }

    /** The program for this machine and a process with these capabilities. */
    public SeccompProgram compile(Capabilities capabilities) throws MalformedJsonException {
        var architecture = Architecture.current();
        var kernel = System.getProperty("os.version", "");
        return SeccompCompiler.compile(architecture, decisions(architecture, capabilities, kernel), otherwise);
    }

    /** What becomes of calls without a rule. */
    Action otherwise() {
        return otherwise;
    }

    /** @param kernel its release as uname(2) tells it, such as {@code 6.12.0-1} */
    SortedMap<Integer, Decision> decisions(Architecture architecture, Capabilities capabilities, String kernel)
            throws MalformedJsonException {
        Map<String, Integer> numbers = new HashMap<>();
        for (var call : SyscallTable.of(architecture)) {
            numbers.put(call.name(), call.number());
        }
        var decisions = new TreeMap<Integer, Decision>();
        for (var rule : json.objects("syscalls")) {
            if (!applies(rule, architecture, capabilities, kernel)) {
                continue;
            }
            var action = action(rule.requireString("action"), errno(rule, "errnoRet"));
            if (action.equals(otherwise)) {
                continue;
            }
            for (String name : names(rule)) {
                var number = numbers.get(name);
                if (number != null) {
                    decisions.merge(
                            number, new Decision(alternatives(rule, action), base(rule, action)), this::combine);
                }
            }
        }
        return decisions;
    }

    /** Rules for one call count in their order; one without conditions is the end of it. */
    private Decision combine(Decision first, Decision second) {
        if (!first.otherwise().equals(otherwise)) {
            return first;
        }
        var alternatives = new ArrayList<>(first.alternatives());
        alternatives.addAll(second.alternatives());
        return new Decision(alternatives, second.otherwise());
    }

    private Action base(JsonObject rule, Action action) throws MalformedJsonException {
        return rule.objects("args").isEmpty() ? action : otherwise;
    }

    private static List<String> names(JsonObject rule) throws MalformedJsonException {
        Optional<String> single = rule.string("name").filter(name -> !name.isEmpty());
        if (single.isPresent() && !rule.strings("names").isEmpty()) {
            throw new MalformedJsonException(
                    "'name' and 'names' were specified in the seccomp profile, use either" + " 'name' or 'names'");
        }
        return single.isPresent() ? List.of(single.get()) : rule.strings("names");
    }

    private static boolean applies(JsonObject rule, Architecture architecture, Capabilities capabilities, String kernel)
            throws MalformedJsonException {
        var includes = rule.objectOrEmpty("includes");
        var excludes = rule.objectOrEmpty("excludes");
        var machines = includes.strings("arches");
        return (machines.isEmpty() || machines.contains(machine(architecture)))
                && !excludes.strings("arches").contains(machine(architecture))
                && includes.strings("caps").stream().allMatch(name -> has(capabilities, name))
                && excludes.strings("caps").stream().noneMatch(name -> has(capabilities, name))
                && isAtLeast(kernel, includes.stringOrEmpty("minKernel"))
                && (excludes.stringOrEmpty("minKernel").isEmpty()
                        || !isAtLeast(kernel, excludes.stringOrEmpty("minKernel")));
    }

    /** In the words of Go, which the format uses. */
    private static String machine(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> "amd64";
            case AARCH64 -> "arm64";
        };
    }

    private static boolean has(Capabilities capabilities, String name) {
        try {
            return capabilities.containsAll(Capabilities.of(name));
        } catch (IllegalArgumentException e) {
            return false; // newer than this engine, so no container has it
        }
    }

    private static boolean isAtLeast(String kernel, String wanted) throws MalformedJsonException {
        if (wanted.isEmpty()) {
            return true;
        }
        String[] least = wanted.split("\\.");
        String[] present = kernel.split("[^0-9]+");
        if (least.length != 2 || !least[0].matches("[0-9]{1,5}") || !least[1].matches("[0-9]{1,5}")) {
            throw new MalformedJsonException("minKernel: '" + wanted + "' is no version such as 4.8");
        }
        int major = Integer.parseInt(present[0]);
        int minor = Integer.parseInt(present[1]);
        int leastMajor = Integer.parseInt(least[0]);
        return major > leastMajor || (major == leastMajor && minor >= Integer.parseInt(least[1]));
    }

    /** All conditions must hold; but where one argument has several, any of them suffices, as runc has it. */
    private static List<Alternative> alternatives(JsonObject rule, Action action) throws MalformedJsonException {
        var conditions = new ArrayList<Condition>();
        for (var argument : rule.objects("args")) {
            conditions.add(condition(argument));
        }
        if (conditions.isEmpty()) {
            return List.of();
        }
        boolean repeated =
                conditions.stream().map(Condition::argument).distinct().count() < conditions.size();
        return repeated
                ? conditions.stream()
                        .map(condition -> new Alternative(List.of(condition), action))
                        .toList()
                : List.of(new Alternative(conditions, action));
    }

    private static Condition condition(JsonObject json) throws MalformedJsonException {
        long index = json.numberOrZero("index");
        if (index < 0 || index >= ARGUMENTS) {
            throw new MalformedJsonException("index " + index + ": a system call has six arguments, from 0");
        }
        int argument = (int) index;
        long value = json.numberOrZero("value");
        String comparison = json.requireString("op");
        return switch (comparison) {
            case "SCMP_CMP_EQ" -> condition(argument, Test.EQUAL, value);
            case "SCMP_CMP_NE" -> condition(argument, Test.NOT_EQUAL, value);
            case "SCMP_CMP_LT" -> condition(argument, Test.LESS, value);
            case "SCMP_CMP_LE" -> condition(argument, Test.LESS_OR_EQUAL, value);
            case "SCMP_CMP_GT" -> condition(argument, Test.GREATER, value);
            case "SCMP_CMP_GE" -> condition(argument, Test.GREATER_OR_EQUAL, value);
            case "SCMP_CMP_MASKED_EQ" ->
                new Condition(argument, Width.LONG, Test.EQUAL, json.numberOrZero("valueTwo") & value, value);
            default -> throw new MalformedJsonException("op: '" + comparison + "' is no comparison");
        };
    }

    private static Condition condition(int argument, Test test, long value) {
        return new Condition(argument, Width.LONG, test, value, -1);
    }

    private static int errno(JsonObject json, String name) throws MalformedJsonException {
        long number = json.number(name).orElse(Errno.EPERM);
        if (number < 0 || number > 0xffff) {
            throw new MalformedJsonException(name + ": " + number + " is no error number");
        }
        return (int) number;
    }

    private static Action action(String name, int errno) throws MalformedJsonException {
        return switch (name) {
            case "SCMP_ACT_ALLOW" -> Action.ALLOW;
            case "SCMP_ACT_ERRNO" -> Action.errno(errno);
            case "SCMP_ACT_LOG" -> Action.LOG;
            case "SCMP_ACT_TRAP" -> Action.TRAP;
            case "SCMP_ACT_TRACE" -> Action.trace(errno);
            case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> Action.KILL_THREAD;
            case "SCMP_ACT_KILL_PROCESS" -> Action.KILL_PROCESS;
            default -> throw new MalformedJsonException("action: '" + name + "' is not supported");
        };
    }
}
