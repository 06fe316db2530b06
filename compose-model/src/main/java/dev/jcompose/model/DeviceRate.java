package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;

/**
 * Limit of one block device.
 *
 * @param rate bytes or operations per second
 */
public record DeviceRate(String path, ByteSize rate) {}
