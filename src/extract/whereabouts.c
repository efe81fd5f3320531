#include "config.h"
#include "extract/whereabouts.h"

#define MAIN_SHARE 0.35F  /* of the prose: what is beside an article has less, and hardly two parts have as much */
#define TITLE_LEVELS 3U   /* elements around the headline that are its own */
#define HEAD_LEVELS 2U    /* elements around it: a header and what holds that */
#define BESIDE_WIDTH 200U /* of the text of a box beside the headline that is facts */
#define AROUND_BEFORE 12U /* blocks before and behind the headline where facts stand */
#define AROUND_BEHIND 24U

/* The element that holds the headline and belongs to it alone. */
static bool
is_around_title(const struct content *c, uint32_t id)
{
	const struct blocks *b = &c->blocks;
	uint32_t at = c->title != NULL ? dom_id(c->title) : 0;
	unsigned i;

	for (i = 0; i <= TITLE_LEVELS && at != 0 && dom_tag(b->node[at]) != TAG_body; i++, at = b->parent[at])
		if (at == id)
			return true;
	return false;
}

bool
whereabouts_is_main(const struct blocks *b, uint32_t id, uint32_t whole)
{
	return b->prose[whole] > 0 && b->prose[id] >= MAIN_SHARE * b->prose[whole];
}

uint32_t
whereabouts_around_title(const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id = c->title != NULL ? dom_id(c->title) : 1;
	unsigned i;

	for (i = 0; i < HEAD_LEVELS && b->parent[id] > dom_id(b->dom->body); i++)
		id = b->parent[id];
	return id;
}

bool
whereabouts_elsewhere(const struct content *c, uint32_t id, bool is_loose)
{
	const struct blocks *b = &c->blocks;
	uint32_t body = dom_id(b->dom->body), bad = WORD_COMMENTS | WORD_AD | (is_loose ? 0 : WORD_SIDE), title = c->title != NULL ? dom_id(c->title) : 0, width = 0;
	bool is_other = false;

	for (; id != 0; width = b->width[id], id = b->parent[id]) {
		enum dom_tag tag = dom_tag(b->node[id]);
		uint32_t w = b->words[id];

		if (tag == TAG_body || whereabouts_is_main(b, id, body) || (title != 0 && blocks_is_below(b, title, id)))
			return is_other && (width > BESIDE_WIDTH || !is_around_title(c, id));
		is_other = is_other || tag == TAG_nav || (!is_loose && (tag == TAG_footer || tag == TAG_aside || tag == TAG_figure));
		if ((w & WORD_BODY) != 0)
			continue;
		if ((w & bad) != 0)
			return true;
		is_other = is_other || (w & (WORD_RELATED | WORD_NAV)) != 0;
	}
	return is_other;
}

void
whereabouts_of_title(const struct content *c, uint32_t *from, uint32_t *to)
{
	const struct blocks *b = &c->blocks;
	uint32_t i, at = 0;

	for (i = 0; i < c->n_all; i++)
		if (c->title != NULL ? blocks_is_below(b, c->all[i].owner, dom_id(c->title)) :
		                       c->root != NULL && blocks_is_below(b, c->all[i].owner, dom_id(c->root)))
			break;
	if (i < c->n_all)
		at = i;
	*from = at > AROUND_BEFORE ? at - AROUND_BEFORE : 0;
	*to = at + AROUND_BEHIND < c->n_all ? at + AROUND_BEHIND : c->n_all;
}

void
whereabouts_head(const struct content *c, uint32_t *first, uint32_t *last)
{
	const struct blocks *b = &c->blocks;
	uint32_t i, from, to, title = c->title != NULL ? dom_id(c->title) : 0;

	whereabouts_of_title(c, &from, &to);
	*last = 0;
	for (i = from; i < to && !(title != 0 && c->all[i].owner > title && c->all[i].prose > 0); i++)
		*last = b->last[c->all[i].owner];
	*first = whereabouts_around_title(c);
}
