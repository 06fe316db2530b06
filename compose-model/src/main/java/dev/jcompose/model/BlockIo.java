package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.SequencedMap;

/**
 * Block device limits: {@code blkio_config}.
 *
 * @param weight 10 to 1000; 0 when not set
 * @param deviceReadBps bytes per second
 * @param deviceReadIops operations per second
 * @param deviceWriteBps bytes per second
 * @param deviceWriteIops operations per second
 * @param extensions the {@code x-*} keys
 */
public record BlockIo(
        int weight,
        List<DeviceWeight> weightDevice,
        List<DeviceRate> deviceReadBps,
        List<DeviceRate> deviceReadIops,
        List<DeviceRate> deviceWriteBps,
        List<DeviceRate> deviceWriteIops,
        SequencedMap<String, Value> extensions) {
    public BlockIo {
        weightDevice = List.copyOf(weightDevice);
        deviceReadBps = List.copyOf(deviceReadBps);
        deviceReadIops = List.copyOf(deviceReadIops);
        deviceWriteBps = List.copyOf(deviceWriteBps);
        deviceWriteIops = List.copyOf(deviceWriteIops);
        extensions = Copies.of(extensions);
    }
}
