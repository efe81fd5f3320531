/* All that the ledger knows of one article: for those who ask why it is what it is. */
#ifndef STORE_EXPLAIN_H
#define STORE_EXPLAIN_H

#include "store/store.h"

/* A fetch that brought something; at_s 0: not known. */
struct fetched {
	int64_t at_s, n_articles;
	struct str url, format;
};

/* What an article said before. */
struct version {
	int64_t n, seen_s, replaced_s;
	struct article article;
};

struct explanation {
	struct entry entry; /* .article is empty when its text has expired */
	struct fetched first, last; /* that brought it, and its last version */
	struct list versions; /* struct version, oldest first, without the last */
	const char *known_by; /* how it was recognised when its last version came, in words */
	const char *rule;     /* of its source: "auto", "guid", … */
	const char *state;    /* "shown", "held: …", "gone", "expired" */
	int64_t gone_s;
	struct str page;      /* how far its own page is: "read", "wanted", "given up: …", and what rules did there; empty where nobody asked for it */
};

/* Rows of articles (int64_t, in the arena) of that id, guid or link, or else of that title, newest first, at most limit. */
int store_find(struct store *s, struct str what, size_t limit, struct arena *a, struct list *rows, struct err *e);
int store_explain(struct store *s, int64_t row, struct arena *a, struct explanation *out, struct err *e);

#endif
