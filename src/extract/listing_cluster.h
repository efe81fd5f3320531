/* The links of a page put together by where they stand: what listing_groups.h scores. */
#ifndef EXTRACT_LISTING_CLUSTER_H
#define EXTRACT_LISTING_CLUSTER_H

#include "extract/listing_groups.h"

#define GROUPS_MAX 4000U /* of a page: the largest */

struct group {
	uint32_t *member; /* anchors in document order, each URL once */
	uint32_t n;
	uint64_t place, near, own, loose, shape, kind; /* of its first link */
	struct shares shares;
	double worth; /* of one link */
	double score;
	bool is_taken;
};

/*
 * Links that stand alike are a group; without those whose text says nothing. Class names that each item has for
 * itself do not part it, while links to people or tags and, in rows of several links, those of each place in the row
 * are groups of their own. In the page's arena, *n of them; the shares, worth and scores are 0.
 */
struct group *clusters_make(const struct page *p, uint32_t *n);

#endif
