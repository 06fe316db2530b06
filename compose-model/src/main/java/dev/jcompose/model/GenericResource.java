package dev.jcompose.model;

/**
 * A countable resource that an orchestrator hands out.
 */
public record GenericResource(String kind, long value) {}
