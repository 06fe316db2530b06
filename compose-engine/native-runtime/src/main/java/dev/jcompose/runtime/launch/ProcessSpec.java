package dev.jcompose.runtime.launch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process to be executed in a container.
 *
 * @param argv command and arguments; the command is looked up with the PATH of {@code environment}
 * @param environment {@code NAME=value} entries, in order
 * @param workingDirectory absolute; made (0755, root) when absent
 * @param capabilities what it may have at most; a user other than root starts with none in effect
 * @param seccomp system call filter; none when unconfined
 * @param oomScoreAdjustment -1000 to 1000; inherited from the daemon where absent
 * @param umask such as 0022
 * @param labels for security modules of the kernel
 */
public record ProcessSpec(
        List<String> argv,
        List<String> environment,
        String workingDirectory,
        Credentials credentials,
        Capabilities capabilities,
        Optional<SeccompProgram> seccomp,
        Privileges privileges,
        List<Rlimit> rlimits,
        OptionalInt oomScoreAdjustment,
        int umask,
        List<SecurityLabel> labels) {
    /** Whether executing a set-user-ID file or one with file capabilities gives more rights. */
    public enum Privileges {
        MAY_GROW,
        /** {@code no-new-privileges}; see prctl(2), PR_SET_NO_NEW_PRIVS. */
        FIXED
    }

    public ProcessSpec {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
        rlimits = List.copyOf(rlimits);
        labels = List.copyOf(labels);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no command specified");
        }
        if (!workingDirectory.startsWith("/")) {
            throw new IllegalArgumentException("working directory '" + workingDirectory + "' is not absolute");
        }
    }

    /** A command with root's default rights and an empty environment; refine with {@link Builder}. */
    public static Builder command(List<String> argv) {
        return new Builder(argv);
    }

    /** Starts from Docker's defaults: root, {@code /}, default capabilities, no filter, umask 0022. */
    public static final class Builder {
        private final List<String> argv;
        private List<String> environment = List.of();
        private String workingDirectory = "/";
        private Credentials credentials = Credentials.ROOT;
        private Capabilities capabilities = Capabilities.DEFAULT;
        private Optional<SeccompProgram> seccomp = Optional.empty();
        private Privileges privileges = Privileges.MAY_GROW;
        private List<Rlimit> rlimits = List.of();
        private OptionalInt oomScoreAdjustment = OptionalInt.empty();
        private int umask = 0022;
        private List<SecurityLabel> labels = List.of();

        private Builder(List<String> argv) {
            this.argv = argv;
        }

        public Builder environment(List<String> value) {
            this.environment = value;
            return this;
        }

        public Builder workingDirectory(String value) {
            this.workingDirectory = value;
            return this;
        }

        public Builder credentials(Credentials value) {
            this.credentials = value;
            return this;
        }

        public Builder capabilities(Capabilities value) {
            this.capabilities = value;
            return this;
        }

        public Builder seccomp(SeccompProgram value) {
            this.seccomp = Optional.of(value);
            return this;
        }

        public Builder privileges(Privileges value) {
            this.privileges = value;
            return this;
        }

        public Builder rlimits(List<Rlimit> value) {
            this.rlimits = value;
            return this;
        }

        public Builder oomScoreAdjustment(int value) {
            this.oomScoreAdjustment = OptionalInt.of(value);
            return this;
        }

        public Builder umask(int value) {
            this.umask = value;
            return this;
        }

        public Builder labels(List<SecurityLabel> value) {
            this.labels = value;
            return this;
        }

        public ProcessSpec build() {
            return new ProcessSpec(
                    argv,
                    environment,
                    workingDirectory,
                    credentials,
                    capabilities,
                    seccomp,
                    privileges,
                    rlimits,
                    oomScoreAdjustment,
                    umask,
                    labels);
        }
    }
}
