package dev.jcompose.model.shape;

/** What tells two items of a list apart; of items with one key, the last counts, at the place of the first. */
public enum ItemKey {
    /** The text before {@code =}. */
    NAME,
    /** The whole text. */
    TEXT,
    /** The path in the container. */
    VOLUME_TARGET,
    DEVICE_TARGET,
    CONFIG_TARGET,
    SECRET_TARGET,
    /** Address, host port, container port and protocol. */
    PORT,
    PATH
}
