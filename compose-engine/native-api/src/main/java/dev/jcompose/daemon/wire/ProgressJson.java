package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.image.Progress;
import dev.jcompose.runtime.image.Pushed;
import dev.jcompose.runtime.store.JsonObject;
import java.util.Locale;

/** One line of the JSON stream that pull, load and import answer with. */
public final class ProgressJson {
    private static final int BAR = 50;

    private ProgressJson() {}

    public static JsonObject of(Progress progress) {
        var json = JsonObject.builder().put("status", progress.status());
        progress.current().ifPresent(current -> {
            var detail = JsonObject.builder().put("current", current);
            progress.total().ifPresent(total -> detail.put("total", total));
            json.put("progressDetail", detail.build());
            progress.total().ifPresent(total -> json.put("progress", bar(current, total)));
        });
        if (progress.current().isEmpty() && progress.id().isPresent()) {
            json.put("progressDetail", JsonObject.empty());
        }
        return json.putIfPresent("id", progress.id()).build();
    }

    /** Under which digest a registry has the image now. */
    public static JsonObject pushed(String tag, Pushed pushed) {
        return JsonObject.builder()
                .put("progressDetail", JsonObject.empty())
                .put(
                        "aux",
                        JsonObject.builder()
                                .put("Tag", tag)
                                .put("Digest", pushed.digest().toString())
                                .put("Size", pushed.size())
                                .build())
                .build();
    }

    public static JsonObject error(String message) {
        return JsonObject.builder()
                .put("errorDetail", JsonObject.builder().put("message", message).build())
                .put("error", message)
                .build();
    }

    private static String bar(long current, long total) {
        int filled = total <= 0 ? BAR : (int) Math.min(BAR, current * BAR / total);
        var bar = "=".repeat(Math.max(0, filled - 1)) + (filled > 0 ? ">" : "");
        return "[" + bar + " ".repeat(BAR - filled) + "]  " + size(current) + "/" + size(total);
    }

    /** Decimal units with four digits at most: {@code 12.3MB}. */
    private static String size(long bytes) {
        double value = bytes;
        var units = "BkMGT";
        int unit = 0;
        while (value >= 1000 && unit < units.length() - 1) {
            value /= 1000;
            unit++;
        }
        var digits = String.format(Locale.ROOT, value >= 100 ? "%.1f" : value >= 10 ? "%.2f" : "%.3f", value);
        while ((digits.endsWith("0") && digits.contains(".")) || digits.endsWith(".")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        return digits + (unit == 0 ? "B" : units.charAt(unit) + "B");
    }
}
