/* Documents that are gzip files in themselves, whatever HTTP said of their encoding. */
#ifndef PARSE_GZIP_H
#define PARSE_GZIP_H

#include "base/arena.h"
#include "base/err.h"

#define GZIP_OUT_MAX (52U << 20)      /* bytes: a sitemap may have 50 MiB */
#define GZIP_RATIO_MAX 200U           /* decoded bytes to one … */
#define GZIP_RATIO_FROM (1U << 20)    /* … past so many */

bool gzip_is(struct str bytes);

/* All members of the file, in the arena. -1 with ERR_INPUT for a broken file, ERR_LIMIT for one that is too much. */
int gzip_open(struct arena *a, struct str bytes, struct str *out, struct err *e);

#endif
