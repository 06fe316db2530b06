package dev.jcompose.model;

/**
 * Weight of one block device.
 *
 * @param weight 10 to 1000
 */
public record DeviceWeight(String path, int weight) {}
