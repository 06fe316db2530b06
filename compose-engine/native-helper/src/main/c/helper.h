/* What all parts of the helper share: how a call fails, descriptors that close themselves, the list of operations. */
#ifndef HELPER_H
#define HELPER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Why something did not work. Filled in once, where it happens; every caller passes on -1. */
struct failure {
    uint32_t operation; /* index in the record */
    int error;          /* errno, 0 if no call failed */
    char text[512];     /* what was being done, and on what */
};

/* Fills in *failure from errno and the text. Always returns -1. */
int fail(struct failure *failure, const char *format, ...) __attribute__((format(printf, 2, 3)));
int fail_with(struct failure *failure, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));

void close_fd(int *fd);
#define autoclose __attribute__((cleanup(close_fd)))

/* What a record asks for. The numbers are those of Operation.java. */
enum opcode {
    /* in the supervisor */
    OP_EXIT_RECORD = 1,   /* path */
    OP_LOG = 2,           /* path, max size (0: none), max files */
    OP_STDIO = 3,         /* flags, rows, columns, owner uid */
    OP_CGROUP = 4,        /* directory, flags */
    OP_CGROUP_WRITE = 5,  /* file, value, 1 if its absence is an error */
    OP_CGROUP_DEVICES = 6, /* directory, program */
    OP_OOM_COUNTER = 7,   /* file */
    OP_CLONE = 8,         /* CLONE_ flags; what follows is done by the child */
    OP_USER_NAMESPACE = 9, /* path; what follows, up to OP_CLONE, is done by a process that enters it only then */
    /* in the child, some also in the supervisor */
    OP_SETNS = 20,        /* path, CLONE_ flag */
    OP_SETNS_FD = 21,     /* number of an inherited descriptor, CLONE_ flags */
    OP_UNSHARE = 22,      /* CLONE_ flags */
    OP_AWAIT_CGROUP = 23, /* nothing: waits until the supervisor has attached the child */
    OP_HOSTNAME = 24,     /* name */
    OP_DOMAINNAME = 25,   /* name */
    OP_KEYRING = 26,      /* name */
    OP_OOM_SCORE = 27,    /* adjustment as text */
    OP_SYSCTL = 28,       /* path beneath /proc/sys, value */
    OP_LOOPBACK = 29,     /* nothing: sets lo up */
    OP_NAMESPACE_ROOT = 30, /* nothing: becomes root of the user namespace it is in */
    OP_RLIMIT_RAISE = 31, /* resource, hard: at least that; a later OP_RLIMIT says what it is */
    OP_LABEL = 32,        /* file in /proc/self/attr, label that the command gets */
    /* the mount tree */
    OP_PROPAGATION = 40,  /* MS_ flags for / before anything is mounted */
    OP_ROOT_OVERLAY = 41, /* mount point, lower directories, upper, work, 1 for volatile */
    OP_ROOT_DIRECTORY = 42, /* directory */
    OP_MOUNT = 43,        /* type, target, MOUNT_ATTR_ flags, options */
    OP_BIND = 44,         /* source, target, MOUNT_ATTR_ flags, recursion, MS_ propagation, id mapping or 0 */
    OP_MASK = 45,         /* path */
    OP_READ_ONLY = 46,    /* path */
    OP_NODE = 47,         /* path, mode with type, major, minor, uid, gid */
    OP_SYMLINK = 48,      /* path, target */
    OP_EMPTY_FILE = 49,   /* path */
    OP_ROOT_READ_ONLY = 50, /* nothing */
    OP_PIVOT = 51,        /* nothing */
    OP_ID_MAPPING = 52,   /* uid_map, gid_map; they are counted from 1 */
    OP_ID_MAP = 53,       /* directory that is seen through an id mapping from here on, id mapping */
    /* made for whoever has fewer rights, and attached by it: counted from 0 */
    OP_STAGE_OVERLAY = 54, /* as OP_ROOT_OVERLAY without the mount point */
    OP_STAGE_BIND = 55,   /* as OP_BIND without the target */
    OP_STAGE_MOUNT = 56,  /* type, MOUNT_ATTR_ flags, options */
    OP_STAGE_NODE = 57,   /* as OP_NODE, beneath what was staged last */
    OP_ATTACH = 58,       /* number, target */
    OP_ATTACH_ROOT = 59,  /* number, mount point */
    /* the process */
    OP_CONSOLE = 60,      /* 1 to bind the terminal onto /dev/console */
    OP_DIRECTORY = 61,    /* working directory, made when absent */
    OP_STREAMS = 62,      /* nothing: installs standard streams, marks everything else close-on-exec */
    OP_RLIMIT = 63,       /* resource, soft, hard */
    OP_BOUNDING = 64,     /* mask */
    OP_SECCOMP = 65,      /* program */
    OP_GROUPS = 66,       /* list of numbers */
    OP_IDS = 67,          /* uid, gid */
    OP_CAPABILITIES = 68, /* mask */
    OP_NO_NEW_PRIVILEGES = 69, /* nothing */
    OP_UMASK = 70,        /* bits */
    OP_EXEC = 71,         /* argv, environment, 1 to run it beneath the init */
};

enum stdio_flags { STDIO_TERMINAL = 1, STDIO_INPUT = 2, STDIO_AWAIT_ATTACH = 4 };
enum cgroup_flags { CGROUP_UNIFIED = 1, CGROUP_OWNED = 2 };
enum bind_recursion { BIND_RECURSIVE = 0, BIND_TOP_READ_ONLY = 1, BIND_SINGLE = 2 };

/* record.c: a flat list of operations, each a header and fields. Integers are 64 bits, little endian. */
struct field_reader {
    const uint8_t *at;
    const uint8_t *end;
    bool bad; /* a field was missing or malformed; what was read is zero or empty */
};

struct operation {
    uint32_t code;
    struct field_reader fields;
};

struct record {
    struct operation *operations;
    uint32_t count;
};

/* Finds the operations in the bytes, which must outlive the record. Returns -1 if they are no record. */
int record_parse(struct record *record, const uint8_t *bytes, size_t length);
void record_free(struct record *record);
uint64_t read_number(struct field_reader *reader);
/* NUL-terminated, without a NUL inside; "" if malformed. */
const char *read_string(struct field_reader *reader);
const uint8_t *read_bytes(struct field_reader *reader, size_t *length);
/* A NULL-terminated array of strings; the caller frees it. NULL if malformed. */
const char **read_strings(struct field_reader *reader, size_t *count);

/* path.c: resolution beneath a root */
int open_in_root(int root, const char *path, int flags);
/* Opens (O_PATH) what the path leads to, and makes it when absent: missing parents 0755, then a directory or a file. */
int open_target(int root, const char *path, bool directory, bool *created, struct failure *failure);
/* Opens the directory the path is in; *name is its last component. */
int open_parent(int root, const char *path, const char **name, struct failure *failure);
bool is_last_component_usable(const char *name);

/* mount.c */
enum { ID_MAPPINGS_MAX = 16, STAGED_MAX = 256 };
struct mounts {
    int root;      /* the container's root, -1 before it is mounted */
    int proc;      /* the host's /proc, checked */
    int id_mappings[ID_MAPPINGS_MAX]; /* user namespaces that stand for them */
    unsigned id_mapping_count;
    int staged[STAGED_MAX]; /* detached mounts */
    unsigned staged_count;
};
#define NO_MOUNTS {.root = -1, .proc = -1}
int mounts_begin(struct mounts *mounts, struct failure *failure);
/* Closes all descriptors; the mounts stay where they are attached. */
void mounts_end(struct mounts *mounts);
/* The container's own /dev/null beneath its root, checked; -1 if there is none, or something else. */
int open_null(int root, int flags);
int mount_operation(struct mounts *mounts, uint32_t code, struct field_reader *fields, struct failure *failure);

/* userns.c: user namespaces, and the ids of files seen through them */
int id_mapping_make(struct mounts *mounts, const char *uids, const char *gids, struct failure *failure);
/* The number as an operation has it, from 1; -1 with *failure if there is no such one. */
int id_mapping_find(const struct mounts *mounts, uint64_t number, struct failure *failure);
int become_namespace_root(struct failure *failure);
/* Makes the process that becomes the command, as a child of this one's parent, in the namespace. Returns as clone(2). */
pid_t clone_into_user_namespace(const char *path, uint64_t flags, struct failure *failure);
/*
 * For holders (see main.c): lives in a new network namespace, and in the user namespace of that path or, for NULL, a new one, as
 * long as the listener's first client is connected. Tells it the errno, 0 when the namespaces are there.
 */
int hold_namespaces(int listener, const char *user_namespace);

/* process.c: who the process is */
void reset_signals(void); /* all, also those that the C library keeps for itself */
int process_operation(uint32_t code, struct field_reader *fields, struct failure *failure);
int exec_command(struct field_reader *fields, struct failure *failure);
/* Writes what the command is to run as into a file of /proc/self/attr; `proc` is the host's /proc. */
int set_label(int proc, const char *file, const char *label, struct failure *failure);

/* terminal.c */
int terminal_open(int *master, int *slave, uint32_t owner, unsigned rows, unsigned columns, struct failure *failure);
int terminal_bind_console(int slave, struct failure *failure);
int terminal_resize(int master, unsigned rows, unsigned columns);

/* cgroup.c */
#define CGROUPS_MAX 24
struct cgroups {
    const char *directory[CGROUPS_MAX];
    bool owned[CGROUPS_MAX];
    unsigned count;
    const char *unified;
    const char *oom_counter;
};
int cgroup_make(struct cgroups *cgroups, const char *directory, unsigned flags, struct failure *failure);
int cgroup_write(const char *file, const char *value, bool required, struct failure *failure);
int cgroup_filter_devices(const char *directory, const uint8_t *program, size_t length, struct failure *failure);
/* Puts the process into every directory, except the unified one if it was born there. */
int cgroup_attach(const struct cgroups *cgroups, pid_t pid, bool born_in_unified, struct failure *failure);
bool cgroup_oom_killed(const struct cgroups *cgroups);
void cgroup_kill(const struct cgroups *cgroups);
void cgroup_remove(const struct cgroups *cgroups);

/* spawn.c: the way from the record to a running command */
struct container {
    struct record record;
    struct cgroups cgroups;
    const char *exit_record;
    const char *log_path;
    int log; /* opened by its operation, so that a log that cannot be written stops the start */
    uint64_t log_size;
    uint64_t log_files;
    unsigned stdio;
    unsigned rows, columns;
    uint32_t owner;
    struct mounts mounts; /* what the supervisor readies for the child */
    const char *user_namespace; /* NULL: the engine's own */
    pid_t pid;
    int pidfd;
    int input;     /* write end, -1 if closed; the terminal's master has its own */
    int output[2]; /* read ends of stdout and stderr; output[0] is the terminal */
    int peer;      /* the terminal's other end: while it is open, the terminal does not hang up */
    int64_t started_at;
};
/* Carries out the record. Gives up when `starter` is closed by its other end. On failure no process is left. */
int container_start(struct container *container, int starter, struct failure *failure);
extern int helper_binary; /* open while a container is started: what becomes its init */
int64_t now_nanos(void);

/* init.c: the first process of a container with init: true */
int init_main(char **command);

#endif
