/* What the files about mounts share. A tree is the descriptor of a detached mount. */
#ifndef MOUNT_H
#define MOUNT_H

#include "helper.h"

/* filesystem.c */
/* Attaches the detached mount to what `target` is. */
int mount_attach(int tree, int target);
/* Sets MOUNT_ATTR_ flags, and the propagation unless 0. */
int mount_set(int tree, uint64_t set, uint64_t propagation, bool recursive);
/* Passes on what the file system itself has to say about a refused option. */
int fail_context(int context, struct failure *failure, const char *what, const char *detail);
int filesystem_option(int context, const char *option, struct failure *failure);
/* What mountinfo shows as the source, where there is no device. */
int filesystem_name(int context, const char *type);
/* Returns the detached mount. */
int filesystem_create(int context, const char *type, uint64_t attributes, struct failure *failure);
/* Returns the detached overlay that the fields describe: lower directories, upper, work, volatile. */
int read_overlay(struct field_reader *fields, struct failure *failure);

/* mount.c */
int attach_root(struct mounts *mounts, int tree, const char *mount_point, struct failure *failure);
/* Returns a detached copy of the source with all that the fields say of it. */
int clone_source(struct mounts *mounts, const char *source, struct field_reader *fields, struct failure *failure);
int attach_bind(struct mounts *mounts, int tree, const char *source, const char *path, struct failure *failure);
int make_node(int root, struct field_reader *fields, struct failure *failure);

/* stage.c */
/* Shows the detached mount with other owners than it has. `depth` is AT_RECURSIVE or 0. */
int mount_id_mapped(int tree, int id_mapping, unsigned depth, const char *source, struct failure *failure);
int stage_operation(struct mounts *mounts, uint32_t code, struct field_reader *fields, struct failure *failure);

#endif
