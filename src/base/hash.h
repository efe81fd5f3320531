/*
 * SHA-256 for what is stored or shown (body hashes, ETags, ids) and a fast
 * 64-bit hash for tables and fingerprints. Both give the same on any host.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

#define SHA256_SIZE 32     /* bytes */
#define SHA256_HEX_SIZE 65 /* with its NUL */
#define UUID_SIZE 37       /* with its NUL */

struct sha256 {
	uint8_t b[SHA256_SIZE];
};

struct sha256 hash_sha256(struct str s);
void hash_hex(const struct sha256 *h, char out[SHA256_HEX_SIZE]);

uint64_t hash_fast(struct str s, uint64_t seed);

/* RFC 4122, 4.3: the version 5 (SHA-1) UUID of name in the name space ns (16 bytes), as text in lower case. */
void hash_uuid5(const uint8_t ns[16], struct str name, char out[UUID_SIZE]);

#endif
