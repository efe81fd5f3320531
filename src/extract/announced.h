/*
 * The feeds that a web page announces: autodiscovery by <link rel="alternate">,
 * and, behind them, the posts of a WordPress site by its REST interface. Runs
 * in the worker.
 */
#ifndef EXTRACT_ANNOUNCED_H
#define EXTRACT_ANNOUNCED_H

#include "extract/dom.h"

#define ANNOUNCED_MAX 50U /* feeds taken from one page */

/*
 * What a page says of itself and its feeds: format "html", base, title, language, document.alternates, hubs and
 * feed_url, in the order of the page.
 */
void announced_read(struct arena *a, const struct dom *dom, struct str url, struct document *out);

/*
 * Fills a cleared document for a page: format "html", title, language and document.alternates, in the order of the
 * page. 0, with or without any; -1 with ERR_INPUT for what is no page.
 */
int extract_announced(struct arena *a, struct str bytes, struct str content_type, struct str url, struct document *out, struct err *e);

#endif
