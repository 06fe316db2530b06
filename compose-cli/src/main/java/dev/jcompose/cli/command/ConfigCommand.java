package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.Project;
import dev.jcompose.model.load.ComposeLoader;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.load.Phase;
import dev.jcompose.model.print.ConfigRendering;
import dev.jcompose.model.print.DiagnosticJson;
import dev.jcompose.model.problem.ProblemLog;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;

/** {@code config}: what the files say, in canonical form or in part. */
final class ConfigCommand implements Command {
    private final Options options;
    private final Options.Flag environment;
    private final Options.Value format;
    private final Options.Value hash;
    private final Options.Flag images;
    private final Options.Flag models;
    private final Options.Flag networks;
    private final Options.Flag noConsistency;
    private final Options.Flag noEnvironmentResolution;
    private final Options.Flag noInterpolate;
    private final Options.Flag noNormalize;
    private final Options.Flag noPathResolution;
    private final Options.Value output;
    private final Options.Flag profiles;
    private final Options.Flag quiet;
    private final Options.Flag resolveDigests;
    private final Options.Flag lockDigests;
    private final Options.Flag services;
    private final Options.Flag variables;
    private final Options.Flag volumes;

    ConfigCommand(Options options) {
        this.options = options;
        environment = options.flag("Print environment used for interpolation.", "--environment");
        format = options.value(
                "Format the output (\"yaml\"|\"json\"); with --quiet, json lists all errors and warnings",
                "string",
                "--format");
        hash = options.value("Print the service config hash, one per line.", "string", "--hash");
        images = options.flag("Print the image names, one per line.", "--images");
        models = options.flag("Print the model names, one per line.", "--models");
        networks = options.flag("Print the network names, one per line.", "--networks");
        noConsistency = options.flag(
                "Don't check model consistency - warning: may produce invalid Compose output", "--no-consistency");
        noEnvironmentResolution = options.flag("Don't resolve service env files", "--no-env-resolution");
        noInterpolate = options.flag("Don't interpolate environment variables", "--no-interpolate");
        noNormalize = options.flag("Don't normalize compose model", "--no-normalize");
        noPathResolution = options.flag("Don't resolve file paths", "--no-path-resolution");
        output = options.value("Save to file (default to stdout)", "string", "-o", "--output");
        profiles = options.flag("Print the profile names, one per line.", "--profiles");
        quiet = options.flag("Only validate the configuration, don't print anything", "-q", "--quiet");
        resolveDigests = options.flag("Pin image tags to digests.", "--resolve-image-digests");
        lockDigests = options.flag("Produces an override file with image digests", "--lock-image-digests");
        services = options.flag("Print the service names, one per line.", "--services");
        variables = options.flag("Print model variables and default values.", "--variables");
        volumes = options.flag("Print the volume names, one per line.", "--volumes");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, OperationException, IOException, InterruptedException {
        if (!List.of("", "yaml", "json").contains(format.or(""))) {
            throw format.invalid("unsupported format, use yaml or json");
        }
        boolean raw = noInterpolate.isSet() || variables.isSet();
        if (raw && !options.arguments().isEmpty()) {
            session.warn("service filtering is not applied when --"
                    + (variables.isSet() ? "variables" : "no-interpolate") + " is set");
        }
        if (listsProblems()) {
            return listProblems(session);
        }
        var loaded = session.files().load(loader(session));
        String text = text(loaded, session);
        if (quiet.isSet()) {
            return 0;
        }
        if (output.get().isPresent()) {
            Files.writeString(
                    session.invocation().workingDirectory().resolve(output.get().get()), text);
        } else {
            session.out().print(text);
        }
        return 0;
    }

    /** Lists that a selection of services does not change. */
    private boolean isOfTheWholeProject() {
        return services.isSet()
                || volumes.isSet()
                || networks.isSet()
                || models.isSet()
                || profiles.isSet()
                || hash.get().isPresent();
    }

    private boolean listsProblems() {
        return quiet.isSet() && format.or("").equals("json");
    }

    /** For editors and CI: what is wrong or doubtful, on standard output, with positions. */
    private int listProblems(Session session) {
        var loaded = loader(session).build().load();
        session.out().print(DiagnosticJson.write(loaded.problems()));
        return loaded.project().isPresent() ? 0 : 1;
    }

    private ComposeLoader.Builder loader(Session session) {
        boolean raw = noInterpolate.isSet() || variables.isSet();
        var loader = session.files().loader();
        if (!quiet.isSet() || listsProblems()) { // a plain -q says no more than other commands do
            loader.depth(ProblemLog.Depth.THOROUGH);
        }
        if (hash.get().isEmpty()) {
            loader.platforms(ComposeLoader.Platforms.AS_WRITTEN);
        }
        if (!raw && !isOfTheWholeProject()) {
            loader.services(options.arguments());
        }
        if (raw) {
            loader.skip(Phase.INTERPOLATION, Phase.CONSISTENCY);
        }
        if (noNormalize.isSet()) {
            loader.skip(Phase.NORMALIZATION);
        }
        if (noPathResolution.isSet()) {
            loader.skip(Phase.PATH_RESOLUTION);
        }
        if (noConsistency.isSet()) {
            loader.skip(Phase.CONSISTENCY);
        }
        if (noEnvironmentResolution.isSet()) {
            loader.skip(Phase.ENVIRONMENT_RESOLUTION);
        }
        return loader;
    }

    private String text(LoadResult loaded, Session session)
            throws LoadException, UsageException, OperationException, InterruptedException {
        boolean json = format.or("").equals("json");
        if (variables.isSet()) {
            var mentioned = ConfigRendering.variables(loaded.tree());
            return json ? ConfigRendering.variablesJson(mentioned) : lines(ConfigRendering.variableTable(mentioned));
        }
        Project project = loaded.orThrow();
        if (services.isSet()) {
            return lines(ConfigRendering.services(project));
        }
        if (volumes.isSet()) {
            return lines(ConfigRendering.volumes(project));
        }
        if (networks.isSet()) {
            return lines(ConfigRendering.networks(project));
        }
        if (models.isSet()) {
            return lines(ConfigRendering.models(project));
        }
        if (hash.get().isPresent()) {
            return lines(
                    ConfigRendering.hashes(project, hashed(project, hash.get().get())));
        }
        if (profiles.isSet()) {
            return lines(ConfigRendering.profiles(project));
        }
        if (images.isSet()) {
            return lines(ConfigRendering.images(project));
        }
        if (noInterpolate.isSet()) {
            return json ? ConfigRendering.rawJson(loaded.tree()) : ConfigRendering.rawYaml(loaded.tree());
        }
        if (environment.isSet()) {
            return lines(ConfigRendering.environment(project));
        }
        if (lockDigests.isSet()) {
            var pinned = ImageDigests.pin(project, session.invocation().environment());
            return json ? ConfigRendering.imagesJson(pinned) : ConfigRendering.imagesYaml(pinned);
        }
        if (resolveDigests.isSet()) {
            project = ImageDigests.pin(project, session.invocation().environment());
        }
        return json ? ConfigRendering.json(project) : ConfigRendering.yaml(project);
    }

    private static Collection<String> hashed(Project project, String names) throws UsageException {
        if (names.equals("*")) {
            return project.services().keySet();
        }
        List<String> chosen = List.of(names.split(","));
        for (String name : chosen) {
            if (!project.services().containsKey(name)) {
                throw new UsageException("no such service: " + name);
            }
        }
        return chosen;
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
