package dev.jcompose.model.yaml;

/** Tags by which a file says that the value of an earlier file is not to be merged. */
public enum MergeTag {
    NONE,
    /** {@code !reset}: the earlier value goes, and this one too. */
    RESET,
    /** {@code !override}: the earlier value goes. */
    OVERRIDE
}
