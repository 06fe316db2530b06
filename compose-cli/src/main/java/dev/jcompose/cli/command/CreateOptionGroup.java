package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.Project;
import dev.jcompose.model.value.PullPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that {@code up} and {@code create} share: images, replicas, orphans, consent. */
final class CreateOptionGroup {
    /** Whether the progress of pulls is shown. */
    enum PullOutput {
        SHOWN,
        HIDDEN
    }

    private final Options.Flag build;
    private final Options.Flag noBuild;
    private final Options.Value pull;
    private final Options.Flag quietPull;
    private final Options.Flag removeOrphans;
    private final Options.Values scale;
    private final Options.Value timeout;
    private final Options.Flag yes;

    CreateOptionGroup(Options options) {
        build = options.flag("Build images before starting containers", "--build");
        noBuild = options.flag("Don't build an image, even if it's policy", "--no-build");
        pull = options.value("Pull image before running (\"always\"|\"missing\"|\"never\")", "string", "--pull");
        quietPull = options.flag("Pull without printing progress information", "--quiet-pull");
        removeOrphans =
                options.flag("Remove containers for services not defined in the Compose file", "--remove-orphans");
        scale = options.values(
                "Scale SERVICE to NUM instances. Overrides the scale setting in the Compose file if present.",
                "scale",
                "--scale");
        timeout = options.value(
                "Use this timeout in seconds for container shutdown when attached or when containers are already"
                        + " running",
                "int",
                "-t",
                "--timeout");
        yes = options.flag("Assume \"yes\" as answer to all prompts and run non-interactively", "-y", "--yes", "--y");
        options.hiddenFlag("--quiet-build");
    }

    void check() throws UsageException {
        if (build.isSet() && noBuild.isSet()) {
            throw new UsageException("--build and --no-build are incompatible");
        }
        pullPolicy();
    }

    /** Building comes later; a user who asks for it must not get old images without a word. */
    void refuseBuild() throws OperationException {
        if (build.isSet()) {
            throw new OperationException("--build: building images is not supported yet; build them with another tool, "
                    + "name them in image:, and run up without --build");
        }
    }

    Optional<PullPolicy> pullPolicy() throws UsageException {
        if (pull.get().isEmpty() || pull.get().get().equals("policy")) {
            return Optional.empty();
        }
        String word = pull.get().get();
        if (!List.of("always", "missing", "never", "build").contains(word)) {
            throw pull.invalid("unknown pull policy, use always, missing or never");
        }
        return PullPolicy.parse(word);
    }

    PullOutput pullOutput() {
        return quietPull.isSet() ? PullOutput.HIDDEN : PullOutput.SHOWN;
    }

    Optional<Boolean> removeOrphans() {
        return removeOrphans.given();
    }

    Optional<Duration> stopGrace() throws UsageException {
        return timeout.seconds();
    }

    Prompt.Preset answer() {
        return yes.isSet() ? Prompt.Preset.YES : Prompt.Preset.ASK;
    }

    Map<String, Integer> scale(Project project) throws UsageException, OperationException {
        return parseScale(scale.all(), project, "--scale option");
    }

    /** Reads {@code SERVICE=NUM}. */
    static Map<String, Integer> parseScale(List<String> words, Project project, String what)
            throws UsageException, OperationException {
        var wanted = new LinkedHashMap<String, Integer>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String number = word.substring(equals + 1);
            if (equals < 1 || !number.matches("[0-9]{1,6}")) {
                throw new UsageException("invalid " + what + " \"" + word + "\". Should be SERVICE=NUM");
            }
            var service = ProjectFiles.service(project, word.substring(0, equals));
            wanted.put(service.name(), Integer.valueOf(number));
        }
        return wanted;
    }
}
