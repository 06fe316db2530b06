package dev.jcompose.daemon.wire;

import dev.jcompose.daemon.wire.PsColumns.Titled;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /containers/{id}/top}: a table of processes with the columns that ps would show, read from /proc, so that the
 * host needs no ps.
 */
public final class TopJson {
    private TopJson() {}

    /**
     * @param pids of the host
     * @param options of ps, {@code ""} = {@code -ef}
     */
    public static JsonObject of(List<Integer> pids, String options) throws IOException {
        List<Titled> columns = PsColumns.of(options);
        long bootSeconds = ProcessStat.bootTime();
        long memory = StatsJson.memoryOfMachine();
        var rows = new ArrayList<List<String>>();
        for (int pid : pids) {
            try {
                ProcessStat process = ProcessStat.read(pid, bootSeconds);
                rows.add(columns.stream()
                        .map(each -> process.text(each.column(), memory))
                        .toList());
            } catch (NoSuchFileException e) {
                // It has ended since it was listed.
            }
        }
        return JsonObject.builder()
                .putStrings("Titles", columns.stream().map(Titled::title).toList())
                .putTable("Processes", rows)
                .build();
    }
}
