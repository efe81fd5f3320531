/* From the start of a transfer or read to what its answer means: plans, redirects, results. */
#include "config.h"
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "fetch/fetch_parts.h"
#include "fetch/redirect.h"

void
hop_drop(struct fetch *op)
{
	struct transfer *t = op->transfer;

	op->transfer = NULL;
	buf_release(&t->body); /* unless it was moved out */
	t->owner = NULL;
	t->next_free = op->f->free_transfers;
	op->f->free_transfers = t;
	turn_leave(op);
}

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

void
hop_begin(struct fetch *op)
{
	struct fetcher *f = op->f;
	struct host *h = op->at->host;
	int64_t usual_ms = f->options.host_spacing_ms, spacing_ms = op->request.spacing_ms > usual_ms ? op->request.spacing_ms : usual_ms;

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
		fetch_finish(op);
		return;
	}
	op->transfer->owner = op;
	f->n_running++;
	h->n_running++;
	if (spacing_ms > 0)
		h->next_ms = uv_now(f->loop) + (uint64_t)spacing_ms;
	if (start_hop(op) != 0) {
		hop_drop(op);
		fetch_finish(op);
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
		hop_drop(op);
		site_unref(op->at);
		op->at = to;
		turn_wait(op);
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
	r->as_of_s = head_date_s(&t->head, now_s);
	r->is_open_ended = transfer_is_open_ended(t);
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

void
hop_transfer_done(CURL *easy, CURLcode code, void *arg)
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
		if (op->request.stops_at_redirects)
			op->result.redirect_url = redirect_target(op->url, head_get(&t->head, HEAD_LOCATION), &op->result.err);
		else if (follow(op, t->status) == 0)
			return;
		op->result.status = t->status;
	} else {
		fill_result(op);
		note_hold(op);
	}
	hop_drop(op);
	fetch_finish(op);
}

/* From inside libcurl, which is told later. */
static void
on_refused(struct transfer *t)
{
	struct fetch *op = t->owner;

	if (op->state != FETCH_RUNNING)
		return;
	op->state = FETCH_ENDING;
	fetch_end_soon(op);
}

static void
on_file_read(struct file_read *read, void *arg)
{
	struct fetch *op = arg;
	struct fetcher *f = op->f;
	struct fetch_result *r = &op->result;

	op->file = NULL;
	r->err = read->err;
	if (f->is_cancelled)
		err_set(&r->err, ERR_CANCELLED, "%s: cancelled", op->url);
	if (r->err.kind == ERR_NONE) {
		r->status = read->is_same ? 304 : 200;
		r->last_modified = read->validator;
		read->validator = NULL;
		r->body = read->body;
		buf_init(&read->body, 0);
	}
	file_read_free(read);
	turn_leave(op);
	fetch_finish(op);
	if (f->is_cancelled)
		fetcher_kick(f);
	else
		turns_pump(f);
}
