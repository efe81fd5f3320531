#include "config.h"
#include "parse/gzip.h"

#include <libdeflate.h>
#include <stdlib.h>

#include "base/buf.h"

#define STEP (256U << 10) /* bytes that are made room for at first */

bool
gzip_is(struct str bytes)
{
	return bytes.n > 18 && memcmp(bytes.p, "\x1f\x8b\x08", 3) == 0;
}

static size_t
most(size_t n_in)
{
	size_t by_ratio = n_in * GZIP_RATIO_MAX;

	if (by_ratio < GZIP_RATIO_FROM)
		by_ratio = GZIP_RATIO_FROM;
	return by_ratio < GZIP_OUT_MAX ? by_ratio : GZIP_OUT_MAX;
}

/* One member at the start of rest, appended to out. */
static int
open_member(struct libdeflate_decompressor *d, struct str *rest, struct buf *out, struct err *e)
{
	enum libdeflate_result rc = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t room = rest->n * 4 + STEP, left, in = 0, n = 0;
	char *to;

	while (rc == LIBDEFLATE_INSUFFICIENT_SPACE) { /* the length in the file may lie: it is not looked at */
		left = out->max - out->n;
		if (room > left)
			room = left;
		to = buf_reserve(out, room);
		if (to == NULL || room == 0)
			return err_set(e, ERR_LIMIT, "gzip: more than %zu bytes come out of it", out->max);
		rc = libdeflate_gzip_decompress_ex(d, rest->p, rest->n, to, room, &in, &n);
		if (rc == LIBDEFLATE_INSUFFICIENT_SPACE && room == left)
			return err_set(e, ERR_LIMIT, "gzip: more than %zu bytes come out of it", out->max);
		room *= 4;
	}
	if (rc != LIBDEFLATE_SUCCESS)
		return err_set(e, ERR_INPUT, "gzip: the file is broken");
	buf_added(out, n);
	*rest = str_skip(*rest, in);
	return 0;
}

int
gzip_open(struct arena *a, struct str bytes, struct str *out, struct err *e)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	struct buf text;
	int rc = 0;

	if (d == NULL)
		return err_set(e, ERR_LIMIT, "gzip: no memory left");
	buf_init(&text, most(bytes.n));
	while (rc == 0 && gzip_is(bytes))
		rc = open_member(d, &bytes, &text, e);
	if (rc == 0)
		*out = arena_str(a, buf_str(&text));
	buf_release(&text);
	libdeflate_free_decompressor(d);
	return rc;
}
