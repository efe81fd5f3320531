/*
 * When is an incoming article one that is known? A ladder of keys, tried in
 * order; each rung counts only where it is unambiguous: within the document
 * no two articles may claim it. Pure: knows no database.
 */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "model/document.h"

enum rung {
	RUNG_PATH = 0,   /* folders: the file's name */
	RUNG_GUID,       /* the publisher's id, byte for byte */
	RUNG_GUID_MATCH, /* the same without scheme, www., trailing slash, tracking */
	RUNG_LINK,       /* the canonical link, likewise */
	RUNG_CONTENT,    /* title and text */
	RUNGS
};

struct identity {
	int64_t key[RUNGS]; /* 0: the article has none, or shares it within its document */
	int64_t text_hash;  /* of all that a reader sees, white space and tracking parameters apart: equal means no new revision */
};

/* One for each article of the document, in its order, in the arena. */
struct identity *identity_keys(struct arena *a, const struct document *doc);

/*
 * The id to publish for a new article: the publisher's own where it is an
 * absolute IRI of at most 1 KiB (RFC 4287, 4.2.6.1), else a version 5 UUID
 * over source and key. `taken` says that the publisher's is in use already.
 */
struct str identity_mint(struct arena *a, const char *source, const struct article *article, const struct identity *id, bool taken);
/* What identity_mint() would take from the publisher, or empty. */
struct str identity_own_id(const struct article *article);

#endif
