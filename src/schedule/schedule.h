/*
 * When a source is due again: pure functions of what is remembered and the
 * time. The same input gives the same answer on any host.
 */
#ifndef SCHEDULE_SCHEDULE_H
#define SCHEDULE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define SCHEDULE_MIN_S INT64_C(60)       /* no source is asked more often unless its own rhythm is faster */
#define SCHEDULE_MAX_S INT64_C(86400)    /* what a document, a server or our back-off may stretch the rhythm to */
#define SCHEDULE_GAPS_MAX 4U             /* the rhythm is halved so often at most … */
#define SCHEDULE_GAP_MIN_S INT64_C(300)  /* … and not below this */
#define SCHEDULE_CALM_S INT64_C(86400)   /* without a gap: one halving is taken back */
#define SCHEDULE_GONE_S INT64_C(604800)  /* 410: asked once a week */
#define SCHEDULE_JITTER_PERCENT 10       /* to either side, by name: sources of one rhythm drift apart */
#define SCHEDULE_SPREAD_FROM 100U        /* more sources than this do not all start at once … */
#define SCHEDULE_SPREAD_S INT64_C(60)    /* … but within this or their rhythm, whichever is shorter */

struct schedule_input {
	struct str name; /* of the source */
	int64_t now_s;
	int64_t every_s;       /* the configured rhythm */
	int64_t ttl_s;         /* what the document asks for; 0: nothing */
	int64_t max_age_s;     /* what the server says; -1: nothing */
	int64_t retry_after_s; /* the wait that the server asks for; 0: none */
	unsigned failures;     /* in a row */
	unsigned gaps;         /* polls in which nothing of the one before was left */
	bool is_gone;          /* 410 */
};

/*
 * A poll that found something at now_s, and what is remembered of gaps: *gaps halvings, the last of which came or
 * went at *gap_s.
 */
void schedule_note_gap(unsigned *gaps, int64_t *gap_s, bool has_gap, int64_t now_s);

/* The time, Unix seconds, at which the source is due next: after now_s, and not before a Retry-After is over. */
int64_t schedule_next(const struct schedule_input *in);

/*
 * Whether a source that was asked at last_s, and is again at now_s, is asked for its document though that may be as it
 * was, because the program is another one: at once for small sets, of larger ones each at a time of the day of its own.
 */
bool schedule_is_read_again(struct str name, int64_t last_s, int64_t now_s, size_t n_sources);

/* When a source is due that was never asked, one of n_sources: now_s itself for small sets. */
int64_t schedule_first(struct str name, int64_t now_s, int64_t every_s, size_t n_sources);

#endif
