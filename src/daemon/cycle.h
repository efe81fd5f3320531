/*
 * The journey of one source: due, fetched, parsed, recorded; then the feeds
 * that show it are composed again. cycle.c tells it; cycle_answer.c decides what
 * becomes of a document that was parsed.
 */
#ifndef DAEMON_CYCLE_H
#define DAEMON_CYCLE_H

#include "daemon/daemon.h"

/* The seat must be idle. Ends by itself; the seat is then scheduled again. */
void cycle_start(struct daemon *d, struct seat *s);

#endif
