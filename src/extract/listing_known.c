#include "config.h"
#include "extract/listing_known.h"

#include <stdlib.h>

#include "base/hash.h"
#include "extract/fold.h"

#define TITLE_MIN 12U /* bytes of letters: shorter titles name other things too */

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static bool
has(const uint64_t *sorted, size_t n, uint64_t key)
{
	return key != 0 && bsearch(&key, sorted, n, sizeof(key), compare) != NULL;
}

static uint64_t
title_key(struct arena *a, struct str title)
{
	struct str folded = fold(a, title);

	return folded.n >= TITLE_MIN ? hash_fast(folded, 2) : 0;
}

uint8_t *
known_links(const struct page *p, struct str known)
{
	uint64_t urls[KNOWN_MAX], titles[KNOWN_MAX];
	struct str line;
	uint8_t *is_known = NULL;
	size_t n = 0, tab;
	uint32_t i;

	while (n < KNOWN_MAX && str_next(&known, '\n', &line)) {
		tab = str_find_char(line, '\t');
		if (tab == STR_NPOS)
			continue;
		urls[n] = page_url_key(p->a, str_head(line, tab));
		titles[n++] = title_key(p->a, str_skip(line, tab + 1));
	}
	qsort(urls, n, sizeof(*urls), compare);
	qsort(titles, n, sizeof(*titles), compare);
	for (i = 0; i < p->n_anchors && n > 0; i++) {
		const struct anchor *l = &p->anchors[i];

		if (!has(urls, n, l->key) && !has(titles, n, title_key(p->a, l->title)))
			continue;
		if (is_known == NULL)
			is_known = arena_zalloc(p->a, p->n_urls);
		is_known[l->url_no] = 1;
	}
	return is_known;
}
