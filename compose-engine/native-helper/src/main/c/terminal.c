/* The container's terminal: made in its own /dev/pts, held by the supervisor. */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <termios.h>
#include <unistd.h>

int terminal_resize(int master, unsigned rows, unsigned columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    return ioctl(master, TIOCSWINSZ, &size);
}

/* The other end comes from the master's descriptor, never from a name the image may have prepared (CVE-2025-52565). */
int terminal_open(int *master, int *slave, uint32_t owner, unsigned rows, unsigned columns, struct failure *failure) {
    struct open_how how = {.flags = O_RDWR | O_NOCTTY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
    struct statfs filesystem;
    int unlocked = 0;
    *master = (int)syscall(SYS_openat2, AT_FDCWD, "/dev/pts/ptmx", &how, sizeof how);
    if (*master < 0 || fstatfs(*master, &filesystem) < 0)
        return fail(failure, "open a terminal in /dev/pts");
    if (filesystem.f_type != DEVPTS_SUPER_MAGIC)
        return fail_with(failure, ENODEV, "open a terminal in /dev/pts, which is no devpts");
    if (ioctl(*master, TIOCSPTLCK, &unlocked) < 0)
        return fail(failure, "unlock the terminal");
    *slave = ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave < 0)
        return fail(failure, "open the terminal's other end");
    if (fchown(*slave, owner, (gid_t)-1) < 0 || fchmod(*slave, 0620) < 0)
        return fail(failure, "set the owner of the terminal");
    if ((rows || columns) && terminal_resize(*master, rows, columns) < 0)
        return fail(failure, "set the size of the terminal");
    return 0;
}

int terminal_bind_console(int slave, struct failure *failure) {
    bool created;
    autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return fail(failure, "open the root directory");
    autoclose int target = open_target(root, "/dev/console", false, &created, failure);
    if (target < 0)
        return -1;
    autoclose int tree = open_tree(slave, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
    if (tree < 0)
        return fail(failure, "clone the terminal's mount");
    if (move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        return fail(failure, "bind the terminal on /dev/console");
    return 0;
}
