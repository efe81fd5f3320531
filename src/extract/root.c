#include "config.h"
#include "extract/root.h"

#include "base/buf.h"
#include "base/hash.h"
#include "extract/fold.h"

#define SENTENCES_MAX 80U    /* of the known text that are looked for */
#define SENTENCE_LETTERS 25U /* folded bytes of one that is no coincidence, */
#define SENTENCE_LOOK 120U   /* and that are looked for */
#define KNOWN_MIN 300U       /* bytes of a known text worth looking for */
#define KNOWN_FULL 1500U     /* bytes from which it is no mere summary, */
#define KNOWN_SHARE 0.6F     /* or this share of the densest part */
#define SAID_SHARE 0.35F     /* of the densest part that an element must have which is called an article's body … */
#define SAID_PROSE 500.0F    /* … and prose at least */
#define OTHER_PROSE 300.0F   /* of another article beside the titled one */
#define TITLED_PROSE 250.0F  /* from which on what is around an element must be of one make with it, where that has the title … */
#define FULL_PROSE 1500.0F   /* … or has not, but … */
#define FULL_SHARE 0.4F      /* … this share of the page's prose */
#define MORE_FACTOR 1.03F    /* of what an element has: less around it is nothing that belongs to the text */
#define ABOVE_TITLE 0.5F     /* of the weight that text above the title has */
#define BETWEEN_PROSE 150.0F /* between title and text that is its beginning */
#define PARTS_FACTOR 4.0F    /* the most that all parts of a text have of what the one has that was named */
#define KIN_PLACES 1024U     /* for makes: two may share one */
#define LEVELS 5U            /* up to which a block counts for the elements around it */
#define NEAR_LEVELS 4U       /* elements around the title that are near it */
#define SMALL_PROSE 800.0F   /* what has less may be a part of a text, however much there is around it */

/* ---- by the text that the page's metadata repeats ---- */

struct piece {
	size_t at; /* offset of the block in the folded text */
	uint32_t owner;
};

static uint32_t
owner_at(const struct piece *v, uint32_t n, size_t at)
{
	uint32_t low = 0, high = n, mid;

	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (v[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return v[low].owner;
}

/* Behind the sentence that starts at i. */
static size_t
sentence_end(struct str s, size_t i)
{
	for (; i < s.n; i++)
		if (s.p[i] == '\n' || ((s.p[i] == '.' || s.p[i] == '!' || s.p[i] == '?') && i + 1 < s.n && ascii_is_space(s.p[i + 1])) ||
		    (i + 3 <= s.n && memcmp(s.p + i, "\xe3\x80\x82", 3) == 0))
			return i + 1;
	return s.n;
}

/* The deepest element that holds nearly all hits; counts are summed upwards. */
static uint32_t
deepest(const struct blocks *b, uint32_t *count, uint32_t n_hits)
{
	uint32_t id, best = 0;

	for (id = b->n_elements; id > 0; id--)
		count[b->parent[id]] += count[id];
	for (id = 1; id <= b->n_elements; id++)
		if (100 * (uint64_t)count[id] >= 92 * (uint64_t)n_hits)
			best = id; /* in document order the last one is the deepest: the holders are nested */
	return best;
}

static uint32_t
root_by_text(const struct blocks *b, struct str body)
{
	uint32_t *count, i, n = 0, n_sentences = 0, n_hits = 0;
	struct piece *pieces;
	struct buf all, one;
	size_t at, end, step;
	const char *hit;

	if (body.n < KNOWN_MIN || b->n == 0)
		return 0;
	count = arena_zalloc(b->a, ((size_t)b->n_elements + 1) * sizeof(*count));
	pieces = arena_alloc(b->a, b->n * sizeof(*pieces));
	buf_init(&all, SIZE_MAX / 4);
	buf_init(&one, SIZE_MAX / 4);
	for (i = 0; i < b->n; i++) {
		if (b->is_out[b->v[i].owner])
			continue;
		pieces[n++] = (struct piece){ all.n, b->v[i].owner };
		fold_add(&all, b->v[i].text, false);
	}
	step = body.n / SENTENCES_MAX;
	for (at = 0; n > 0 && at < body.n && n_sentences < SENTENCES_MAX; at = end) {
		end = sentence_end(body, at);
		buf_clear(&one);
		fold_add(&one, (struct str){ body.p + at, end - at }, true);
		if (one.n < SENTENCE_LETTERS)
			continue;
		n_sentences++;
		hit = memmem(all.p, all.n, one.p, one.n < SENTENCE_LOOK ? one.n : SENTENCE_LOOK);
		if (hit != NULL) {
			count[owner_at(pieces, n, (size_t)(hit - all.p))]++;
			n_hits++;
		}
		if (end < at + step)
			end = sentence_end(body, at + step); /* a long text is sampled */
	}
	buf_release(&all);
	buf_release(&one);
	if (n_sentences < 2 || 10 * n_hits < 6 * n_sentences)
		return 0;
	return deepest(b, count, n_hits);
}

/* ---- by density ---- */

static float
factor(const struct blocks *b, uint32_t id)
{
	uint32_t w = b->words[id];
	float f = 1;

	if ((w & WORD_BODY) != 0 || dom_attr_has_word(b->node[id], "itemprop", "articlebody"))
		f *= 1.35F;
	else if ((w & WORD_GOOD) != 0)
		f *= 1.1F;
	if (dom_tag(b->node[id]) == TAG_article)
		f *= 1.25F;
	if ((w & (WORD_BAD | WORD_DOUBTFUL | WORD_COMMENTS)) != 0 && (w & WORD_BODY) == 0)
		f *= 0.7F;
	return f;
}

static bool
is_leaf_tag(enum dom_tag tag)
{
	switch ((int)tag) {
	case TAG_p:
	case TAG_li:
	case TAG_pre:
	case TAG_td:
	case TAG_dd:
	case TAG_dt:
	case TAG_blockquote:
		return true;
	}
	return false;
}

static uint32_t
densest(const struct blocks *b, uint32_t title)
{
	static const float share[LEVELS] = { 1, 1 / 2.0F, 1 / 3.5F, 1 / 5.0F, 1 / 7.0F };
	float *score = arena_zalloc(b->a, ((size_t)b->n_elements + 1) * sizeof(*score)), s, best_score = 0;
	uint32_t i, k, id, best = 0;

	for (i = 0; i < b->n; i++) {
		const struct block *v = &b->v[i];

		if (v->prose <= 0 || b->is_out[v->owner])
			continue;
		s = 1 + (v->prose < 300 ? v->prose / 100 : 3) + 0.5F * (float)(v->n_marks < 12 ? v->n_marks : 12);
		id = is_leaf_tag(v->tag) ? b->parent[v->owner] : v->owner;
		for (k = 0; k < LEVELS && id != 0; k++, id = b->parent[id])
			score[id] += s * share[k];
	}
	for (id = 1; id <= b->n_elements; id++) {
		if (score[id] <= 0)
			continue;
		s = score[id] * factor(b, id) * (b->last[id] < title ? ABOVE_TITLE : 1);
		if (s > best_score) {
			best_score = s;
			best = id;
		}
	}
	return best;
}

/* The make of a block: a hash of class and tag of its element and the one around it. */
static uint16_t
make_of(const struct blocks *b, uint32_t id)
{
	uint32_t up = b->parent[id];
	uint64_t hash = hash_fast(dom_attr(b->node[id], "class"), (uint64_t)dom_tag(b->node[id]));

	if (up != 0)
		hash = hash_fast(dom_attr(b->node[up], "class"), hash ^ (uint64_t)dom_tag(b->node[up]));
	return (uint16_t)(hash % KIN_PLACES);
}

/* Of all blocks: they are asked again for each element around a text. */
static uint16_t *
read_makes(const struct blocks *b)
{
	uint16_t *makes = arena_alloc(b->a, ((size_t)b->n + 1) * sizeof(*makes));
	uint32_t i;

	for (i = 0; i < b->n; i++)
		makes[i] = make_of(b, b->v[i].owner);
	return makes;
}

static bool
is_marked(const struct blocks *b, uint32_t id)
{
	return dom_tag(b->node[id]) == TAG_article || dom_tag(b->node[id]) == TAG_main || (b->words[id] & WORD_BODY) != 0;
}

/*
 * Whether the text goes on in up, outside of root: most of what is there is of the same make, or stands between the
 * title and root.
 */
static bool
goes_on(const struct blocks *b, const uint16_t *makes, uint32_t root, uint32_t up, uint32_t title)
{
	float kin[KIN_PLACES] = { 0 }, like = 0, between = 0; /* kin: prose in root by its make */
	bool has_title = title != 0 && blocks_is_below(b, title, up);
	uint32_t i, id;

	for (i = 0; i < b->n; i++)
		if (blocks_is_below(b, b->v[i].owner, root))
			kin[makes[i]] += b->v[i].prose;
	for (i = 0; i < b->n; i++) {
		id = b->v[i].owner;
		if (!blocks_is_below(b, id, up) || blocks_is_below(b, id, root))
			continue;
		if (kin[makes[i]] > 0)
			like += b->v[i].prose;
		if (has_title && id > title && id < root)
			between += b->v[i].prose;
	}
	return 4 * like >= 3 * (b->prose[up] - b->prose[root]) || between >= BETWEEN_PROSE;
}

static uint32_t
climb(const struct blocks *b, const uint16_t *makes, uint32_t id, uint32_t title)
{
	float all = b->prose[dom_id(b->dom->body)];
	uint32_t up, root = id;

	for (up = b->parent[id]; up != 0 && b->node[up] != b->dom->root; up = b->parent[up]) {
		float has = b->prose[root], more = b->prose[up];
		bool has_title = title != 0 && blocks_is_below(b, title, root);

		if (has >= (has_title ? TITLED_PROSE : FULL_PROSE) && (has_title || has >= FULL_SHARE * all) && more > MORE_FACTOR * has && !goes_on(b, makes, root, up, title))
			break;
		if (more > 2 * has && has >= 0.5F * all && has >= SMALL_PROSE)
			break;
		if (more > 2 * has && has >= SMALL_PROSE && has >= 0.3F * all && is_marked(b, root))
			break;
		if (more < MORE_FACTOR * has && !is_marked(b, up))
			continue;
		root = up;
	}
	return root;
}

/* ---- by what the page says of its elements ---- */

static bool
is_near_title(const struct blocks *b, uint32_t id, uint32_t title)
{
	unsigned i;

	for (i = 0; i < NEAR_LEVELS && title != 0; i++, title = b->parent[title])
		if (blocks_is_below(b, id, title))
			return true;
	return false;
}

static uint32_t
declared(const struct blocks *b, uint32_t title)
{
	float all = b->prose[dom_id(b->dom->body)], value, best_value = 0;
	uint32_t id, best = 0;

	for (id = 1; id <= b->n_elements && all > 0; id++) {
		enum dom_tag tag = dom_tag(b->node[id]);
		float share = b->prose[id] / all;
		int trust = 0;
		bool is_body = dom_attr_has_word(b->node[id], "itemprop", "articlebody");

		if (b->is_out[id] || share <= 0)
			continue;
		if (is_body)
			trust = 5;
		else if ((b->words[id] & WORD_BODY) != 0)
			trust = 4;
		else if (tag == TAG_article || dom_attr_has_word(b->node[id], "role", "article"))
			trust = 3;
		else if (tag == TAG_main || dom_attr_has_word(b->node[id], "role", "main"))
			trust = 1;
		if (trust == 0 || !(share >= 0.3F || (is_body && share >= 0.2F) || (b->prose[id] >= 100 && is_near_title(b, id, title))))
			continue;
		value = share + 0.1F * (float)trust;
		if (tag == TAG_article && title != 0)
			value += blocks_is_below(b, title, id) ? 0.5F : -0.5F;
		if (value > best_value) {
			best_value = value;
			best = id;
		}
	}
	return best;
}

/* Several articles one below the other: the one whose heading is the title, where the root holds others too. */
static uint32_t
titled_article(const struct blocks *b, uint32_t root, uint32_t title)
{
	uint32_t id, own = 0;
	float others = 0;

	for (id = title; id > root; id = b->parent[id])
		if (dom_tag(b->node[id]) == TAG_article)
			own = id;
	if (own == 0 || b->prose[own] < OTHER_PROSE)
		return root;
	for (id = root + 1; root != 0 && id <= b->last[root]; id++)
		if (dom_tag(b->node[id]) == TAG_article) {
			others += id == own ? 0 : b->prose[id];
			id = b->last[id];
		}
	return others >= OTHER_PROSE ? own : root;
}

/* A page of a few words: its longest article, or its main part, or all of it. */
static uint32_t
whole(const struct blocks *b)
{
	static const enum dom_tag tags[] = { TAG_article, TAG_main };
	uint32_t id, best = 0;
	size_t i;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]) && best == 0; i++)
		for (id = 1; id <= b->n_elements; id++)
			if (!b->is_out[id] && dom_tag(b->node[id]) == tags[i] && b->width[id] > b->width[best] * (best != 0))
				best = id;
	if (best == 0)
		best = dom_id(b->dom->body);
	return b->width[best] > 0 ? best : 0;
}

/* What is called the article may be a part of it, above an advertisement; of several articles it is the whole of one. */
static bool
is_one_part(const struct blocks *b, uint32_t said, uint32_t dense)
{
	uint32_t id;

	if (dom_tag(b->node[said]) == TAG_article || !blocks_is_below(b, said, dense) || b->prose[dense] <= 1.05F * b->prose[said] ||
	    b->prose[dense] > PARTS_FACTOR * b->prose[said])
		return false;
	for (id = b->last[said] + 1; id <= b->last[dense]; id++)
		if (!b->is_out[id] && (dom_tag(b->node[id]) == TAG_h1 || (dom_tag(b->node[id]) == TAG_article && b->prose[id] > 0)))
			return false;
	return true;
}

uint32_t
root_find(const struct blocks *b, uint32_t title, struct str body, const char **method)
{
	uint32_t known = root_by_text(b, body), dense, said;
	const uint16_t *makes = read_makes(b);

	dense = densest(b, title);
	if (dense != 0)
		dense = climb(b, makes, dense, title);
	if (known != 0 && b->prose[known] > 0 &&
	    (body.n >= KNOWN_FULL || (float)body.n >= KNOWN_SHARE * b->prose[dense] || b->prose[known] >= KNOWN_SHARE * b->prose[dense])) {
		*method = "json-ld";
		return known;
	}
	dense = titled_article(b, dense, title);
	said = declared(b, title);
	if (said != 0 && dense != 0 && is_one_part(b, said, dense) && goes_on(b, makes, said, dense, title))
		said = dense;
	if (said != 0 && (b->words[said] & WORD_BODY) != 0 && blocks_is_below(b, said, dense) && b->prose[said] >= SAID_PROSE &&
	    b->prose[said] >= SAID_SHARE * b->prose[dense]) {
		*method = "marked";
		return said;
	}
	if (said != 0 && (dense == 0 || b->prose[said] >= 0.75F * b->prose[dense] ||
	                     (b->prose[said] >= 0.6F * b->prose[dense] && blocks_is_below(b, said, dense)))) {
		*method = "marked";
		return said;
	}
	if (dense != 0) {
		*method = "density";
		return dense;
	}
	*method = "whole";
	return whole(b);
}
