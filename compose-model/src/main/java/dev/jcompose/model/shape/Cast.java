package dev.jcompose.model.shape;

/** What the string at some places is turned into once variables are substituted. */
public enum Cast {
    NONE,
    BOOLEAN,
    INTEGER,
    FLOAT
}
