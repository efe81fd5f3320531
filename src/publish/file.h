/*
 * Puts a rendered feed on disk so that a reader sees the old file or the new
 * one, never a part of either, whatever crashes in between.
 */
#ifndef PUBLISH_FILE_H
#define PUBLISH_FILE_H

#include "base/err.h"
#include "base/str.h"

/*
 * Replaces path by body, mode 0644; a file that holds these very bytes is not
 * touched. Blocks on the disk: call it from a lane, not from the loop. Returns
 * 0; or -1 with *e (may be NULL) set to ERR_LOCAL, and then path is as it was
 * and no temporary file is left.
 */
int publish_file(const char *path, struct str body, struct err *e);

/* Removes the temporary files that a crash left in the folder; returns how many. Only while nothing is being published there. */
size_t publish_sweep(const char *folder);

#endif
