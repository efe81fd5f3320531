/*
 * A feed: something configured that is published, a selection of articles from
 * sources. And the entry: an article as the ledger knows it, with the id that
 * was minted for it. Made by settings/ and store/; immutable afterwards.
 */
#ifndef MODEL_FEED_H
#define MODEL_FEED_H

#include "model/document.h"
#include "model/source.h"

enum feed_order { ORDER_PUBLISHED = 0, ORDER_FIRST_SEEN };

/* Of articles of several sources that are one story, one is shown: those with one link, or with nearly one text, too. */
enum feed_kind {
	FEED_ARTICLES = 0,
	FEED_CORRECTIONS /* its entries are edits: what articles said, and what they say now */
};

/* What an edit does to an article that a feed shows. */
enum updates {
	UPDATES_SILENT = 0, /* shown where it was, with another `updated` */
	UPDATES_BUMP,       /* the same, but among the newest */
	UPDATES_NEW_ENTRY,  /* an entry of its own, among the newest */
	UPDATES_IGNORE      /* not shown: the article stays as it was first */
};

enum dedupe { DEDUPE_NONE = 0, DEDUPE_LINK, DEDUPE_NEAR };

enum feed_format { FEED_ATOM = 0, FEED_RSS, FEED_JSON, FEED_HTML, FEED_FORMATS };

struct feed {
	char *name;        /* unique, [A-Za-z0-9._-]+: the file's name before its ending */
	char *title;       /* NULL: the name */
	char *description; /* NULL: none */
	char *link;        /* home page; NULL: our index page */
	char *language;    /* BCP 47; NULL: none */
	char *author;      /* NULL: none */
	char **from;       /* "source", "tag:x", "*"; at least one */
	size_t n_from;
	unsigned items_max;
	unsigned per_source_max; /* of them from one source; 0: as many as there are */
	enum feed_order order;
	enum dedupe dedupe;
	enum feed_kind kind;
	enum updates updates;
	unsigned archive_items; /* articles on a page of its archive; 0: it has none */
	bool is_complete;    /* says that it holds all there is: what it does not show is gone (RFC 5005, 2) */
	bool has_tombstones; /* tells of articles that are gone (RFC 6721; Atom only) */
	char **languages;        /* n_languages, those shown; none: all */
	size_t n_languages;
	struct selection select; /* without what defaults and sources say */

	/* Resolved by settings/: indexes into settings' sources, ascending, each once. */
	size_t *sources;
	size_t n_sources;

	char *file;
	unsigned line;
};

/* The same story in another source. */
struct other {
	int64_t row;
	struct str id, url, title, source; /* source: what readers are told as its name */
	bool is_first; /* of all: the entry has its id and date, another source's text */
};

/* An article of the ledger. Memory is in the arena that it was read into. */
struct entry {
	int64_t row;          /* the ledger's own number, newest highest */
	struct str id;        /* minted once: an IRI */
	struct str source;    /* name of the source */
	int64_t first_seen_s; /* never changes */
	int64_t published_s;  /* what readers are shown; never re-dated */
	int64_t updated_s;    /* last material change; >= published_s for shown entries */
	unsigned revision;    /* from 1 */
	const struct document *origin; /* feed-level facts of the source's last document; not NULL */
	struct article article;
	struct list others; /* struct other, as they were recorded; a composition's */
};

#endif
