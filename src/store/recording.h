/* One document being recorded: what match.c, record.c and write.c share. */
#ifndef STORE_RECORDING_H
#define STORE_RECORDING_H

#include "store/identity.h"
#include "store/likeness.h"
#include "store/sqlite.h"

/* What the ledger has of an article, its text apart. */
struct known {
	int64_t row, raw_hash, text_hash, updated_s, first_seen_s, published_s, place, title_key, version_s;
	uint64_t simhash;
	int revision;
	bool is_gone, is_expired;
	enum held held;
};

/* An article of the document on its way into the ledger. */
struct incoming {
	const struct article *article;
	struct identity *id;
	struct known known; /* .row 0: new */
	int64_t date_s;        /* when it was published, as far as can be told; not after now but for future = keep, hold */
	const char *date_word; /* for article.date_from; NULL: its own */
	bool is_dated;         /* it says so itself */
	enum held held;        /* new: as what it is recorded */
	struct likeness like;
	bool has_like;      /* computed: at most once, and only for what is new or edited */
	int rung;           /* of identity.h that it was known by, or RUNG_NEW, RUNG_COMPARED */
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
	enum reread reread;
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
int64_t alias_find(struct recording *r, int64_t key); /* the row of the article that has the key; 0: none; -1 with *e */
int known_get(struct recording *r, int64_t row, struct known *out);
/* Its article, in the scratch arena; *data its CBOR, NULL where nobody asks. Not of one that has expired. */
int known_read(struct recording *r, int64_t row, struct article *out, struct str *data);

/* dates.c: fills in the dates of r->in; which of a first document's articles are shown */
void dates_set(struct recording *r);
void dates_backfill(struct recording *r);

/*
 * recall.c: a copy of doc's list in which articles that are nothing but a fingerprint are as the ledger has them, and
 * the row of each of these, in the order of the list; 0 for the others. Those that the ledger lost are left out.
 */
int recall_articles(struct recording *r, struct document *doc, int64_t **rows);

/* write.c: one article, once it is clear who it is */
int write_new(struct recording *r, struct incoming *in, int64_t upper, int64_t lower);
int write_known(struct recording *r, struct incoming *in);

/* look_back.c: which pages of a sitemap's articles have changed, as it says */
int pages_look_again(struct recording *r);

/* version.c: what came over what is there */
enum change {
	CHANGE_NONE = 0,
	CHANGE_QUIET, /* feeds have it to write, and that is all */
	CHANGE_EDITED
};
int version_store(struct recording *r, struct incoming *in, enum change *out);
/* The article as CBOR into r->blob. */
int version_encode(struct recording *r, const struct article *article);
int version_save(struct recording *r, int64_t row); /* r->blob */

#endif
