#include "config.h"
#include "publish/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

#define IPV6_HOST_SIZE 8U /* bytes: a /64 */

struct peers {
	struct map *counts; /* by the bytes of the address; the pointer is the number */
	unsigned max;
};

struct peers *
peers_new(unsigned connections_max)
{
	struct peers *p = mem_zalloc(sizeof(*p));

	p->counts = map_new();
	p->max = connections_max;
	return p;
}

void
peers_free(struct peers *p)
{
	if (p == NULL)
		return;
	map_free(p->counts);
	free(p);
}

/* The bytes of from that name its host; none when it is not counted. Four and eight bytes never meet in the map. */
static struct str
host_of(const struct sockaddr *from)
{
	const struct sockaddr_in *v4 = (const void *)from;
	const struct sockaddr_in6 *v6 = (const void *)from;

	if (from->sa_family == AF_INET && (ntohl(v4->sin_addr.s_addr) >> IN_CLASSA_NSHIFT) != IN_LOOPBACKNET)
		return (struct str){ (const char *)&v4->sin_addr, sizeof(v4->sin_addr) };
	if (from->sa_family == AF_INET6 && !IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr))
		return (struct str){ (const char *)&v6->sin6_addr, IPV6_HOST_SIZE };
	return STR_NONE;
}

static uintptr_t
count(const struct peers *p, struct str host)
{
	return (uintptr_t)map_get(p->counts, host);
}

bool
peers_have_room(const struct peers *p, const struct sockaddr *from)
{
	struct str host = host_of(from);

	return host.n == 0 || count(p, host) < p->max;
}

void
peers_join(struct peers *p, const struct sockaddr *from)
{
	struct str host = host_of(from);

	if (host.n > 0)
		map_put(p->counts, host, (void *)(count(p, host) + 1));
}

void
peers_leave(struct peers *p, const struct sockaddr *from)
{
	struct str host = host_of(from);
	uintptr_t n = count(p, host);

	if (n > 1)
		map_put(p->counts, host, (void *)(n - 1));
	else if (n == 1)
		map_remove(p->counts, host);
}
