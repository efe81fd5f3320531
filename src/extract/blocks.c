#include "config.h"
#include "extract/blocks.h"

#include "base/utf8.h"
#include "extract/prose.h"

#define BLOCKS_MAX 200000U
#define LEGAL_MAX 300U    /* width: a longer block is no legal line */
#define SHORT_WIDTH 40U   /* below it nothing is prose */
#define PHRASE_WIDTH 80U  /* below it only what ends as a sentence */
#define NO_MARKS_WIDTH 160U
#define LOOK_AHEAD 64U /* blocks that may have become one */

/* ---- weighing ---- */

/* Scripts whose characters say as much as two of an alphabet. */
static bool
is_wide_script(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x0e00 && c <= 0x0e7f) ||
	       (c >= 0x1000 && c <= 0x109f) || (c >= 0xf900 && c <= 0xfaff);
}

static bool
is_mark(uint32_t c)
{
	switch (c) {
	case ',':
	case ';':
	case ':':
	case '.':
	case '!':
	case '?':
	case 0x3002: /* ideographic full stop and its kin */
	case 0xff0c:
	case 0x3001:
	case 0xff01:
	case 0xff1f:
	case 0xff1b:
	case 0x060c: /* Arabic comma, question mark, full stop */
	case 0x061f:
	case 0x06d4:
	case 0x0964: /* danda, Burmese section, Armenian full stop, Ethiopic full stop */
	case 0x104b:
	case 0x0589:
	case 0x1362:
		return true;
	}
	return false;
}

static void
measure(struct str s, uint32_t *width, uint32_t *n_marks)
{
	size_t i = 0;
	uint32_t c;

	while (i < s.n) {
		if ((unsigned char)s.p[i] < 0x80) {
			*n_marks += is_mark((unsigned char)s.p[i]);
			++*width;
			i++;
			continue;
		}
		c = utf8_next(s, &i);
		*width += is_wide_script(c) ? 2 : 1;
		*n_marks += is_mark(c);
	}
}

/* How many of at most 32 words are in s, each counted once; one pass, which looks at words by their first byte. */
static unsigned
count_words(struct str s, const char *const *words, size_t n)
{
	uint32_t by_first[32] = { 0 }, found = 0, left;
	size_t i, k;

	for (k = 0; k < n; k++)
		by_first[(unsigned char)words[k][0] & 31] |= 1U << k;
	for (i = 0; i < s.n; i++)
		for (left = by_first[(unsigned char)s.p[i] & 31] & ~found; left != 0; left &= left - 1) {
			k = (size_t)__builtin_ctz(left);
			if (str_starts_nocase(str_skip(s, i), str_from(words[k])))
				found |= 1U << k;
		}
	return (unsigned)__builtin_popcount(found);
}

static bool
is_legal(const struct block *b)
{
	static const char *const rights[] = { "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos", "tutti i diritti",
		"©" };
	static const char *const consent[] = { "cookie", "privacy", "datenschutz", "consent", "gdpr", "einwilligung", "tracking", "adblock", "ad blocker",
		"your browser", "javascript", "advertising partners", "personenbezogen", "rechtsgrundlage", "datenverarbeitung", "dsgvo", "speicherdauer", "legitimate interest", "données personnelles",
		"consentement", "datos personales", "consentimiento", "dati personali" };

	unsigned n;

	if (b->width < LEGAL_MAX && count_words(b->text, rights, sizeof(rights) / sizeof(rights[0])) > 0)
		return true;
	n = count_words(b->text, consent, sizeof(consent) / sizeof(consent[0]));
	return n >= 3 || (n >= 2 && b->width < 2 * LEGAL_MAX);
}

static float
prose_of(const struct block *b)
{
	if (b->width < SHORT_WIDTH || 2 * b->link_width > b->width || (b->tag >= TAG_h1 && b->tag <= TAG_h6))
		return 0;
	if (b->width < PHRASE_WIDTH && !b->ends_sentence)
		return 0;
	if (b->width < NO_MARKS_WIDTH && b->n_marks == 0)
		return 0;
	if (is_legal(b))
		return 0;
	return (float)(b->width - b->link_width);
}

/* ---- reading ---- */

struct reader {
	struct blocks *b;
	struct buf text; /* of the block being read */
	struct buf found; /* struct block: goes into the arena when their number is known */
	const struct block *before; /* those of the reading before, in the same order; a few are gone, or go on further */
	uint32_t n_before, at_before;
	const xmlNode *owner;
	const xmlNode *first; /* text node of the block, NULL while there is none */
	const xmlNode *last;
	uint32_t width, link_width, bold_width, n_marks;
	bool starts_linked;
	unsigned links, bolds, pres; /* elements open */
	unsigned breaks; /* <br> since the last text */
};

/* The same block as it was read before, or NULL. */
static const struct block *
read_before(struct reader *r, uint32_t owner, struct str text)
{
	uint32_t i;

	while (r->at_before < r->n_before && r->b->is_out[r->before[r->at_before].owner])
		r->at_before++;
	for (i = r->at_before; i < r->n_before && i < r->at_before + LOOK_AHEAD; i++)
		if (r->before[i].owner == owner && str_eq(r->before[i].text, text)) {
			r->at_before = i + 1;
			return &r->before[i];
		}
	return NULL;
}

static void
finish_block(struct reader *r)
{
	struct blocks *b = r->b;
	struct str s = prose_trim(buf_str(&r->text));
	const struct block *before;
	struct block v;

	r->breaks = 0;
	if (s.n > 0 && b->n < BLOCKS_MAX && r->first != NULL) {
		v = (struct block){ .owner = dom_id(r->owner), .tag = dom_tag(r->owner), .width = r->width, .link_width = r->link_width,
			.bold_width = r->bold_width, .n_marks = r->n_marks, .starts_linked = r->starts_linked };
		before = read_before(r, v.owner, s);
		if (before != NULL) {
			v.text = before->text;
			v.ends_sentence = before->ends_sentence;
			v.prose = before->prose;
		} else {
			v.text = arena_str(b->a, s);
			v.ends_sentence = prose_ends_sentence(s);
			v.prose = prose_of(&v);
		}
		buf_add(&r->found, &v, sizeof(v));
		b->n++;
	}
	buf_clear(&r->text);
	r->first = NULL;
	r->width = r->link_width = r->bold_width = r->n_marks = 0;
}

static void
add_text(struct reader *r, xmlNode *n)
{
	uint32_t width = 0;
	size_t before;

	if (r->breaks > 1)
		finish_block(r);
	before = r->text.n;
	if (r->pres > 0)
		buf_add_c(&r->text, (const char *)n->content);
	else
		dom_add_text(&r->text, n);
	if (r->text.n > before && prose_trim(str_skip(buf_str(&r->text), before)).n > 0) {
		if (r->first == NULL) {
			r->first = n;
			r->starts_linked = r->links > 0;
			for (r->owner = n->parent; !dom_tag_is_block(dom_tag(r->owner)) && r->owner->parent != NULL &&
			     r->owner->parent->type == XML_ELEMENT_NODE;)
				r->owner = r->owner->parent;
		}
		r->breaks = 0;
		n->_private = (void *)(uintptr_t)(r->b->n + 1);
		measure(str_skip(buf_str(&r->text), before), &width, &r->n_marks);
		r->width += width;
		if (r->links > 0)
			r->link_width += width;
		if (r->bolds > 0)
			r->bold_width += width;
	}
}

static void
on_open(struct reader *r, const xmlNode *n, enum dom_tag tag, int step)
{
	if (dom_tag_is_block(tag))
		finish_block(r);
	if (tag == TAG_a)
		r->links += (unsigned)step;
	else if (tag == TAG_strong || tag == TAG_b)
		r->bolds += (unsigned)step;
	else if (tag == TAG_pre)
		r->pres += (unsigned)step;
	else if (tag == TAG_br && step == 1) {
		r->breaks++;
		if (r->text.n > 0)
			buf_add_char(&r->text, '\n');
	}
	(void)n;
}

static void
read_text(struct reader *r, xmlNode *root)
{
	xmlNode *n = root;

	for (;;) {
		enum dom_tag tag = dom_tag(n);
		bool goes_in = false;

		if (dom_is_text(n)) {
			add_text(r, n);
		} else if (tag != TAG_NONE && !dom_tag_is_unread(tag) && !r->b->is_out[dom_id(n)]) {
			on_open(r, n, tag, 1);
			goes_in = n->children != NULL;
			if (!goes_in)
				on_open(r, n, tag, -1);
		}
		if (goes_in) {
			n = n->children;
			continue;
		}
		while (n != root && n->next == NULL) {
			n = n->parent;
			on_open(r, n, dom_tag(n), -1);
		}
		if (n == root)
			break;
		n = n->next;
	}
	finish_block(r);
}

static void
index_elements(struct blocks *b)
{
	const xmlNode *n;
	uint32_t id, up;

	for (n = b->dom->root; n != NULL; n = dom_next(n, b->dom->root)) {
		id = dom_id(n);
		if (id == 0 || id > b->n_elements)
			continue;
		b->node[id] = n;
		b->parent[id] = n->parent != NULL && n->parent->type == XML_ELEMENT_NODE ? dom_id(n->parent) : 0;
		b->last[id] = id;
		b->words[id] = class_words(n);
	}
	for (id = b->n_elements; id > 0; id--) {
		up = b->parent[id];
		if (up != 0 && b->last[up] < b->last[id])
			b->last[up] = b->last[id];
	}
}

void
blocks_read(struct blocks *b, struct arena *a, const struct dom *dom)
{
	size_t n = (size_t)dom->n_elements + 1;

	*b = (struct blocks){ .a = a, .dom = dom, .n_elements = dom->n_elements };
	b->node = arena_zalloc(a, n * sizeof(*b->node));
	b->parent = arena_zalloc(a, n * sizeof(*b->parent));
	b->last = arena_zalloc(a, n * sizeof(*b->last));
	b->words = arena_zalloc(a, n * sizeof(*b->words));
	b->is_out = arena_zalloc(a, n * sizeof(*b->is_out));
	b->prose = arena_zalloc(a, n * sizeof(*b->prose));
	b->width = arena_zalloc(a, n * sizeof(*b->width));
	b->link_width = arena_zalloc(a, n * sizeof(*b->link_width));
	index_elements(b);
	blocks_reread(b);
}

void
blocks_reread(struct blocks *b)
{
	struct reader r = { .b = b, .before = b->v, .n_before = b->n };

	b->v = NULL;
	b->n = 0;
	buf_init(&r.text, SIZE_MAX / 4);
	buf_init(&r.found, SIZE_MAX / 4);
	read_text(&r, b->dom->body);
	if (b->n > 0) {
		b->v = arena_alloc(b->a, b->n * sizeof(*b->v));
		memcpy(b->v, r.found.p, b->n * sizeof(*b->v));
	}
	buf_release(&r.found);
	buf_release(&r.text);
	blocks_sum(b);
}

void
blocks_sum(struct blocks *b)
{
	size_t n = (size_t)b->n_elements + 1;
	uint32_t i, id;

	memset(b->prose, 0, n * sizeof(*b->prose));
	memset(b->width, 0, n * sizeof(*b->width));
	memset(b->link_width, 0, n * sizeof(*b->link_width));
	for (i = 0; i < b->n; i++) {
		id = b->v[i].owner;
		if (b->is_out[id])
			continue;
		b->prose[id] += b->v[i].prose;
		b->width[id] += b->v[i].width;
		b->link_width[id] += b->v[i].link_width;
	}
	for (id = b->n_elements; id > 0; id--) {
		b->prose[b->parent[id]] += b->prose[id];
		b->width[b->parent[id]] += b->width[id];
		b->link_width[b->parent[id]] += b->link_width[id];
	}
}

void
blocks_drop(struct blocks *b, uint32_t id)
{
	memset(b->is_out + id, 1, b->last[id] - id + 1);
}
