#include "config.h"
#include "daemon/board.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/fulltext.h"
#include "daemon/publisher.h"

#define LOGGED_MAX 20U /* failing sources that a signal writes to the log */

struct tally {
	size_t n_sources, n_feeds, n_failing, n_waiting, n_in_flight, n_pages, n_later;
	struct daemon_counts counts;
	struct pool_status pool;
	int64_t started_s;
	bool is_ready;
};

struct board {
	pthread_mutex_t lock; /* over both */
	struct tally tally;
	uint64_t tick_ms;
};

struct board *
board_new(void)
{
	struct board *b = mem_zalloc(sizeof(*b));

	pthread_mutex_init(&b->lock, NULL);
	b->tick_ms = clock_mono_ms();
	return b;
}

void
board_free(struct board *b)
{
	if (b == NULL)
		return;
	pthread_mutex_destroy(&b->lock);
	free(b);
}

static struct tally
count(const struct daemon *d)
{
	struct tally t = {
		.n_sources = d->gen->settings->n_sources,
		.n_feeds = d->gen->settings->n_feeds,
		.n_in_flight = d->n_in_flight,
		.counts = d->counts,
		.started_s = d->started_s,
		.is_ready = publisher_has_shown(d->publisher),
	};
	size_t i = 0;
	void *value;

	while (map_each(d->seats, &i, NULL, &value)) {
		const struct seat *s = value;

		if (s->gen == NULL)
			continue;
		t.n_failing += s->state.failures > 0;
		t.n_waiting += s->state.checked_s == 0;
		t.n_later += s->n_pages;
	}
	t.n_pages = fulltext_waiting(d->fulltext);
	pool_status(d->pool, &t.pool);
	return t;
}

void
board_update(struct board *b, const struct daemon *d)
{
	struct tally t = count(d);

	pthread_mutex_lock(&b->lock);
	b->tally = t;
	b->tick_ms = clock_mono_ms();
	pthread_mutex_unlock(&b->lock);
}

/* ---- numbers, by name ---- */

struct number {
	const char *name, *what;
	bool is_counter;
	uint64_t value;
};

#define NUMBERS 18U

static void
list_numbers(const struct tally *t, struct number out[NUMBERS])
{
	const struct number all[NUMBERS] = {
		{ "sources", "configured sources", false, t->n_sources },
		{ "sources_failing", "sources whose last attempt failed", false, t->n_failing },
		{ "sources_unasked", "sources that were never asked", false, t->n_waiting },
		{ "feeds", "configured feeds", false, t->n_feeds },
		{ "cycles_in_flight", "cycles under way", false, t->n_in_flight },
		{ "cycles", "cycles that ended", true, t->counts.cycles },
		{ "fetched", "answers from servers", true, t->counts.fetched },
		{ "not_modified", "answers of status 304", true, t->counts.not_modified },
		{ "unchanged", "bodies that were byte for byte as before", true, t->counts.unchanged },
		{ "failed", "cycles that failed", true, t->counts.failed },
		{ "articles_new", "articles recorded for the first time", true, t->counts.articles_new },
		{ "articles_changed", "revisions recorded", true, t->counts.articles_changed },
		{ "pages_waiting", "pages of articles that are to be fetched now", false, t->n_pages },
		{ "pages_later", "pages of articles that have their turn in later cycles", false, t->n_later },
		{ "pages_read", "pages of articles read for their full text or their title", true, t->counts.pages_read },
		{ "pages_failed", "pages of articles that did not come, had no text or are forbidden", true, t->counts.pages_failed },
		{ "workers", "parser workers", false, t->pool.n_workers },
		{ "workers_killed", "parser workers that died of a document", true, t->pool.n_killed },
	};

	memcpy(out, all, sizeof(all));
}

static cJSON *
json_tally(const struct tally *t)
{
	struct number n[NUMBERS];
	cJSON *o = cJSON_CreateObject();
	char when[TIME_RFC3339_SIZE];
	size_t i;

	list_numbers(t, n);
	time_rfc3339(t->started_s, when);
	cJSON_AddStringToObject(o, "version", PACKAGE_VERSION);
	cJSON_AddStringToObject(o, "started", when);
	cJSON_AddBoolToObject(o, "ready", t->is_ready);
	for (i = 0; i < NUMBERS; i++)
		cJSON_AddNumberToObject(o, n[i].name, (double)n[i].value);
	return o;
}

static void
print_and_free(cJSON *o, struct buf *out)
{
	char *text = cJSON_PrintUnformatted(o);

	cJSON_Delete(o);
	buf_add_c(out, text != NULL ? text : "{}");
	buf_add_char(out, '\n');
	cJSON_free(text);
}

static void
write_metrics(const struct tally *t, struct buf *out)
{
	struct number n[NUMBERS];
	size_t i;

	list_numbers(t, n);
	for (i = 0; i < NUMBERS; i++) {
		const char *end = n[i].is_counter ? "_total" : "";

		buf_printf(out, "# HELP feedwright_%s%s %s\n# TYPE feedwright_%s%s %s\nfeedwright_%s%s %" PRIu64 "\n", n[i].name, end, n[i].what,
		    n[i].name, end, n[i].is_counter ? "counter" : "gauge", n[i].name, end, n[i].value);
	}
}

int
board_answer(const char *path, struct buf *out, const char **content_type, void *arg)
{
	struct board *b = arg;
	struct tally t;
	bool is_alive;

	pthread_mutex_lock(&b->lock);
	t = b->tally;
	is_alive = clock_mono_ms() - b->tick_ms < BOARD_DEAD_MS;
	pthread_mutex_unlock(&b->lock);
	*content_type = "text/plain; charset=utf-8";
	if (strcmp(path, "/healthz") == 0) {
		buf_add_c(out, is_alive ? "ok\n" : "the loop does not turn\n");
		return is_alive ? 200 : 503;
	}
	if (strcmp(path, "/readyz") == 0) {
		buf_add_c(out, t.is_ready ? "ok\n" : "not every feed is published yet\n");
		return t.is_ready ? 200 : 503;
	}
	if (strcmp(path, "/metrics") == 0) {
		*content_type = "text/plain; version=0.0.4; charset=utf-8";
		write_metrics(&t, out);
		return 200;
	}
	if (strcmp(path, "/status") == 0) {
		*content_type = "application/json; charset=utf-8";
		print_and_free(json_tally(&t), out);
		return 200;
	}
	return 0;
}

/* ---- for the operator ---- */

static void
add_time(cJSON *o, const char *name, int64_t unix_s)
{
	char when[TIME_RFC3339_SIZE];

	if (unix_s == 0)
		return;
	time_rfc3339(unix_s, when);
	cJSON_AddStringToObject(o, name, when);
}

static cJSON *
json_failing(const struct seat *s)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "source", s->name);
	cJSON_AddStringToObject(o, "kind", err_kind_name(s->state.error_kind));
	cJSON_AddStringToObject(o, "error", s->state.error != NULL ? s->state.error : "");
	cJSON_AddNumberToObject(o, "failures", s->state.failures);
	if (s->state.proposal != NULL)
		cJSON_AddStringToObject(o, "proposal", s->state.proposal);
	add_time(o, "last_good", s->state.ok_s);
	add_time(o, "next", s->state.due_s);
	return o;
}

/* Sources whose articles have lost their ids or some of which may have gone by unseen. */
static void
add_identity(cJSON *held, cJSON *gaps, const struct seat *s)
{
	cJSON *o;

	if (s->state.held > 0) {
		o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "source", s->name);
		cJSON_AddNumberToObject(o, "articles", s->state.held);
		add_time(o, "until", s->state.held_until_s);
		cJSON_AddItemToArray(held, o);
	}
	if (s->state.gaps > 0) {
		o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "source", s->name);
		add_time(o, "last", s->state.gap_s);
		cJSON_AddNumberToObject(o, "interval_divided_by", 1U << s->state.gaps);
		cJSON_AddItemToArray(gaps, o);
	}
}

static cJSON *
json_later(const struct seat *s)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "source", s->name);
	cJSON_AddNumberToObject(o, "pages", s->n_pages);
	cJSON_AddNumberToObject(o, "in_a_cycle", s->source->full_text_pages);
	add_time(o, "next", s->state.due_s);
	return o;
}

static void
add_sandbox(cJSON *o, const struct pool_status *p)
{
	cJSON *box;

	if (!p->has_report)
		return;
	box = cJSON_AddObjectToObject(o, "sandbox");
	cJSON_AddBoolToObject(box, "seccomp", p->sandbox.has_seccomp);
	cJSON_AddBoolToObject(box, "landlock", p->sandbox.has_landlock);
	cJSON_AddBoolToObject(box, "limits", p->sandbox.has_limits);
}

/* compose_count_fn */
static void
add_rule(const char *scope, const char *name, const struct ruleset_count *count, void *arg)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "scope", scope);
	if (name != NULL)
		cJSON_AddStringToObject(o, "name", name);
	cJSON_AddStringToObject(o, "key", count->rule->key);
	cJSON_AddStringToObject(o, "rule", count->rule->is_hidden ? "…" : count->rule->text);
	cJSON_AddStringToObject(o, "file", count->rule->file);
	cJSON_AddNumberToObject(o, "line", count->rule->line);
	cJSON_AddNumberToObject(o, "held", (double)count->n_held);
	if (count->n_limits > 0)
		cJSON_AddNumberToObject(o, "patterns_given_up", (double)count->n_limits);
	cJSON_AddItemToArray(arg, o);
}

void
status_json(const struct daemon *d, struct buf *out)
{
	struct tally t = count(d);
	cJSON *o = json_tally(&t), *failing, *held, *gaps, *later;
	size_t i = 0;
	void *value;

	cJSON_AddNumberToObject(o, "pid", (double)getpid());
	cJSON_AddStringToObject(o, "configuration", d->gen->settings->file);
	if (d->http != NULL)
		cJSON_AddStringToObject(o, "http", http_url(d->http));
	add_sandbox(o, &t.pool);
	failing = cJSON_AddArrayToObject(o, "failing");
	held = cJSON_AddArrayToObject(o, "held");
	gaps = cJSON_AddArrayToObject(o, "gaps");
	later = cJSON_AddArrayToObject(o, "later");
	while (map_each(d->seats, &i, NULL, &value)) {
		const struct seat *s = value;

		if (s->gen != NULL && s->state.failures > 0)
			cJSON_AddItemToArray(failing, json_failing(s));
		if (s->gen != NULL && s->n_pages > 0)
			cJSON_AddItemToArray(later, json_later(s));
		if (s->gen != NULL)
			add_identity(held, gaps, s);
	}
	compose_counts(d->gen->composer, add_rule, cJSON_AddArrayToObject(o, "rules"));
	print_and_free(o, out);
}

void
status_to_log(const struct daemon *d)
{
	struct tally t = count(d);
	size_t i = 0, n = 0;
	void *value;

	log_info("status: sources=%zu failing=%zu unasked=%zu feeds=%zu in-flight=%zu cycles=%" PRIu64 " not-modified=%" PRIu64
	         " unchanged=%" PRIu64 " failed=%" PRIu64 " new=%" PRIu64 " changed=%" PRIu64 " workers-killed=%" PRIu64,
	    t.n_sources, t.n_failing, t.n_waiting, t.n_feeds, t.n_in_flight, t.counts.cycles, t.counts.not_modified, t.counts.unchanged,
	    t.counts.failed, t.counts.articles_new, t.counts.articles_changed, t.pool.n_killed);
	while (n < LOGGED_MAX && map_each(d->seats, &i, NULL, &value)) {
		const struct seat *s = value;

		if (s->gen == NULL || s->state.failures == 0)
			continue;
		n++;
		log_info("status: source %s: failures=%u: %s", s->name, s->state.failures, s->state.error != NULL ? s->state.error : "");
	}
}
