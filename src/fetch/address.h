/* Which addresses belong to the public internet. Pure. */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * False for loopback, private, link-local, shared (CGNAT), multicast, reserved and "this network"
 * addresses, for IPv4 wrapped into IPv6 (mapped, compatible, 6to4, Teredo; NAT64 is judged by what
 * is inside) and for other families.
 */
bool address_is_public(const struct sockaddr *a);

/* The same for the text of an address; false for what is none. */
bool address_text_is_public(const char *text);

bool address_is_literal(const char *host); /* dotted IPv4, or IPv6 without brackets */

#endif
