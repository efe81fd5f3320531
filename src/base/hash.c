#include "config.h"
#include "base/hash.h"

#include <xxhash.h>

uint64_t
hash_fast(struct str s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.n > 0 ? s.p : "", s.n, seed);
}
