#include "config.h"
#include "extract/content.h"

#include <stdlib.h>

#include "base/hash.h"
#include "extract/boiler.h"
#include "extract/clean.h"
#include "extract/credit.h"
#include "extract/fold.h"
#include "extract/root.h"
#include "extract/standfirst.h"

#define LITTLE_WIDTH 250U  /* an article shorter than this is looked for again with fewer rules */
#define DATA_BYTES 500U    /* of a text in JSON-LD that may stand in for the page's … */
#define DATA_FACTOR 3U     /* … where it is so many times as long */
#define TITLE_LETTERS 6U
#define TITLE_BYTES 300U
#define TAIL_WIDTH 60U     /* of a line that may be a heading */
#define HEAD_SHARE 5U      /* of what is kept, at most the 5th part stands above the headline */
#define TRAIL_WIDTH 70U    /* lines at the end without a sentence's end */
#define BIOGRAPHY_WIDTH 600U /* of a paragraph about an author */
#define BIOGRAPHY_BLOCKS 3U /* at the end that may be such */
#define APPEAL_BLOCKS 4U    /* at the end among which there may be appeals to the reader */
#define CAPTION_WIDTH 260U
#define STAND_IN_WIDTH 600U
#define STAND_IN_SHARE 65U /* percent of the text: what makes more of it is the text */
#define STAND_INS 3U       /* times that no text says the same sentence; a poem's lines are short, or one block */
#define LIST_LINKED 55U    /* percent: a list of which links are more is no text */
#define LIST_PROSE 40U     /* of one of which they are less, every item is text */

/* ---- the title's heading ---- */

static const xmlNode *
find_title(struct arena *a, const struct dom *dom, struct str title)
{
	struct str want = fold(a, title), have;
	const xmlNode *n, *like = NULL;
	enum dom_tag tag;

	for (n = dom->body; n != NULL && want.n > 0; n = dom_next(n, dom->body)) {
		tag = dom_tag(n);
		if (tag < TAG_h1 || tag > TAG_h3)
			continue;
		have = fold(a, dom_text(a, n, 2000));
		if (str_eq(have, want))
			return n;
		if (like == NULL && tag == TAG_h1 && fold_is_like(have, want, TITLE_LETTERS))
			like = n;
	}
	return like;
}

/* ---- what is around a block ---- */

enum { IN_FIGURE = 1, IN_LIST = 2, IN_TABLE = 4, IN_QUOTE = 8, IN_PRE = 16, IN_CAPTION = 32, IN_HEADING = 64 };

struct finder {
	struct content *c;
	struct blocks *b;
	struct arena *a;
	struct str title; /* folded */
	const struct list *authors;
	uint32_t root;
	uint8_t *around; /* by dom_id */
};

static bool
is_figure(const struct blocks *b, uint32_t id)
{
	return dom_tag(b->node[id]) == TAG_figure && b->prose[id] < 1500 && dom_find(b->node[id], TAG_table) == NULL &&
	       dom_find(b->node[id], TAG_pre) == NULL && dom_find(b->node[id], TAG_blockquote) == NULL;
}

static void
look_around(struct finder *f)
{
	const struct blocks *b = f->b;
	uint32_t id;

	f->around = arena_zalloc(f->a, (size_t)b->n_elements + 1);
	for (id = f->root + 1; id <= b->last[f->root]; id++) {
		uint8_t in = b->parent[id] >= f->root ? f->around[b->parent[id]] : 0;
		enum dom_tag tag = dom_tag(b->node[id]);

		if (tag == TAG_ul || tag == TAG_ol || tag == TAG_dl)
			in |= IN_LIST;
		else if (tag == TAG_table)
			in |= IN_TABLE;
		else if (tag == TAG_blockquote)
			in |= IN_QUOTE;
		else if (tag == TAG_pre)
			in |= IN_PRE;
		else if (tag == TAG_figcaption || (tag == TAG_caption && (in & IN_TABLE) != 0)) /* some use it where there is no table */
			in |= IN_CAPTION;
		else if (tag == TAG_figure && is_figure(b, id))
			in |= IN_FIGURE;
		else if (tag >= TAG_h1 && tag <= TAG_h6)
			in |= IN_HEADING;
		if ((b->words[id] & (WORD_CAPTION | WORD_CREDIT)) != 0 && b->prose[id] < 600 && tag != TAG_body && (b->words[id] & WORD_BODY) == 0)
			in |= IN_CAPTION;
		f->around[id] = in;
	}
}

/* ---- one block ---- */

/* The share of its text that the list around an element links, in percent; 0 where there is none. */
static uint64_t
list_links(const struct blocks *b, uint32_t owner)
{
	uint32_t id = owner;

	while (id != 0 && dom_tag(b->node[id]) != TAG_ul && dom_tag(b->node[id]) != TAG_ol && dom_tag(b->node[id]) != TAG_dl)
		id = b->parent[id];
	return id != 0 && b->width[id] > 0 ? 100 * (uint64_t)b->link_width[id] / b->width[id] : 0;
}

static bool
is_link_heavy(const struct block *v, uint8_t in)
{
	uint64_t share = 100 * (uint64_t)v->link_width / (v->width > 0 ? v->width : 1);

	if ((in & IN_TABLE) != 0 && share > 60)
		return true;
	return share > 95 || (share > 80 && v->width < 300) || (share > 50 && v->width < 120);
}

static bool
is_caption_line(const struct block *v)
{
	struct credit_split split;

	return v->width < CAPTION_WIDTH && credit_split(v->text, &split);
}

static bool
keeps(const struct finder *f, const struct block *v)
{
	uint8_t in = f->around[v->owner];
	uint64_t linked = (in & IN_LIST) != 0 ? list_links(f->b, v->owner) : 0;

	if (f->b->is_out[v->owner] || !blocks_is_below(f->b, v->owner, f->root))
		return false;
	if ((in & (IN_PRE | IN_QUOTE)) != 0)
		return true;
	if ((in & (IN_FIGURE | IN_CAPTION)) != 0)
		return false;
	if (linked > LIST_LINKED)
		return false;
	if ((in & IN_HEADING) == 0) {
		if (((in & IN_LIST) == 0 || linked > LIST_PROSE) && is_link_heavy(v, in))
			return false;
		if (v->tag != TAG_p && v->width < 80 && v->n_marks == 0 && (in & (IN_LIST | IN_TABLE)) == 0)
			return false;
		if (boiler_is_meta(v->text, v->width) && (in & (IN_LIST | IN_TABLE)) == 0)
			return false;
		if (is_caption_line(v))
			return false;
	}
	return !boiler_is_line(v->text, v->width) || (in & IN_TABLE) != 0;
}

/* ---- all blocks ---- */

/* A few words on their own. */
static bool
is_line(const struct finder *f, const struct block *v)
{
	return v->width < TAIL_WIDTH && !v->ends_sentence && v->link_width == 0 && !f->b->is_out[v->owner] &&
	       blocks_is_below(f->b, v->owner, f->root) && (f->around[v->owner] & (IN_LIST | IN_TABLE | IN_QUOTE | IN_PRE)) == 0;
}

/* Of what is kept from block i on a third and more is links. */
static bool
is_linked_from(const struct blocks *b, uint32_t i)
{
	uint64_t width = 0, linked = 0;

	for (; i < b->n; i++)
		if (b->v[i].is_kept) {
			width += b->v[i].width;
			linked += b->v[i].link_width;
		}
	return 3 * linked > width;
}

/* Headings behind which only boilerplate comes cut the text off, and lines behind which links do; prose counts what is kept. */
static void
cut_tail(struct finder *f)
{
	struct blocks *b = f->b;
	float all = 0, seen = 0;
	uint32_t i, k;

	for (i = 0; i < b->n; i++)
		all += b->v[i].is_kept ? b->v[i].prose : 0;
	for (i = 0; i < b->n; i++) {
		struct block *v = &b->v[i];
		bool is_heading = (f->around[v->owner] & IN_HEADING) != 0 || (v->width < TAIL_WIDTH && v->bold_width == v->width);

		seen += v->is_kept ? v->prose : 0;
		if (!(is_heading ? v->is_kept : is_line(f, v)) || !boiler_is_tail_heading(v->text))
			continue;
		if (is_heading)
			v->is_kept = false;
		if (seen > 0.3F * all && all - seen < 0.2F * all && (is_heading || is_linked_from(b, i)))
			for (k = i; k < b->n; k++)
				b->v[k].is_kept = false;
	}
}

/* The title again; above the text it may stand behind a kicker. */
static bool
is_title(const struct finder *f, const struct block *v, bool is_above)
{
	struct str s = v->text.n < 2 * TITLE_BYTES ? fold(f->a, v->text) : STR_NONE;

	return s.n > 0 && (str_eq(s, f->title) || (is_above && f->title.n >= 2 * TITLE_LETTERS && str_ends(s, f->title)));
}

static void
drop_headings(struct finder *f)
{
	struct blocks *b = f->b;
	bool has_text = false, is_before_heading = false;
	uint32_t i, n_h1 = 0, first = b->n;

	for (i = b->n; i-- > 0;)
		if (b->v[i].is_kept) {
			n_h1 += b->v[i].tag == TAG_h1;
			first = (f->around[b->v[i].owner] & IN_HEADING) == 0 ? i : first;
		}
	for (i = b->n; i-- > 0;) {
		struct block *v = &b->v[i];
		bool is_heading = (f->around[v->owner] & IN_HEADING) != 0;

		if (!v->is_kept)
			continue;
		if (is_heading && (!has_text || (is_before_heading && 10 * v->link_width >= 9 * v->width) || (v->tag == TAG_h1 && n_h1 <= 2) || is_title(f, v, i < first)))
			v->is_kept = false;
		else
			has_text = has_text || !is_heading;
		is_before_heading = is_heading; /* one that is a link, before another: of other articles */
	}
}

static uint32_t
kept_width(const struct blocks *b)
{
	uint32_t i, width = 0;

	for (i = 0; i < b->n; i++)
		width += b->v[i].is_kept ? b->v[i].width : 0;
	return width;
}

struct print {
	uint64_t hash;
	uint32_t block;
};

static int
compare_prints(const void *a, const void *b)
{
	const struct print *x = a, *y = b;

	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->block > y->block) - (x->block < y->block);
}

/* What stands in for things that the reader has not agreed to see, and other words that come again and again. */
static void
drop_stand_ins(struct finder *f)
{
	struct blocks *b = f->b;
	struct print *v = arena_alloc(f->a, ((size_t)b->n + 1) * sizeof(*v));
	uint32_t i, k, n = 0, all = kept_width(b);

	for (i = 0; i < b->n; i++)
		if (b->v[i].is_kept && b->v[i].prose > 0 && b->v[i].width < STAND_IN_WIDTH && (f->around[b->v[i].owner] & (IN_PRE | IN_QUOTE | IN_TABLE)) == 0)
			v[n++] = (struct print){ hash_fast(b->v[i].text, 0), i };
	qsort(v, n, sizeof(*v), compare_prints);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && v[k].hash == v[i].hash; k++)
			;
		if (k - i < STAND_INS || 100 * (uint64_t)(k - i) * b->v[v[i].block].width > STAND_IN_SHARE * (uint64_t)all)
			continue;
		for (; i < k; i++)
			b->v[v[i].block].is_kept = false;
	}
}

static void
drop_repeats(struct finder *f)
{
	struct blocks *b = f->b;
	struct block *before = NULL;
	uint32_t i;

	for (i = 0; i < b->n; i++) {
		if (!b->v[i].is_kept)
			continue;
		if (before != NULL && before->width > 20 && str_eq(before->text, b->v[i].text) && b->parent[before->owner] != b->parent[b->v[i].owner])
			b->v[i].is_kept = false; /* a standfirst said again; what repeats side by side is a poem */
		before = &b->v[i];
	}
}

static void
trim_end(struct finder *f)
{
	struct blocks *b = f->b;
	uint32_t i;

	for (i = b->n; i-- > 0;) {
		struct block *v = &b->v[i];
		uint8_t in = f->around[v->owner];

		if (!v->is_kept)
			continue;
		if (v->width >= TRAIL_WIDTH || v->ends_sentence || (in & (IN_LIST | IN_TABLE | IN_QUOTE | IN_PRE)) != 0)
			return;
		v->is_kept = false;
	}
}

static bool
begins_with_author(const struct block *v, const struct list *authors)
{
	const struct str *names = authors != NULL ? authors->v : NULL;
	uint32_t i;

	for (i = 0; authors != NULL && i < authors->n; i++)
		if (str_starts(v->text, names[i]) && v->text.n > names[i].n + 3 && v->text.p[names[i].n] == ' ')
			return true;
	return false;
}

/* "Ann Roe is a reporter …": the last paragraphs, where they begin with an author's name or say what somebody does. */
static void
drop_biographies(struct finder *f)
{
	struct blocks *b = f->b;
	uint32_t i, seen = 0;

	for (i = b->n; i-- > 0 && seen < BIOGRAPHY_BLOCKS;) {
		struct block *v = &b->v[i];

		if (!v->is_kept)
			continue;
		seen++;
		if (v->width < BIOGRAPHY_WIDTH && (begins_with_author(v, f->authors) || boiler_is_biography(v->text)))
			v->is_kept = false;
	}
}

/* From the end upwards, as long as there are such lines within a few of it. */
static void
drop_appeals(struct finder *f)
{
	struct blocks *b = f->b;
	uint32_t i, since = 0;

	for (i = b->n; i-- > 0 && since < APPEAL_BLOCKS;) {
		struct block *v = &b->v[i];

		if (!v->is_kept)
			continue;
		since++;
		if (!boiler_is_appeal(v->text, v->width, f->title))
			continue;
		v->is_kept = false;
		since = 0;
	}
}

/* A page of nothing but links, short lines or a caption: all of it, then; headings where there is nothing else. */
static void
keep_all(struct finder *f, bool with_headings)
{
	struct blocks *b = f->b;
	uint32_t i;

	for (i = 0; i < b->n; i++)
		b->v[i].is_kept = !b->is_out[b->v[i].owner] && blocks_is_below(b, b->v[i].owner, f->root) &&
		                  (with_headings || (f->around[b->v[i].owner] & IN_HEADING) == 0);
}

/* Dates and names in lists, where they stand above the text. */
static void
trim_start(struct finder *f)
{
	struct blocks *b = f->b;
	uint32_t i;

	for (i = 0; i < b->n && !(b->v[i].is_kept && b->v[i].prose > 0); i++)
		if (b->v[i].is_kept && (f->around[b->v[i].owner] & (IN_LIST | IN_TABLE)) != 0 && boiler_is_meta(b->v[i].text, b->v[i].width))
			b->v[i].is_kept = false;
}

/* The headline and the lines above it, which are the page's head; unless the article has begun before. */
static void
drop_head(struct finder *f, uint32_t width)
{
	struct blocks *b = f->b;
	uint32_t i, title, text = 0;

	for (title = 0; title < b->n && HEAD_SHARE * text <= width; title++) {
		if (f->title.n >= TITLE_LETTERS && is_title(f, &b->v[title], true))
			break;
		text += b->v[title].is_kept && b->v[title].width >= TRAIL_WIDTH ? b->v[title].width : 0;
	}
	if (title == b->n || HEAD_SHARE * text > width)
		return;
	for (i = 0; i <= title; i++)
		if (i == title || b->v[i].width < TRAIL_WIDTH)
			b->v[i].is_kept = false;
}

static uint32_t
choose(struct finder *f)
{
	struct blocks *b = f->b;
	uint32_t i, width;

	look_around(f);
	for (i = 0; i < b->n; i++)
		b->v[i].is_kept = keeps(f, &b->v[i]);
	trim_start(f);
	cut_tail(f);
	width = kept_width(b);
	if (width >= BIOGRAPHY_WIDTH) {
		drop_biographies(f);
		drop_appeals(f);
	}
	if (width >= LITTLE_WIDTH) {
		drop_head(f, width);
		trim_end(f);
	}
	drop_headings(f);
	drop_stand_ins(f);
	drop_repeats(f);
	if (kept_width(b) == 0)
		keep_all(f, false);
	if (kept_width(b) == 0)
		keep_all(f, true);
	return kept_width(b);
}

/* ---- text ---- */

static bool
are_in_one(const struct blocks *b, const struct block *x, const struct block *y, enum dom_tag inner, enum dom_tag outer)
{
	uint32_t i = x->owner, k = y->owner;

	while (i != 0 && dom_tag(b->node[i]) != inner)
		i = b->parent[i];
	while (k != 0 && dom_tag(b->node[k]) != inner)
		k = b->parent[k];
	if (i == 0 || k == 0)
		return false;
	return i == k || (b->parent[i] == b->parent[k] && outer != TAG_NONE);
}

static struct str
join(struct arena *a, const struct content *c)
{
	const struct blocks *b = &c->blocks;
	const struct str *lead = c->lead.v;
	const struct block *before = NULL;
	struct str out;
	struct buf text;
	uint32_t i;

	buf_init(&text, SIZE_MAX / 4);
	for (i = 0; i < c->lead.n; i++) {
		buf_add_str(&text, lead[i]);
		buf_add_c(&text, "\n\n");
	}
	for (i = 0; i < b->n; i++) {
		const struct block *v = &b->v[i];

		if (!v->is_kept)
			continue;
		if (before != NULL)
			buf_add_c(&text, are_in_one(b, before, v, TAG_tr, TAG_NONE) ? "\t" :
			                     are_in_one(b, before, v, TAG_li, TAG_ul) || are_in_one(b, before, v, TAG_tr, TAG_tbody) ? "\n" : "\n\n");
		buf_add_str(&text, v->text);
		before = v;
	}
	out = arena_str(a, buf_str(&text));
	buf_release(&text);
	return out;
}

/* ---- the whole ---- */

static uint32_t
find_with(struct content *c, struct arena *a, const struct dom *dom, const struct content_hints *hints, enum clean_rules rules)
{
	uint32_t title = c->title != NULL ? dom_id(c->title) : 0, width, i;
	struct finder f = { .c = c, .b = &c->blocks, .a = a, .title = fold(a, hints->title), .authors = hints->authors };

	blocks_read(&c->blocks, a, dom);
	c->all = c->blocks.v;
	c->n_all = c->blocks.n;
	clean_page(&c->blocks, rules, title);
	f.root = root_find(&c->blocks, title, hints->body, &c->method);
	if (f.root == 0)
		return 0;
	width = choose(&f);
	c->root = c->blocks.node[f.root];
	c->width = width;
	c->first = UINT32_MAX;
	for (i = 0; i < c->blocks.n; i++)
		if (c->blocks.v[i].is_kept) {
			c->last = i;
			if (c->first == UINT32_MAX)
				c->first = i;
		}
	return width;
}

void
content_find(struct content *c, struct arena *a, const struct dom *dom, const struct content_hints *hints)
{
	struct content lenient;

	*c = (struct content){ .method = "none", .title = find_title(a, dom, hints->title) };
	if (find_with(c, a, dom, hints, CLEAN_STRICT) < LITTLE_WIDTH) {
		lenient = (struct content){ .method = "none", .title = c->title };
		if (find_with(&lenient, a, dom, hints, CLEAN_TAGS) > 2 * c->width)
			*c = lenient;
		else /* text nodes know the blocks that were read last */
			find_with(c, a, dom, hints, CLEAN_STRICT);
	}
	standfirst_find(c, a, hints);
	c->text = join(a, c);
	if (hints->body.n >= DATA_BYTES && hints->body.n > DATA_FACTOR * c->text.n) { /* a page that a script fills */
		c->data = hints->body;
		c->method = "data";
	}
}
