#include "config.h"
#include "fetch/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "base/mem.h"
#include "fetch/fetch_parts.h"

#define SWEEP_MS UINT64_C(30000)   /* between two looks for hosts that nobody talks to any more */
#define KEPT_PER_TRANSFER 4U       /* connections kept open for one that may be busy: a round visits more hosts than fit at once */
#define TIMEOUT_MS INT64_C(60000)  /* for requests that name none */

void
fetch_unlink(struct link *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
}

void
fetch_append(struct link *list, struct link *l)
{
	l->prev = list->prev;
	l->next = list;
	list->prev->next = l;
	list->prev = l;
}

static void on_kick(uv_timer_t *t);

void
fetcher_kick(struct fetcher *f)
{
	if (!uv_is_active((uv_handle_t *)&f->kick))
		uv_timer_start(&f->kick, on_kick, 0, 0);
}

/* ---- the end of a request ---- */

void
fetch_result_release(struct fetch_result *r)
{
	buf_release(&r->body);
	free(r->etag);
	free(r->last_modified);
	free(r->content_type);
	free(r->content_location);
	free(r->content_language);
	free(r->final_url);
	free(r->redirect_url);
	free(r->permanent_url);
}

static void
free_fetch(struct fetch *op)
{
	unsigned i;

	fetch_result_release(&op->result);
	for (i = 0; i < op->n_hops; i++)
		free(op->hops[i]);
	site_unref(op->home);
	site_unref(op->at);
	free(op);
}

void
fetch_finish(struct fetch *op)
{
	fetch_unlink(&op->link);
	if (op->url != NULL)
		op->result.final_url = mem_strdup(op->url);
	op->result.permanent_url = mem_strdup(op->permanent_url);
	op->done(&op->result, op->arg);
	free_fetch(op);
}

void
fetch_end_soon(struct fetch *op)
{
	fetch_unlink(&op->link);
	fetch_append(&op->f->ending, &op->link);
	fetcher_kick(op->f);
}

static void
on_idle(void *arg)
{
	struct fetcher *f = arg;

	if (f->ready != NULL)
		turns_pump(f);
}

/* ---- kicks, closing ---- */

static void
tell_ending(struct fetcher *f)
{
	struct fetch *op;

	while (f->ending.next != &f->ending) {
		op = (struct fetch *)f->ending.next;
		if (op->transfer != NULL) { /* refused in its middle */
			transfer_stop(op->transfer);
			op->result.err = op->transfer->err;
			hop_drop(op);
		}
		fetch_finish(op);
	}
}

/* Takes op out of wherever it is; false for a read that has to come back by itself. */
static bool
cancel(struct fetch *op)
{
	switch (op->state) {
	case FETCH_WAITING:
		op->f->n_waiting--; /* its row is thrown away as a whole */
		break;
	case FETCH_RUNNING:
		transfer_stop(op->transfer);
		hop_drop(op);
		break;
	case FETCH_READING:
		file_read_cancel(op->file);
		return false;
	case FETCH_ENDING:
		break;
	}
	err_set(&op->result.err, ERR_CANCELLED, "%s: cancelled", op->url);
	return true;
}

static void
cancel_all(struct fetcher *f)
{
	struct link *l, *next;
	struct fetch *op;

	f->ready = NULL;
	f->ready_end = &f->ready;
	for (l = f->live.next; l != &f->live; l = l->next) {
		op = (struct fetch *)l;
		op->at->host->first = NULL;
		op->at->host->is_ready = false;
	}
	for (l = f->live.next; l != &f->live; l = next) {
		next = l->next;
		op = (struct fetch *)l;
		if (cancel(op)) {
			op->state = FETCH_ENDING;
			fetch_unlink(l);
			fetch_append(&f->ending, l);
		}
	}
}

static void
part_closed(void *arg)
{
	struct fetcher *f = arg;
	void (*closed)(void *arg) = f->closed;
	void *closed_arg = f->closed_arg;

	if (--f->n_open > 0 || f->sites.n_handles > 0)
		return;
	sites_release(&f->sites);
	free(f);
	curl_global_cleanup();
	closed(closed_arg);
}

static void
on_host_gone(void *arg)
{
	struct fetcher *f = arg;

	if (f->is_closing && f->n_open == 0 && f->sites.n_handles == 0) {
		f->n_open = 1;
		part_closed(f);
	}
}

static void
on_timer_closed(uv_handle_t *h)
{
	part_closed(h->data);
}

static void
tear_down(struct fetcher *f)
{
	struct transfer *t;

	while ((t = f->free_transfers) != NULL) {
		f->free_transfers = t->next_free;
		transfer_free(t);
	}
	sites_sweep(&f->sites, true);
	curl_loop_close(f->curl, part_closed, f);
	uv_close((uv_handle_t *)&f->kick, on_timer_closed);
	uv_close((uv_handle_t *)&f->sweep, on_timer_closed);
}

static void
on_kick(uv_timer_t *t)
{
	struct fetcher *f = t->data;

	tell_ending(f);
	if (!f->is_cancelled) {
		turns_pump(f);
		return;
	}
	do {
		cancel_all(f);
		tell_ending(f);
	} while (f->ending.next != &f->ending);
	if (f->is_closing && f->live.next == &f->live && !uv_is_closing((uv_handle_t *)&f->kick))
		tear_down(f);
}

static void
on_sweep(uv_timer_t *t)
{
	struct fetcher *f = t->data;

	sites_sweep(&f->sites, false);
}

/* ---- public ---- */

struct fetcher *
fetcher_new(uv_loop_t *loop, const struct fetcher_options *o)
{
	struct fetcher *f = mem_zalloc(sizeof(*f));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	f->curl = curl_loop_new(loop, hop_transfer_done, on_idle, f);
	if (f->curl == NULL) {
		curl_global_cleanup();
		free(f);
		return NULL;
	}
	f->loop = loop;
	f->live = (struct link){ &f->live, &f->live };
	f->ending = (struct link){ &f->ending, &f->ending };
	f->ready_end = &f->ready;
	sites_init(&f->sites, loop, on_host_gone, f);
	uv_timer_init(loop, &f->kick);
	uv_timer_init(loop, &f->sweep);
	f->kick.data = f->sweep.data = f;
	f->n_open = 3; /* both, and the multi handle */
	uv_timer_start(&f->sweep, on_sweep, SWEEP_MS, SWEEP_MS);
	uv_unref((uv_handle_t *)&f->sweep);
	fetcher_set_options(f, o);
	return f;
}

void
fetcher_set_options(struct fetcher *f, const struct fetcher_options *o)
{
	f->options = *o;
	curl_loop_set_connections(f->curl, KEPT_PER_TRANSFER * (o->connections > 0 ? o->connections : 1));
	fetcher_kick(f);
}

void
fetcher_hold(struct fetcher *f, bool is_held)
{
	f->is_held = is_held;
	if (!is_held && f->ready != NULL)
		fetcher_kick(f);
}

size_t
fetcher_waiting(const struct fetcher *f)
{
	return f->n_waiting;
}

void
fetcher_cancel(struct fetcher *f)
{
	f->is_cancelled = true;
	fetcher_kick(f);
}

void
fetcher_close(struct fetcher *f, void (*closed)(void *arg), void *arg)
{
	f->is_closing = true;
	f->closed = closed;
	f->closed_arg = arg;
	fetcher_cancel(f);
}

/* Both origins of a request, and its URL as it is asked for; -1 with the error. */
static int
set_sites(struct fetch *op)
{
	const struct fetch_request *r = &op->request;
	struct sites *s = &op->f->sites;
	const char *home = r->trusted_origin_url != NULL ? r->trusted_origin_url : r->url;

	op->url = r->url;
	op->at = site_ref(s, r->url, &op->result.err);
	if (op->at == NULL || op->at->userinfo_n > 0)
		op->url = op->hops[op->n_hops++] = site_url_shown(r->url);
	if (op->at == NULL)
		return -1;
	op->home = site_ref(s, home, &op->result.err);
	if (op->home == NULL)
		return -1;
	if (op->at->is_disk && (r->trusted_origin_url == NULL || !op->home->is_disk)) /* whatever has led here: only the operator may */
		return err_set(&op->result.err, ERR_REMOTE, "%s: a file, refused where none is configured", op->url);
	return 0;
}

void
fetch_start(struct fetcher *f, const struct fetch_request *r, fetch_done_fn *done, void *arg)
{
	struct fetch *op = mem_zalloc(sizeof(*op));

	op->f = f;
	op->request = *r;
	op->done = done;
	op->arg = arg;
	op->left_ms = r->timeout_ms > 0 ? r->timeout_ms : TIMEOUT_MS;
	op->result.max_age_s = -1;
	if (f->is_cancelled)
		err_set(&op->result.err, ERR_CANCELLED, "fetch: cancelled");
	else if (set_sites(op) == 0) {
		fetch_append(&f->live, &op->link);
		turn_wait(op);
		if (f->ready != NULL)
			fetcher_kick(f);
		return;
	}
	op->state = FETCH_ENDING;
	fetch_append(&f->ending, &op->link);
	fetcher_kick(f);
}
