/* Detaching from the terminal, and the pid file. Before any thread and before the loop exists. */
#ifndef DAEMON_BACKGROUND_H
#define DAEMON_BACKGROUND_H

#include "base/err.h"

/*
 * Forks into a session of its own. Returns in the child with *report set to a
 * descriptor: background_report() writes the outcome there. The parent waits
 * for it and exits itself, with 0 once the child is ready and with 1 after
 * printing the child's error, so that a script sees a failed start. Working
 * directory and umask stay: configured paths are absolute by now.
 */
int background_detach(int *report, struct err *e);
void background_report(int report, const struct err *e); /* e NULL or of kind ERR_NONE: ready */

/* Writes "PID\n"; a stale file is replaced. */
int pid_file_write(const char *path, struct err *e);

#endif
