/*
 * The control socket: a UNIX socket (mode 0660) on which `feedwright status`
 * and `feedwright refresh` ask. A request is one line ("status", "refresh
 * NAME…"), the answer one line of JSON, and then the connection ends.
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "daemon/daemon.h"

#define CONTROL_LINE_MAX (64U << 10)  /* bytes of a request */
#define CONTROL_ANSWER_MAX (64U << 20)

struct control;

/* NULL with *e set when the socket cannot be made. One that a dead daemon left is replaced. */
struct control *control_open(struct daemon *d, const char *path, struct err *e);
void control_close(struct control *c); /* NULL is fine; the socket's name goes at once, the rest on the loop */

/* For the verbs: asks a running daemon and waits for its answer. 0, or -1 with ERR_LOCAL. */
int control_ask(const char *path, const char *request, struct buf *answer, struct err *e);

#endif
