/*
 * What a cycle carries along, for cycle.c, which tells its journey, for
 * cycle_answer.c, which decides about what was parsed, and for cycle_notes.c,
 * which knows what is remembered of it and what the log says.
 */
#ifndef DAEMON_CYCLE_PARTS_H
#define DAEMON_CYCLE_PARTS_H

#include "daemon/daemon.h"
#include "daemon/drift.h"
#include "daemon/folder.h"
#include "daemon/pages.h"

/* What came in: from the body on to the record. A cycle that waits for its host has none: thousands may wait. */
struct intake {
	struct buf body, fingerprints;
	struct folder_scan *scan; /* folders */
	struct pages *pages;      /* what followed on the first answer; NULL: nothing */
	bool has_let_go;          /* counts no more as held */
	bool is_truncated;        /* it did not come whole */
	bool is_open_ended;       /* nobody knows whether it did */
	bool is_recorded;
	bool is_partial; /* of a sitemap: files that have not changed are left out */
	enum reread reread;
	struct source_state next; /* becomes the seat's once it is committed */
	struct arena arena;       /* holds the document */
	struct document document;
	struct record_result recorded;
	struct lane_job job;
	struct envelope seen, usual; /* of a page: of its list as it is, and as it was before */
	struct err doubt;
};

struct cycle {
	struct daemon *d;
	struct seat *seat;
	struct generation *gen;
	const struct source *source;
	struct fetch_request request;
	char *final_url, *content_type, *content_location, *content_language;
	int64_t as_of_s; /* when the document was current; 0: not known */
	struct intake *in;     /* NULL until something came in */
	struct err *err;       /* NULL: none so far */
	int64_t server_wait_s; /* Retry-After, 0: none */
	int64_t max_age_s;     /* -1: none */
	long status;
	size_t n_bytes;
	bool has_followed; /* what a page announced */
	bool is_page;      /* what it announced is no feed: its own list is what there is */
	bool is_rebuilt;   /* the list is not the one that was known: has the page become something else? */
	struct buf rules;  /* of the source, as jobs have them; empty: none */
};

/* cycle.c: each takes the cycle further, and it may be gone afterwards */
void cycle_fail(struct cycle *c, const struct err *e);
void cycle_parse(struct cycle *c);
void cycle_record(struct cycle *c); /* the intake's document */
/* Fetches again within this cycle: url from now on, or NULL for the configured address. */
void cycle_start_again(struct cycle *c, char *url);

struct job cycle_job(const struct cycle *c);
void cycle_let_go(struct daemon *d); /* one body less that waits for parsing or recording */

/* cycle_answer.c: takes the cycle (arg) further, as a pool_done_fn */
void cycle_answered(struct answer *answer, struct arena *arena, void *arg);
/*
 * What a page announces is no feed or is not there: its own list is taken, this time and, once it is known, every time.
 * False: there is no other address, and nothing has been done.
 */
bool cycle_falls_back(struct cycle *c);

/* cycle_notes.c */
/* Feeds have something else to write than before. */
bool cycle_is_shown_otherwise(const struct record_result *r);
void cycle_log_end(const struct cycle *c);
void cycle_log_files(const struct cycle *c, const struct folder_scan *scan);
void cycle_log_identity(const struct cycle *c, const struct record_result *r);
/* When the source is due again, from what is remembered and what this answer said. */
int64_t cycle_next_due(const struct cycle *c, const struct source_state *st);

/* Into the source's state, or into the copy that is committed with the articles. */
void cycle_note_success(const struct cycle *c, struct source_state *st);
void cycle_note_failure(const struct cycle *c, struct source_state *st);
void cycle_note_identity(struct source_state *next, const struct record_result *r);

/* A worker died of these bytes; and whether they have killed enough of them (ERR_INPUT). */
void cycle_note_death(struct cycle *c);
bool cycle_is_poison(const struct cycle *c, struct err *e);

void cycle_note_move(struct cycle *c, const char *target);
void cycle_note_loss(struct cycle *c);

#endif
