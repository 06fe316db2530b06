package dev.jcompose.runtime.image;

/** What a registry has now: the digest of a manifest, and its size in bytes. */
public record Pushed(Digest digest, long size) {}
