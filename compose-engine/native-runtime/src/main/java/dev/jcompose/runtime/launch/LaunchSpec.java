package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupPlan;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container, resolved to the last number: nothing in here is looked up, defaulted or decided any more.
 *
 * @param id 64 hex digits; names the supervisor process and the session keyring
 * @param stateDirectory an existing directory of mode 0700 for this container alone: the control socket, the exit record
 *     and what {@link Launcher#adopt} needs are kept there
 * @param rootAccess READ_ONLY for {@code read_only: true}
 * @param mounts in the order they are made; {@link ContainerDefaults#mounts} has those every container gets
 * @param maskedPaths files that read as empty and directories that are; absent ones are skipped
 * @param readOnlyPaths what cannot be written to whatever the process's rights; absent ones are skipped
 * @param devices device files beyond those of {@link ContainerDefaults#DEVICES}
 * @param hostname set in a private UTS namespace; empty leaves it
 * @param domainname as hostname
 * @param sysctls dotted names to values, written in order
 * @param userNamespace absent: the daemon's own. The namespaces that are new belong to it
 * @param init DOCKER_INIT runs a minimal init as the first process, which starts the command, passes on signals and reaps
 * @param output WHOLE for the first attacher keeps all output back until somebody attaches
 * @param log where output is written; nowhere when absent
 */
public record LaunchSpec(
        String id,
        Path stateDirectory,
        RootFilesystem root,
        RootAccess rootAccess,
        List<Mount> mounts,
        List<String> maskedPaths,
        List<String> readOnlyPaths,
        List<DeviceNode> devices,
        Namespaces namespaces,
        Optional<UserNamespace> userNamespace,
        String hostname,
        String domainname,
        Map<String, String> sysctls,
        ProcessSpec process,
        Stdio stdio,
        Init init,
        CgroupPlan cgroup,
        Output output,
        Optional<LogFile> log) {
    /** Whether the root file system may be written to. */
    public enum RootAccess {
        READ_WRITE,
        READ_ONLY
    }

    /** Who is the first process. */
    public enum Init {
        COMMAND,
        DOCKER_INIT
    }

    /** What the first one to attach sees. */
    public enum Output {
        /** Output from the moment of attaching. */
        FROM_ATTACHING,
        /** All output; the container waits, once a pipe is full, until somebody has attached. */
        WHOLE
    }

    public LaunchSpec {
        mounts = List.copyOf(mounts);
        maskedPaths = List.copyOf(maskedPaths);
        readOnlyPaths = List.copyOf(readOnlyPaths);
        devices = List.copyOf(devices);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }

    /** The mount of /dev, if it is a file system of the container's own, in which we may make what belongs there. */
    Optional<Mount.Filesystem> ownDev() {
        Optional<Mount> last =
                mounts.stream().filter(mount -> mount.target().equals("/dev")).reduce((first, second) -> second);
        return last.filter(Mount.Filesystem.class::isInstance).map(Mount.Filesystem.class::cast);
    }

    /** Starts from a container with all namespaces of its own and Docker's default mounts, masks and devices. */
    public static Builder builder(String id, Path stateDirectory, RootFilesystem root, ProcessSpec process) {
        return new Builder(id, stateDirectory, root, process);
    }

    /** See {@link LaunchSpec} for what each part means. */
    public static final class Builder {
        private final String id;
        private final Path stateDirectory;
        private final RootFilesystem root;
        private final ProcessSpec process;
        private RootAccess rootAccess = RootAccess.READ_WRITE;
        private List<Mount> mounts = ContainerDefaults.mounts(ContainerDefaults.SHM_SIZE);
        private List<String> maskedPaths = ContainerDefaults.maskedPaths();
        private List<String> readOnlyPaths = ContainerDefaults.READ_ONLY_PATHS;
        private List<DeviceNode> devices = List.of();
        private Namespaces namespaces = Namespaces.isolated();
        private Optional<UserNamespace> userNamespace = Optional.empty();
        private String hostname = "";
        private String domainname = "";
        private Map<String, String> sysctls = Map.of();
        private Stdio stdio = Stdio.pipes();
        private Init init = Init.COMMAND;
        private CgroupPlan cgroup = CgroupPlan.NONE;
        private Output output = Output.FROM_ATTACHING;
        private Optional<LogFile> log = Optional.empty();

        private Builder(String id, Path stateDirectory, RootFilesystem root, ProcessSpec process) {
            this.id = id;
            this.stateDirectory = stateDirectory;
            this.root = root;
            this.process = process;
        }

        public Builder rootAccess(RootAccess value) {
            this.rootAccess = value;
            return this;
        }

        public Builder mounts(List<Mount> value) {
            this.mounts = value;
            return this;
        }

        public Builder maskedPaths(List<String> value) {
            this.maskedPaths = value;
            return this;
        }

        public Builder readOnlyPaths(List<String> value) {
            this.readOnlyPaths = value;
            return this;
        }

        public Builder devices(List<DeviceNode> value) {
            this.devices = value;
            return this;
        }

        public Builder namespaces(Namespaces value) {
            this.namespaces = value;
            return this;
        }

        public Builder userNamespace(UserNamespace value) {
            this.userNamespace = Optional.of(value);
            return this;
        }

        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        public Builder domainname(String value) {
            this.domainname = value;
            return this;
        }

        public Builder sysctls(Map<String, String> value) {
            this.sysctls = value;
            return this;
        }

        public Builder stdio(Stdio value) {
            this.stdio = value;
            return this;
        }

        public Builder init(Init value) {
            this.init = value;
            return this;
        }

        public Builder cgroup(CgroupPlan value) {
            this.cgroup = value;
            return this;
        }

        public Builder output(Output value) {
            this.output = value;
            return this;
        }

        public Builder log(LogFile value) {
            this.log = Optional.of(value);
            return this;
        }

        public LaunchSpec build() {
            return new LaunchSpec(
                    id,
                    stateDirectory,
                    root,
                    rootAccess,
                    mounts,
                    maskedPaths,
                    readOnlyPaths,
                    devices,
                    namespaces,
                    userNamespace,
                    hostname,
                    domainname,
                    sysctls,
                    process,
                    stdio,
                    init,
                    cgroup,
                    output,
                    log);
        }
    }
}
