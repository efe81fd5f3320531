/*
 * Dates of web pages: as metadata has them and as they stand in lines of text, in the languages of month_names.h. A day that
 * stands among other words, perhaps without its time, is read here; what says "published" before it, and the time of day
 * behind it, in date_line.h; "3 hours ago" in relative_date.h; a whole text that is a moment as articles in files and feeds
 * have it in written_date.h. Where in a page to look: visible_date.h. What rules say of their dates: item_date.h.
 */
#ifndef EXTRACT_PAGE_DATE_H
#define EXTRACT_PAGE_DATE_H

#include "base/arena.h"

struct page_date {
	struct str as;   /* RFC 3339 with the zone that was given, or YYYY-MM-DD; empty when there is none */
	int64_t unix_s;
};

/* A value that is a date: ISO 8601, RFC 822 and what people write. False for what is none or not between 1995 and tomorrow. */
bool page_date_read(struct arena *a, struct str s, bool month_first, struct page_date *out);

/* The text with the digits of every script as ASCII's; text itself when it has no others. */
struct str page_date_digits(struct arena *a, struct str text);

/* The first date at or behind *at, which is where it begins then. The text has only ASCII digits. */
bool page_date_next(struct arena *a, struct str text, size_t *at, bool month_first, struct page_date *out);

/* The first date in a text. month_first: "3/4/2024" is the 4th of March. */
bool page_date_find(struct arena *a, struct str text, bool month_first, struct page_date *out);

/* Whether it is a moment that is given in UTC. */
bool page_date_is_utc(const struct page_date *d);

/* Of two ways to write one moment the one that says in which zone: d, in UTC, is written as other is. */
void page_date_prefer_zone(struct page_date *d, const struct page_date *other);

#define PAGE_DATE_ZONE_STEP_S 900 /* zones are whole quarters of an hour away from UTC */

/* The same moment written in the zone that is offset_s ahead of UTC. False, and d as it was, for what is no zone's. */
bool page_date_in_zone(struct arena *a, struct page_date *d, int64_t offset_s);

/* A day in the path of an address: /2024/05/03/, /20240503/, 2024-05-03-title. */
bool page_date_of_url(struct arena *a, struct str url, struct page_date *out);

#endif
