#include "config.h"
#include "extract/listing_article.h"

#include "extract/metas.h"
#include "extract/prose.h"

#define TEXT_BYTES 20000U      /* of one block */
#define PARAGRAPH_COLUMNS 80U  /* shorter blocks are labels and teasers */
#define LIST_SCORE 12.5        /* a better list is the page's main thing, whatever stands around it */

/* Columns of text outside of the list: more than … in all, … times what is in its items, and … for each of them. */
static const struct bounds {
	double all, of_list, of_item;
} said = { 1000, 2, 120 }, unsaid = { 2500, 4, 150 };

/* The page's own words; many a front page says "article" too. */
static bool
says_article(const struct page *p)
{
	struct metas metas;

	metas_read(&metas, p->a, &p->dom);
	return str_is_nocase(metas_get(&metas, "og:type"), "article") || metas_get(&metas, "article:published_time").n > 0;
}

static bool
is_far_more(const struct bounds *b, double outside, double in_list, uint32_t n)
{
	return outside > b->all && outside > b->of_list * in_list && outside > b->of_item * n;
}

bool
listing_is_article(const struct page *p, const struct items *items)
{
	double outside = 0, in_list = 0;
	uint32_t id, k = 0;

	if (items->score >= LIST_SCORE)
		return false;
	for (id = 1; id <= p->n_elements; id++) {
		enum dom_tag tag = dom_tag(p->node[id]);
		size_t columns;

		while (k + 1 < items->n && p->last[items->v[k].core] < id)
			k++;
		if ((p->part[id] & PART_UNREAD) != 0 || !dom_tag_is_block(tag) || page_is_heading(tag))
			continue;
		columns = prose_columns(page_block_text(p, p->node[id], true, TEXT_BYTES));
		if (columns < PARAGRAPH_COLUMNS)
			continue;
		if (items->n > 0 && id >= items->v[k].core && id <= p->last[items->v[k].core])
			in_list += (double)columns;
		else if ((p->part[id] & (PART_NAV | PART_SIDE | PART_HIDDEN)) == 0)
			outside += (double)columns;
	}
	return is_far_more(&unsaid, outside, in_list, items->n) || (is_far_more(&said, outside, in_list, items->n) && says_article(p));
}
