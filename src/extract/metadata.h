/*
 * What a page says of its article outside of its text: JSON-LD, OpenGraph and
 * its kin, Dublin Core, microdata, class names, the address. Which source is
 * believed before which is in metadata.c, field by field.
 */
#ifndef EXTRACT_METADATA_H
#define EXTRACT_METADATA_H

#include "extract/jsonld.h"
#include "extract/page_date.h"

struct metadata {
	struct str title, subtitle, description;
	struct str site_name, slogan;
	struct str language;
	struct str url; /* canonical, or the page's own address */
	struct str base; /* what references in the page are relative to */
	struct list authors; /* struct str */
	struct list tags;    /* struct str */
	struct page_date published, updated;
	const char *date_from; /* "page" or "url"; NULL without a date */
	struct str image;
	struct opt_int image_width, image_height;
	struct str image_caption, image_credit;
	struct str body; /* the text as JSON-LD repeats it; may have lost its paragraphs */
	bool month_first; /* 3/4 is the 4th of March */
};

/* page_url: where it was fetched from, or empty. content_language: HTTP's, or empty. All strings are in the arena. */
void metadata_read(struct metadata *m, struct arena *a, const struct dom *dom, const struct jsonld *ld, struct str page_url,
    struct str content_language);

/* Dates and authors that stand only in the page's visible parts, for what is still missing. root: the article's element, or NULL. */
void metadata_read_visible(struct metadata *m, struct arena *a, const struct dom *dom, const xmlNode *root, const xmlNode *title,
    struct str page_url);

#endif
