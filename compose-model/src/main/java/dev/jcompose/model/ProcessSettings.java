package dev.jcompose.model;

import dev.jcompose.model.value.NamespaceMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a {@link ServiceBuilder} holds of the process in a container and of what it may do. */
abstract sealed class ProcessSettings permits ResourceSettings {

    List<String> capAdd = List.of();
    List<String> capDrop = List.of();
    Optional<NamespaceMode> cgroup = Optional.empty();
    Optional<List<String>> command = Optional.empty();
    Optional<List<String>> entrypoint = Optional.empty();
    SequencedMap<String, Optional<String>> environment = new LinkedHashMap<>();
    List<EnvFile> envFiles = List.of();
    List<String> groupAdd = List.of();
    Optional<Boolean> init = Optional.empty();
    Optional<NamespaceMode> ipc = Optional.empty();
    Optional<String> isolation = Optional.empty();
    Optional<NamespaceMode> pid = Optional.empty();
    boolean privileged = false;
    boolean readOnly = false;
    Optional<String> runtime = Optional.empty();
    List<String> securityOpt = List.of();
    boolean stdinOpen = false;
    Optional<Duration> stopGracePeriod = Optional.empty();
    Optional<String> stopSignal = Optional.empty();
    SequencedMap<String, String> sysctls = new LinkedHashMap<>();
    boolean tty = false;
    boolean useApiSocket = false;
    Optional<String> user = Optional.empty();
    Optional<String> usernsMode = Optional.empty();
    Optional<NamespaceMode> uts = Optional.empty();
    Optional<String> workingDir = Optional.empty();

    ProcessSettings() {}

    ProcessSettings(Service from) {
        this.capAdd = from.capAdd();
        this.capDrop = from.capDrop();
        this.cgroup = from.cgroup();
        this.command = from.command();
        this.entrypoint = from.entrypoint();
        this.environment = from.environment();
        this.envFiles = from.envFiles();
        this.groupAdd = from.groupAdd();
        this.init = from.init();
        this.ipc = from.ipc();
        this.isolation = from.isolation();
        this.pid = from.pid();
        this.privileged = from.privileged();
        this.readOnly = from.readOnly();
        this.runtime = from.runtime();
        this.securityOpt = from.securityOpt();
        this.stdinOpen = from.stdinOpen();
        this.stopGracePeriod = from.stopGracePeriod();
        this.stopSignal = from.stopSignal();
        this.sysctls = from.sysctls();
        this.tty = from.tty();
        this.useApiSocket = from.useApiSocket();
        this.user = from.user();
        this.usernsMode = from.usernsMode();
        this.uts = from.uts();
        this.workingDir = from.workingDir();
    }

    abstract ServiceBuilder self();

    public ServiceBuilder capAdd(List<String> value) {
        this.capAdd = value;
        return self();
    }

    public ServiceBuilder capDrop(List<String> value) {
        this.capDrop = value;
        return self();
    }

    public ServiceBuilder cgroup(Optional<NamespaceMode> value) {
        this.cgroup = value;
        return self();
    }

    public ServiceBuilder command(Optional<List<String>> value) {
        this.command = value;
        return self();
    }

    public ServiceBuilder entrypoint(Optional<List<String>> value) {
        this.entrypoint = value;
        return self();
    }

    public ServiceBuilder environment(SequencedMap<String, Optional<String>> value) {
        this.environment = value;
        return self();
    }

    public ServiceBuilder envFiles(List<EnvFile> value) {
        this.envFiles = value;
        return self();
    }

    public ServiceBuilder groupAdd(List<String> value) {
        this.groupAdd = value;
        return self();
    }

    public ServiceBuilder init(Optional<Boolean> value) {
        this.init = value;
        return self();
    }

    public ServiceBuilder ipc(Optional<NamespaceMode> value) {
        this.ipc = value;
        return self();
    }

    public ServiceBuilder isolation(Optional<String> value) {
        this.isolation = value;
        return self();
    }

    public ServiceBuilder pid(Optional<NamespaceMode> value) {
        this.pid = value;
        return self();
    }

    public ServiceBuilder privileged(boolean value) {
        this.privileged = value;
        return self();
    }

    public ServiceBuilder readOnly(boolean value) {
        this.readOnly = value;
        return self();
    }

    public ServiceBuilder runtime(Optional<String> value) {
        this.runtime = value;
        return self();
    }

    public ServiceBuilder securityOpt(List<String> value) {
        this.securityOpt = value;
        return self();
    }

    public ServiceBuilder stdinOpen(boolean value) {
        this.stdinOpen = value;
        return self();
    }

    public ServiceBuilder stopGracePeriod(Optional<Duration> value) {
        this.stopGracePeriod = value;
        return self();
    }

    public ServiceBuilder stopSignal(Optional<String> value) {
        this.stopSignal = value;
        return self();
    }

    public ServiceBuilder sysctls(SequencedMap<String, String> value) {
        this.sysctls = value;
        return self();
    }

    public ServiceBuilder tty(boolean value) {
        this.tty = value;
        return self();
    }

    public ServiceBuilder useApiSocket(boolean value) {
        this.useApiSocket = value;
        return self();
    }

    public ServiceBuilder user(Optional<String> value) {
        this.user = value;
        return self();
    }

    public ServiceBuilder usernsMode(Optional<String> value) {
        this.usernsMode = value;
        return self();
    }

    public ServiceBuilder uts(Optional<NamespaceMode> value) {
        this.uts = value;
        return self();
    }

    public ServiceBuilder workingDir(Optional<String> value) {
        this.workingDir = value;
        return self();
    }
}
