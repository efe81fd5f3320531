#include "config.h"
#include "extract/visible_date.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "extract/date_line.h"
#include "extract/relative_date.h"
#include "extract/whereabouts.h"

#define SHORT_MAX 60U      /* of one that is little besides a date */
#define HEAD_MAX 80U       /* bytes at the head of a paragraph that may be its dateline */
#define DAY_BYTES 10U      /* of a date without its time */
#define LINE_MIN 6U        /* bytes: a shorter line has no date */
#define LINES_MAX 20000U   /* of a page that are looked at */
#define DAY_S 86400

static bool
take(struct metadata *m, struct str s)
{
	if (m->published.as.n == 0 && s.n > 0 && page_date_read(m->a, s, m->month_first, &m->published))
		m->date_from = "page";
	return m->published.as.n > 0;
}

static struct str
machine_value(const xmlNode *n)
{
	struct str s = dom_attr(n, "datetime");

	if (s.n == 0)
		s = dom_attr(n, "content");
	if (s.n == 0)
		s = dom_attr(n, "data-datetime");
	return s.n == 0 && dom_tag(n) == TAG_abbr ? dom_attr(n, "title") : s;
}

static bool
is_far(const struct page_date *a, const struct page_date *b)
{
	int64_t apart = a->unix_s - b->unix_s;

	return apart > 2 * DAY_S || apart < -2 * DAY_S;
}

/*
 * What the element says to machines; where it shows another day than that it is the day that is shown: careless templates
 * put the time of the last change, or now, into the attribute of every date.
 */
static struct str
time_value(const struct metadata *m, const xmlNode *n)
{
	struct str machine = machine_value(n), shown = page_date_digits(m->a, dom_text(m->a, n, FACT_LINE_MAX));
	struct page_date said, seen, turned;

	if (machine.n == 0)
		return shown;
	if (!page_date_find(m->a, shown, m->month_first, &seen) || !page_date_find(m->a, shown, !m->month_first, &turned) || !page_date_read(m->a, machine, m->month_first, &said))
		return machine;
	return is_far(&said, &seen) && is_far(&said, &turned) ? shown : machine;
}

/* ---- marked ---- */

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
read_marked(struct metadata *m, const struct content *c, uint32_t first, uint32_t last)
{
	uint32_t id;

	for (id = first; id <= last; id++) {
		const xmlNode *n = c->blocks.node[id];

		if (n == NULL || n->properties == NULL)
			continue;
		if (m->published.as.n == 0 && is_published_mark(n) && !whereabouts_elsewhere(c, id, false))
			take(m, time_value(m, n));
		if (m->updated.as.n == 0 && dom_attr_has_word(n, "itemprop", "dateModified") && !whereabouts_elsewhere(c, id, false))
			page_date_read(m->a, time_value(m, n), m->month_first, &m->updated);
	}
}

static void
read_times(struct metadata *m, const struct content *c, uint32_t first, uint32_t last)
{
	const struct blocks *b = &c->blocks;
	uint32_t id;

	for (id = first; id <= last && m->published.as.n == 0; id++)
		if (b->node[id] != NULL && dom_tag(b->node[id]) == TAG_time && !whereabouts_elsewhere(c, id, false))
			take(m, time_value(m, b->node[id]));
}

/* ---- in lines ---- */

/* The first date of the line that is not that of a change; what is one is kept as such. */
static bool
take_line(struct metadata *m, struct str line, bool needs_label)
{
	enum date_label label;
	struct page_date date;
	size_t at = 0;

	line = page_date_digits(m->a, line);
	while (date_line_next(m->a, line, &at, m->month_first, &date, &label)) {
		if (label == DATE_PUBLISHED || (label == DATE_PLAIN && !needs_label)) {
			m->published = date;
			m->date_from = "page";
			return true;
		}
		if (label == DATE_UPDATED && m->updated.as.n == 0)
			m->updated = date;
	}
	return false;
}

/* The passes over the page's lines, the surest first. */
static const struct pass {
	bool is_near;  /* the headline */
	bool is_said;  /* a label says that it is the date of publication */
	bool is_named; /* the line's element, or the one around it, is called a date */
	bool is_short; /* little besides a date */
	bool is_head;  /* of long paragraphs too their beginning */
	bool is_loose; /* in sidebars and figures too */
} passes[] = { { .is_near = true, .is_said = true }, { .is_near = true, .is_named = true }, { .is_near = true, .is_short = true }, { .is_said = true }, { .is_near = true },
	{ .is_near = true, .is_head = true }, { .is_named = true }, { .is_near = false }, { .is_loose = true } };

/* What is known of a line: most have no date, and need not be read again in each pass. */
enum { UNREAD = 0, DATED, DATELESS };

static bool
is_dated(const struct metadata *m, struct str line, uint8_t *known)
{
	struct page_date ignored;

	if (*known == UNREAD)
		*known = page_date_find(m->a, line, m->month_first, &ignored) ? DATED : DATELESS;
	return *known == DATED;
}

static void
read_lines(struct metadata *m, const struct content *c, const struct pass *pass, uint8_t *known, uint32_t from, uint32_t to)
{
	const struct blocks *b = &c->blocks;
	uint32_t i;

	for (i = from; i < to && m->published.as.n == 0; i++) {
		const struct block *v = &c->all[i];
		bool is_long = v->text.n > FACT_LINE_MAX;

		if (v->text.n < LINE_MIN || (is_long && !pass->is_head) || (pass->is_said && v->prose > 0) || (pass->is_short && v->text.n > SHORT_MAX))
			continue;
		if (pass->is_named && ((b->words[v->owner] | b->words[b->parent[v->owner]]) & WORD_DATE) == 0)
			continue;
		if ((is_long || is_dated(m, v->text, &known[i])) && !whereabouts_elsewhere(c, v->owner, pass->is_loose))
			take_line(m, is_long ? utf8_head(v->text, HEAD_MAX) : v->text, pass->is_said);
	}
}

/* "3 hours ago" at the headline, where nothing else tells. */
static void
read_relative(struct metadata *m, const struct content *c, uint32_t first, uint32_t last)
{
	uint32_t i;

	for (i = 0; i < c->n_all && m->as_of_s > 0; i++)
		if (c->all[i].owner >= first && c->all[i].owner <= last && !whereabouts_elsewhere(c, c->all[i].owner, false) &&
		    relative_date_find(m->a, c->all[i].text, m->as_of_s, &m->published)) {
			m->date_from = "page";
			return;
		}
}

/* ---- the zone ---- */

/* The day and the time in the line as seconds, as if they were UTC. */
static bool
local_time(const struct metadata *m, struct str line, int64_t *unix_s)
{
	enum date_label label;
	struct page_date day;
	size_t at = 0;
	int minutes;

	line = page_date_digits(m->a, line);
	if (!date_line_next(m->a, line, &at, m->month_first, &day, &label) || (label == DATE_UPDATED && m->updated.unix_s != m->published.unix_s) ||
	    !date_line_clock(line, at, &minutes))
		return false;
	*unix_s = day.unix_s - (day.unix_s % DAY_S) + 60 * minutes;
	return true;
}

/* Published at a moment in UTC that a line beside the headline shows in the zone of its readers: it is written in that one. */
static void
read_zone(struct metadata *m, const struct content *c, uint32_t from, uint32_t to)
{
	const struct blocks *b = &c->blocks;
	uint32_t i, last = from < to ? b->last[c->all[to - 1].owner] : 0;
	int64_t local, offset;
	struct page_date other;

	for (i = from < to ? c->all[from].owner : 1; i <= last; i++)
		if (dom_tag(b->node[i]) == TAG_time && page_date_read(m->a, machine_value(b->node[i]), m->month_first, &other))
			page_date_prefer_zone(&m->published, &other);
	for (i = from; i < to && page_date_is_utc(&m->published); i++) {
		if (c->all[i].text.n > FACT_LINE_MAX || c->all[i].text.n < LINE_MIN || !local_time(m, c->all[i].text, &local))
			continue;
		offset = local - (m->published.unix_s - m->published.unix_s % 60);
		if (offset != 0 && offset % PAGE_DATE_ZONE_STEP_S == 0 && !whereabouts_elsewhere(c, c->all[i].owner, false))
			page_date_in_zone(m->a, &m->published, offset);
	}
}

static bool
is_day(const struct page_date *date, const struct page_date *day)
{
	return str_eq(str_head(date->as, DAY_BYTES), str_head(day->as, DAY_BYTES));
}

/* Where JSON-LD and the metas name two days it is the one that is shown at the headline. */
static void
choose_day(struct metadata *m, const struct content *c, uint32_t first, uint32_t last)
{
	struct page_date seen;
	uint32_t i;

	if (m->published_else.as.n < m->published.as.n || m->published_else.as.n == 0 || is_day(&m->published_else, &m->published)) /* a mere day may be that of the print */
		return;
	for (i = 0; i < c->n_all; i++)
		if (c->all[i].owner >= first && c->all[i].owner <= last && c->all[i].text.n <= FACT_LINE_MAX &&
		    page_date_find(m->a, c->all[i].text, m->month_first, &seen)) {
			if (is_day(&m->published_else, &seen))
				m->published = m->published_else;
			return;
		}
}

static void
read_all_lines(struct metadata *m, const struct content *c, uint32_t from, uint32_t to)
{
	uint32_t n = c->n_all < LINES_MAX ? c->n_all : LINES_MAX;
	uint8_t *known = arena_zalloc(m->a, (size_t)c->n_all + 1);
	size_t i;

	for (i = 0; i < sizeof(passes) / sizeof(passes[0]) && m->published.as.n == 0; i++)
		read_lines(m, c, &passes[i], known, passes[i].is_near ? from : 0, passes[i].is_near ? to : n);
}

void
visible_dates(struct metadata *m, const struct content *c, uint32_t from, uint32_t to)
{
	uint32_t all = c->blocks.n_elements, first, last;

	whereabouts_head(c, &first, &last);
	choose_day(m, c, first, last);
	read_marked(m, c, first, last);
	read_times(m, c, first, last);
	read_marked(m, c, 1, all);
	if (m->published.as.n == 0 && page_date_of_url(m->a, m->url.n > 0 ? m->url : m->page_url, &m->published))
		m->date_from = "url";
	read_times(m, c, 1, all);
	if (m->published.as.n == 0)
		read_all_lines(m, c, from, to);
	if (m->published.as.n == 0)
		read_relative(m, c, first, last);
	if (m->published.as.n == 0 && m->updated.as.n > 0) {
		m->published = m->updated;
		m->date_from = "page";
	}
	if (page_date_is_utc(&m->published))
		read_zone(m, c, from, to);
}
