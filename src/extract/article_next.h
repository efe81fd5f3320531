/*
 * The next page of an article that goes on. Sites also call another article the
 * next one, so that only an address counts which is that of the page but for a
 * number one higher: /story, /story/2, /story-3.html, /story?page=4.
 */
#ifndef EXTRACT_ARTICLE_NEXT_H
#define EXTRACT_ARTICLE_NEXT_H

#include "extract/dom.h"

/* What the page at url calls its next page (rel=next). In the arena; empty when there is none. */
struct str article_next(struct arena *a, const struct dom *dom, struct str url);

/* Whether next is the address of the page that follows url's. Both are absolute. */
bool article_next_follows(struct arena *a, struct str url, struct str next);

#endif
