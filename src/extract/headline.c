#include "config.h"
#include "extract/headline.h"

#include "base/url.h"
#include "extract/class_words.h"
#include "extract/fold.h"
#include "extract/page_title.h"
#include "extract/prose.h"

#define LOOK_MAX 2000U    /* bytes of a heading that are read */
#define HEADING_MAX 400U  /* bytes: a longer one is no headline */
#define LETTERS_MIN 6U    /* folded bytes from which one text may be part of another */
#define HEADINGS_MAX 200U /* of a page that are looked at */

static bool
is_of_kind(const xmlNode *n, enum headline_kind kind)
{
	switch (kind) {
	case HEADLINE_H1:
		return dom_tag(n) == TAG_h1;
	case HEADLINE_H2:
		return dom_tag(n) == TAG_h2;
	case HEADLINE_CLASS:
		return dom_tag(n) != TAG_body && (class_words(n) & WORD_TITLE) != 0;
	case HEADLINE_H3:
		return dom_tag(n) == TAG_h3;
	}
	return false;
}

/* A heading that leads to the front page bears the name of the site; on the front page itself it may be anything. */
static bool
is_masthead(const struct metadata *m, const xmlNode *heading)
{
	const xmlNode *link = dom_find(heading, TAG_a);
	struct str href;

	if (link == NULL)
		link = dom_up(heading, TAG_a);
	href = link != NULL ? dom_attr(link, "href") : STR_NONE;
	return href.n > 0 && url_is_front_page(metadata_address(m, href)) && !url_is_front_page(m->page_url);
}

/* The kicker of a heading: an element of its own at its start, called so or small, with more behind it. */
static const xmlNode *
kicker_in(const struct metadata *m, const xmlNode *heading)
{
	const xmlNode *n;

	for (n = dom_next(heading, heading); n != NULL; n = dom_next(n, heading)) {
		if (dom_is_text(n) && prose_trim(str_from((const char *)n->content)).n > 0)
			return NULL;
		if (n->type == XML_ELEMENT_NODE && (dom_tag(n) == TAG_small || (class_words(n) & WORD_KICKER) != 0))
			return dom_text(m->a, n, LOOK_MAX).n > 0 ? n : NULL;
	}
	return NULL;
}

static bool
is_title(const struct headline_titles *t, struct str key)
{
	unsigned i;

	for (i = 0; i < t->n; i++)
		if (str_eq(t->v[i], key))
			return true;
	return false;
}

/* The kicker stays where the titles in the head have it too. titles may be NULL. */
static struct str
text_of(const struct metadata *m, const xmlNode *heading, const struct headline_titles *titles)
{
	const xmlNode *kicker = kicker_in(m, heading);
	struct str all = dom_text(m->a, heading, LOOK_MAX), first, rest, key;
	unsigned i;

	if (kicker == NULL)
		return all;
	first = dom_text(m->a, kicker, LOOK_MAX);
	rest = prose_trim(str_skip(all, first.n));
	if (!str_starts(all, first) || rest.n == 0)
		return all;
	while (rest.n > 1 && strchr(":-|,", rest.p[0]) != NULL)
		rest = prose_trim(str_skip(rest, 1));
	key = fold(m->a, all);
	for (i = 0; titles != NULL && i < titles->n_own && !is_title(titles, fold(m->a, rest)); i++)
		if (memmem(titles->v[i].p, titles->v[i].n, key.p, key.n) != NULL)
			return strchr(".:!?", first.p[first.n - 1]) == NULL ? arena_printf(m->a, "%.*s: %.*s", STR_ARG(first), STR_ARG(rest)) : all;
	return rest;
}

/* How much of a title the heading has, less half of what it has besides; 0 for none. */
static size_t
likeness(const struct headline_titles *t, struct str key)
{
	size_t best = 0, value;
	unsigned i;

	for (i = 0; i < t->n; i++) {
		if (!fold_is_like(key, t->v[i], LETTERS_MIN))
			continue;
		value = key.n <= t->v[i].n ? key.n : t->v[i].n - (key.n - t->v[i].n) / 2 * ((key.n - t->v[i].n) / 2 < t->v[i].n);
		best = value > best ? value : best;
	}
	return best;
}

/* The text of the next heading of this kind behind *n that may be the article's, with *n there; NULL in *n for none. */
static struct str
next_heading(const struct metadata *m, const struct headline_titles *titles, enum headline_kind kind, const xmlNode **n, unsigned *left)
{
	const xmlNode *body = m->dom->body;
	struct str s;

	for (*n = *n == NULL ? body : dom_next(*n, body); *n != NULL && *left > 0; *n = dom_next(*n, body)) {
		if ((*n)->type != XML_ELEMENT_NODE || !is_of_kind(*n, kind))
			continue;
		--*left;
		s = text_of(m, *n, titles);
		if (s.n > 0 && s.n <= HEADING_MAX && !is_masthead(m, *n) && dom_up(*n, TAG_nav) == NULL)
			return s;
	}
	*n = NULL;
	return STR_NONE;
}

struct str
headline_known(const struct metadata *m, const struct headline_titles *titles, enum headline_kind kind)
{
	struct str best = STR_NONE, s, key;
	unsigned left = HEADINGS_MAX;
	size_t value, most = 0;
	const xmlNode *n = NULL;

	while (s = next_heading(m, titles, kind, &n, &left), n != NULL) {
		key = fold(m->a, s);
		value = key.n >= LETTERS_MIN ? likeness(titles, key) : 0;
		if (value > most && !page_title_is_site(m, s)) {
			most = value;
			best = s;
		}
	}
	return best;
}

struct str
headline_only(const struct metadata *m)
{
	struct str found = STR_NONE, s;
	unsigned left = HEADINGS_MAX;
	const xmlNode *n = NULL;

	while (s = next_heading(m, NULL, HEADLINE_H1, &n, &left), n != NULL) {
		if (page_title_is_site(m, s))
			continue;
		if (found.n > 0 && !str_eq(found, s))
			return STR_NONE;
		found = s;
	}
	return found;
}
