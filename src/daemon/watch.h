/* A watched folder: changes are gathered for a moment, then the seat is refreshed. */
#ifndef DAEMON_WATCH_H
#define DAEMON_WATCH_H

#include "daemon/daemon.h"

/* NULL when the folder cannot be watched (it may not exist yet): the rescan finds its changes later. */
struct watch *watch_start(struct daemon *d, const char *seat_name, const char *path);
void watch_close(struct watch *w);

#endif
