/*
 * What a page says of its article outside of its text: JSON-LD, OpenGraph and
 * its kin, Dublin Core, microdata, class names, the address. Which source is
 * believed before which is in metadata.c, field by field; what stands only in
 * the visible page is read by visible.h, pictures by lead_image.h.
 */
#ifndef EXTRACT_METADATA_H
#define EXTRACT_METADATA_H

#include "extract/jsonld.h"
#include "extract/metas.h"
#include "extract/page_date.h"

struct metadata {
	struct arena *a;
	const struct dom *dom;
	const struct jsonld *ld;
	struct metas metas;
	struct str page_url; /* where it was fetched from; may be empty */
	int64_t as_of_s;     /* when the page was current; 0: not known */
	struct str base;     /* what references in the page are relative to */

	struct str url; /* canonical, or the page's own address */
	struct str site_name, slogan;
	struct str title, declared_title, description;
	struct str language;
	struct list authors; /* struct str, each a name */
	bool is_by_house;    /* the authors are organisations or the site itself: a person that the page shows is better */
	struct list tags;    /* struct str */
	struct page_date published, updated;
	struct page_date published_else; /* what the metas say where JSON-LD was believed */
	const char *date_from; /* "page" or "url"; NULL without a date */
	struct str image;      /* a rule says so: before all that the page declares; empty otherwise */
	struct str body;       /* the text as JSON-LD repeats it; may have lost its paragraphs */
	bool month_first;      /* 3/4 is the 4th of March */
};

/* page_url and content_language (HTTP's) may be empty. Strings are in the arena or the tree; ld must live as long as m. */
void metadata_read(struct metadata *m, struct arena *a, const struct dom *dom, const struct jsonld *ld, struct str page_url,
    struct str content_language);

/* A reference in the page as an absolute address, in the arena; empty for an empty one. */
struct str metadata_address(const struct metadata *m, struct str ref);

/* "ANN ROE" of a byline in capitals as the head of the page spells her. */
void metadata_spell_authors(struct metadata *m);

/* The author that JSON-LD or a meta declares, be it the paper itself: when nobody else was found. */
void metadata_take_declared_author(struct metadata *m);

/* A tag once, without "#". */
void metadata_add_tag(struct metadata *m, struct str tag);

#endif
