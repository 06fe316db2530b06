package dev.jcompose.model.load;

/** A phase of loading that can be left out, for looking at files rather than running them. */
public enum Phase {
    /** {@code ${NAME}} stays as it is. */
    INTERPOLATION,
    /** No default network, no names made from the project's, no implied dependencies. */
    NORMALIZATION,
    /** Relative paths stay relative. */
    PATH_RESOLUTION,
    /** References between services and resources are not checked. */
    CONSISTENCY,
    /** {@code env_file} is not read and {@code environment} not completed from the environment. */
    ENVIRONMENT_RESOLUTION
}
