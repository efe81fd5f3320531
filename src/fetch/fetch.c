#include "config.h"
#include "fetch/fetch.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "fetch/curl_loop.h"
#include "fetch/file.h"
#include "fetch/redirect.h"
#include "fetch/site.h"
#include "fetch/transfer.h"

#define FILES_MAX 4U               /* reads of file: at once: libuv's pool has as many threads */
#define SWEEP_MS UINT64_C(30000)   /* between two looks for hosts that nobody talks to any more */
#define KEPT_PER_TRANSFER 4U       /* connections kept open for one that may be busy: a round visits more hosts than fit at once */
#define TIMEOUT_MS INT64_C(60000)  /* for requests that name none */

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
	bool is_held, is_closing;
	void (*closed)(void *arg);
	void *closed_arg;
};

static void
unlink_it(struct link *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
}

static void
append_to(struct link *list, struct link *l)
{
	l->prev = list->prev;
	l->next = list;
	list->prev->next = l;
	list->prev = l;
}

static void on_kick(uv_timer_t *t);

/* Has the loop come by soon: whatever must not happen in the caller's own time. */
static void
kick(struct fetcher *f)
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

/* The only way out: nothing of op is in libcurl, a queue or a thread any more. */
static void
finish(struct fetch *op)
{
	unlink_it(&op->link);
	if (op->url != NULL)
		op->result.final_url = mem_strdup(op->url);
	op->result.permanent_url = mem_strdup(op->permanent_url);
	op->done(&op->result, op->arg);
	free_fetch(op);
}

/* Told with the next kick. */
static void
end_soon(struct fetch *op)
{
	unlink_it(&op->link);
	append_to(&op->f->ending, &op->link);
	kick(op->f);
}

static void host_moves(struct host *h);

/* A transfer or read of op is over: its place is free. */
static void
leave_host(struct fetch *op)
{
	struct host *h = op->at->host;

	op->f->n_running--;
	h->n_running--;
	host_moves(h);
}

static void
drop_transfer(struct fetch *op)
{
	struct transfer *t = op->transfer;

	op->transfer = NULL;
	buf_release(&t->body); /* unless it was moved out */
	t->owner = NULL;
	t->next_free = op->f->free_transfers;
	op->f->free_transfers = t;
	leave_host(op);
}

/* ---- whose turn it is ---- */

static unsigned
host_limit(const struct fetcher *f, const struct host *h)
{
	unsigned n = h->is_disk ? FILES_MAX : f->options.host_connections;

	return n > 0 ? n : 1;
}

static void
on_host_due(uv_timer_t *t)
{
	struct host *h = t->data;

	host_moves(h);
	kick(h->owner);
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

static void
wait_turn(struct fetch *op)
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

/* ---- one hop ---- */

/* The address may be private because the operator wrote it down, for exactly this origin. */
static bool
is_trusted(const struct fetch *op)
{
	if (op->request.allow_private)
		return true;
	return op->request.trusted_origin_url != NULL && op->home->is_private_name && site_is_same(op->at, op->home);
}

static struct transfer_plan
plan_hop(const struct fetch *op)
{
	const struct fetch_request *r = &op->request;
	struct transfer_plan plan = {
		.url = op->url,
		.user_agent = r->user_agent,
		.proxy = r->proxy,
		.body_max = r->body_max,
		.timeout_ms = op->left_ms,
		.may_be_private = is_trusted(op),
	};

	if (op->n_redirects == 0) { /* validators belong to the URL that they came from */
		plan.etag = r->etag;
		plan.last_modified = r->last_modified;
	}
	if (site_is_same(op->at, op->home)) {
		plan.headers = r->headers;
		plan.n_headers = r->n_headers;
		plan.cookies = r->cookies;
		plan.username = r->username != NULL ? r->username : op->home->username;
		plan.password = r->username != NULL ? r->password : op->home->password;
	}
	return plan;
}

static void on_refused(struct transfer *t);

/* With a transfer and a place in the host's count; -1 with op->result.err when it cannot be. */
static int
start_hop(struct fetch *op)
{
	struct fetcher *f = op->f;
	struct transfer_plan plan = plan_hop(op);

	if (plan.proxy != NULL && !plan.may_be_private && op->at->is_private_name)
		return err_set(&op->result.err, ERR_REMOTE, "%s: a private address, refused without allow-private", op->url);
	if (plan.timeout_ms <= 0)
		return err_set(&op->result.err, ERR_REMOTE, "%s: no time left after the redirects", op->url);
	op->started_ms = uv_now(f->loop);
	op->state = FETCH_RUNNING;
	if (transfer_start(op->transfer, &plan) == 0)
		return 0;
	op->result.err = op->transfer->err;
	return -1;
}

static void on_file_read(struct file_read *read, void *arg);

static void
begin(struct fetch *op)
{
	struct fetcher *f = op->f;
	struct host *h = op->at->host;

	if (h->is_disk) {
		f->n_running++;
		h->n_running++;
		op->state = FETCH_READING;
		op->file = file_read_start(f->loop, op->url, op->request.last_modified, op->request.body_max, on_file_read, op);
		return;
	}
	op->transfer = f->free_transfers;
	if (op->transfer != NULL)
		f->free_transfers = op->transfer->next_free;
	else
		op->transfer = transfer_new(f->curl, on_refused);
	if (op->transfer == NULL) {
		err_set(&op->result.err, ERR_LOCAL, "%s: libcurl gives no handle", op->url);
		finish(op);
		return;
	}
	op->transfer->owner = op;
	f->n_running++;
	h->n_running++;
	if (f->options.host_spacing_ms > 0)
		h->next_ms = uv_now(f->loop) + (uint64_t)f->options.host_spacing_ms;
	if (start_hop(op) != 0) {
		drop_transfer(op);
		finish(op);
	}
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
		unlink_it(&op->link); /* the callbacks may come back for more: after this loop */
		append_to(&f->ending, &op->link);
		op->state = FETCH_ENDING;
	}
	kick(f);
}

/* Starts whatever may start. */
static void
pump(struct fetcher *f)
{
	unsigned most = f->options.connections > 0 ? f->options.connections : 1;
	struct host *h;

	while (f->ready != NULL && f->n_running < most && !f->is_held && !f->is_closing) {
		h = next_host(f);
		if (h->first != NULL && h->hold_ms > uv_now(f->loop))
			turn_away(f, h);
		else if (h->first != NULL && h->n_running < host_limit(f, h) && h->next_ms <= uv_now(f->loop))
			begin(next_waiting(h));
		host_moves(h);
	}
}

/* ---- redirects ---- */

static bool
was_here(const struct fetch *op, const char *url)
{
	unsigned i;

	if (strcmp(url, op->url) == 0 || (op->n_redirects > 0 && strcmp(url, op->request.url) == 0))
		return true;
	for (i = 0; i < op->n_hops; i++)
		if (strcmp(url, op->hops[i]) == 0)
			return true;
	return false;
}

static bool
has_secrets(const struct fetch *op)
{
	const struct fetch_request *r = &op->request;

	return r->n_headers > 0 || r->username != NULL || r->cookies != NULL || op->home->username != NULL;
}

/* Whether policy lets op go from here to target at `to`. */
static int
check_hop(const struct fetch *op, const struct origin *to, const char *target, struct err *e)
{
	if (op->n_redirects >= FETCH_REDIRECTS_MAX)
		return err_set(e, ERR_REMOTE, "%s: more than the limit of %u redirects", op->url, FETCH_REDIRECTS_MAX);
	if (was_here(op, target))
		return err_set(e, ERR_REMOTE, "%s: redirect loop over %s", op->url, target);
	if (op->at->is_https && !to->is_https && has_secrets(op))
		return err_set(e, ERR_REMOTE, "%s: redirect from https to %s refused: the request carries credentials", op->url, target);
	return 0;
}

/* 0 and op goes on; -1 with the error that ends it. */
static int
follow(struct fetch *op, long status)
{
	char *target = redirect_target(op->url, head_get(&op->transfer->head, HEAD_LOCATION), &op->result.err);
	struct origin *to;

	if (target == NULL)
		return -1;
	to = site_ref(&op->f->sites, target, &op->result.err);
	if (to == NULL)
		op->result.err.kind = ERR_REMOTE; /* it is the server that cannot write URLs */
	if (to == NULL || check_hop(op, to, target, &op->result.err) != 0) {
		site_unref(to);
		free(target);
		return -1;
	}
	if (!redirect_is_permanent(status) || (op->at->is_https && !to->is_https)) /* a step down is never for good */
		op->is_temporary = true;
	op->hops[op->n_hops++] = target;
	op->url = target;
	op->n_redirects++;
	if (!op->is_temporary)
		op->permanent_url = target;
	if (to->host != op->at->host) { /* in its row like everybody */
		drop_transfer(op);
		site_unref(op->at);
		op->at = to;
		wait_turn(op);
		return 0;
	}
	site_unref(op->at);
	op->at = to;
	return start_hop(op);
}

/* ---- answers ---- */

static void
fill_result(struct fetch *op)
{
	struct fetch_result *r = &op->result;
	struct transfer *t = op->transfer;
	int64_t now_s = clock_now_s();

	r->status = t->status;
	r->etag = head_copy_validator(&t->head, HEAD_ETAG);
	r->last_modified = head_copy_validator(&t->head, HEAD_LAST_MODIFIED);
	r->content_type = head_copy(&t->head, HEAD_CONTENT_TYPE);
	r->content_location = head_copy(&t->head, HEAD_CONTENT_LOCATION);
	r->content_language = head_copy(&t->head, HEAD_CONTENT_LANGUAGE);
	r->max_age_s = head_max_age_s(&t->head, now_s);
	if (t->status >= 400)
		r->retry_after_s = head_retry_after_s(&t->head, now_s);
	if (r->err.kind == ERR_NONE || (r->err.kind == ERR_REMOTE && r->status == 200)) {
		r->body = t->body;
		buf_init(&t->body, 0);
	}
}

/* 429 and 503 speak for the whole host. */
static void
note_hold(struct fetch *op)
{
	const struct fetch_result *r = &op->result;
	struct host *h = op->at->host;
	uint64_t until_ms;

	if (r->retry_after_s == 0 || (r->status != 429 && r->status != 503))
		return;
	until_ms = uv_now(op->f->loop) + (uint64_t)r->retry_after_s * 1000;
	if (until_ms > h->hold_ms)
		h->hold_ms = until_ms;
}

static void
on_transfer_done(CURL *easy, CURLcode code, void *arg)
{
	struct fetcher *f = arg;
	struct transfer *t;
	struct fetch *op;
	void *private;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	t = private;
	op = t->owner;
	transfer_settle(t, code);
	transfer_stop(t);
	op->left_ms -= (int64_t)(uv_now(f->loop) - op->started_ms);
	op->result.err = t->err;
	if (t->err.kind == ERR_NONE && redirect_is_one(t->status, &t->head)) {
		if (follow(op, t->status) == 0)
			return;
		op->result.status = t->status;
	} else {
		fill_result(op);
		note_hold(op);
	}
	drop_transfer(op);
	finish(op);
}

/* From inside libcurl, which is told later. */
static void
on_refused(struct transfer *t)
{
	struct fetch *op = t->owner;

	if (op->state != FETCH_RUNNING)
		return;
	op->state = FETCH_ENDING;
	end_soon(op);
}

static void
on_file_read(struct file_read *read, void *arg)
{
	struct fetch *op = arg;
	struct fetcher *f = op->f;
	struct fetch_result *r = &op->result;

	op->file = NULL;
	r->err = read->err;
	if (f->is_closing)
		err_set(&r->err, ERR_CANCELLED, "%s: cancelled", op->url);
	if (r->err.kind == ERR_NONE) {
		r->status = read->is_same ? 304 : 200;
		r->last_modified = read->validator;
		read->validator = NULL;
		r->body = read->body;
		buf_init(&read->body, 0);
	}
	file_read_free(read);
	leave_host(op);
	finish(op);
	if (f->is_closing)
		kick(f);
	else
		pump(f);
}

static void
on_idle(void *arg)
{
	struct fetcher *f = arg;

	if (f->ready != NULL)
		pump(f);
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
			drop_transfer(op);
		}
		finish(op);
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
		drop_transfer(op);
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
			unlink_it(l);
			append_to(&f->ending, l);
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
	if (!f->is_closing) {
		pump(f);
		return;
	}
	do {
		cancel_all(f);
		tell_ending(f);
	} while (f->ending.next != &f->ending);
	if (f->live.next == &f->live && !uv_is_closing((uv_handle_t *)&f->kick))
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
	f->curl = curl_loop_new(loop, on_transfer_done, on_idle, f);
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
	kick(f);
}

void
fetcher_hold(struct fetcher *f, bool is_held)
{
	f->is_held = is_held;
	if (!is_held && f->ready != NULL)
		kick(f);
}

size_t
fetcher_waiting(const struct fetcher *f)
{
	return f->n_waiting;
}

void
fetcher_close(struct fetcher *f, void (*closed)(void *arg), void *arg)
{
	f->is_closing = true;
	f->closed = closed;
	f->closed_arg = arg;
	kick(f);
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
	return op->home != NULL ? 0 : -1;
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
	if (f->is_closing)
		err_set(&op->result.err, ERR_CANCELLED, "fetch: cancelled");
	else if (set_sites(op) == 0) {
		append_to(&f->live, &op->link);
		wait_turn(op);
		if (f->ready != NULL)
			kick(f);
		return;
	}
	op->state = FETCH_ENDING;
	append_to(&f->ending, &op->link);
	kick(f);
}
