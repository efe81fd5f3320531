/*
 * Sitemaps (sitemaps.org) with the news and image extensions, their indexes,
 * lists of addresses as plain text, and the sitemaps that a robots.txt names.
 * What comes out is raw, as from parse_document(). Opens nothing.
 */
#ifndef PARSE_SITEMAP_H
#define PARSE_SITEMAP_H

#include "parse/parse.h"

#define SITEMAP_URLS_MAX 50000U /* of a file, by the protocol; what follows is not read */
#define SITEMAP_PARTS_MAX 1000U /* of an index that are kept, those changed last */

/*
 * Fills the cleared document: format "sitemap" with the newest items_max addresses as articles, newest first, whose
 * titles come from the news extension or are made of the address; or format "sitemap-index" with its parts, those changed last
 * first. -1 with ERR_INPUT when it is neither, and then format is "".
 */
int sitemap_parse(struct arena *a, const struct parse_input *in, struct document *out, struct err *e);

/* By what its first element seems to be. */
bool sitemap_is_likely(struct str bytes);

#endif
