/*
 * Repeated structure: links whose way down from the page's root looks alike
 * form a group, groups are scored as lists of articles, and the best one is taken with
 * those that continue it.
 */
#ifndef EXTRACT_LISTING_GROUPS_H
#define EXTRACT_LISTING_GROUPS_H

#include "extract/listing_page.h"

struct item {
	uint32_t anchor;     /* index in page.anchors */
	uint32_t box;        /* the largest element around it that holds no other item's link */
	struct range region; /* the box and what follows it up to the next item's */
};

struct items {
	struct item *v; /* in document order, each URL once */
	uint32_t n;
	double score; /* of the best group: above ITEMS_SCORE_GOOD there is little doubt */
};

#define ITEMS_SCORE_GOOD 3.0
#define ITEMS_SCORE_MIN 1.2 /* below it lie menus and footers */

/* is_known (by url_no, NULL for none) tells which URLs the page's structured data names as articles. */
void items_find(const struct page *p, const uint8_t *is_known, struct items *out);

#endif
