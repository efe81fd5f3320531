#include "config.h"
#include "extract/visible.h"

#include "extract/byline.h"
#include "extract/prose.h"

#define FACT_LINE_MAX 260U    /* bytes of a line of facts */
#define SLOGAN_MAX 150U  /* bytes */
#define NAME_LOOK 300U   /* bytes of a byline that are read */
#define MAIN_SHARE 0.35F /* of the page's prose: what holds more is the main part, whatever its name */
#define NEAR_LEVELS 4U   /* elements around the first author in which others stand */
#define AROUND_BEFORE 12U /* blocks before and behind the headline where dates stand */
#define AROUND_BEHIND 24U

/* In what is about other articles or people, or what readers wrote; is_loose: a sidebar or a figure may be about this one. */
static bool
is_elsewhere(const struct blocks *b, uint32_t id, bool is_loose)
{
	float all = b->prose[dom_id(b->dom->body)];
	uint32_t bad = WORD_RELATED | WORD_COMMENTS | WORD_NAV | WORD_AD | (is_loose ? 0 : WORD_SIDE);

	for (; id != 0; id = b->parent[id]) {
		enum dom_tag tag = dom_tag(b->node[id]);
		uint32_t w = b->words[id];

		if (tag == TAG_body || (all > 0 && b->prose[id] >= MAIN_SHARE * all))
			return false;
		if (tag == TAG_nav || (!is_loose && (tag == TAG_footer || tag == TAG_aside || tag == TAG_figure)))
			return true;
		if ((w & bad) != 0 && (w & WORD_BODY) == 0)
			return true;
	}
	return false;
}

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

		if (n == NULL || !is_author_at(b, n, place) || is_elsewhere(b, id, false) || (first != NULL && !is_near(first, n)))
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

/* ---- dates ---- */

static bool
take(struct metadata *m, struct str s)
{
	if (m->published.as.n == 0 && s.n > 0 && page_date_read(m->a, s, m->month_first, &m->published))
		m->date_from = "page";
	return m->published.as.n > 0;
}

static struct str
time_value(struct arena *a, const xmlNode *n)
{
	struct str s = dom_attr(n, "datetime");

	if (s.n == 0)
		s = dom_attr(n, "content");
	if (s.n == 0)
		s = dom_attr(n, "data-datetime");
	if (s.n == 0 && dom_tag(n) == TAG_abbr)
		s = dom_attr(n, "title");
	return s.n > 0 ? s : dom_text(a, n, FACT_LINE_MAX);
}

static bool
is_published_mark(const xmlNode *n)
{
	struct str class = dom_attr(n, "class");

	if (dom_attr_has_word(n, "itemprop", "datePublished") || dom_attr_has_word(n, "property", "schema:datePublished") || dom_has_attr(n, "pubdate"))
		return true;
	if (class.n == 0 || str_find_nocase(class, STR("updated")) != STR_NPOS)
		return false;
	return dom_attr_has_word(n, "class", "published") || dom_attr_has_word(n, "class", "dt-published") || dom_attr_has_word(n, "class", "entry-date") || dom_attr_has_word(n, "class", "pubdate");
}

static void
read_marked_dates(struct metadata *m, const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id;

	for (id = 1; id <= b->n_elements; id++) {
		const xmlNode *n = b->node[id];

		if (n == NULL || n->properties == NULL)
			continue;
		if (m->published.as.n == 0 && is_published_mark(n) && !is_elsewhere(b, id, false))
			take(m, time_value(m->a, n));
		if (m->updated.as.n == 0 && dom_attr_has_word(n, "itemprop", "dateModified") && !is_elsewhere(b, id, false))
			page_date_read(m->a, time_value(m->a, n), m->month_first, &m->updated);
	}
}

static void
read_times(struct metadata *m, const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id;

	for (id = 1; id <= b->n_elements && m->published.as.n == 0; id++)
		if (b->node[id] != NULL && dom_tag(b->node[id]) == TAG_time && !is_elsewhere(b, id, false))
			take(m, time_value(m->a, b->node[id]));
}

/* Lines whose element is called a date, then lines around the headline, then all short lines, at last those of sidebars and figures. */
static void
read_date_lines(struct metadata *m, const struct content *c, uint32_t from, uint32_t to)
{
	const struct blocks *b = &c->blocks;
	uint32_t i, id;
	int pass;

	for (pass = 0; pass < 4 && m->published.as.n == 0; pass++)
		for (i = pass == 1 ? from : 0; i < (pass == 1 ? to : c->n_all) && m->published.as.n == 0; i++) {
			const struct block *v = &c->all[i];

			if (v->text.n > FACT_LINE_MAX || v->text.n < 6)
				continue;
			id = v->owner;
			if (pass == 0 && (b->words[id] & WORD_DATE) == 0 && (b->words[b->parent[id]] & WORD_DATE) == 0)
				continue;
			if (is_elsewhere(b, id, pass > 2))
				continue;
			if (page_date_find(m->a, v->text, m->month_first, &m->published))
				m->date_from = "page";
		}
}

static void
around_title(const struct content *c, uint32_t *from, uint32_t *to)
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
	around_title(c, &from, &to);
	if (m->is_by_house)
		m->authors = (struct list){ .n = 0 };
	for (place = BY_ITEMPROP; place < BY_LINE && m->authors.n == 0; place++)
		read_authors_at(m, c, (enum place)place);
	read_author_line(m, c, from, to);
	if (m->authors.n == 0)
		m->authors = known;
	read_marked_dates(m, c);
	if (m->published.as.n == 0 && page_date_of_url(m->a, m->url.n > 0 ? m->url : m->page_url, &m->published))
		m->date_from = "url";
	read_times(m, c);
	read_date_lines(m, c, from, to);
	if (m->published.as.n == 0 && m->updated.as.n > 0) {
		m->published = m->updated;
		m->date_from = "page";
	}
}
