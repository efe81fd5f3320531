#include "config.h"
#include "extract/listing_fields.h"

#include "base/url.h"
#include "extract/listing_words.h"
#include "extract/page_date.h"
#include "extract/prose.h"

#define REGION_MAX 1500U     /* elements of one item that are looked at */
#define TEASER_COLUMNS 60U   /* less text is a label */
#define TEASER_NAMED 20U     /* columns: enough where a class calls it a teaser */
#define TEASER_BYTES 2000U
#define NAME_BYTES 80U       /* of an author or a topic */
#define LABEL_BYTES 200U     /* of a text that may hold a date or a name */
#define AUTHORS_MAX 8U
#define TOPICS_MAX 12U
#define PICTURE_MIN 60       /* pixels: smaller ones are icons */

static uint32_t
end_of(const struct item *item)
{
	return item->region.to - item->region.from > REGION_MAX ? item->region.from + REGION_MAX : item->region.to;
}

static bool
is_unread(const struct page *p, uint32_t id)
{
	return (p->part[id] & PART_UNREAD) != 0;
}

/* ---- the day ---- */

/* Machine-readable: <time datetime>, microdata, the times that scripts fill in. */
static bool
date_of_attributes(const struct page *p, uint32_t id, struct page_date *out)
{
	static const char *const names[] = { "datetime", "content", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published" };
	const xmlNode *n = p->node[id];
	struct str value;
	size_t i;

	if (dom_tag(n) != TAG_time && (p->words[id] & LIST_DATE) == 0)
		return false;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = dom_attr(n, names[i]);
		if (value.n > 0 && page_date_read(p->a, value, false, out))
			return true;
	}
	return false;
}

static bool
date_of_text(const struct page *p, uint32_t id, struct page_date *out)
{
	struct str text;

	if (page_sum(p->dates, (struct range){ id, p->last[id] }) == 0 && (p->words[id] & LIST_DATE) == 0 && dom_tag(p->node[id]) != TAG_time)
		return false;
	text = dom_text(p->a, p->node[id], LABEL_BYTES);
	return text.n > 0 && text.n < LABEL_BYTES && page_date_find(p->a, text, p->month_first, out);
}

/* In three passes: what machines read, what is called a date, any short text that is one. */
static uint32_t
find_date(const struct page *p, const struct item *item, struct page_date *out)
{
	uint32_t id, to = end_of(item);

	for (id = item->region.from; id <= to; id++)
		if (date_of_attributes(p, id, out))
			return id;
	for (id = item->region.from; id <= to; id++)
		if (!is_unread(p, id) && ((p->words[id] & LIST_DATE) != 0 || dom_tag(p->node[id]) == TAG_time) && date_of_text(p, id, out))
			return id;
	if (page_sum(p->dates, (struct range){ item->region.from, to }) == 0)
		return 0;
	for (id = item->region.from; id <= to; id++)
		if (!is_unread(p, id) && page_sum(p->dates, (struct range){ id, id }) > 0 && date_of_text(p, id, out))
			return id;
	return 0;
}

uint32_t
fields_date_element(const struct page *p, const struct item *item)
{
	struct page_date ignored;

	return find_date(p, item, &ignored);
}

static void
read_date(const struct page *p, const struct item *item, struct article *out)
{
	struct page_date date;

	if (find_date(p, item, &date) != 0)
		out->date_from = STR("page");
	else if (page_date_of_url(p->a, out->url, &date))
		out->date_from = STR("url");
	else
		return;
	out->published.v = date.unix_s;
	out->published.is_set = true;
}

/* ---- the picture ---- */

/* The widest of a srcset, or its last. */
static struct str
widest(struct str set)
{
	struct str rest = set, entry, best = STR_NONE;
	int64_t width, best_width = 0;
	size_t space;

	while (str_next(&rest, ',', &entry)) { /* a comma inside an address makes two entries that are no addresses: the next check drops them */
		entry = str_trim(entry);
		space = str_find_char(entry, ' ');
		if (space == STR_NPOS) {
			best = best.n == 0 ? entry : best;
			continue;
		}
		if (entry.p[entry.n - 1] != 'w' || str_to_int64(str_trim((struct str){ entry.p + space, entry.n - space - 1 }), &width) != 0)
			width = 1;
		if (width >= best_width) {
			best_width = width;
			best = str_head(entry, space);
		}
	}
	return best;
}

static bool
is_small(const xmlNode *n)
{
	int64_t pixels;

	return (str_to_int64(dom_attr(n, "width"), &pixels) == 0 && pixels < PICTURE_MIN) ||
	    (str_to_int64(dom_attr(n, "height"), &pixels) == 0 && pixels < PICTURE_MIN / 2);
}

static bool
is_placeholder(struct str url)
{
	static const char *const words[] = { "placeholder", "blank.", "spacer", "pixel.", "1x1", "transparent", "loading.", "avatar", "logo", "icon" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(url, str_from(words[i])) != STR_NPOS)
			return true;
	return false;
}

static struct str
picture_of(const struct page *p, const xmlNode *n)
{
	static const char *const lazy[] = { "data-src", "data-original", "data-lazy-src", "data-lazy", "data-image", "data-img", "data-url", "src" };
	static const char *const sets[] = { "data-srcset", "data-lazy-srcset", "srcset" };
	struct str value, url;
	size_t i;

	for (i = 0; i < sizeof(lazy) / sizeof(lazy[0]); i++) {
		value = dom_attr(n, lazy[i]);
		url = value.n > 0 && !str_starts_nocase(value, STR("data:")) ? page_address(p, value) : STR_NONE;
		if (url.n > 0 && !is_placeholder(url))
			return url;
	}
	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		value = widest(dom_attr(n, sets[i]));
		url = value.n > 0 && !str_starts_nocase(value, STR("data:")) ? page_address(p, value) : STR_NONE;
		if (url.n > 0 && !is_placeholder(url))
			return url;
	}
	return STR_NONE;
}

static void
read_image(const struct page *p, const struct item *item, struct article *out)
{
	uint32_t id, to = end_of(item);

	for (id = item->region.from; id <= to && out->image.n == 0; id++) {
		enum dom_tag tag = dom_tag(p->node[id]);

		if ((tag == TAG_img || tag == TAG_amp_img || tag == TAG_source) && (p->words[id] & LIST_LOGO) == 0 && (p->words[p->parent[id]] & LIST_LOGO) == 0 &&
		    !is_small(p->node[id]))
			out->image = picture_of(p, p->node[id]);
	}
}

/* ---- the teaser ---- */

static void
read_teaser(const struct page *p, const struct item *item, struct article *out)
{
	size_t columns, best = 0;
	uint32_t id, to = end_of(item);
	struct str text, found = STR_NONE;

	for (id = item->region.from; id <= to; id++) {
		enum dom_tag tag = dom_tag(p->node[id]);
		bool is_named = (p->words[id] & LIST_TEASER) != 0;

		if (is_unread(p, id) || page_is_heading(tag) || (!is_named && !dom_tag_is_block(tag)) || (p->words[id] & (LIST_TITLE | LIST_AUTHOR)) != 0)
			continue;
		text = page_block_text(p, p->node[id], true, TEASER_BYTES);
		if (is_named && text.n == 0)
			text = page_text(p, p->node[id], TEASER_BYTES);
		columns = prose_columns(text);
		if (columns < (is_named ? TEASER_NAMED : TEASER_COLUMNS) || columns <= best || str_eq(text, out->title.raw))
			continue;
		best = columns;
		found = text;
	}
	if (found.n > 0)
		out->summary = (struct text){ .raw = found, .kind = TEXT_PLAIN };
}

/* ---- people and topics ---- */

static struct str
without_by(struct str s)
{
	static const char *const words[] = { "by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "posted by ", "written by ", "автор: ", "od " };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_starts_nocase(s, str_from(words[i])))
			return str_trim(str_skip(s, strlen(words[i])));
	return s;
}

static bool
is_name(struct str s)
{
	size_t i;

	if (s.n < 3 || s.n > NAME_BYTES)
		return false;
	for (i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]) || strchr("@:|/<>?!", s.p[i]) != NULL)
			return false;
	return true;
}

static void
add_author(const struct page *p, struct article *out, struct str name)
{
	const struct person *have = out->authors.v;
	struct person *new;
	uint32_t i;

	name = without_by(name);
	if (!is_name(name) || out->authors.n == AUTHORS_MAX || str_eq(name, out->title.raw))
		return;
	for (i = 0; i < out->authors.n; i++)
		if (str_eq_nocase(have[i].name, name))
			return;
	new = list_add(p->a, &out->authors, sizeof(*new));
	new->name = name;
}

static void
read_authors(const struct page *p, const struct item *item, struct article *out)
{
	uint32_t id, link, to = end_of(item);

	for (id = item->region.from; id <= to; id++) {
		if (is_unread(p, id) || (!dom_attr_has_word(p->node[id], "rel", "author") && (p->words[id] & LIST_AUTHOR) == 0))
			continue;
		for (link = id; link <= p->last[id] && dom_tag(p->node[link]) != TAG_a; link++)
			;
		add_author(p, out, dom_text(p->a, p->node[link <= p->last[id] ? link : id], LABEL_BYTES));
		id = p->last[id];
	}
}

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

static void
read_topics(const struct page *p, const struct item *item, struct article *out)
{
	uint32_t id, up, to = end_of(item);

	for (id = item->region.from; id <= to; id++) {
		const xmlNode *n = p->node[id];
		bool is_topic = (p->words[id] & LIST_TOPIC) != 0;

		if (is_unread(p, id) || (dom_tag(n) != TAG_a && (!is_topic || page_sum(p->links, page_subtree(p, id)) > 0)))
			continue;
		for (up = p->parent[id]; !is_topic && dom_tag(n) == TAG_a && up >= item->region.from; up = p->parent[up])
			is_topic = (p->words[up] & LIST_TOPIC) != 0;
		if (is_topic || dom_attr_has_word(n, "rel", "tag") || dom_attr_has_word(n, "rel", "category"))
			add_topic(p, out, dom_text(p->a, n, LABEL_BYTES));
	}
}

void
fields_read(const struct page *p, const struct item *item, struct article *out)
{
	if (!out->published.is_set)
		read_date(p, item, out);
	if (out->summary.raw.n == 0)
		read_teaser(p, item, out);
	if (out->image.n == 0)
		read_image(p, item, out);
	if (out->authors.n == 0)
		read_authors(p, item, out);
	if (out->categories.n == 0)
		read_topics(p, item, out);
}
