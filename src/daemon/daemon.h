/*
 * The daemon: its life from start to stop, and what its parts share. All of
 * it lives on the loop's thread; only what a lane job carries leaves it.
 */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include <stdbool.h>
#include <uv.h>

#include "base/map.h"
#include "compose/compose.h"
#include "daemon/due.h"
#include "daemon/lane.h"
#include "fetch/fetch.h"
#include "publish/http.h"
#include "publish/snapshot.h"
#include "settings/settings.h"
#include "store/store.h"
#include "worker/pool.h"

/* One configuration; lives until the last cycle that started under it has ended. */
struct generation {
	struct settings *settings;
	struct composer *composer;
	unsigned refs;
};

/* A source's place in the daemon, which outlives reloads. */
struct seat {
	struct daemon *d;
	char *name;
	struct due due;
	struct generation *gen;      /* current, or NULL once the source was removed */
	const struct source *source; /* in gen */
	struct source_state state;
	bool is_busy;        /* a cycle is under way */
	bool is_wanted;      /* refreshed while busy: again when it ends */
	bool is_dirty;       /* its state differs from the ledger's */
	bool has_looked_back; /* fulltext.c: for articles from before, in gen */
	unsigned n_pages;    /* fulltext.c: of its articles, that have their turn later */
	struct watch *watch; /* folders; NULL for others */
	struct seat *next_dirty;
};

struct daemon_counts {
	uint64_t cycles, fetched, not_modified, unchanged, failed;
	uint64_t articles_new, articles_changed;
	uint64_t pages_read, pages_failed; /* of articles, for their full text */
};

struct daemon_options {
	const char *config_path;
	bool is_once;         /* one round of everything due, then exit */
	bool is_forced;       /* once: everything counts as due */
	int report;           /* background_detach()'s descriptor, or -1 */
	const char *pid_path; /* NULL: none */
	const char *program;  /* to start workers with */
};

struct daemon {
	const struct daemon_options *options;
	uv_loop_t loop;
	struct generation *gen;
	struct map *seats; /* by name */
	struct due_heap heap;
	struct store *store;  /* the store lane's */
	struct store *reader; /* the publish lane's */
	struct lane *store_lane, *publish_lane;
	struct fetcher *fetcher;
	struct program *programs; /* of sources, that run */
	struct pool *pool;
	struct publisher *publisher;
	struct snapshots *snapshots;
	struct http_server *http;
	struct control *control;
	struct board *board;
	struct upkeep *upkeep;
	struct permissions *permissions;
	struct fulltext *fulltext;
	uv_timer_t due_timer, save_timer, tick_timer;
	uv_signal_t signals[5];
	struct seat *dirty;   /* seats whose state waits to be saved */
	size_t n_dirty;
	unsigned n_saving;    /* batches of states in the store lane */
	size_t n_in_flight;   /* cycles */
	size_t n_held;        /* of them: with a body that waits for parsing or recording */
	int64_t started_s;
	struct daemon_counts counts;
	bool is_reloading, is_reload_wanted, is_stopping, is_closing;
	bool has_failed; /* some feed was not published */
	int lock;
};

/* Runs until it is stopped. 0; or -1 with *e when it could not start, or when `once` could not publish. */
int daemon_run(const struct daemon_options *o, struct err *e);

/* What the parts ask of it. */
size_t daemon_refresh(struct daemon *d, struct str name); /* number of sources now due; name empty: all */
void daemon_wake(struct daemon *d); /* something was scheduled, finished or freed */

/* seats.c: the sources' places */
void seats_adopt(struct daemon *d, struct generation *gen); /* after a load or a reload; takes a reference */
void seats_free(struct daemon *d);
void daemon_state_changed(struct daemon *d, struct seat *s); /* to be saved soon */
void daemon_seat_rests(struct daemon *d, struct seat *s);    /* its cycle has ended: back into the heap */
void seats_save(struct daemon *d);                           /* what is dirty, now */
int seats_load(struct daemon *d, struct err *e);             /* memory of the ledger; before the loop runs */

struct generation *generation_new(struct settings *s); /* with one reference; takes s */
void generation_ref(struct generation *g);
void generation_unref(struct generation *g); /* NULL is fine */

#endif
