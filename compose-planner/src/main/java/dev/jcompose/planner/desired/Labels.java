package dev.jcompose.planner.desired;

/** Label names shared with Docker Compose, so that both can take turns on one engine. */
public final class Labels {
    public static final String PROJECT = "com.docker.compose.project";
    public static final String SERVICE = "com.docker.compose.service";
    public static final String VERSION = "com.docker.compose.version";
    public static final String CONFIG_HASH = "com.docker.compose.config-hash";
    public static final String CONTAINER_NUMBER = "com.docker.compose.container-number";
    /** {@code True} or {@code False}. */
    public static final String ONE_OFF = "com.docker.compose.oneoff";

    public static final String SLUG = "com.docker.compose.slug";
    /** Content digest of the image at creation. */
    public static final String IMAGE = "com.docker.compose.image";
    /** {@code dependency:condition:restart,...}; rebuilds the graph where there is no file. */
    public static final String DEPENDS_ON = "com.docker.compose.depends_on";

    public static final String WORKING_DIR = "com.docker.compose.project.working_dir";
    public static final String CONFIG_FILES = "com.docker.compose.project.config_files";
    public static final String ENVIRONMENT_FILE = "com.docker.compose.project.environment_file";
    /** On a replacement: the {@code service-N} it replaces. */
    public static final String REPLACE = "com.docker.compose.replace";

    public static final String NETWORK = "com.docker.compose.network";
    public static final String VOLUME = "com.docker.compose.volume";
    /** On hook containers: the kind of hook. */
    public static final String HOOK = "com.docker.compose.hook";
    /** Value of {@link #HOOK} on containers that run before a service starts. */
    public static final String PRE_START = "pre_start";

    /** Value of {@link #VERSION} on what we create. */
    public static final String OUR_VERSION = "0.1.0";

    private Labels() {}
}
