package dev.jcompose.model.bind;

/** Where a tree keeps what a secret or config has from a variable of the environment; never printed. */
public final class HiddenContent {

    /** A key that no file can have, as a number sign would begin a comment. */
    public static final String KEY = "x-#content";

    private HiddenContent() {}
}
