/*
 * The ledger: every article ever accepted, with its minted id, its aliases and
 * revisions, and what is remembered about each source. Plain blocking calls;
 * an object belongs to one thread. SQLite here; nothing in this header says so,
 * for a second backend is to come.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/feed.h"

struct store;

enum store_mode { STORE_WRITER = 0, STORE_READER };

/*
 * url "sqlite:" is state_dir/ledger.db, "sqlite:PATH" another file. A writer
 * creates and migrates the schema (keeping a copy of an older one beside it);
 * a newer schema is refused. 0, or -1 with ERR_LOCAL.
 */
int store_open(struct store **out, const char *url, const char *state_dir, enum store_mode mode, struct err *e);
void store_close(struct store *s);

/* One transaction over any number of calls: all of them or none survive a crash. */
int store_begin(struct store *s, struct err *e);
int store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s); /* nothing of it has happened */

/* Rows for configured sources; known ones keep what they have, and so does one that got another name for its address. */
int store_sources_sync(struct store *s, const struct source *sources, size_t n, struct err *e);
/* Every source's memory. The state given is the callback's to keep. */
typedef void store_state_fn(const char *name, struct source_state *state, void *arg);
int store_states_load(struct store *s, store_state_fn *fn, void *arg, struct err *e);
int store_state_save(struct store *s, const char *source, const struct source_state *state, struct err *e);

/*
 * Appends the fingerprints (article.raw_hash) of what the source's newest articles were made of, int64_t by int64_t,
 * ascending. A document may then hold such an article as its fingerprint alone (article.is_unchanged): store_record()
 * takes it for seen again and not changed.
 */
int store_fingerprints(struct store *s, const struct source *source, struct buf *out, struct err *e);

/*
 * What another program read before (source_state.reader) this one may read otherwise, and nothing of that is news:
 * what is another in a known article is stored as if it had always been so, and of the same bytes no article is shown that was not known.
 */
enum reread { REREAD_NOT = 0, REREAD_OTHER_BYTES, REREAD_SAME_BYTES };

struct record_options {
	const char *url;  /* where the document was got; NULL: not told */
	bool is_complete; /* a folder: articles that are missing were deleted */
	bool is_partial;  /* what is not in the document may be there all the same: without known articles it is no gap */
	enum reread reread;
};

struct record_result {
	unsigned n_new;       /* shown from now on: never seen before, or held until now */
	unsigned n_changed;   /* edited: a revision was kept, `updated` moved */
	unsigned n_quiet;     /* another address, other categories, an earlier text again: feeds have it to write, `updated` stays */
	unsigned n_unchanged; /* as they were, or touched up in a way that is no edit (below) */
	unsigned n_gone;      /* a file was deleted, or the source said so */
	unsigned n_rebound;   /* of all these: known again although their guid and link were unknown */
	unsigned n_held;      /* of this document's articles: recorded, not shown before they are released or their day has come */
	unsigned n_waiting;   /* never seen before, and shown as soon as its own page has been asked for (pages.h) */
	unsigned n_passed_over; /* of this document's articles: recorded and never shown, for backfill= */
	unsigned n_known;     /* of this document's articles: known by their keys */
	bool has_other_origin; /* title, link, image … of the source have changed */
	bool has_gap;         /* nothing of this document was known: some articles may have come and gone unseen */
};

#define STORE_HELD_S INT64_C(86400) /* what a source still shows after this long is no slip: it is no longer held */

/*
 * Records a document: finds out which articles are known, mints ids for new
 * ones, keeps revisions of changed ones. Failing leaves nothing of it behind,
 * inside a transaction too.
 *
 * Who is who: the keys of identity.h, then the comparisons of match.h; each
 * only where it is unambiguous, and what matched adds its keys as aliases. A
 * source whose guids or links turn out to repeat keeps a rule without them.
 *
 * The churn breaker: a fetch of a known source of which at least 4 articles
 * and 60 % carry no known key, and at least 2 and 30 % of those are known
 * articles all the same (by title, slug or text), is a source that has changed
 * its ids. Those are bound again; the rest is held: recorded, not shown. Held
 * articles are shown once a fetch at least 24 hours later still has them, or
 * by store_release(); but what stands above all known ones and is newer is shown
 * when at least 80 % were bound again. A fetch without any known article is a gap and not
 * churn: all of it is new.
 *
 * Dates: an article is dated once, when it is first recorded: as its source
 * says, by its `updated` when that is all it says, else first-seen; in the first
 * document of a source an undated one has the date of the older neighbour that
 * has one. A date in the future is what source.future says. The word for it is
 * in article.date_from ("feed", "page", "file", …, "updated", "neighbour",
 * "first-seen"). Of equal dates, document order decides, between articles of
 * several fetches too.
 *
 * Edits (material.h): what changed of title, text, summary, image, enclosures or
 * authors makes a revision and moves `updated`. What else feeds show, and a text
 * that was there before, is stored alone. White space, markup that shows nothing,
 * tracking parameters, counters ("12 comments") and relative times ("3 hours
 * ago") change nothing at all, so that equal ledgers give equal feeds.
 */
int store_record(struct store *s, const struct source *source, const struct document *doc, int64_t now_s,
    const struct record_options *o, struct record_result *out, struct err *e);

/* Shows what was held until its date, which has come by now. *n is how many. */
int store_release_due(struct store *s, int64_t now_s, unsigned *n, struct err *e);

#define STORE_EXPIRED_MAX 20000U /* articles that one call takes */
/*
 * What the source's retain rules do not keep loses text and revisions, and is no longer shown; its row and keys stay,
 * so that it is not news when it comes again. Not those of kept, n_kept rows in ascending order: feeds show them; nor what stands in an archive. *n is
 * how many; at the limit another call goes on. Gives some of the free pages back to the file system.
 */
int store_expire(struct store *s, const struct source *source, const int64_t *kept, size_t n_kept, int64_t now_s, unsigned *n, struct err *e);

/* What is held, of one source or of all (NULL), as struct entry in the arena: source by source, newest first. */
int store_held_list(struct store *s, const char *source, struct arena *a, struct list *entries, struct err *e);
/*
 * Shows what is held: all of the source of that name, or the article of that
 * id. *n is how many; 0 when nothing such is held.
 */
int store_release(struct store *s, const char *source_or_id, unsigned *n, struct err *e);

/*
 * The newest articles of the named sources (all of them if all), by published
 * date and then order in their documents, as struct entry in the arena. Not
 * those that are gone or held.
 */
int store_newest(struct store *s, const char *const *sources, size_t n_sources, bool all, size_t limit, struct arena *a,
    struct list *entries, struct err *e);

/*
 * One snapshot of the ledger, for a composition: the articles of the named sources that are neither gone nor held.
 * Facts of sources go to the arena, which must outlive the entries. NULL with *e set. One at a time for a store.
 */
struct store_reading;
struct store_reading *store_reading_begin(struct store *s, const char *const *sources, size_t n_sources, struct arena *a, struct err *e);
void store_reading_end(struct store_reading *r); /* NULL is fine */
enum reading_order {
	READING_PUBLISHED = 0,
	READING_FIRST_SEEN, /* as they were recorded */
	READING_UPDATED     /* by published date, those that were edited by their last edit */
};
/* The newest articles of some sources, as far as something reaches. */
struct store_span {
	const char *const *sources;
	size_t n_sources, limit;
	enum reading_order order;
};
/* Finds the newest, at most limit of them; a second call with a higher limit begins with the same. -1 with *e of the beginning set. */
int store_reading_newest(struct store_reading *r, size_t limit, enum reading_order order, size_t *n);
int64_t store_reading_row(const struct store_reading *r, size_t i); /* of those found */
/* An article by its row, any of the ledger's, into the arena. -1 as above. */
int store_reading_entry(struct store_reading *r, int64_t row, struct arena *a, struct entry *out);

/* Puts an article as it was recorded first in the place of the last version. -1 as above. */
int store_reading_first_version(struct store_reading *r, struct arena *a, struct entry *e);

/* An edit: what an article said before, and from replaced_s on. */
struct correction {
	struct entry entry; /* with the version that came: not the last one, where another followed */
	struct article old;
	int64_t replaced_s;
};
/* The newest edits of articles that are shown, as struct correction. -1 as above. */
int store_reading_corrections(struct store_reading *r, size_t limit, struct arena *a, struct list *out);

struct tombstone {
	struct str id;
	int64_t gone_s;
};
/* Articles that their sources called gone, newest first, as struct tombstone. -1 as above. */
int store_reading_gone(struct store_reading *r, size_t limit, struct arena *a, struct list *out);

/* An IRI for one version of an article, by its id and the time at which it came: the same each time. */
struct str store_version_id(struct arena *a, struct str id, int64_t updated_s);

/*
 * The shown articles of the reading's sources that are one story with this one (cluster.h): those with its link, and
 * with by_text those of its cluster. Rows, ascending, at most max; its own is among them, and no other of its source.
 */
int store_reading_story(struct store_reading *r, int64_t row, bool by_text, int64_t *rows, size_t max, size_t *n);

/* Whether the article is there, and whether it is one of the reading's sources and shown. */
bool store_reading_knows(struct store_reading *r, int64_t row);
bool store_reading_has(struct store_reading *r, int64_t row);

struct store_counts {
	int64_t sources, articles, revisions, held; /* held ones are articles too */
};
int store_count(struct store *s, struct store_counts *out, struct err *e);

/* Takes the state directory for this process until it ends: a descriptor, or -1 with ERR_LOCAL naming who has it. */
int store_lock(const char *state_dir, struct err *e);

#endif
