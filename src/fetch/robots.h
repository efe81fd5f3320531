/*
 * What a site's robots.txt says to us: RFC 9309, for one user agent. Pure: who
 * fetches and keeps it is daemon/permission.h. Any thread.
 *
 * The groups of our token count together, those of "*" where there is none;
 * no such group allows everything. Of the rules that match, the one with the
 * longest pattern decides, and of equal ones that which allows. A pattern
 * begins at the path's first byte, '*' is any bytes and a last '$' the end;
 * both sides are compared with their escapes written alike (2.2.2, 2.2.3).
 */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "fetch/fetch.h"

#define ROBOTS_DELAY_MAX_S 30 /* who asks for more is asked so often */
#define ROBOTS_MAX (500U << 10) /* bytes that are read; what is behind them is not (2.5) */

struct robots;

/* In the arena. token: from robots_token(). */
struct robots *robots_read(struct arena *a, struct str text, struct str token);
/*
 * The same of what came when it was asked for (2.3.1): a site that answers with 4xx forbids nothing. NULL when it did not
 * come (5xx, 429, no answer): its pages are left alone for now.
 */
struct robots *robots_of_answer(struct arena *a, const struct fetch_result *r, struct str token);

/* Crawl-delay, which many sites write though RFC 9309 has none: seconds between two requests, 0 to ROBOTS_DELAY_MAX_S; 0: none. */
int64_t robots_delay_s(const struct robots *r);

/* For the absolute URL of a page; the fragment does not count. /robots.txt itself is always allowed. */
bool robots_allows(const struct robots *r, struct str url);

/*
 * The product token that User-Agent begins with: "feedwright" of "feedwright/1.0 (+https://…)". Empty where it begins
 * otherwise; NULL is ours.
 */
struct str robots_token(const char *user_agent);

#endif
