package dev.jcompose.model.problem;

import java.util.Locale;

/** How bad a diagnostic is. Only errors prevent a project. */
public enum Severity {
    ERROR,
    WARNING;

    /** The word as it is shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
