/* Whose turn it is: one row for each host, and the hosts at which something may start in a row of their own. */
#include "config.h"
#include <inttypes.h>

#include "fetch/fetch_parts.h"

#define FILES_MAX 4U /* reads of file: at once: libuv's pool has as many threads */

static unsigned
host_limit(const struct fetcher *f, const struct host *h)
{
	unsigned n = h->is_disk ? FILES_MAX : f->options.host_connections;

	return n > 0 ? n : 1;
}

static void host_moves(struct host *h);

static void
on_host_due(uv_timer_t *t)
{
	struct host *h = t->data;

	host_moves(h);
	fetcher_kick(h->owner);
}

/* Something changed at h: perhaps it has to stand in the row now. */
static void
host_moves(struct host *h)
{
	struct fetcher *f = h->owner;
	uint64_t now_ms = uv_now(f->loop);

	if (h->first == NULL || h->is_ready)
		return;
	if (h->hold_ms <= now_ms) { /* otherwise they are told so, as soon as it is their turn */
		if (h->n_running >= host_limit(f, h))
			return;
		if (h->next_ms > now_ms) {
			uv_timer_start(&h->timer, on_host_due, h->next_ms - now_ms, 0);
			return;
		}
	}
	h->is_ready = true;
	h->next_ready = NULL;
	*f->ready_end = h;
	f->ready_end = &h->next_ready;
}

static struct host *
next_host(struct fetcher *f)
{
	struct host *h = f->ready;

	f->ready = h->next_ready;
	if (f->ready == NULL)
		f->ready_end = &f->ready;
	h->is_ready = false;
	return h;
}

void
turn_wait(struct fetch *op)
{
	struct host *h = op->at->host;

	op->state = FETCH_WAITING;
	op->next_waiting = NULL;
	if (h->first == NULL)
		h->first = op;
	else
		h->last->next_waiting = op;
	h->last = op;
	h->owner = op->f;
	op->f->n_waiting++;
	host_moves(h);
}

static struct fetch *
next_waiting(struct host *h)
{
	struct fetch *op = h->first;

	h->first = op->next_waiting;
	op->f->n_waiting--;
	return op;
}

void
turn_leave(struct fetch *op)
{
	struct host *h = op->at->host;

	op->f->n_running--;
	h->n_running--;
	host_moves(h);
}

/* The host wants to be left alone: whoever is in its row may as well know. */
static void
turn_away(struct fetcher *f, struct host *h)
{
	int64_t left_s = (int64_t)((h->hold_ms - uv_now(f->loop) + 999) / 1000);
	struct fetch *op;

	while (h->first != NULL) {
		op = next_waiting(h);
		op->result.retry_after_s = left_s;
		err_set(&op->result.err, ERR_REMOTE, "%s: not asked, the host wants no request for another %" PRId64 " s", op->url, left_s);
		fetch_unlink(&op->link); /* the callbacks may come back for more: after this loop */
		fetch_append(&f->ending, &op->link);
		op->state = FETCH_ENDING;
	}
	fetcher_kick(f);
}

void
turns_pump(struct fetcher *f)
{
	unsigned most = f->options.connections > 0 ? f->options.connections : 1;
	struct host *h;

	while (f->ready != NULL && f->n_running < most && !f->is_held && !f->is_cancelled) {
		h = next_host(f);
		if (h->first != NULL && h->hold_ms > uv_now(f->loop))
			turn_away(f, h);
		else if (h->first != NULL && h->n_running < host_limit(f, h) && h->next_ms <= uv_now(f->loop))
			hop_begin(next_waiting(h));
		host_moves(h);
	}
}
