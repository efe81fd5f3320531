#include "config.h"
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* IANA's special-purpose registry; documentation networks are not in it: nothing of an operator's lives there. */
static const struct {
	uint32_t net;
	unsigned bits;
} inside4[] = {
	{ 0x00000000, 8 },  /* 0.0.0.0: Linux takes it for loopback */
	{ 0x0a000000, 8 },  /* 10 */
	{ 0x64400000, 10 }, /* 100.64: shared, RFC 6598 */
	{ 0x7f000000, 8 },  /* 127 */
	{ 0xa9fe0000, 16 }, /* 169.254: link-local, cloud metadata */
	{ 0xac100000, 12 }, /* 172.16 */
	{ 0xc0000000, 24 }, /* 192.0.0: protocol assignments */
	{ 0xc0586300, 24 }, /* 192.88.99: 6to4 relays */
	{ 0xc0a80000, 16 }, /* 192.168 */
	{ 0xc6120000, 15 }, /* 198.18: benchmarks */
	{ 0xe0000000, 3 },  /* 224 multicast, 240 reserved, broadcast */
};

static bool
ipv4_is_public(uint32_t ip)
{
	size_t i;

	for (i = 0; i < sizeof(inside4) / sizeof(inside4[0]); i++)
		if ((ip ^ inside4[i].net) >> (32 - inside4[i].bits) == 0)
			return false;
	return true;
}

static bool
ipv6_is_public(const uint8_t b[16])
{
	static const uint8_t nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

	if (memcmp(b, nat64, sizeof(nat64)) == 0) /* RFC 6052: how an IPv6-only network reaches IPv4 */
		return ipv4_is_public((uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15]);
	if (b[0] >> 5 != 1) /* global unicast is 2000::/3; loopback, mapped, fc00::, fe80::, ff00:: are outside of it */
		return false;
	if (b[0] == 0x20 && b[1] == 0x01 && b[2] < 2) /* 2001::/23: Teredo, ORCHID and other protocols */
		return false;
	return !(b[0] == 0x20 && b[1] == 0x02); /* 2002::/16: 6to4 */
}

bool
address_is_public(const struct sockaddr *a)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	switch (a->sa_family) {
	case AF_INET:
		memcpy(&v4, a, sizeof(v4));
		return ipv4_is_public(ntohl(v4.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&v6, a, sizeof(v6));
		return ipv6_is_public(v6.sin6_addr.s6_addr);
	default:
		return false;
	}
}

bool
address_text_is_public(const char *text)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, text, &v4) == 1)
		return ipv4_is_public(ntohl(v4.s_addr));
	return inet_pton(AF_INET6, text, &v6) == 1 && ipv6_is_public(v6.s6_addr);
}

bool
address_is_literal(const char *host)
{
	struct in_addr v4;
	struct in6_addr v6;

	return inet_pton(AF_INET, host, &v4) == 1 || inet_pton(AF_INET6, host, &v6) == 1;
}
