/* The parts of the test containers' only program. */
#ifndef PROBE_H
#define PROBE_H

/* Prints "name: ok", or the errno of a failed call. */
void outcome(const char *name, long result);
#define TRY(name, call) (errno = 0, outcome(name, (long)(call)))

long try_open(const char *path, int flags);

/* Tries everything that a container is not to be able to do. */
void isolation(void);
/* Prints what is to be seen of the host, and what is not. */
void views(void);
/* Type and mode of a file, as views prints it, and what standard input is. */
void mode(const char *path);
void input(void);
/* The same on a machine: a shared memory segment and a message queue of that number. */
void make_ipc(int number);
void find_ipc(int number);
void drop_ipc(int number);

#endif
