/* Listening sockets from the addresses of the configuration. */
#ifndef PUBLISH_LISTEN_H
#define PUBLISH_LISTEN_H

#include "base/err.h"
#include "settings/settings.h"

/*
 * A listening socket that does not block and is not inherited; or -1 with
 * ERR_LOCAL. A UNIX socket is open to everyone (0666: the folder decides who
 * comes near); what stands at its path is replaced only if it is a socket on
 * which nobody answers. Removing it at the end is up to the caller.
 */
int listen_open(const struct listen_address *a, struct err *e);

/* "http://127.0.0.1:8080" with the port that fd really has, or "unix:/path". free() it. */
char *listen_url(const struct listen_address *a, int fd);

#endif
