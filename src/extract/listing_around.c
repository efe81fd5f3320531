#include "config.h"
#include "extract/listing_around.h"

#include "extract/listing_path.h"
#include "extract/selector.h"

#define HITS_MAX 20U /* elements that are called as the one around the list */

struct str
around_path(const struct page *p, uint32_t first, uint32_t last)
{
	struct paths paths = { .n = 0 };
	uint32_t id;

	for (id = p->parent[first]; id != 0 && p->last[id] < last; id = p->parent[id])
		;
	if (id == 0 || dom_tag(p->node[id]) == TAG_body || dom_tag(p->node[id]) == TAG_html)
		return STR_NONE;
	paths_add_items(p, &paths, &id, NULL, 1, NULL);
	return paths_write(p, &paths);
}

bool
around_is_empty(struct arena *a, const struct dom *dom, struct str selector)
{
	struct finder finder;
	struct hits hits = { .n = 0 };
	size_t i, at;
	struct selector *s = selector_new(selector, &at, NULL);
	bool is_empty;

	if (s == NULL)
		return false;
	finder_init(&finder, dom, a);
	is_empty = selector_find(s, &finder, dom->root, HITS_MAX, &hits, NULL) == 0 && hits.n > 0;
	for (i = 0; i < hits.n && is_empty; i++)
		is_empty = dom_find(hits.v[i].node, TAG_a) == NULL;
	finder_release(&finder);
	selector_free(s);
	return is_empty;
}
