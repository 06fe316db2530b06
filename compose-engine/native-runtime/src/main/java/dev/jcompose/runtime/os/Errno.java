package dev.jcompose.runtime.os;

import java.util.Map;

/** Error numbers of Linux (the same on x86_64 and aarch64), their names and a short text. See errno(3). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ETXTBSY = 26;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EMLINK = 31;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    public static final int EXFULL = 54;
    public static final int ENODATA = 61;
    public static final int EPROTO = 71;
    public static final int EOVERFLOW = 75;
    public static final int EOPNOTSUPP = 95;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;
    public static final int EDQUOT = 122;

    /** What EAGAIN of fork(2) and its kin means, and what to do. */
    public static final String NO_MORE_PROCESSES =
            "no more processes and threads can be made: the process table (kernel.pid_max) or a limit (pids.max,"
                    + " ulimit -u, TasksMax) is full; end some, or raise it";

    private static final Map<Integer, String[]> KNOWN = Map.ofEntries(
            entry(EPERM, "EPERM", "operation not permitted"),
            entry(ENOENT, "ENOENT", "no such file or directory"),
            entry(ESRCH, "ESRCH", "no such process"),
            entry(EINTR, "EINTR", "interrupted system call"),
            entry(EIO, "EIO", "input/output error"),
            entry(ENXIO, "ENXIO", "no such device or address"),
            entry(E2BIG, "E2BIG", "argument list too long"),
            entry(ENOEXEC, "ENOEXEC", "exec format error"),
            entry(EBADF, "EBADF", "bad file descriptor"),
            entry(ECHILD, "ECHILD", "no child processes"),
            entry(EAGAIN, "EAGAIN", "resource temporarily unavailable"),
            entry(ENOMEM, "ENOMEM", "cannot allocate memory"),
            entry(EACCES, "EACCES", "permission denied"),
            entry(EFAULT, "EFAULT", "bad address"),
            entry(EBUSY, "EBUSY", "device or resource busy"),
            entry(EEXIST, "EEXIST", "file exists"),
            entry(EXDEV, "EXDEV", "invalid cross-device link"),
            entry(ENODEV, "ENODEV", "no such device"),
            entry(ENOTDIR, "ENOTDIR", "not a directory"),
            entry(EISDIR, "EISDIR", "is a directory"),
            entry(EINVAL, "EINVAL", "invalid argument"),
            entry(ENFILE, "ENFILE", "too many open files in system"),
            entry(EMFILE, "EMFILE", "too many open files"),
            entry(ENOTTY, "ENOTTY", "inappropriate ioctl for device"),
            entry(ETXTBSY, "ETXTBSY", "text file busy"),
            entry(EFBIG, "EFBIG", "file too large"),
            entry(ENOSPC, "ENOSPC", "no space left on device"),
            entry(EROFS, "EROFS", "read-only file system"),
            entry(EMLINK, "EMLINK", "too many links"),
            entry(EPIPE, "EPIPE", "broken pipe"),
            entry(ERANGE, "ERANGE", "numerical result out of range"),
            entry(ENAMETOOLONG, "ENAMETOOLONG", "file name too long"),
            entry(ENOSYS, "ENOSYS", "function not implemented"),
            entry(ENOTEMPTY, "ENOTEMPTY", "directory not empty"),
            entry(ELOOP, "ELOOP", "too many levels of symbolic links"),
            entry(EXFULL, "EXFULL", "exchange full"),
            entry(ENODATA, "ENODATA", "no data available"),
            entry(EPROTO, "EPROTO", "protocol error"),
            entry(EOVERFLOW, "EOVERFLOW", "value too large for defined data type"),
            entry(EOPNOTSUPP, "EOPNOTSUPP", "operation not supported"),
            entry(EADDRINUSE, "EADDRINUSE", "address already in use"),
            entry(EADDRNOTAVAIL, "EADDRNOTAVAIL", "cannot assign requested address"),
            entry(ENETUNREACH, "ENETUNREACH", "network is unreachable"),
            entry(ENOBUFS, "ENOBUFS", "no buffer space available"),
            entry(ECONNREFUSED, "ECONNREFUSED", "connection refused"),
            entry(EDQUOT, "EDQUOT", "disk quota exceeded"));

    private Errno() {}

    /** The symbolic name, such as {@code ENOENT}; {@code errno 123} for numbers without an entry here. */
    public static String name(int errno) {
        String[] known = KNOWN.get(errno);
        return known == null ? "errno " + errno : known[0];
    }

    /** What the number means, in the words of strerror(3). */
    public static String text(int errno) {
        String[] known = KNOWN.get(errno);
        return known == null ? "unknown error" : known[1];
    }

    private static Map.Entry<Integer, String[]> entry(int number, String name, String text) {
        return Map.entry(number, new String[] {name, text});
    }
}
