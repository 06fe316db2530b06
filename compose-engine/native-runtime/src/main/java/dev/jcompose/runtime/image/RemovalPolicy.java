package dev.jcompose.runtime.image;

/** What to do when an image to be removed has several names or belongs to a stopped container. */
public enum RemovalPolicy {
    REFUSE_WHEN_IN_USE,
    /** Takes every name away. An image that containers were made from stays, nameless, until they are gone. */
    FORCE
}
