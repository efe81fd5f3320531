/*
 * Any bytes as a feed: parsed, normalised, sent to the main process, as a worker does it; and once more with half of its
 * items known, which must not change the others.
 */
#include "config.h"
#include "fuzz.h"
#include "normalise/normalise.h"
#include "parse/parse.h"

static bool
same_article(const struct article *x, const struct article *y)
{
	struct buf one, other;
	bool is_same;

	buf_init(&one, SIZE_MAX / 4);
	buf_init(&other, SIZE_MAX / 4);
	model_encode(&one, x, &shape_article);
	model_encode(&other, y, &shape_article);
	is_same = str_eq(buf_str(&one), buf_str(&other));
	buf_release(&one);
	buf_release(&other);
	return is_same;
}

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
fuzz_again(struct arena *a, const struct document *whole, struct parse_input in)
{
	int64_t *known = arena_alloc(a, (whole->articles.n + 1) * sizeof(*known));
	const struct article *want = whole->articles.v, *got;
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct err e;
	uint32_t i;

	for (i = 0; i < whole->articles.n; i += 2)
		if (want[i].raw_hash.is_set)
			known[in.n_known++] = want[i].raw_hash.v;
	if (in.n_known == 0)
		return;
	qsort(known, in.n_known, sizeof(*known), by_value);
	in.known = known;
	FUZZ_CHECK(parse_document(a, &in, d, &e) == 0);
	normalise_document(a, d);
	FUZZ_CHECK(d->articles.n == whole->articles.n);
	for (i = 0, got = d->articles.v; i < d->articles.n; i++)
		FUZZ_CHECK(got[i].is_unchanged == TRI_TRUE ? got[i].raw_hash.v == want[i].raw_hash.v : same_article(&got[i], &want[i]));
}

static void
fuzz(struct arena *a, struct str bytes)
{
	enum parse_ending ending = (enum parse_ending)(bytes.n % (ENDING_CUT + 1U));
	struct parse_input in = { .bytes = bytes, .base_url = STR("http://example.org/a/feed"), .ending = ending };
	struct document *d = arena_zalloc(a, sizeof(*d));
	struct err e;

	if (parse_document(a, &in, d, &e) != 0)
		return;
	normalise_document(a, d);
	fuzz_send(a, d);
	fuzz_again(a, d, in);
}
