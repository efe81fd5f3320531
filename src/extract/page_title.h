/* The headline of a page's article, without the name of the site. */
#ifndef EXTRACT_PAGE_TITLE_H
#define EXTRACT_PAGE_TITLE_H

#include "extract/metadata.h"

/* The name that the page gives its site; its last hope is the part of <title> that the host repeats. */
struct str page_site_name(const struct metadata *m);

/* Needs m->site_name. In the arena; empty when the page has none. */
struct str page_title(const struct metadata *m);

/* What the head of the page calls it: JSON-LD's headline, og:title, <title> without the site, and only then a heading. */
struct str page_declared_title(const struct metadata *m);

/* "Headline | Site" without its site: what equals m->site_name or the host at either end. */
struct str page_title_without_site(const struct metadata *m, struct str title);

/* Whether a part of a title, or an author's name, is the site's name or part of its host. */
bool page_title_is_site(const struct metadata *m, struct str part);

#endif
