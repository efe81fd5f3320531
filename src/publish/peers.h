/*
 * Who is connected to a listener, so that one host cannot take all of its
 * connections. Loopback, where reverse proxies come from, and UNIX sockets
 * are not counted. A host of IPv6 is its /64: whoever has one address there
 * has them all. One thread.
 */
#ifndef PUBLISH_PEERS_H
#define PUBLISH_PEERS_H

#include <stdbool.h>
#include <sys/socket.h>

struct peers;

struct peers *peers_new(unsigned connections_max); /* from one host */
void peers_free(struct peers *p);                  /* NULL is fine */

bool peers_have_room(const struct peers *p, const struct sockaddr *from); /* for one more of that host */
void peers_join(struct peers *p, const struct sockaddr *from);
void peers_leave(struct peers *p, const struct sockaddr *from);

#endif
