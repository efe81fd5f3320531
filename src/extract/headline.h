/* Headings in the body of a page that the head of the page knows too. */
#ifndef EXTRACT_HEADLINE_H
#define EXTRACT_HEADLINE_H

#include "extract/metadata.h"

#define HEADLINE_TITLES_MAX 4U

/* What the head of the page calls the article, folded. */
struct headline_titles {
	struct str v[HEADLINE_TITLES_MAX];
	unsigned n;
	unsigned n_own; /* the first ones, which are of the article alone: not <title> */
};

enum headline_kind {
	HEADLINE_H1,
	HEADLINE_H2,
	HEADLINE_CLASS, /* what is called a title */
	HEADLINE_H3
};

/*
 * Of the headings of this kind that are part of a title, or have one as their part, the one that has most of it and least
 * besides; without the kicker that is an element of its own in it. No name of the site, no heading that leads to the
 * front page, none in a menu. In the arena; empty for none.
 */
struct str headline_known(const struct metadata *m, const struct headline_titles *titles, enum headline_kind kind);

/* The h1 of a page that has one, those not counted that are the site's name or lead to the front page. */
struct str headline_only(const struct metadata *m);

#endif
