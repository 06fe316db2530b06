package dev.jcompose.model;

import dev.jcompose.model.value.NamespaceMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What a {@link ServiceBuilder} holds of networks and storage. */
abstract sealed class ConnectionSettings extends ResourceSettings permits ServiceBuilder {

    List<FileReference> configs = List.of();
    List<String> dns = List.of();
    List<String> dnsOptions = List.of();
    List<String> dnsSearch = List.of();
    Optional<String> domainName = Optional.empty();
    List<String> expose = List.of();
    List<String> externalLinks = List.of();
    SequencedMap<String, List<String>> extraHosts = new LinkedHashMap<>();
    Optional<String> hostname = Optional.empty();
    List<String> links = List.of();
    Optional<String> macAddress = Optional.empty();
    Optional<NamespaceMode> networkMode = Optional.empty();
    SequencedMap<String, NetworkAttachment> networks = new LinkedHashMap<>();
    List<Port> ports = List.of();
    List<FileReference> secrets = List.of();
    List<String> tmpfs = List.of();
    List<Mount> volumes = List.of();
    List<String> volumesFrom = List.of();

    ConnectionSettings() {}

    ConnectionSettings(Service from) {
        super(from);
        this.configs = from.configs();
        this.dns = from.dns();
        this.dnsOptions = from.dnsOptions();
        this.dnsSearch = from.dnsSearch();
        this.domainName = from.domainName();
        this.expose = from.expose();
        this.externalLinks = from.externalLinks();
        this.extraHosts = from.extraHosts();
        this.hostname = from.hostname();
        this.links = from.links();
        this.macAddress = from.macAddress();
        this.networkMode = from.networkMode();
        this.networks = from.networks();
        this.ports = from.ports();
        this.secrets = from.secrets();
        this.tmpfs = from.tmpfs();
        this.volumes = from.volumes();
        this.volumesFrom = from.volumesFrom();
    }

    public ServiceBuilder configs(List<FileReference> value) {
        this.configs = value;
        return self();
    }

    public ServiceBuilder dns(List<String> value) {
        this.dns = value;
        return self();
    }

    public ServiceBuilder dnsOptions(List<String> value) {
        this.dnsOptions = value;
        return self();
    }

    public ServiceBuilder dnsSearch(List<String> value) {
        this.dnsSearch = value;
        return self();
    }

    public ServiceBuilder domainName(Optional<String> value) {
        this.domainName = value;
        return self();
    }

    public ServiceBuilder expose(List<String> value) {
        this.expose = value;
        return self();
    }

    public ServiceBuilder externalLinks(List<String> value) {
        this.externalLinks = value;
        return self();
    }

    public ServiceBuilder extraHosts(SequencedMap<String, List<String>> value) {
        this.extraHosts = value;
        return self();
    }

    public ServiceBuilder hostname(Optional<String> value) {
        this.hostname = value;
        return self();
    }

    public ServiceBuilder links(List<String> value) {
        this.links = value;
        return self();
    }

    public ServiceBuilder macAddress(Optional<String> value) {
        this.macAddress = value;
        return self();
    }

    public ServiceBuilder networkMode(Optional<NamespaceMode> value) {
        this.networkMode = value;
        return self();
    }

    public ServiceBuilder networks(SequencedMap<String, NetworkAttachment> value) {
        this.networks = value;
        return self();
    }

    public ServiceBuilder ports(List<Port> value) {
        this.ports = value;
        return self();
    }

    public ServiceBuilder secrets(List<FileReference> value) {
        this.secrets = value;
        return self();
    }

    public ServiceBuilder tmpfs(List<String> value) {
        this.tmpfs = value;
        return self();
    }

    public ServiceBuilder volumes(List<Mount> value) {
        this.volumes = value;
        return self();
    }

    public ServiceBuilder volumesFrom(List<String> value) {
        this.volumesFrom = value;
        return self();
    }
}
