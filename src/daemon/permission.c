#include "config.h"
#include "daemon/permission.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/url.h"
#include "fetch/robots.h"
#include "store/robots.h"

#define KEPT_S INT64_C(86400)      /* RFC 9309, 2.4: no longer than a day */
#define FAILED_S INT64_C(1800)
#define BODY_MAX (8U << 20)        /* of a robots.txt: past ROBOTS_MAX it is not read, past this it has failed */
#define ARENA_MAX (16U << 20)
#define SITES_MAX 2000U            /* that are remembered, */
#define RULES_BYTES_MAX (64U << 20) /* with so much of their rules, but for what is being asked; the ledger knows the others */

struct waiter {
	permission_done_fn *done;
	void *arg;
	struct waiter *next;
};

/* What one site says to one user agent. */
struct opinion {
	struct permissions *p;
	char *key, *url;
	struct fetch_request request; /* of robots.txt */
	struct waiter *waiters;       /* not NULL: being asked */
	struct arena arena;           /* of the rules */
	struct robots *rules;         /* NULL: not known */
	int64_t until_s;
	struct kept_robots kept;      /* in the ledger */
	struct lane_job job;
};

struct saving {
	struct lane_job job;
	struct daemon *d;
	char *key;
	struct kept_robots rules;
};

struct permissions {
	struct daemon *d;
	struct map *opinions; /* by site, user agent, and whether private addresses may be asked */
};

static char *
key_of(const struct fetch_request *r)
{
	return mem_printf("%.*s %.*s%s", STR_ARG(url_site(str_from(r->url))), STR_ARG(robots_token(r->user_agent)), r->allow_private ? " private" : "");
}

static void
free_opinion(struct opinion *o)
{
	arena_release(&o->arena);
	free(o->key);
	free(o->url);
	free(o);
}

enum permission
permissions_get(struct permissions *p, const struct fetch_request *request)
{
	char *key = key_of(request);
	const struct opinion *o = map_get(p->opinions, str_from(key));

	free(key);
	if (o == NULL || o->waiters != NULL || clock_now_s() >= o->until_s)
		return PERMISSION_UNKNOWN;
	if (o->rules == NULL)
		return PERMISSION_LATER;
	return robots_allows(o->rules, str_from(request->url)) ? PERMISSION_GIVEN : PERMISSION_DENIED;
}

int64_t
permissions_spacing_ms(struct permissions *p, const struct fetch_request *request)
{
	char *key = key_of(request);
	const struct opinion *o = map_get(p->opinions, str_from(key));

	free(key);
	return o != NULL && o->rules != NULL ? robots_delay_s(o->rules) * 1000 : 0;
}

/* ---- kept in the ledger ---- */

static void
run_save(struct lane_job *job)
{
	struct saving *x = job->arg;

	store_robots_save(x->d->store, x->key, clock_now_s(), &x->rules, &job->err);
}

static void
on_saved(struct lane_job *job)
{
	struct saving *x = job->arg;
	struct daemon *d = x->d;

	if (job->err.kind != ERR_NONE)
		log_error("%s: %s", x->key, job->err.text);
	buf_release(&x->rules.text);
	free(x->key);
	free(x);
	d->n_saving--;
	daemon_wake(d);
}

static void
keep(const struct opinion *o, struct str text)
{
	struct saving *x = mem_zalloc(sizeof(*x));

	x->d = o->p->d;
	x->key = mem_strdup(o->key);
	x->rules = (struct kept_robots){ .until_s = o->until_s, .is_known = o->rules != NULL };
	buf_init(&x->rules.text, ROBOTS_MAX);
	buf_add_str(&x->rules.text, str_head(text, ROBOTS_MAX));
	x->job = (struct lane_job){ .run = run_save, .done = on_saved, .arg = x };
	x->d->n_saving++;
	lane_push(x->d->store_lane, &x->job);
}

/* ---- asked ---- */

static void
tell(struct opinion *o, bool is_cancelled)
{
	struct waiter *w = o->waiters, *next;

	o->waiters = NULL;
	for (; w != NULL; w = next) {
		next = w->next;
		w->done(is_cancelled, w->arg);
		free(w);
	}
}

static void
on_fetched(struct fetch_result *r, void *arg)
{
	struct opinion *o = arg;
	bool is_cancelled = r->err.kind == ERR_CANCELLED;

	o->rules = robots_of_answer(&o->arena, r, robots_token(o->request.user_agent));
	if (o->rules != NULL)
		o->until_s = clock_now_s() + KEPT_S;
	else if (!is_cancelled)
		o->until_s = clock_now_s() + (r->retry_after_s > FAILED_S ? r->retry_after_s : FAILED_S);
	if (o->rules == NULL && !is_cancelled)
		log_info("%s: does not come, its pages are left alone: %s", o->url, r->err.kind != ERR_NONE ? r->err.text : "the server fails");
	if (!is_cancelled)
		keep(o, r->status < 300 ? buf_str(&r->body) : STR_NONE);
	tell(o, is_cancelled);
}

static void
run_recall(struct lane_job *job)
{
	struct opinion *o = job->arg;

	store_robots_get(o->p->d->store, o->key, clock_now_s(), &o->kept, &job->err);
}

/* What another run of the program was told holds for this one. */
static void
on_recalled(struct lane_job *job)
{
	struct opinion *o = job->arg;
	bool is_there = job->err.kind == ERR_NONE && o->kept.until_s != 0;

	if (is_there) {
		o->until_s = o->kept.until_s;
		if (o->kept.is_known)
			o->rules = robots_read(&o->arena, buf_str(&o->kept.text), robots_token(o->request.user_agent));
	}
	if (job->err.kind != ERR_NONE) /* then the site tells */
		log_error("%s: %s", o->url, job->err.text);
	buf_release(&o->kept.text);
	if (is_there)
		tell(o, false);
	else
		fetch_start(o->p->d->fetcher, &o->request, on_fetched, o);
}

static size_t
count_bytes(const struct permissions *p)
{
	size_t i = 0, n = 0;
	void *value;

	while (map_each(p->opinions, &i, NULL, &value))
		n += ((const struct opinion *)value)->arena.used;
	return n;
}

/* Room for one more: those that were asked about first go. */
static void
make_room(struct permissions *p)
{
	size_t n_bytes = count_bytes(p), i = 0;
	struct opinion *o;
	struct str key;
	void *value;

	while ((map_count(p->opinions) >= SITES_MAX || n_bytes > RULES_BYTES_MAX) && map_each(p->opinions, &i, &key, &value)) {
		o = value;
		if (o->waiters != NULL)
			continue;
		n_bytes -= o->arena.used;
		map_remove(p->opinions, key);
		free_opinion(o);
	}
}

static struct opinion *
opinion_for(struct permissions *p, const struct fetch_request *r)
{
	char *key = key_of(r);
	struct opinion *o = map_get(p->opinions, str_from(key));

	if (o == NULL) {
		make_room(p);
		o = mem_zalloc(sizeof(*o));
		o->p = p;
		o->key = key;
		o->url = mem_printf("%.*s/robots.txt", STR_ARG(url_site(str_from(r->url))));
		arena_init(&o->arena, ARENA_MAX, NULL);
		map_put(p->opinions, str_from(key), o);
	} else {
		free(key);
	}
	return o;
}

void
permissions_ask(struct permissions *p, const struct fetch_request *request, permission_done_fn *done, void *arg)
{
	struct opinion *o = opinion_for(p, request);
	struct waiter *w = mem_zalloc(sizeof(*w));
	bool is_asked = o->waiters != NULL;

	*w = (struct waiter){ done, arg, o->waiters };
	o->waiters = w;
	if (is_asked)
		return;
	arena_reset(&o->arena);
	o->rules = NULL;
	o->request = (struct fetch_request){ .url = o->url, .user_agent = request->user_agent, .proxy = request->proxy,
		.timeout_ms = request->timeout_ms, .body_max = BODY_MAX, .allow_private = request->allow_private,
		.trusted_origin_url = request->trusted_origin_url };
	buf_init(&o->kept.text, ROBOTS_MAX);
	o->job = (struct lane_job){ .run = run_recall, .done = on_recalled, .arg = o };
	lane_push(p->d->store_lane, &o->job);
}

struct permissions *
permissions_new(struct daemon *d)
{
	struct permissions *p = mem_zalloc(sizeof(*p));

	p->d = d;
	p->opinions = map_new();
	return p;
}

void
permissions_free(struct permissions *p)
{
	size_t i = 0;
	void *value;

	if (p == NULL)
		return;
	while (map_each(p->opinions, &i, NULL, &value))
		free_opinion(value);
	map_free(p->opinions);
	free(p);
}
