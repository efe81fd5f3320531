/*
 * What the daemon tells about itself: to the control socket, to the log on a
 * signal, and on /healthz, /readyz, /status and /metrics. The loop writes the
 * board, the HTTP server's thread reads it.
 */
#ifndef DAEMON_BOARD_H
#define DAEMON_BOARD_H

#include "base/buf.h"
#include "daemon/daemon.h"

#define BOARD_TICK_MS 1000U  /* how often the loop shows that it is alive */
#define BOARD_DEAD_MS 30000U /* without a tick for so long, /healthz says so */

struct board;

struct board *board_new(void);
void board_free(struct board *b);

/* On the loop, each tick. Counts only: what a stranger may read. */
void board_update(struct board *b, const struct daemon *d);

/* On the server's thread: see struct http_dynamic. arg is the board. */
int board_answer(const char *path, struct buf *out, const char **content_type, void *arg);

/* Loop only, for the operator: all of it as one JSON object, with every source that fails. */
void status_json(const struct daemon *d, struct buf *out);
void status_to_log(const struct daemon *d);

#endif
