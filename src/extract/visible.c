#include "config.h"
#include "extract/visible.h"

#include "base/url.h"
#include "extract/byline.h"
#include "extract/prose.h"
#include "extract/visible_date.h"
#include "extract/whereabouts.h"

#define DATED_LINE_MAX 120U /* bytes of a line that is a date and a name */
#define SLOGAN_MAX 150U     /* bytes */
#define NAME_LOOK 300U      /* bytes of a byline that are read */
#define BYLINE_WIDTH 300U   /* characters in a box of authors */

/* ---- authors ---- */

enum place { BY_ITEMPROP, BY_REL, BY_NAME_CLASS, BY_PATH, BY_CLASS };

static bool
has_part(struct str s, const char *const *parts, size_t count)
{
	size_t i;

	for (i = 0; s.n > 0 && i < count; i++)
		if (str_find_nocase(s, str_from(parts[i])) != STR_NPOS)
			return true;
	return false;
}

/* Whether one of the words is a folder of the address. */
static bool
has_folder(struct str href, const char *const *words, size_t count)
{
	struct str folder;
	bool is_first = true;
	size_t i;

	while (str_next(&href, '/', &folder)) {
		if (href.p == NULL) /* a file's name */
			return false;
		for (i = 0; !is_first && i < count; i++)
			if (str_is_nocase(folder, words[i]))
				return true;
		is_first = false;
	}
	return false;
}

/* Each of the names has one of the parts, and most classes have none of these. */
static bool
is_called_author(const xmlNode *n)
{
	static const char *const parts[] = { "author", "byline", "fn n" };
	static const char *const names[] = { "author-name", "author__name", "authorname", "author_name", "byline-name", "byline__name", "bylinename", "p-author", "author-link", "byline__author", "byline-author", "fn n", "author fn" };
	static const char *const attributes[] = { "class", "id", "data-testid" };
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		struct str value = dom_attr(n, attributes[i]);

		if (has_part(value, parts, sizeof(parts) / sizeof(parts[0])) && has_part(value, names, sizeof(names) / sizeof(names[0])))
			return true;
	}
	return false;
}

static struct str
host_of(const struct metadata *m, struct str url)
{
	struct str key = url_match_key(m->a, url);

	return str_head(key, str_find_char(key, '/'));
}

/* A link within the site or to a part of it. */
static bool
is_own(const struct metadata *m, struct str href)
{
	struct str there = host_of(m, metadata_address(m, href)), here = host_of(m, m->page_url.n > 0 ? m->page_url : m->url);

	return here.n == 0 || str_ends(there, here) || str_ends(here, there);
}

static bool
is_author_at(const struct metadata *m, const struct blocks *b, const xmlNode *n, enum place place, bool is_near)
{
	static const char *const folders[] = { "author", "authors", "autor", "autoren", "auteur", "auteurs", "autores", "autori", "redakteur", "redakcja", "staff", "contributor", "contributors", "journalist", "journalists", "reporter", "by", "writer", "writers", "editors", "columnist", "columnists" };
	static const char *const near_folders[] = { "people", "profile", "profil", "user", "users", "bio" }; /* at the headline they are the author's */
	static const char *const accounts[] = { "sign_", "login", "logout" };
	enum dom_tag tag = dom_tag(n);
	struct str href;

	if (n->properties == NULL)
		return false;
	switch (place) {
	case BY_ITEMPROP:
		return dom_attr_has_word(n, "itemprop", "author") || dom_attr_has_word(n, "itemprop", "creator");
	case BY_REL:
		return tag == TAG_a && dom_attr_has_word(n, "rel", "author");
	case BY_NAME_CLASS:
		return is_called_author(n);
	case BY_PATH:
		href = tag == TAG_a ? dom_attr(n, "href") : STR_NONE;
		if (!has_folder(href, folders, sizeof(folders) / sizeof(folders[0])) && !(is_near && has_folder(href, near_folders, sizeof(near_folders) / sizeof(near_folders[0]))))
			return false;
		return is_own(m, href) && !has_part(href, accounts, sizeof(accounts) / sizeof(accounts[0]));
	case BY_CLASS:
		return (b->words[dom_id(n)] & WORD_BYLINE) != 0 && tag != TAG_body && tag != TAG_html && tag != TAG_article;
	}
	return false;
}

/* Text with a line's end where a block ends, or one word and a capital of two elements stand together. */
static struct str
lines_text(struct arena *a, const xmlNode *root)
{
	const xmlNode *n, *next;
	struct buf out;
	struct str s;
	size_t before;

	buf_init(&out, SIZE_MAX / 4);
	for (n = root; n != NULL && out.n < NAME_LOOK; n = next) {
		next = n != root && dom_tag_is_unread(dom_tag(n)) ? dom_next_past(n, root) : dom_next(n, root);
		if (!dom_is_text(n)) {
			if (out.n > 0 && n != root && (dom_tag(n) == TAG_br || dom_tag_is_block(dom_tag(n))))
				buf_add_char(&out, '\n');
			continue;
		}
		before = out.n;
		dom_add_text(&out, n);
		if (before > 0 && out.n > before && out.p[before - 1] >= 'a' && out.p[before - 1] <= 'z' && out.p[before] >= 'A' && out.p[before] <= 'Z') {
			s = arena_str(a, str_skip(buf_str(&out), before));
			out.n = before;
			buf_add_char(&out, '\n');
			buf_add_str(&out, s);
		}
	}
	s = arena_str(a, buf_str(&out));
	buf_release(&out);
	return s;
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
			return dom_tag(in) == TAG_meta ? dom_attr(in, "content") : lines_text(a, in);
	return lines_text(a, n);
}

/* Whether both stand in one box that holds no more than bylines. */
static bool
is_near(const struct blocks *b, uint32_t first, uint32_t id)
{
	uint32_t box = first;

	while (b->parent[box] != 0 && b->width[b->parent[box]] <= BYLINE_WIDTH)
		box = b->parent[box];
	return blocks_is_below(b, id, box);
}

static void
read_authors_at(struct metadata *m, const struct content *c, enum place place, uint32_t from, uint32_t to)
{
	const struct blocks *b = &c->blocks;
	uint32_t id, first = 0;

	for (id = from; id <= to; id++) {
		const xmlNode *n = b->node[id];
		struct str s;
		uint32_t before = m->authors.n;

		if (n == NULL || !is_author_at(m, b, n, place, to < b->n_elements) || whereabouts_elsewhere(c, id, false) || (first != 0 && !is_near(b, first, id)))
			continue;
		s = name_text(m->a, n);
		if (s.n < NAME_LOOK - 3)
			byline_add(m->a, &m->authors, s, m->site_name, place <= BY_NAME_CLASS);
		if (m->authors.n > before) {
			if (first == 0)
				first = id;
			id = b->last[id];
		}
	}
}

static void
add_house(struct metadata *m, struct str name)
{
	byline_add(m->a, &m->authors, name, STR_NONE, true);
	if (m->authors.n == 0)
		byline_add_declared(m->a, &m->authors, name);
}

/* The paper itself or a desk of it, where no person stands. */
static void
read_house(struct metadata *m, const struct content *c, enum place last, uint32_t from, uint32_t to)
{
	uint32_t id;
	int place;

	for (place = BY_ITEMPROP; place <= (int)last; place++)
		for (id = from; id <= to && m->authors.n == 0; id++)
			if (is_author_at(m, &c->blocks, c->blocks.node[id], (enum place)place, true) && !whereabouts_elsewhere(c, id, false))
				add_house(m, name_text(m->a, c->blocks.node[id]));
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

static bool
has_digit(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && !ascii_is_digit(s.p[i]); i++)
		;
	return i < s.n;
}

/* "3 May 2024 | 10:15 | Ann Roe": what reads as a name in a line that else is a date and a time. */
static void
read_dated_line(struct metadata *m, struct str line)
{
	static const char *const separators[] = { "|", "·", "•", " - ", " – ", " — " };
	struct str part, name = STR_NONE;
	struct page_date ignored;
	size_t i, at, best, skip;

	if (!page_date_find(m->a, line, m->month_first, &ignored))
		return;
	for (; line.n > 0; line = str_skip(line, best + skip)) {
		for (i = 0, best = line.n, skip = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
			at = str_find(line, str_from(separators[i]));
			if (at < best) {
				best = at;
				skip = strlen(separators[i]);
			}
		}
		part = prose_trim(str_head(line, best));
		if (part.n == 0 || has_digit(part))
			continue;
		if (name.n > 0 || !byline_is_name(m->a, part, m->site_name))
			return;
		name = part;
	}
	byline_add(m->a, &m->authors, name, m->site_name, false);
}

static void
read_dated_lines(struct metadata *m, const struct content *c, uint32_t first, uint32_t last)
{
	uint32_t i;

	for (i = 0; i < c->n_all && m->authors.n == 0; i++)
		if (c->all[i].owner >= first && c->all[i].owner <= last && c->all[i].text.n < DATED_LINE_MAX && c->all[i].owner != (c->title != NULL ? dom_id(c->title) : 0))
			read_dated_line(m, c->all[i].text);
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

/* ---- tags ---- */

static bool
is_of_others(const struct blocks *b, uint32_t id, uint32_t outer)
{
	for (; id > outer; id = b->parent[id])
		if ((b->words[id] & (WORD_RELATED | WORD_COMMENTS | WORD_NAV)) != 0)
			return true;
	return false;
}

/* Links that are marked as the article's tags (rel=tag, of microformats), where its head names none. */
static void
read_tags(struct metadata *m, const struct content *c)
{
	const struct blocks *b = &c->blocks;
	const xmlNode *article = c->title != NULL ? dom_up(c->title, TAG_article) : NULL;
	uint32_t id, first, last;

	if (m->tags.n > 0 || c->root == NULL)
		return;
	whereabouts_head(c, &first, &last);
	first = article != NULL ? dom_id(article) : first;
	last = b->last[article != NULL ? dom_id(article) : b->parent[dom_id(c->root)]];
	for (id = first; id <= last; id++)
		if (dom_tag(b->node[id]) == TAG_a && dom_attr_has_word(b->node[id], "rel", "tag") && !is_of_others(b, id, first))
			metadata_add_tag(m, dom_text(m->a, b->node[id], NAME_LOOK));
}

void
visible_read(struct metadata *m, const struct content *c)
{
	struct list known = m->authors;
	uint32_t from, to, first, last;
	int place;

	read_slogan(m, c);
	read_tags(m, c);
	whereabouts_of_title(c, &from, &to);
	if (m->is_by_house)
		m->authors = (struct list){ .n = 0 };
	whereabouts_head(c, &first, &last);
	for (place = BY_ITEMPROP; place <= BY_CLASS && m->authors.n == 0; place++)
		read_authors_at(m, c, (enum place)place, first, last);
	if (known.n == 0)
		read_house(m, c, BY_PATH, first, last);
	for (place = BY_ITEMPROP; place <= BY_CLASS && m->authors.n == 0; place++)
		read_authors_at(m, c, (enum place)place, 1, c->blocks.n_elements);
	read_author_line(m, c, from, to);
	read_dated_lines(m, c, first, last);
	if (m->authors.n == 0)
		m->authors = known;
	visible_dates(m, c, from, to);
}

void
visible_take_house(struct metadata *m, const struct content *c)
{
	if (m->authors.n == 0)
		read_house(m, c, BY_REL, 1, c->blocks.n_elements);
}
