#include "config.h"
#include "extract/listing_people.h"

#include "extract/byline.h"
#include "extract/listing_links.h"
#include "extract/listing_words.h"
#include "extract/prose.h"

#define NAME_BYTES 80U    /* of an author or a topic */
#define LABEL_BYTES 200U  /* of a text that may hold names */
#define LINE_COLUMNS 60U  /* a longer line that begins like a byline is a sentence */
#define AUTHORS_MAX 8U
#define TOPICS_MAX 12U

static bool
is_unread(const struct page *p, uint32_t id)
{
	return (p->part[id] & PART_UNREAD) != 0;
}

/* ---- people ---- */

static void
add_names(const struct page *p, struct article *out, const struct list *names)
{
	const struct str *v = names->v;
	const struct person *have = out->authors.v;
	struct person *new;
	uint32_t i, k;

	for (i = 0; i < names->n && out->authors.n < AUTHORS_MAX; i++) {
		if (v[i].n > NAME_BYTES || str_eq(v[i], out->title.raw))
			continue;
		for (k = 0; k < out->authors.n && !str_eq_nocase(have[k].name, v[i]); k++)
			;
		if (k < out->authors.n)
			continue;
		new = list_add(p->a, &out->authors, sizeof(*new));
		new->name = v[i];
		have = out->authors.v;
	}
}

/* is_account: the name of somebody's page on this site, which need not look like a person's. */
static void
add_text(const struct page *p, struct article *out, struct str text, bool is_sure, bool is_account)
{
	struct list names = { .n = 0 };

	if (text.n == 0 || text.n >= LABEL_BYTES || page_text_is_dated(text))
		return;
	if (!is_account || str_find_char(text, ' ') != STR_NPOS)
		byline_add(p->a, &names, text, STR_NONE, is_sure);
	if (names.n == 0 && is_account && text.n <= NAME_BYTES)
		byline_add_declared(p->a, &names, text);
	add_names(p, out, &names);
}

/* The first link with words in what is called an author, or all of its text. */
static void
add_named(const struct page *p, uint32_t id, struct article *out)
{
	struct str name = STR_NONE;
	uint32_t link;

	for (link = id; link <= p->last[id] && name.n == 0; link++)
		if (dom_tag(p->node[link]) == TAG_a)
			name = dom_text(p->a, p->node[link], LABEL_BYTES);
	add_text(p, out, name.n > 0 ? name : dom_text(p->a, p->node[id], LABEL_BYTES), true, name.n > 0);
}

/* Text right before a link that makes its text a name: "… by". */
static bool
is_behind_by(const xmlNode *link)
{
	static const char *const words[] = { "by", "von", "par", "por", "di", "door", "av", "af", "автор", "автор:", "author:", "autor:", "auteur:", "作者", "作者:" };
	struct str before;
	size_t i, n;

	if (link->prev == NULL || !dom_is_text(link->prev))
		return false;
	before = prose_trim(str_from((const char *)link->prev->content));
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (before.n >= n && str_is_nocase(str_skip(before, before.n - n), words[i]) && (before.n == n || !ascii_is_alnum(before.p[before.n - n - 1])))
			return true;
	}
	return false;
}

/* What nobody calls an author: links to people, "by ada", "By Ann Roe". */
static void
read_unnamed(const struct page *p, struct range r, struct article *out)
{
	struct str line;
	uint32_t id, i;

	for (i = links_from(p, r.from); i < p->n_anchors && p->anchors[i].id <= r.to && out->authors.n == 0; i++) {
		const xmlNode *n = p->node[p->anchors[i].id];

		if ((p->anchors[i].flags & LINK_PERSON) != 0 || is_behind_by(n))
			add_text(p, out, dom_text(p->a, n, LABEL_BYTES), true, true);
	}
	for (id = r.from; id <= r.to && out->authors.n == 0; id++) {
		if (is_unread(p, id) || page_is_heading(dom_tag(p->node[id])) || p->last[id] > id + 3)
			continue;
		line = dom_text(p->a, p->node[id], LABEL_BYTES);
		if (line.n > 0 && byline_has_opening(line) && prose_columns(line) <= LINE_COLUMNS && !str_eq(line, out->title.raw))
			add_text(p, out, line, false, false);
	}
}

void
people_read(const struct page *p, struct range r, struct article *out)
{
	uint32_t id;

	for (id = r.from; id <= r.to; id++) {
		if (is_unread(p, id) || (!dom_attr_has_word(p->node[id], "rel", "author") && (p->words[id] & LIST_AUTHOR) == 0))
			continue;
		add_named(p, id, out);
		id = p->last[id];
	}
	if (out->authors.n == 0)
		read_unnamed(p, r, out);
}

/* ---- topics ---- */

static void
add_topic(const struct page *p, struct article *out, struct str term)
{
	const struct category *have = out->categories.v;
	struct category *new;
	uint32_t i;

	if (term.n > 0 && term.p[0] == '#')
		term = str_skip(term, 1);
	if (term.n < 2 || term.n > NAME_BYTES || out->categories.n == TOPICS_MAX || page_text_is_dated(term) || str_eq(term, out->title.raw))
		return;
	for (i = 0; i < out->categories.n; i++)
		if (str_eq_nocase(have[i].term, term))
			return;
	new = list_add(p->a, &out->categories, sizeof(*new));
	new->term = term;
}

void
topics_read(const struct page *p, struct range r, struct article *out)
{
	uint32_t id, up;

	for (id = r.from; id <= r.to; id++) {
		const xmlNode *n = p->node[id];
		bool is_topic = (p->words[id] & LIST_TOPIC) != 0;

		if (is_unread(p, id) || (dom_tag(n) != TAG_a && (!is_topic || page_sum(p->links, page_subtree(p, id)) > 0)))
			continue;
		for (up = p->parent[id]; !is_topic && dom_tag(n) == TAG_a && up >= r.from; up = p->parent[up])
			is_topic = (p->words[up] & LIST_TOPIC) != 0;
		if (is_topic || dom_attr_has_word(n, "rel", "tag") || dom_attr_has_word(n, "rel", "category"))
			add_topic(p, out, dom_text(p->a, n, LABEL_BYTES));
	}
}
