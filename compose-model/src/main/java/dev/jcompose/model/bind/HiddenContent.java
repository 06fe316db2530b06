package dev.jcompose.model.bind;

/** Where a tree keeps what a secret or config has from a variable of the environment; never printed. */
public final class HiddenContent {

    /** An extension's name, so that every phase lets it pass. */
    public static final String KEY = "x-#content";

    private HiddenContent() {}
}
