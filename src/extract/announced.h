/* The feeds that a web page announces: autodiscovery by <link rel="alternate">. Runs in the worker. */
#ifndef EXTRACT_ANNOUNCED_H
#define EXTRACT_ANNOUNCED_H

#include "model/document.h"

#define ANNOUNCED_MAX 50U /* feeds taken from one page */

/*
 * Fills a cleared document for a page: format "html", title, language and document.alternates, in the order of the
 * page. 0, with or without any; -1 with ERR_INPUT for what is no page.
 */
int extract_announced(struct arena *a, struct str bytes, struct str content_type, struct str url, struct document *out, struct err *e);

#endif
