package dev.jcompose.runtime.network;

/** The generated files of a container, each with a newline at its end. */
public record EtcFiles(String hosts, String hostname, String resolvConf) {}
