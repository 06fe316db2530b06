/* Between the supervisor and the child that becomes the command. */
#ifndef CHILD_H
#define CHILD_H

#include "helper.h"

/* What the child tells the supervisor over their socket; its end says that the command is running. */
enum news { NEWS_TERMINAL = 'T', NEWS_FAILURE = 'F' };
struct message {
    char news;
    struct failure failure;
};

/* The child's side of things. */
struct child {
    struct container *container;
    int sync;
    bool attached; /* is in its cgroups */
    int streams[3];
};

int join_namespace(struct field_reader *fields, struct failure *failure);
int join_namespaces_of(struct field_reader *fields, struct failure *failure);

/* Carries out the record from there on. */
_Noreturn void child_main(struct child *child, uint32_t from);

/*
 * Stands between the supervisor and a child in a user namespace: does with the host's rights what needs them, then enters the
 * namespace and makes the child there, which it hands over with all its descriptors. Writes the child's number.
 */
_Noreturn void passage_main(struct child *child, uint32_t from, int report);

#endif
