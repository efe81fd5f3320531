#include "config.h"
#include "daemon/publisher.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "compose/compose.h"
#include "daemon/shelf.h"
#include "publish/file.h"
#include "render/render.h"

#define OUTPUT_MAX (64U << 20) /* bytes of one rendered feed */
#define FEED_MAX_AGE_S 300 /* how long a reader may keep a copy without asking */
#define AGE_EVERY_MS 600000U /* feeds that show articles up to an age are looked at this often */
#define PAUSE_FACTOR 4U        /* after a composition that took t, the next waits 4 t: a cold start does not compose all the time */

/* What is made of one feed, or of the index; index into outputs[]. */
struct output {
	const char *ending, *content_type;
	enum feed_format format;
};

static const struct output outputs[] = {
	{ "atom", "application/atom+xml; charset=utf-8", FEED_ATOM },
	{ "rss", "application/rss+xml; charset=utf-8", FEED_RSS },
	{ "json", "application/feed+json; charset=utf-8", FEED_JSON },
	{ "html", "text/html; charset=utf-8", FEED_HTML },
};
#define N_OUTPUTS (sizeof(outputs) / sizeof(outputs[0]))

/* Rows of the ledger that a feed shows. */
struct shown {
	int64_t *v;
	size_t n;
	bool is_known;
};

struct publisher {
	struct daemon *d;
	struct generation *gen; /* whose feeds the flags are about */
	bool *dirty;            /* one a feed; n_feeds + 1: the last stands for index page and OPML */
	size_t n_dirty;
	unsigned n_withdrawals;
	struct shown *shown; /* one a feed of gen */
	struct lane_job job;
	struct shown job_shown; /* of the job's feed */
	struct generation *job_gen;
	size_t job_feed; /* n_feeds: the index */
	uint64_t job_started_ms;
	uv_timer_t timer;
	uint64_t aged_ms; /* when feeds were last marked for nothing but time going by */
	struct shelf shelf;
	bool job_has_more; /* its archive is not up to date yet */
	bool is_running, is_held, is_pausing, is_finishing, has_shown;
	bool has_swept; /* the publish lane's: what a crash left behind is gone */
};

/* ---- in the publish lane ---- */

static int
put(struct publisher *p, const char *file_name, const char *url_path, const char *content_type, struct str body, int64_t changed_s,
    struct err *e)
{
	const struct settings *set = p->job_gen->settings;
	struct snapshot_info info = {
		.path = url_path,
		.content_type = content_type,
		.last_modified_s = changed_s,
		.max_age_s = FEED_MAX_AGE_S,
	};
	char *path;
	int rc;

	if (set->output_dir != NULL) {
		path = mem_printf("%s/%s", set->output_dir, file_name);
		rc = publish_file(path, body, e);
		free(path);
		if (rc != 0)
			return -1;
	}
	if (p->d->snapshots != NULL)
		snapshots_put(p->d->snapshots, &info, body);
	return 0;
}

static void
note_shown(struct publisher *p, const struct composition *c)
{
	const struct entry *e = c->entries.v;
	uint32_t i;

	p->job_shown = (struct shown){ mem_alloc((c->entries.n + 1) * sizeof(int64_t)), c->entries.n, true };
	for (i = 0; i < c->entries.n; i++)
		p->job_shown.v[i] = e[i].row;
}

static void
publish_feed(struct publisher *p, const struct feed *feed, struct err *e)
{
	const struct settings *set = p->job_gen->settings;
	struct render_site site = { .public_url = set->public_url };
	struct composition c;
	struct arena a;
	struct buf body;
	char *name, *url;
	size_t i;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&body, OUTPUT_MAX);
	rc = compose_feed(p->job_gen->composer, p->d->reader, feed, clock_now_s(), &a, &c, e);
	if (rc == 0)
		note_shown(p, &c);
	if (rc == 0 && feed->archive_items > 0 && feed->kind == FEED_ARTICLES)
		rc = shelf_publish(&p->shelf, p->d, p->job_gen, &c, &a, &p->job_has_more, e);
	for (i = 0; i < N_OUTPUTS && rc == 0; i++) {
		buf_clear(&body);
		if (render_feed(outputs[i].format, &c, &site, &body) != 0) {
			err_set(e, ERR_LIMIT, "feed %s: the %s form is over %u bytes", feed->name, outputs[i].ending, OUTPUT_MAX);
			break;
		}
		name = mem_printf("%s.%s", feed->name, outputs[i].ending);
		url = mem_printf("/feeds/%s", name);
		rc = put(p, name, url, outputs[i].content_type, buf_str(&body), c.updated_s, e);
		free(name);
		free(url);
	}
	buf_release(&body);
	arena_release(&a);
}

static void
publish_index(struct publisher *p, struct err *e)
{
	const struct settings *set = p->job_gen->settings;
	struct render_site site = { .public_url = set->public_url };
	struct buf body;

	buf_init(&body, OUTPUT_MAX);
	if (render_index(set->feeds, set->n_feeds, &site, &body) != 0 ||
	    put(p, "index.html", "/", "text/html; charset=utf-8", buf_str(&body), 0, e) != 0)
		goto out;
	buf_clear(&body);
	if (render_opml(set->feeds, set->n_feeds, &site, &body) == 0)
		put(p, "feeds.opml", "/opml", "text/x-opml; charset=utf-8", buf_str(&body), 0, e);
out:
	buf_release(&body);
}

static void
run_job(struct lane_job *job)
{
	struct publisher *p = job->arg;
	const struct settings *set = p->job_gen->settings;

	if (set->output_dir != NULL && mkdir(set->output_dir, 0755) != 0 && errno != EEXIST) {
		err_set(&job->err, ERR_LOCAL, "output-dir %s: %s", set->output_dir, strerror(errno));
		return;
	}
	if (!p->has_swept && set->output_dir != NULL)
		publish_sweep(set->output_dir);
	p->has_swept = true;
	if (p->job_feed < set->n_feeds)
		publish_feed(p, &set->feeds[p->job_feed], &job->err);
	else
		publish_index(p, &job->err);
}

/* ---- on the loop ---- */

static void start_next(struct publisher *p);

static void
mark(struct publisher *p, size_t i)
{
	if (!p->dirty[i]) {
		p->dirty[i] = true;
		p->n_dirty++;
	}
}

static void
on_pause_over(uv_timer_t *t)
{
	struct publisher *p = t->data;

	p->is_pausing = false;
	start_next(p);
	daemon_wake(p->d);
}

static void
on_done(struct lane_job *job)
{
	struct publisher *p = job->arg;
	const struct settings *set = p->job_gen->settings;
	uint64_t took_ms = clock_mono_ms() - p->job_started_ms;

	p->is_running = false;
	if (p->job_has_more && p->job_gen == p->gen && job->err.kind == ERR_NONE && (!p->is_finishing || p->d->options->is_once))
		mark(p, p->job_feed);
	p->job_has_more = false;
	p->has_shown = p->has_shown || p->n_dirty == 0;
	if (job->err.kind != ERR_NONE) {
		p->d->has_failed = true;
		log_error("feed %s: %s", p->job_feed < set->n_feeds ? set->feeds[p->job_feed].name : "index", job->err.text);
	}
	if (p->job_gen == p->gen && p->job_feed < set->n_feeds) {
		free(p->shown[p->job_feed].v);
		p->shown[p->job_feed] = p->job_shown;
	} else {
		free(p->job_shown.v);
	}
	p->job_shown = (struct shown){ .v = NULL };
	generation_unref(p->job_gen);
	p->job_gen = NULL;
	if (p->n_dirty > 0 && !p->d->options->is_once && !p->is_finishing) {
		p->is_pausing = true;
		uv_timer_start(&p->timer, on_pause_over, PAUSE_FACTOR * took_ms, 0);
	} else {
		start_next(p);
	}
	daemon_wake(p->d);
}

static void
start_next(struct publisher *p)
{
	size_t i;

	if (p->is_running || p->is_held || p->is_pausing || p->n_dirty == 0)
		return;
	for (i = 0; !p->dirty[i]; i++)
		;
	p->dirty[i] = false;
	p->n_dirty--;
	p->job_feed = i;
	p->job_gen = p->gen;
	generation_ref(p->gen);
	p->job_started_ms = clock_mono_ms();
	p->is_running = true;
	p->job.arg = p;
	p->job.run = run_job;
	p->job.done = on_done;
	lane_push(p->d->publish_lane, &p->job);
}

/* ---- feeds that a reload took away: in the lane, behind a job that may still be writing one of them ---- */

struct withdrawal {
	struct lane_job job;
	struct publisher *p;
	struct generation *old, *new;
};

static void
withdraw(struct daemon *d, const struct settings *old, const char *name)
{
	char *path;
	size_t i;

	for (i = 0; i < N_OUTPUTS; i++) {
		path = mem_printf("/feeds/%s.%s", name, outputs[i].ending);
		if (d->snapshots != NULL)
			snapshots_remove(d->snapshots, path);
		free(path);
		if (old->output_dir == NULL)
			continue;
		path = mem_printf("%s/%s.%s", old->output_dir, name, outputs[i].ending);
		unlink(path);
		free(path);
	}
}

static void
run_withdrawal(struct lane_job *job)
{
	const struct withdrawal *w = job->arg;
	const struct settings *old = w->old->settings, *new = w->new->settings;
	size_t i;

	for (i = 0; i < old->n_feeds; i++)
		if (settings_feed(new, old->feeds[i].name) == NULL) {
			withdraw(w->p->d, old, old->feeds[i].name);
			shelf_withdraw(w->p->d, old, old->feeds[i].name);
		}
}

static void
on_withdrawn(struct lane_job *job)
{
	struct withdrawal *w = job->arg;
	struct daemon *d = w->p->d;

	w->p->n_withdrawals--;
	generation_unref(w->old);
	generation_unref(w->new);
	free(w);
	daemon_wake(d);
}

static void
withdraw_lost_feeds(struct publisher *p, struct generation *old, struct generation *new)
{
	struct withdrawal *w = mem_zalloc(sizeof(*w));

	w->p = p;
	w->old = old;
	w->new = new;
	generation_ref(old);
	generation_ref(new);
	w->job.arg = w;
	w->job.run = run_withdrawal;
	w->job.done = on_withdrawn;
	p->n_withdrawals++;
	lane_push(p->d->publish_lane, &w->job);
}

static void
free_shown(struct publisher *p)
{
	size_t i;

	for (i = 0; p->gen != NULL && i < p->gen->settings->n_feeds; i++)
		free(p->shown[i].v);
	free(p->shown);
	p->shown = NULL;
}

void
publisher_all_changed(struct publisher *p, struct generation *gen)
{
	size_t i;

	if (p->gen != gen) {
		free_shown(p);
		if (p->gen != NULL) {
			withdraw_lost_feeds(p, p->gen, gen);
			generation_unref(p->gen);
		}
		generation_ref(gen);
		p->gen = gen;
		free(p->dirty);
		p->dirty = mem_zalloc((gen->settings->n_feeds + 1) * sizeof(*p->dirty));
		p->shown = mem_zalloc((gen->settings->n_feeds + 1) * sizeof(*p->shown));
		p->n_dirty = 0;
	}
	for (i = 0; i <= gen->settings->n_feeds; i++)
		mark(p, i);
	start_next(p);
}

bool
publisher_shows(const struct feed *feed, size_t source)
{
	size_t low = 0, high = feed->n_sources, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (feed->sources[mid] == source)
			return true;
		if (feed->sources[mid] < source)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

void
publisher_source_changed(struct publisher *p, struct generation *gen, size_t index)
{
	size_t i;

	if (p->gen != gen) { /* recorded under a configuration that was replaced meanwhile */
		if (p->gen != NULL)
			publisher_all_changed(p, p->gen);
		return;
	}
	for (i = 0; i < gen->settings->n_feeds; i++)
		if (!p->dirty[i] && publisher_shows(&gen->settings->feeds[i], index))
			mark(p, i);
	start_next(p);
}

void
publisher_time_passed(struct publisher *p)
{
	const struct generation *gen = p->gen;
	uint64_t now_ms = clock_mono_ms();
	size_t i;

	if (gen == NULL || now_ms - p->aged_ms < AGE_EVERY_MS)
		return;
	p->aged_ms = now_ms;
	for (i = 0; i < gen->settings->n_feeds; i++)
		if (compose_has_age(gen->composer, &gen->settings->feeds[i]))
			mark(p, i);
	start_next(p);
}

void
publisher_hold(struct publisher *p, bool is_held)
{
	p->is_held = is_held;
	start_next(p);
}

void
publisher_finish(struct publisher *p, bool is_dropping)
{
	p->is_finishing = true;
	p->is_pausing = p->is_held = false;
	uv_timer_stop(&p->timer);
	if (is_dropping && p->n_dirty > 0) {
		memset(p->dirty, 0, (p->gen->settings->n_feeds + 1) * sizeof(*p->dirty));
		p->n_dirty = 0;
	}
	start_next(p);
}

bool
publisher_is_idle(const struct publisher *p)
{
	return !p->is_running && p->n_dirty == 0 && p->n_withdrawals == 0;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool
publisher_shown(const struct publisher *p, const struct generation *gen, int64_t **rows, size_t *n)
{
	size_t i, total = 0;

	*n = 0;
	if (p->gen != gen || !publisher_is_idle(p))
		return false;
	for (i = 0; i < gen->settings->n_feeds; i++) {
		if (!p->shown[i].is_known)
			return false;
		total += p->shown[i].n;
	}
	*rows = mem_alloc((total + 1) * sizeof(**rows));
	for (i = 0; i < gen->settings->n_feeds; i++) {
		memcpy(*rows + *n, p->shown[i].v, p->shown[i].n * sizeof(**rows));
		*n += p->shown[i].n;
	}
	if (*n > 1)
		qsort(*rows, *n, sizeof(**rows), by_number);
	return true;
}

bool
publisher_has_shown(const struct publisher *p)
{
	return p->has_shown;
}

struct publisher *
publisher_new(struct daemon *d)
{
	struct publisher *p = mem_zalloc(sizeof(*p));

	p->d = d;
	p->aged_ms = clock_mono_ms();
	uv_timer_init(&d->loop, &p->timer);
	p->timer.data = p;
	return p;
}

static void
on_closed(uv_handle_t *h)
{
	free(h->data);
}

void
publisher_close(struct publisher *p)
{
	if (p == NULL)
		return;
	free_shown(p);
	if (p->gen != NULL)
		generation_unref(p->gen);
	free(p->dirty);
	shelf_release(&p->shelf);
	uv_close((uv_handle_t *)&p->timer, on_closed);
}
