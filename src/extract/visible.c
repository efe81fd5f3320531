#include "config.h"
#include "extract/visible.h"

#include "extract/byline.h"
#include "extract/prose.h"
#include "extract/visible_date.h"
#include "extract/whereabouts.h"

#define FACT_LINE_MAX 260U    /* bytes of a line of facts */
#define SLOGAN_MAX 150U  /* bytes */
#define NAME_LOOK 300U   /* bytes of a byline that are read */
#define NEAR_LEVELS 4U   /* elements around the first author in which others stand */

/* ---- authors ---- */

enum place { BY_ITEMPROP, BY_REL, BY_NAME_CLASS, BY_PATH, BY_CLASS, BY_LINE, N_PLACES };

static bool
class_has(const xmlNode *n, const char *const *parts, size_t count)
{
	struct str class = dom_attr(n, "class"), id = dom_attr(n, "id"), test = dom_attr(n, "data-testid");
	size_t i;

	for (i = 0; i < count; i++)
		if (str_find_nocase(class, str_from(parts[i])) != STR_NPOS || str_find_nocase(id, str_from(parts[i])) != STR_NPOS ||
		    str_find_nocase(test, str_from(parts[i])) != STR_NPOS)
			return true;
	return false;
}

static bool
is_author_at(const struct blocks *b, const xmlNode *n, enum place place)
{
	static const char *const named[] = { "author-name", "author__name", "authorname", "author_name", "byline-name", "byline__name", "bylinename", "p-author", "author-link", "byline__author", "byline-author", "c-byline__author", "fn n", "author fn" };
	static const char *const paths[] = { "/author/", "/authors/", "/autor/", "/autoren/", "/auteur/", "/people/", "/profile/", "/redakteur/", "/staff/", "/contributors/", "/journalist/", "/reporter/", "/by/" };
	enum dom_tag tag = dom_tag(n);
	struct str href;
	size_t i;

	switch (place) {
	case BY_ITEMPROP:
		return dom_attr_has_word(n, "itemprop", "author") || dom_attr_has_word(n, "itemprop", "creator");
	case BY_REL:
		return tag == TAG_a && dom_attr_has_word(n, "rel", "author");
	case BY_NAME_CLASS:
		return class_has(n, named, sizeof(named) / sizeof(named[0]));
	case BY_PATH:
		href = tag == TAG_a ? dom_attr(n, "href") : STR_NONE;
		for (i = 0; href.n > 0 && i < sizeof(paths) / sizeof(paths[0]); i++)
			if (str_find_nocase(href, str_from(paths[i])) != STR_NPOS)
				return true;
		return false;
	case BY_CLASS:
		return (b->words[dom_id(n)] & WORD_BYLINE) != 0 && tag != TAG_body && tag != TAG_html && tag != TAG_article;
	case BY_LINE:
	case N_PLACES:
		break;
	}
	return false;
}

/* The name inside an author's element: microdata's or the link's, else all of its text. */
static struct str
name_text(struct arena *a, const xmlNode *n)
{
	const xmlNode *in;

	if (dom_tag(n) == TAG_meta)
		return dom_attr(n, "content");
	for (in = dom_next(n, n); in != NULL; in = dom_next(in, n))
		if (in->type == XML_ELEMENT_NODE && dom_attr_has_word(in, "itemprop", "name"))
			return dom_tag(in) == TAG_meta ? dom_attr(in, "content") : dom_text(a, in, NAME_LOOK);
	return dom_text(a, n, NAME_LOOK);
}

static bool
is_near(const xmlNode *first, const xmlNode *n)
{
	unsigned i;

	for (i = 0; i < NEAR_LEVELS && first->parent != NULL; i++)
		first = first->parent;
	return dom_contains(first, n);
}

static void
read_authors_at(struct metadata *m, const struct content *c, enum place place)
{
	const struct blocks *b = &c->blocks;
	const xmlNode *first = NULL;
	uint32_t id, to = b->n_elements;

	for (id = 1; id <= to; id++) {
		const xmlNode *n = b->node[id];
		struct str s;
		uint32_t before = m->authors.n;

		if (n == NULL || !is_author_at(b, n, place) || whereabouts_elsewhere(c, id, false) || (first != NULL && !is_near(first, n)))
			continue;
		s = name_text(m->a, n);
		if (s.n < NAME_LOOK - 3)
			byline_add(m->a, &m->authors, s, m->site_name, place <= BY_NAME_CLASS);
		if (m->authors.n > before) {
			if (first == NULL)
				first = n;
			id = b->last[id];
		}
	}
}

/* "By Name" in a line of its own beside the headline. */
static void
read_author_line(struct metadata *m, const struct content *c, uint32_t from, uint32_t to)
{
	uint32_t i;

	for (i = from; i < to && m->authors.n == 0; i++)
		if (c->all[i].text.n < FACT_LINE_MAX && byline_has_opening(c->all[i].text))
			byline_add(m->a, &m->authors, c->all[i].text, m->site_name, false);
}

/* ---- the site ---- */

/* What its markup calls a slogan or the site's description; above the article, as a line. */
static void
read_slogan(struct metadata *m, const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id, end = c->root != NULL ? dom_id(c->root) : b->n_elements;
	struct str s;

	for (id = 1; id <= end && m->slogan.n == 0; id++) {
		if (b->node[id] == NULL || (b->words[id] & WORD_SLOGAN) == 0 || dom_tag(b->node[id]) == TAG_body)
			continue;
		s = dom_text(m->a, b->node[id], SLOGAN_MAX + 1);
		if (s.n <= SLOGAN_MAX && !str_eq(s, m->site_name) && !str_eq(s, m->title))
			m->slogan = s;
	}
}

void
visible_read(struct metadata *m, const struct content *c)
{
	struct list known = m->authors;
	uint32_t from, to;
	int place;

	read_slogan(m, c);
	whereabouts_of_title(c, &from, &to);
	if (m->is_by_house)
		m->authors = (struct list){ .n = 0 };
	for (place = BY_ITEMPROP; place < BY_LINE && m->authors.n == 0; place++)
		read_authors_at(m, c, (enum place)place);
	read_author_line(m, c, from, to);
	if (m->authors.n == 0)
		m->authors = known;
	visible_dates(m, c, from, to);
}
