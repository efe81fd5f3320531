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

/* Rows for configured sources; known ones keep what they have. */
int store_sources_sync(struct store *s, const struct source *sources, size_t n, struct err *e);
/* Every source's memory. The state given is the callback's to keep. */
typedef void store_state_fn(const char *name, struct source_state *state, void *arg);
int store_states_load(struct store *s, store_state_fn *fn, void *arg, struct err *e);
int store_state_save(struct store *s, const char *source, const struct source_state *state, struct err *e);

struct record_options {
	bool is_complete; /* a folder: articles that are missing were deleted */
};

struct record_result {
	unsigned n_new, n_changed, n_unchanged, n_gone;
};

/*
 * Records a document: finds out which articles are known (identity.h), mints
 * ids for new ones, keeps revisions of changed ones. Failing leaves nothing of
 * it behind, inside a transaction too.
 */
int store_record(struct store *s, const struct source *source, const struct document *doc, int64_t now_s,
    const struct record_options *o, struct record_result *out, struct err *e);

/*
 * The newest articles of the named sources (all of them if all), by published
 * date and then order in their documents, as struct entry in the arena.
 */
int store_newest(struct store *s, const char *const *sources, size_t n_sources, bool all, size_t limit, struct arena *a,
    struct list *entries, struct err *e);

struct store_counts {
	int64_t sources, articles, revisions;
};
int store_count(struct store *s, struct store_counts *out, struct err *e);

/* Takes the state directory for this process until it ends: a descriptor, or -1 with ERR_LOCAL naming who has it. */
int store_lock(const char *state_dir, struct err *e);

#endif
