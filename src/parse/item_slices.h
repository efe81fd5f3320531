/*
 * The items of a feed, found in its text without parsing it. Each gets a
 * fingerprint of its bytes and of all else that decides what they mean: the
 * elements around it, document type, base, language, settings, this program's
 * version. An item whose fingerprint is known is taken out of the text, so
 * that it costs no parsing; the parser puts an article that says so in its
 * place. Text in, text out: what the scanner takes for an item is believed
 * only where the parser finds the very same bytes to be one.
 */
#ifndef PARSE_ITEM_SLICES_H
#define PARSE_ITEM_SLICES_H

#include "parse/parse.h"

struct item_slice {
	size_t start, tag_end, end; /* XML: of its '<', of its start tag's '>', behind its end tag. In the text that is left */
	int64_t fingerprint;        /* above 0 */
	bool is_known;              /* was taken out, at start */
};

struct item_slices {
	struct item_slice *v; /* n, in document order; at most PARSE_ITEMS_MAX, further items have none */
	uint32_t n;
};

/* text comes from prolog_cut(). What is left of it is a copy in the arena if something was taken out. */
struct str item_slices_xml(struct arena *a, const struct parse_input *in, struct str doctype, struct str text, struct item_slices *out);

/* Of the array "items"; its elements are found in the same order, and null stands for each that was taken out. */
struct str item_slices_json(struct arena *a, const struct parse_input *in, struct str text, struct item_slices *out);

/* A new article at the end of d that has nothing but the fingerprint of a known item; it is dropped past max. */
void item_slice_recall(struct arena *a, struct document *d, const struct item_slice *slice, unsigned max);

#endif
