#ifndef SUPERVISE_H
#define SUPERVISE_H

#include "helper.h"

/* Carries the container's streams, answers on the control socket, and sees the container to its end. */
int supervise(struct container *container, int listener, int starter);
void send_failure(int starter, const struct failure *failure);

#endif
