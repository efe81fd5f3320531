/* The headline of a page's article, without the name of the site. */
#ifndef EXTRACT_PAGE_TITLE_H
#define EXTRACT_PAGE_TITLE_H

#include "extract/metadata.h"

/* Needs m->site_name. In the arena; empty when the page has none. */
struct str page_title(const struct metadata *m);

/* What the head of the page calls it: JSON-LD's headline, og:title, <title> without the site, and only then a heading. */
struct str page_declared_title(const struct metadata *m);

/* The part behind the last separator in <title>, or before the first; empty where there is none. */
struct str page_title_end(const struct metadata *m, bool is_last);
bool page_title_has_part(const struct metadata *m, struct str name); /* at either end, compared without marks */

/* The host of the page's address, folded; empty when it has none. */
struct str page_host_letters(const struct metadata *m);

/* Whether a part of a title, or an author's name, is the site's name or part of its host. */
bool page_title_is_site(const struct metadata *m, struct str part);

#endif
