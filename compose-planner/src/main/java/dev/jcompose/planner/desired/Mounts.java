package dev.jcompose.planner.desired;

import dev.jcompose.model.BindOptions;
import dev.jcompose.model.FileReference;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.TmpfsOptions;
import dev.jcompose.model.VolumeOptions;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.value.Value;
import dev.jcompose.planner.desired.InjectedFile.Kind;
import dev.jcompose.planner.desired.MountSpec.Access;
import dev.jcompose.planner.desired.MountSpec.CopyUp;
import dev.jcompose.planner.desired.MountSpec.MissingHostPath;
import dev.jcompose.planner.resource.PlanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** What a container of a service sees beside its image: volumes win over secrets, secrets over configs. */
record Mounts(List<MountSpec> mounts, List<InjectedFile> files) {
    Mounts {
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
    }

    static Mounts of(Project project, Service service) throws PlanException {
        SequencedMap<String, MountSpec> mounts = new LinkedHashMap<>();
        SequencedMap<String, InjectedFile> files = new LinkedHashMap<>();
        service.volumes().forEach(mount -> mounts.put(mount.target(), volume(project, mount)));
        for (String tmpfs : service.tmpfs()) {
            String[] parts = tmpfs.split(":", 2);
            mounts.putIfAbsent(
                    parts[0],
                    new MountSpec.Tmpfs(
                            parts[0],
                            Access.READ_WRITE,
                            OptionalLong.empty(),
                            OptionalInt.empty(),
                            parts.length == 2 ? parts[1] : ""));
        }
        var problems = new ArrayList<Diagnostic>();
        for (FileReference secret : service.secrets()) {
            source(project, Kind.SECRET, secret.source()).give(service, secret, mounts, files, problems);
        }
        for (FileReference config : service.configs()) {
            source(project, Kind.CONFIG, config.source()).give(service, config, mounts, files, problems);
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new Mounts(List.copyOf(mounts.values()), List.copyOf(files.values()));
    }

    private static MountSpec volume(Project project, Mount mount) {
        Access access = mount.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
        String source = mount.source().orElse("");
        return switch (mount.type()) {
            case BIND -> bind(mount, source, access);
            case VOLUME, CLUSTER -> {
                CopyUp copyUp =
                        mount.volume().map(VolumeOptions::noCopy).orElse(false) ? CopyUp.NONE : CopyUp.FROM_IMAGE;
                if (source.isEmpty()) {
                    yield new MountSpec.AnonymousVolume(mount.target(), access, copyUp);
                }
                var declared = project.volumes().get(source);
                yield new MountSpec.NamedVolume(
                        declared == null ? source : declared.name(),
                        mount.target(),
                        access,
                        copyUp,
                        mount.volume().flatMap(VolumeOptions::subpath));
            }
            case TMPFS -> {
                var size = mount.tmpfs().flatMap(TmpfsOptions::size);
                yield new MountSpec.Tmpfs(
                        mount.target(),
                        access,
                        size.isPresent() ? OptionalLong.of(size.get().bytes()) : OptionalLong.empty(),
                        mount.tmpfs().map(TmpfsOptions::mode).orElse(OptionalInt.empty()),
                        "");
            }
            case IMAGE -> new MountSpec.ImageContent(source, mount.target(), mount.imageSubpath());
            case NPIPE -> new MountSpec.NamedPipe(source, mount.target(), access);
        };
    }

    private static MountSpec bind(Mount mount, String source, Access access) {
        var options = mount.bind();
        boolean create = options.map(BindOptions::createHostPath).orElse(true);
        return new MountSpec.Bind(
                source,
                mount.target(),
                access,
                create ? MissingHostPath.CREATE_DIRECTORY : MissingHostPath.FAIL,
                options.flatMap(BindOptions::propagation),
                options.flatMap(BindOptions::selinux),
                options.flatMap(BindOptions::recursive),
                options.flatMap(Mounts::idMap));
    }

    /** An extension, because Docker has no such option: {@code bind: {x-idmap: owner}}. */
    private static Optional<String> idMap(BindOptions options) {
        return options.extensions().get("x-idmap") instanceof Value.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Source source(Project project, Kind kind, String key) {
        if (kind == Kind.SECRET) {
            var secret = project.secrets().get(key);
            return secret == null
                    ? Source.undefined(kind, key)
                    : new Source(
                            kind, key, secret.file(), secret.content(), secret.environment(), secret.external(), true);
        }
        var config = project.configs().get(key);
        return config == null
                ? Source.undefined(kind, key)
                : new Source(kind, key, config.file(), config.content(), config.environment(), config.external(), true);
    }

    /** Where the content of a secret or config comes from. */
    private record Source(
            Kind kind,
            String key,
            Optional<String> file,
            Optional<String> content,
            Optional<String> environment,
            boolean external,
            boolean defined) {
        static Source undefined(Kind kind, String key) {
            return new Source(kind, key, Optional.empty(), Optional.empty(), Optional.empty(), false, false);
        }

        void give(
                Service service,
                FileReference reference,
                SequencedMap<String, MountSpec> mounts,
                SequencedMap<String, InjectedFile> files,
                List<Diagnostic> problems) {
            String target = target(reference);
            if (mounts.containsKey(target) || files.containsKey(target)) {
                return;
            }
            if (!defined) {
                problems.add(problem("service \"" + service.name() + "\" refers to undefined " + word() + " " + key));
            } else if (external) {
                problems.add(problem("unsupported external " + word() + " " + key));
            } else if (file.isPresent()) {
                mounts.put(
                        target,
                        new MountSpec.Bind(
                                file.get(),
                                target,
                                Access.READ_ONLY,
                                MissingHostPath.FAIL,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
            } else if (content.isEmpty()) {
                problems.add(problem("environment variable \"" + environment.orElse("") + "\" required by " + word()
                        + " \"" + key + "\" is not set"));
            } else if (service.readOnly()) {
                problems.add(problem("cannot create " + word() + " \"" + key + "\" in read-only service "
                        + service.name() + ": `file` is the sole supported option"));
            } else {
                files.put(
                        target,
                        new InjectedFile(
                                kind,
                                key,
                                target,
                                content.get(),
                                reference.uid().flatMap(Source::number),
                                reference.gid().flatMap(Source::number),
                                reference.mode().map(m -> (int) m.bits()).orElse(0444)));
            }
        }

        private String target(FileReference reference) {
            String target = reference.target().orElse(reference.source());
            if (target.startsWith("/")) {
                return target;
            }
            return (kind == Kind.SECRET ? "/run/secrets/" : "/") + target;
        }

        private String word() {
            return kind == Kind.SECRET ? "secret" : "config";
        }

        private static Optional<Long> number(String text) {
            return text.matches("[0-9]{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
        }

        private static Diagnostic problem(String message) {
            return Diagnostic.error("unusable-file", Optional.empty(), message);
        }
    }
}
