package dev.jcompose.model.shape;

/** How a value of a later file joins the one of an earlier file. */
public enum MergeRule {
    /** Mappings by key, lists one after the other, scalars by replacement. */
    DEEP,
    /** The later value is all. */
    REPLACE,
    /** Options are kept only when both name the same driver. */
    LOGGING,
    /** A string is the context of a mapping. */
    BUILD,
    /** A list of service names is a mapping with conditions. */
    DEPENDENCIES,
    /** A list of names is a mapping with nothing under them. */
    NAMES,
    /** A mapping is a list of {@code key=value}. */
    PAIRS,
    /** A string is a list of one. */
    STRINGS,
    /** A mapping is a list of {@code host=address}; what is there already is not added. */
    HOSTS,
    /** Address pools by subnet. */
    POOLS
}
