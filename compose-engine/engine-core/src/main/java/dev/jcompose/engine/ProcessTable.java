package dev.jcompose.engine;

import java.util.List;

/** Processes as ps(1) prints them: titles, and a row of as many cells for each process. */
public record ProcessTable(List<String> titles, List<List<String>> rows) {
    public ProcessTable {
        titles = List.copyOf(titles);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
