package dev.jcompose.engine.support;

/** Something that a Compose file can ask for and that not every engine does. */
public enum Feature {
    /** {@code security_opt: apparmor=NAME}; the value is the profile's name. */
    APPARMOR_PROFILE,
    /** {@code security_opt: label=...} and {@code z} or {@code Z} on a bind mount. */
    SELINUX_LABEL,
    /** {@code security_opt: seccomp=FILE}; not {@code unconfined} and {@code builtin}. */
    SECCOMP_PROFILE,
    /** {@code security_opt: writable-cgroups}. */
    WRITABLE_CGROUPS,
    /** {@code userns_mode}; the value is the mode. */
    USER_NAMESPACE,
    /** {@code runtime}; the value is its name. */
    RUNTIME,
    /** {@code isolation}; the value is the technology. */
    ISOLATION,
    /** {@code credential_spec}. */
    CREDENTIAL_SPEC,
    /** {@code cpu_count} and {@code cpu_percent}. */
    WINDOWS_CPUS,
    /** {@code cpu_rt_period} and {@code cpu_rt_runtime}. */
    REALTIME_CPU,
    /** The lists of {@code blkio_config} that name devices. */
    BLOCK_IO_DEVICES,
    /** {@code storage_opt}. */
    STORAGE_OPTION,
    /** {@code gpus}, reserved devices, and devices by their CDI names. */
    DEVICE_REQUEST,
    /** Reserved CPUs, which only a scheduler can set aside. */
    CPU_RESERVATION,
    /** {@code generic_resources}. */
    GENERIC_RESOURCE,
    /** What of {@code deploy} only a cluster can do. */
    ORCHESTRATION,
    /** {@code delay} and {@code window} of {@code deploy.restart_policy}. */
    RESTART_TIMING,
    /** {@code logging.driver}; the value is its name. */
    LOG_DRIVER,
    /** Registry credentials that come with {@code use_api_socket}. */
    API_SOCKET_CREDENTIALS,
    /** {@code models}. */
    MODEL,
    /** {@code develop}. */
    DEVELOP,
    /** {@code link_local_ips} of a network attachment. */
    LINK_LOCAL_ADDRESS,
    /** {@code driver_opts} of a network attachment; the value is the option's name. */
    ENDPOINT_OPTION,
    /** A mount of type image. */
    IMAGE_MOUNT,
    /** A mount of type npipe or cluster; the value is the type. */
    FOREIGN_MOUNT,
    /** {@code labels} of a mounted volume. */
    MOUNT_LABELS,
    /** {@code uid}, {@code gid} and {@code mode} of a secret or config that is a file of the host. */
    FILE_OWNERSHIP,
    /** {@code driver} and {@code template_driver} of secrets and configs; the value is the driver. */
    SECRET_DRIVER,
    /** {@code driver} of a network; the value is its name. */
    NETWORK_DRIVER,
    /** {@code driver_opts} of a network; the value is the option's name. */
    NETWORK_OPTION,
    /** {@code ipam.driver}; the value is its name. */
    IPAM_DRIVER,
    /** {@code ipam.options}. */
    IPAM_OPTION,
    /** {@code enable_ipv4: false}. */
    NO_IPV4,
    /** {@code driver} of a volume; the value is its name. */
    VOLUME_DRIVER
}
