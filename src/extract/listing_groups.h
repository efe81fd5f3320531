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
	uint32_t group;      /* of those that were taken, the best is 0 */
	uint32_t core;       /* in the box, as far from the link as most items' boxes are: an item alone in its row has a larger one */
	struct range region; /* the box and what follows it up to the next item's */
};

/* What the links of a group have in common: shares of them from 0 to 1, but for width. */
struct shares {
	double width; /* mean, of titles in columns */
	double headed, dated, imaged, summarised, slug, known, same, nav, named_nav, side, hidden, service, distinct; /* named_nav: the part of nav that rests on names alone */
};

struct item_group {
	struct item *v; /* as in items, boxes as if there were no other groups */
	uint32_t n;
	double score;
	struct shares shares;
	bool is_taken;
};

/* Of items in document order whose boxes are known: their regions. Flat ones (a heading and a paragraph, two rows) go on behind their boxes. */
void items_extend(const struct page *p, struct item *v, uint32_t n);

#define GROUPS_SHOWN 8U

struct items {
	struct item *v; /* in document order, each URL once */
	uint32_t n;
	uint32_t n_taken; /* groups that they come from */
	double score; /* of the best group: above ITEMS_SCORE_GOOD there is little doubt */
	struct item_group groups[GROUPS_SHOWN]; /* best first; those that were taken come before others */
	uint32_t n_groups;
};

#define ITEMS_SCORE_GOOD 3.0
#define ITEMS_SCORE_MIN 1.2 /* below it lie menus and footers */

/* is_known (by url_no, NULL for none) tells which URLs the page's structured data names as articles. */
void items_find(const struct page *p, const uint8_t *is_known, struct items *out);

/* The group with the most links to wanted URLs (by url_no), at least two of them; false when there is none. */
bool items_find_wanted(const struct page *p, const uint8_t *is_wanted, struct item_group *out);

#endif
