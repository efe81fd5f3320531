#include "config.h"
#include "base/hash.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

struct sha256
hash_sha256(struct str s)
{
	struct sha256 out;

	if (EVP_Digest(s.n > 0 ? s.p : "", s.n, out.b, NULL, EVP_sha256(), NULL) != 1)
		abort(); /* the library cannot even be asked: nothing here can go on */
	return out;
}

static void
hex(const uint8_t *from, size_t n, char *to)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		to[2 * i] = digits[from[i] >> 4];
		to[2 * i + 1] = digits[from[i] & 15];
	}
	to[2 * n] = '\0';
}

void
hash_hex(const struct sha256 *h, char out[SHA256_HEX_SIZE])
{
	hex(h->b, SHA256_SIZE, out);
}

void
hash_uuid5(const uint8_t ns[16], struct str name, char out[UUID_SIZE])
{
	static const size_t group[] = { 4, 2, 2, 2, 6 }; /* bytes between the dashes */
	uint8_t digest[EVP_MAX_MD_SIZE], *d = digest;
	char *input = mem_alloc(16 + name.n);
	size_t i;

	memcpy(input, ns, 16);
	if (name.n > 0)
		memcpy(input + 16, name.p, name.n);
	if (EVP_Digest(input, 16 + name.n, digest, NULL, EVP_sha1(), NULL) != 1)
		abort();
	free(input);
	digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50); /* version 5 */
	digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80); /* the variant of RFC 4122 */
	for (i = 0; i < sizeof(group) / sizeof(group[0]); i++) {
		hex(d, group[i], out);
		d += group[i];
		out += 2 * group[i];
		*out++ = i + 1 < sizeof(group) / sizeof(group[0]) ? '-' : '\0';
	}
}
