/* One request under way, and who has it: what fetch.c, turn.c and hop.c share. */
#ifndef FETCH_FETCH_PARTS_H
#define FETCH_FETCH_PARTS_H

#include "fetch/curl_loop.h"
#include "fetch/fetch.h"
#include "fetch/file.h"
#include "fetch/site.h"
#include "fetch/transfer.h"

struct link {
	struct link *prev, *next;
};

enum fetch_state { FETCH_WAITING = 0, FETCH_RUNNING, FETCH_READING, FETCH_ENDING };

struct fetch {
	struct link link; /* first; of fetcher.live or fetcher.ending */
	struct fetcher *f;
	struct fetch *next_waiting;
	enum fetch_state state;
	struct fetch_request request;
	fetch_done_fn *done;
	void *arg;
	struct origin *home; /* that secrets are bound to */
	struct origin *at;   /* of the present hop */
	const char *url;     /* of the present hop, without user:password@ */
	char *hops[FETCH_REDIRECTS_MAX + 2]; /* URLs that we own: all but a configured one that could be used as it stands */
	unsigned n_hops, n_redirects;
	bool is_temporary; /* a hop was */
	const char *permanent_url;
	int64_t left_ms;
	uint64_t started_ms;
	struct transfer *transfer; /* RUNNING */
	struct file_read *file;    /* READING */
	struct fetch_result result;
};

struct fetcher {
	uv_loop_t *loop;
	struct fetcher_options options;
	struct curl_loop *curl;
	struct transfer *free_transfers;
	struct sites sites;
	struct host *ready, **ready_end; /* hosts at which something may start, in turn */
	struct link live, ending;        /* requests; those that need only be told */
	size_t n_waiting;
	unsigned n_running, n_open; /* transfers and reads; handles that are not closed yet */
	uv_timer_t kick, sweep;
	bool is_held;
	bool is_cancelled; /* nothing starts or goes on any more */
	bool is_closing;
	void (*closed)(void *arg);
	void *closed_arg;
};

/* fetch.c */
void fetch_unlink(struct link *l);
void fetch_append(struct link *list, struct link *l);
/* Has the loop come by soon: whatever must not happen in the caller's own time. */
void fetcher_kick(struct fetcher *f);
/* The only way out: nothing of op is in libcurl, a queue or a thread any more. */
void fetch_finish(struct fetch *op);
void fetch_end_soon(struct fetch *op); /* told with the next kick */

/* turn.c: whose turn it is */
void turn_wait(struct fetch *op);  /* in the row of its host */
void turn_leave(struct fetch *op); /* a transfer or read of op is over: its place is free */
void turns_pump(struct fetcher *f); /* starts whatever may start */

/* hop.c: from the start of a transfer or read to what its answer means */
void hop_begin(struct fetch *op);
void hop_drop(struct fetch *op); /* gives the transfer back */
void hop_transfer_done(CURL *easy, CURLcode code, void *arg); /* arg: the fetcher */

#endif
