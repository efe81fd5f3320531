#include "config.h"
#include "extract/standfirst.h"

#include "extract/boiler.h"
#include "extract/clean.h"
#include "extract/credit.h"
#include "extract/fold.h"
#include "extract/whereabouts.h"

#define WIDTH_MIN 40U      /* characters: what is shorter is a kicker or a label */
#define WIDTH_MAX 700U     /* what is longer is the text itself */
#define LEADS_MAX 3U       /* paragraphs */
#define TITLE_LETTERS 10U  /* bytes of a folded headline that are no coincidence */
#define NAMED_LEVELS 3U    /* elements from a paragraph on of which one is called a standfirst */
#define LIKE_LETTERS 30U   /* bytes of folded text that are no coincidence */
#define REPEAT_BLOCKS 4U   /* of the text that may say it again */

struct finder {
	struct content *c;
	struct arena *a;
	struct str title, description; /* folded */
	uint32_t title_id;
};

/* In a picture's text, a menu, or what is about other articles. */
static bool
is_in_other_words(const struct blocks *b, uint32_t id)
{
	const uint32_t bad = WORD_NAV | WORD_RELATED | WORD_COMMENTS | WORD_AD | WORD_SIDE | WORD_OVERLAY | WORD_PERSON | WORD_CAPTION | WORD_CREDIT;
	uint32_t body = dom_id(b->dom->body);

	for (; id != 0 && !whereabouts_is_main(b, id, body); id = b->parent[id])
		switch ((int)dom_tag(b->node[id])) {
		case TAG_body:
			return false;
		case TAG_nav:
		case TAG_aside:
		case TAG_figure:
		case TAG_footer:
		case TAG_form:
		case TAG_button:
		case TAG_li:
		case TAG_table:
			return true;
		default:
			if ((b->words[id] & bad) != 0 || clean_is_hidden(b->node[id]))
				return true;
		}
	return false;
}

static bool
is_named(const struct blocks *b, uint32_t id)
{
	unsigned i;

	for (i = 0; i < NAMED_LEVELS && id != 0; i++, id = b->parent[id])
		if ((b->words[id] & WORD_STANDFIRST) != 0 && b->width[id] < WIDTH_MAX)
			return true;
	return false;
}

static bool
says_again(const struct finder *f, struct str folded)
{
	const struct blocks *b = &f->c->blocks;
	uint32_t i, n = 0;

	if (fold_is_like(folded, f->title, TITLE_LETTERS))
		return true;
	for (i = f->c->first; i < b->n && n < REPEAT_BLOCKS; i++) {
		if (!b->v[i].is_kept)
			continue;
		n++;
		if (fold_is_like(folded, fold(f->a, b->v[i].text), LIKE_LETTERS))
			return true;
	}
	return false;
}

static bool
is_standfirst(const struct finder *f, const struct block *v)
{
	const struct blocks *b = &f->c->blocks;
	struct credit_split split;
	struct str folded;

	if (v->width < WIDTH_MIN || v->width > WIDTH_MAX || 3 * v->link_width > v->width || is_in_other_words(b, v->owner))
		return false;
	if (boiler_is_line(v->text, v->width) || boiler_is_meta(v->text, v->width) || credit_split(v->text, &split))
		return false;
	folded = fold(f->a, v->text);
	if (says_again(f, folded))
		return false;
	if (fold_is_like(folded, f->description, LIKE_LETTERS))
		return true;
	return f->title_id != 0 && v->owner > f->title_id && is_named(b, v->owner);
}

void
standfirst_find(struct content *c, struct arena *a, const struct content_hints *hints)
{
	struct finder f = { .c = c, .a = a, .title = fold(a, hints->title), .description = fold(a, hints->description),
		.title_id = c->title != NULL ? dom_id(c->title) : 0 };
	uint32_t i, end;

	c->lead = (struct list){ .n = 0 };
	if (c->root == NULL || c->first >= c->blocks.n)
		return;
	end = c->blocks.v[c->first].owner;
	for (i = 0; i < c->n_all && c->all[i].owner < end && c->lead.n < LEADS_MAX; i++) {
		const struct block *v = &c->all[i];

		if (is_standfirst(&f, v))
			*(struct str *)list_add(a, &c->lead, sizeof(struct str)) = v->text;
	}
}
