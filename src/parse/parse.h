/*
 * Bytes of a feed into a document. What comes out is raw: text constructs
 * hold what stood in the document, and normalise/ makes them trustworthy.
 * Runs in the sandboxed worker; opens nothing.
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include "model/document.h"

#define PARSE_ITEMS_MAX 2000U /* articles a document; the rest is counted in document.dropped */

/* What becomes of the elements that the end of the document leaves open. */
enum parse_ending {
	ENDING_CLOSED = 0, /* they are closed there: to look at the document as it is */
	/*
	 * The document is whole as far as anybody can tell. Still, who made it may have broken off: an item is closed if
	 * only its own end tag lacks and it is known by an id or link; one with half of a title or text is left out, or
	 * the whole one would come as another article later.
	 */
	ENDING_CAREFUL,
	ENDING_CUT /* the transfer may have broken off: an item without its end tag is left out */
};

struct parse_input {
	struct str bytes;            /* the body as it came */
	struct str content_type;     /* HTTP header, or empty */
	struct str base_url;         /* where it was fetched from, or empty */
	struct str content_location; /* HTTP header, or empty */
	struct str content_language; /* HTTP header, or empty */
	enum parse_ending ending;
	unsigned items_max;          /* 0: PARSE_ITEMS_MAX */
	uint64_t settings_hash;      /* of what else decides the results: part of every fingerprint */
	const int64_t *known;        /* n_known fingerprints, ascending: such items are not read (item_slices.h) */
	size_t n_known;
};

/*
 * Fills the cleared document, all of it in the arena. 0 when a feed was
 * recognised, however broken (document.problems tells); -1 with ERR_INPUT
 * when there is none, and then format is "" or "html".
 */
int parse_document(struct arena *a, const struct parse_input *in, struct document *out, struct err *e);

/* Notes a problem, which makes the document not well-formed. At most 20 are kept. line 0: unknown. */
void parse_problem(struct arena *a, struct document *d, const char *code, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Notes it as a problem when HTTP's media type (may be empty) is none that a feed has. */
void parse_check_content_type(struct arena *a, struct str type, struct document *d);

#endif
