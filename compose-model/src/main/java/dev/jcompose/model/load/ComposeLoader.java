package dev.jcompose.model.load;

import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.remote.RemoteSource;
import dev.jcompose.model.value.Copies;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a Compose project: finds the files, interpolates, merges, checks and binds them.
 *
 * <p>Uses no state of the process: environment, working directory and standard input are values. The process environment
 * also says what {@code COMPOSE_FILE}, {@code COMPOSE_PROJECT_NAME}, {@code COMPOSE_PROFILES}, {@code COMPOSE_ENV_FILES}
 * and their like say to Docker Compose.
 *
 * <pre>{@code
 * LoadResult result = ComposeLoader.builder()
 *         .workingDirectory(Path.of("/srv/shop"))
 *         .environment(Map.of("TAG", "1.2"))
 *         .build()
 *         .load();
 * Project project = result.orThrow();
 * }</pre>
 */
public final class ComposeLoader {

    private final Builder settings;

    private ComposeLoader(Builder settings) {
        this.settings = settings;
    }

    /** A loader that finds the files in a working directory and its parents. */
    public static Builder builder() {
        return new Builder();
    }

    /** Loads. Problems of the files are in the result, never thrown. */
    public LoadResult load() {
        return new ProjectLoad(settings).run();
    }

    /** Collects what a loader needs. Everything has a default but the working directory. */
    public static final class Builder {

        final List<String> files = new ArrayList<>();
        final List<String> envFiles = new ArrayList<>();
        final Set<String> profiles = new LinkedHashSet<>();
        final List<String> services = new ArrayList<>();
        final List<RemoteSource> remoteSources = new ArrayList<>();
        final Set<Phase> skipped = EnumSet.noneOf(Phase.class);
        Map<String, String> environment = new LinkedHashMap<>();
        Path workingDirectory = Path.of("");
        InputStream stdin = InputStream.nullInputStream();
        Optional<String> projectDirectory = Optional.empty();
        Optional<String> projectName = Optional.empty();
        Selection selection = Selection.WITH_DEPENDENCIES;
        ProblemLog.Depth depth = ProblemLog.Depth.USUAL;
        Platforms platforms = Platforms.AS_WRITTEN;
        UnusedResources unusedResources = UnusedResources.DROP;

        private Builder() {}

        /** The files of {@code -f}: paths, {@code -} for standard input. None: {@code COMPOSE_FILE}, else discovery. */
        public Builder files(List<String> names) {
            files.addAll(names);
            return this;
        }

        /** What {@code -} reads; read at most once and not closed. */
        public Builder stdin(InputStream stream) {
            stdin = stream;
            return this;
        }

        /** Where discovery starts and relative names start from; absolute. */
        public Builder workingDirectory(Path directory) {
            workingDirectory = directory;
            return this;
        }

        /** {@code --project-directory}; by default the directory of the first file. */
        public Builder projectDirectory(String directory) {
            projectDirectory = Optional.of(directory);
            return this;
        }

        /** {@code --project-name}; wins over {@code COMPOSE_PROJECT_NAME} and the files. */
        public Builder projectName(String name) {
            projectName = Optional.of(name);
            return this;
        }

        /** The process environment. */
        public Builder environment(Map<String, String> variables) {
            environment = Copies.of(variables);
            return this;
        }

        /** {@code --env-file}, in order; they replace {@code .env}. */
        public Builder envFiles(List<String> names) {
            envFiles.addAll(names);
            return this;
        }

        /** {@code --profile}, added to those of {@code COMPOSE_PROFILES}; {@code *} is all. */
        public Builder profiles(Set<String> names) {
            profiles.addAll(names);
            return this;
        }

        /** The services that the project is reduced to, wildcards allowed; none is all enabled ones. */
        public Builder services(List<String> names) {
            services.addAll(names);
            return this;
        }

        /** Whether a selection of services brings their dependencies. */
        public Builder selection(Selection how) {
            selection = how;
            return this;
        }

        /** Whether networks, volumes and so on that no service uses stay in the project. */
        public Builder unusedResources(UnusedResources how) {
            unusedResources = how;
            return this;
        }

        /** What reads files that are elsewhere, asked in order; without any, such files are an error. */
        public Builder remoteSources(RemoteSource... sources) {
            remoteSources.addAll(Arrays.asList(sources));
            return this;
        }

        /** How much is worth a warning: by default what Docker Compose warns of. */
        public Builder depth(ProblemLog.Depth how) {
            depth = how;
            return this;
        }

        /** What {@code DOCKER_DEFAULT_PLATFORM} means for services that are built and have no platform. */
        public Builder platforms(Platforms how) {
            platforms = how;
            return this;
        }

        /** Leaves phases out. */
        public Builder skip(Phase... phases) {
            skipped.addAll(Arrays.asList(phases));
            return this;
        }

        public ComposeLoader build() {
            return new ComposeLoader(this);
        }
    }

    /** What selecting services means. */
    public enum Selection {
        WITH_DEPENDENCIES,
        WITHOUT_DEPENDENCIES
    }

    /** Whose platform services have. */
    public enum Platforms {
        /** That of the files, for showing them. */
        AS_WRITTEN,
        /** Also that of {@code DOCKER_DEFAULT_PLATFORM}, for services that are built: it is part of their hash. */
        WITH_DEFAULT
    }

    /** What happens to resources that no selected service uses. */
    public enum UnusedResources {
        DROP,
        KEEP
    }
}
