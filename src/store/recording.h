/* One document being recorded: what match.c, record.c and write.c share. */
#ifndef STORE_RECORDING_H
#define STORE_RECORDING_H

#include "store/identity.h"
#include "store/likeness.h"
#include "store/sqlite.h"

/* What the ledger has of an article, its text apart. */
struct known {
	int64_t row, raw_hash, text_hash, updated_s, first_seen_s, published_s, place, title_key, version_s;
	int revision;
	bool is_gone, is_held;
};

/* An article of the document on its way into the ledger. */
struct incoming {
	const struct article *article;
	struct identity *id;
	struct known known; /* .row 0: new */
	struct likeness like;
	bool has_like;      /* computed: at most once, and only for what is new or edited */
	int rung;           /* of identity.h that it was known by, or RUNG_NEW, RUNG_COMPARED */
	bool is_suspect;    /* new, but perhaps a known one after a change of ids: to be held */
	bool is_rebound;    /* bound although its own keys were unknown */
};

/* Rows that are bound to articles of this document. */
struct row_set {
	int64_t *slot; /* 0: free */
	size_t mask;
};

struct recording {
	struct store *s;
	const struct source *source;
	int64_t source_id, now_s;
	int64_t last_row; /* of the whole ledger; -1: not asked for yet */
	enum identity_rule rule;
	bool is_chosen;   /* by the configuration: nothing else counts */
	bool is_first;    /* the source has no article yet: nothing to be matched */
	bool is_churn;    /* the source has changed its ids */
	struct incoming *in; /* n, in document order */
	uint32_t n;
	struct row_set bound;
	struct arena a;       /* as long as the recording */
	struct arena scratch; /* for one article */
	struct buf blob;
	struct record_result *result;
	struct err *e;
};

bool row_is_bound(const struct recording *r, int64_t row);
void row_bind(struct recording *r, int64_t row);
void row_unbind_all(struct recording *r); /* and binds again those of r->in */

const struct likeness *incoming_likeness(struct incoming *in);
/* What an article's own date is: published or updated, never in the future; false when it has none. */
bool incoming_date(const struct recording *r, const struct article *a, int64_t *out);

int known_get(struct recording *r, int64_t row, struct known *out);
/* Its article, in the scratch arena; *data its CBOR, NULL where nobody asks. */
int known_read(struct recording *r, int64_t row, struct article *out, struct str *data);

/* write.c: one article, once it is clear who it is */
int write_new(struct recording *r, struct incoming *in, int64_t upper, int64_t lower);
int write_known(struct recording *r, struct incoming *in);

#endif
