package dev.jcompose.cli.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Labels as the one text that {@code .Labels} stands for, of which {@code .Label "name"} tells single ones. */
public record LabelText(Map<String, String> labels) {
    public LabelText {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    @Override
    public String toString() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
