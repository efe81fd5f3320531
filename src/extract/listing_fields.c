#include "config.h"
#include "extract/listing_fields.h"

#include "extract/listing_people.h"
#include "extract/listing_words.h"
#include "extract/page_date.h"
#include "extract/prose.h"
#include "extract/relative_date.h"
#include "extract/written_date.h"

#define DAY_S 86400
#define REGION_MAX 1500U     /* elements of one item that are looked at */
#define TEASER_COLUMNS 60U   /* less text is a label */
#define TEASER_NAMED 20U     /* columns: enough where a class calls it a teaser */
#define TEASER_BYTES 2000U
#define LABEL_BYTES 200U     /* of a text that may hold a date or a name */
#define PART_BYTES 24U       /* of a day without its year, an hour */
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
	static const char *const names[] = { "datetime", "content", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published", "title" };
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

/* Of a long text the part between two elements that is a date. */
static struct str
dated_line(const struct page *p, const xmlNode *n)
{
	const xmlNode *c;
	struct str s;

	for (c = n->children; c != NULL; c = c->next) {
		s = dom_is_text(c) ? str_trim(str_from((const char *)c->content)) : STR_NONE;
		if (s.n > 0 && page_text_is_dated(s))
			return arena_str(p->a, s);
	}
	return STR_NONE;
}

static bool
date_of_text(const struct page *p, uint32_t id, struct page_date *out)
{
	int64_t with_hour;
	struct str text;

	if (page_sum(p->dates, (struct range){ id, p->last[id] }) == 0 && (p->words[id] & LIST_DATE) == 0 && dom_tag(p->node[id]) != TAG_time)
		return false;
	text = dom_text(p->a, p->node[id], LABEL_BYTES);
	if (text.n + 8 > LABEL_BYTES)
		text = dated_line(p, p->node[id]);
	if (text.n == 0 || !page_date_find(p->a, text, p->month_first, out))
		return relative_date_find(p->a, text, p->as_of_s, out);
	if (out->unix_s % DAY_S == 0 && str_find_char(text, ':') != STR_NPOS && written_date_alone(p->a, text, &with_hour) && with_hour - with_hour % DAY_S == out->unix_s)
		out->unix_s = with_hour; /* other languages' months, too */
	return true;
}

/* In four passes: what machines read, and of that what is hidden last; what is called a date; any short text that is one. */
static uint32_t
find_date(const struct page *p, const struct item *item, struct page_date *out)
{
	uint32_t id, to = end_of(item);

	for (id = item->region.from; id <= to; id++)
		if ((p->part[id] & PART_HIDDEN) == 0 && date_of_attributes(p, id, out))
			return id;
	for (id = item->region.from; id <= to; id++)
		if ((p->part[id] & PART_HIDDEN) != 0 && date_of_attributes(p, id, out))
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

static size_t
count_digits(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += ascii_is_digit(s.p[i]);
	return n;
}

/* "12 Mar", "18:30", or "12." below the month's name: what a day that stands above the item lacks or adds. */
static struct str
part_of_date(const struct page *p, const struct item *item)
{
	uint32_t id, to = end_of(item);
	struct str text;
	size_t i, digits, runs;

	for (id = item->region.from; id <= to; id++) {
		if (is_unread(p, id))
			continue;
		text = page_block_text(p, p->node[id], false, LABEL_BYTES);
		digits = count_digits(text);
		for (i = runs = 0; i < text.n; i++)
			runs += ascii_is_digit(text.p[i]) && (i == 0 || !ascii_is_digit(text.p[i - 1]));
		if (digits > 0 && digits <= 4 && runs <= 2 && text.n <= PART_BYTES && (text.n <= digits + 2 || page_text_is_dated(text)))
			return text;
	}
	return STR_NONE;
}

/* above: a text that stands above several items and tells their day, or a part of it. */
static bool
date_from_above(const struct page *p, const struct item *item, struct str above, struct page_date *out)
{
	struct str part = part_of_date(p, item);

	if (part.n > 0 && page_date_find(p->a, arena_printf(p->a, "%.*s %.*s", STR_ARG(part), STR_ARG(above)), p->month_first, out))
		return true;
	return count_digits(above) > 4 && page_date_find(p->a, above, p->month_first, out); /* more than a year */
}

static void
read_date(const struct page *p, const struct item *item, struct str above, struct article *out)
{
	struct page_date date;

	if (find_date(p, item, &date) != 0 || (above.n > 0 && date_from_above(p, item, above, &date)))
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

/* style="background-image: url('…')", or where a script finds it */
static struct str
background_of(const struct page *p, const xmlNode *n)
{
	static const char *const lazy[] = { "data-bg", "data-background", "data-background-image", "data-bg-src" };
	struct str style, url;
	size_t i, at, open, end;

	for (i = 0; i < sizeof(lazy) / sizeof(lazy[0]); i++) {
		url = page_address(p, dom_attr(n, lazy[i]));
		if (url.n > 0)
			return url;
	}
	style = dom_attr(n, "style");
	at = str_find_nocase(style, STR("background"));
	if (at == STR_NPOS)
		return STR_NONE;
	style = str_skip(style, at);
	open = str_find_nocase(style, STR("url("));
	if (open == STR_NPOS)
		return STR_NONE;
	style = str_skip(style, open + strlen("url("));
	end = str_find_char(style, ')');
	url = str_trim(str_head(style, end));
	if (url.n >= 2 && (url.p[0] == '\'' || url.p[0] == '"'))
		url = (struct str){ url.p + 1, url.n - 2 };
	url = str_starts_nocase(url, STR("data:")) ? STR_NONE : page_address(p, url);
	return url.n > 0 && !is_placeholder(url) ? url : STR_NONE;
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
	for (id = item->region.from; id <= to && out->image.n == 0; id++)
		if (p->node[id]->properties != NULL)
			out->image = background_of(p, p->node[id]);
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
		if (columns < (is_named ? TEASER_NAMED : TEASER_COLUMNS) || columns <= best || str_eq(text, out->title.raw) || page_text_is_dated(text))
			continue;
		best = columns;
		found = text;
	}
	if (found.n > 0)
		out->summary = (struct text){ .raw = found, .kind = TEXT_PLAIN };
}

void
fields_read(const struct page *p, const struct item *item, struct str above, struct article *out)
{
	if (!out->published.is_set)
		read_date(p, item, above, out);
	if (out->summary.raw.n == 0)
		read_teaser(p, item, out);
	if (out->image.n == 0)
		read_image(p, item, out);
	if (out->authors.n == 0)
		people_read(p, (struct range){ item->region.from, end_of(item) }, out);
	if (out->categories.n == 0)
		topics_read(p, (struct range){ item->region.from, end_of(item) }, out);
}
