/* What a link of a page of links is called: by its heading, its one line that is a title, or its attributes. */
#ifndef EXTRACT_LISTING_TITLE_H
#define EXTRACT_LISTING_TITLE_H

#include "extract/listing_page.h"

/* Fills title, title_id, width of a link, and its LINK_HEADED and LINK_MORE. */
void title_read(const struct page *p, struct anchor *l);

/* The first heading in a part, or else what is called a title there; NULL when there is none. */
const xmlNode *title_heading(const struct page *p, struct range r);

/* True for "read more", "3 comments", "@name", "next": texts that do not say what they lead to. */
bool title_is_service(struct arena *a, struct str text);

#define TITLE_BYTES_MAX 1024U

#endif
