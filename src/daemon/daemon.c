#include "config.h"
#include "daemon/daemon.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/background.h"
#include "daemon/board.h"
#include "daemon/configuration.h"
#include "daemon/control.h"
#include "daemon/cycle.h"
#include "daemon/fulltext.h"
#include "daemon/notify.h"
#include "daemon/permission.h"
#include "daemon/program.h"
#include "daemon/publisher.h"
#include "daemon/upkeep.h"
#include "daemon/watch.h"

#define CYCLES_MAX 20000U     /* in flight: those that wait for a slow host must not keep others from starting */
#define TOLD_FEEDS_MAX 10U
#define DUE_LOOK_MS 3600000U  /* the longest sleep: a clock that jumps is noticed */

static void stop(struct daemon *d);
static void step(struct daemon *d);

/* ---- due ---- */

static void
on_due(uv_timer_t *t)
{
	daemon_wake(t->data);
}

static bool
is_due(const struct daemon *d, const struct due *first)
{
	return first != NULL && first->due_s <= (d->options->is_once ? d->started_s : clock_now_s());
}

static void
start_due_cycles(struct daemon *d)
{
	struct due *first = due_first(&d->heap);
	int64_t wait_ms;

	while (d->n_in_flight < CYCLES_MAX && is_due(d, first)) {
		cycle_start(d, (struct seat *)(void *)((char *)first - offsetof(struct seat, due)));
		first = due_first(&d->heap);
	}
	if (first == NULL || d->options->is_once)
		return;
	wait_ms = first->due_s * 1000 - clock_now_ms();
	if (wait_ms < 0)
		wait_ms = 0;
	uv_timer_start(&d->due_timer, on_due, wait_ms < (int64_t)DUE_LOOK_MS ? (uint64_t)wait_ms : DUE_LOOK_MS, 0);
}

size_t
daemon_refresh(struct daemon *d, struct str name)
{
	size_t i = 0, n = 0;
	struct str key;
	void *value;

	while (map_each(d->seats, &i, &key, &value)) {
		struct seat *s = value;

		if (s->gen == NULL || (name.n > 0 && !str_eq(key, name)))
			continue;
		n++;
		if (s->is_busy) {
			s->is_wanted = true;
		} else {
			s->due.due_s = clock_now_s();
			due_put(&d->heap, &s->due);
		}
	}
	daemon_wake(d);
	return n;
}

/* ---- reload ---- */

struct reload {
	uv_work_t work;
	struct daemon *d;
	struct settings *settings;
	struct mistakes mistakes;
};

static void start_reload(struct daemon *d);

static void
log_mistakes(const struct mistakes *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		const struct mistake *x = &m->list[i];

		if (x->level == MISTAKE_ERROR)
			log_error("%s:%u:%u: %s", x->file, x->line, x->column, x->text);
		else
			log_warning("%s:%u:%u: %s", x->file, x->line, x->column, x->text);
	}
	if (m->n_left_out > 0)
		log_error("%zu more mistakes", m->n_left_out);
}

static bool
differs(const char *a, const char *b)
{
	return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

/* What is opened once. */
static void
warn_of_lasting(const struct settings *old, const struct settings *new)
{
	bool is_elsewhere = old->n_listen != new->n_listen;
	size_t i;

	for (i = 0; i < old->n_listen && !is_elsewhere; i++)
		is_elsewhere = differs(old->listen[i].text, new->listen[i].text);
	if (is_elsewhere)
		log_warning("reload: listen takes effect at the next start");
	if (differs(old->state_dir, new->state_dir) || differs(old->store, new->store) || differs(old->control_socket, new->control_socket))
		log_warning("reload: state-dir, store and control-socket take effect at the next start");
	if (old->workers != new->workers)
		log_warning("reload: workers takes effect at the next start");
}

static void
run_sync(struct lane_job *job)
{
	struct daemon *d = job->arg;

	store_sources_sync(d->store, d->gen->settings->sources, d->gen->settings->n_sources, &job->err);
}

static void
on_synced(struct lane_job *job)
{
	struct daemon *d = job->arg;

	if (job->err.kind != ERR_NONE)
		log_error("reload: %s", job->err.text);
	free(job);
	d->n_saving--;
	d->is_reloading = false;
	log_info("reload: done sources=%zu feeds=%zu", d->gen->settings->n_sources, d->gen->settings->n_feeds);
	notify_ready();
	publisher_all_changed(d->publisher, d->gen);
	if (d->is_reload_wanted)
		start_reload(d);
	daemon_wake(d);
}

static struct fetcher_options
fetcher_settings(const struct settings *s)
{
	return (struct fetcher_options){ .connections = s->connections, .host_connections = s->host_connections,
		.host_spacing_ms = s->host_spacing_ms };
}

static void
adopt(struct daemon *d, struct settings *settings)
{
	struct generation *gen = generation_new(settings);
	struct fetcher_options fo = fetcher_settings(settings);
	struct lane_job *job = mem_zalloc(sizeof(*job));
	enum log_level level;

	warn_of_lasting(d->gen->settings, settings);
	if (log_level_from(settings->log_level, &level) == 0)
		log_set_level(level);
	fetcher_set_options(d->fetcher, &fo);
	seats_adopt(d, gen);
	generation_unref(gen);
	/* Rows for new sources stand in the lane before any of their cycles can get there. */
	job->arg = d;
	job->run = run_sync;
	job->done = on_synced;
	d->n_saving++;
	lane_push(d->store_lane, job);
}

static void
on_load(uv_work_t *work)
{
	struct reload *r = work->data;

	r->settings = configuration_load(r->d->options->config_path, &r->mistakes);
}

static void
on_loaded(uv_work_t *work, int status)
{
	struct reload *r = work->data;
	struct daemon *d = r->d;

	(void)status;
	log_mistakes(&r->mistakes);
	if (r->settings != NULL && !d->is_stopping) {
		adopt(d, r->settings);
	} else {
		if (r->settings == NULL)
			log_error("reload: %zu mistakes in %s, the configuration stays as it was", r->mistakes.n_errors,
			    d->options->config_path);
		settings_free(r->settings);
		d->is_reloading = false;
		notify_ready();
	}
	mistakes_release(&r->mistakes);
	free(r);
	daemon_wake(d);
}

static void
start_reload(struct daemon *d)
{
	struct reload *r;

	d->is_reload_wanted = d->is_reloading;
	if (d->is_reloading || d->is_stopping)
		return;
	d->is_reloading = true;
	notify_reloading();
	r = mem_zalloc(sizeof(*r));
	r->d = d;
	r->work.data = r;
	mistakes_init(&r->mistakes);
	uv_queue_work(&d->loop, &r->work, on_load, on_loaded);
}

/* ---- signals and ticks ---- */

static void
on_signal(uv_signal_t *handle, int number)
{
	struct daemon *d = handle->data;

	switch (number) {
	case SIGHUP:
		start_reload(d);
		return;
	case SIGUSR1:
		log_info("refresh: %zu sources", daemon_refresh(d, STR_NONE));
		return;
	case SIGUSR2:
		status_to_log(d);
		return;
	default:
		stop(d);
	}
}

static void
on_tick(uv_timer_t *t)
{
	struct daemon *d = t->data;

	board_update(d->board, d);
	publisher_time_passed(d->publisher);
	upkeep_step(d->upkeep);
	fulltext_step(d->fulltext);
	notify_alive();
}

static void
start_signals(struct daemon *d)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2 };
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uv_signal_init(&d->loop, &d->signals[i]);
		d->signals[i].data = d;
		uv_signal_start(&d->signals[i], on_signal, numbers[i]);
	}
}

static void
start_timers(struct daemon *d)
{
	uint64_t watchdog_ms = notify_watchdog_ms();

	uv_timer_init(&d->loop, &d->due_timer);
	uv_timer_init(&d->loop, &d->save_timer);
	uv_timer_init(&d->loop, &d->tick_timer);
	d->due_timer.data = d->save_timer.data = d->tick_timer.data = d;
	if (!d->options->is_once) {
		uint64_t tick_ms = watchdog_ms > 0 && watchdog_ms < BOARD_TICK_MS ? watchdog_ms : BOARD_TICK_MS;

		uv_timer_start(&d->tick_timer, on_tick, 0, tick_ms);
	}
}

/* ---- stopping ---- */

static void
on_part_closed(void *arg)
{
	(void)arg;
}

/* First: what is on its way from servers is given up, what has arrived is recorded and published. Then: all of it. */
static void
stop(struct daemon *d)
{
	if (d->is_closing)
		return;
	if (d->is_stopping) {
		log_info("stopping at once");
		publisher_finish(d->publisher, true);
		pool_cancel(d->pool); /* cycles on their way from the ledger or the disk may still come to it */
		return;
	}
	d->is_stopping = true;
	notify_stopping();
	if (!d->options->is_once)
		log_info("stopping");
	programs_cancel(d->programs);
	fetcher_cancel(d->fetcher); /* it is there until nobody is left who may want something of it */
	publisher_finish(d->publisher, false);
	step(d);
}

static void
close_handles(struct daemon *d)
{
	struct str name;
	void *value;
	size_t i;

	d->is_closing = true;
	for (i = 0; map_each(d->seats, &i, &name, &value);) {
		watch_close(((struct seat *)value)->watch);
		((struct seat *)value)->watch = NULL;
	}
	control_close(d->control);
	http_stop(d->http);
	d->http = NULL;
	publisher_close(d->publisher);
	fetcher_close(d->fetcher, on_part_closed, NULL);
	pool_close(d->pool, on_part_closed, NULL);
	for (i = 0; i < sizeof(d->signals) / sizeof(d->signals[0]); i++)
		uv_close((uv_handle_t *)&d->signals[i], NULL);
	uv_close((uv_handle_t *)&d->due_timer, NULL);
	uv_close((uv_handle_t *)&d->save_timer, NULL);
	uv_close((uv_handle_t *)&d->tick_timer, NULL);
}

/* What comes next, looked at after every event that may change it. */
static void
step(struct daemon *d)
{
	if (d->is_closing)
		return;
	if (!d->is_stopping)
		start_due_cycles(d);
	if (d->options->is_once && !d->is_stopping && d->n_in_flight == 0 && fulltext_is_idle(d->fulltext)) {
		publisher_hold(d->publisher, false);
		stop(d);
		return;
	}
	if (!d->is_stopping || d->n_in_flight > 0 || d->is_reloading || !fulltext_is_idle(d->fulltext))
		return;
	seats_save(d);
	if (d->options->is_once && !upkeep_is_done(d->upkeep))
		upkeep_step(d->upkeep);
	if (d->n_saving == 0 && publisher_is_idle(d->publisher) && upkeep_is_idle(d->upkeep))
		close_handles(d);
}

void
daemon_wake(struct daemon *d)
{
	step(d);
}

/* ---- starting ---- */

static int
make_folder(const char *path, struct err *e)
{
	char *copy = mem_strdup(path), *slash;
	int rc = 0;

	for (slash = strchr(copy + 1, '/'); slash != NULL && rc == 0; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		rc = mkdir(copy, 0755) != 0 && errno != EEXIST ? -1 : 0;
		*slash = '/';
	}
	if (rc == 0 && mkdir(copy, 0750) != 0 && errno != EEXIST)
		rc = -1;
	if (rc != 0)
		err_set(e, ERR_LOCAL, "state-dir %s: %s", path, strerror(errno));
	free(copy);
	return rc;
}

static int
begin_batch(void *arg, struct err *e)
{
	return store_begin(((struct daemon *)arg)->store, e);
}

static int
end_batch(void *arg, struct err *e)
{
	return store_commit(((struct daemon *)arg)->store, e);
}

static int
open_ledger(struct daemon *d, const struct settings *s, struct err *e)
{
	if (make_folder(s->state_dir, e) != 0)
		return -1;
	d->lock = store_lock(s->state_dir, e);
	if (d->lock == -1 || store_open(&d->store, s->store, s->state_dir, STORE_WRITER, e) != 0 || store_begin(d->store, e) != 0)
		return -1;
	if (store_sources_sync(d->store, s->sources, s->n_sources, e) != 0 || store_commit(d->store, e) != 0 || seats_load(d, e) != 0)
		return -1;
	return store_open(&d->reader, s->store, s->state_dir, STORE_READER, e);
}

static void
open_lanes(struct daemon *d)
{
	struct lane_hooks hooks = { begin_batch, end_batch, d };

	d->store_lane = lane_new(&d->loop, &hooks);
	d->publish_lane = lane_new(&d->loop, NULL);
}

static int
open_servers(struct daemon *d, const struct settings *s, struct err *e)
{
	struct http_dynamic dynamic = { board_answer, d->board };
	char *archive;

	if (d->options->is_once)
		return 0;
	d->snapshots = snapshots_new();
	archive = mem_printf("%s/archive", s->state_dir);
	snapshots_set_archive(d->snapshots, archive);
	free(archive);
	d->control = control_open(d, s->control_socket, e);
	if (d->control == NULL)
		return -1;
	if (s->n_listen == 0)
		return 0;
	d->http = http_start(s->listen, s->n_listen, d->snapshots, &dynamic, e);
	return d->http != NULL ? 0 : -1;
}

static void
open_rest(struct daemon *d, const struct settings *s)
{
	struct fetcher_options fo = fetcher_settings(s);
	struct pool_options po = { .program = d->options->program, .n_workers = s->workers };

	d->fetcher = fetcher_new(&d->loop, &fo);
	d->pool = pool_new(&d->loop, &po);
	d->publisher = publisher_new(d);
	d->upkeep = upkeep_new(d);
	d->permissions = permissions_new(d);
	d->fulltext = fulltext_new(d);
	start_signals(d);
	start_timers(d);
}

static void
close_ledger(struct daemon *d)
{
	store_close(d->reader);
	store_close(d->store);
	if (d->lock != -1)
		close(d->lock);
}

static struct settings *
load(const struct daemon_options *o, struct err *e)
{
	struct mistakes m;
	struct settings *s;

	mistakes_init(&m);
	s = configuration_load(o->config_path, &m);
	mistakes_print(&m, stderr);
	if (s == NULL)
		err_set(e, ERR_LOCAL, "%s: %zu mistakes in the configuration", o->config_path, m.n_errors);
	mistakes_release(&m);
	return s;
}

/* What to subscribe to; of many feeds only the page that lists them. */
static void
say_addresses(const struct daemon *d)
{
	const struct settings *s = d->gen->settings;
	size_t i;

	for (i = 0; i < s->n_feeds && s->n_feeds <= TOLD_FEEDS_MAX; i++)
		log_info("feed %s: %s/feeds/%s.atom (also .rss, .json, .html)", s->feeds[i].name, http_url(d->http), s->feeds[i].name);
	log_info("all feeds: %s/", http_url(d->http));
}

static void
say_ready(struct daemon *d)
{
	const struct settings *s = d->gen->settings;

	if (d->options->is_once)
		return;
	board_update(d->board, d);
	notify_ready();
	background_report(d->options->report, NULL);
	log_info("ready version=%s sources=%zu feeds=%zu%s%s", PACKAGE_VERSION, s->n_sources, s->n_feeds, d->http != NULL ? " http=" : "",
	    d->http != NULL ? http_url(d->http) : "");
	if (d->http != NULL)
		say_addresses(d);
}

/* From here on everything ends on the loop. */
static int
live(struct daemon *d, struct generation *gen, struct err *e)
{
	int rc;

	open_rest(d, gen->settings);
	seats_adopt(d, gen);
	rc = open_servers(d, gen->settings, e);
	if (rc == 0) {
		publisher_hold(d->publisher, d->options->is_once);
		publisher_all_changed(d->publisher, gen);
		fulltext_step(d->fulltext);
		say_ready(d);
	} else {
		stop(d);
	}
	step(d);
	uv_run(&d->loop, UV_RUN_DEFAULT);
	return rc;
}

int
daemon_run(const struct daemon_options *o, struct err *e)
{
	struct daemon *d = mem_zalloc(sizeof(*d));
	struct settings *s = load(o, e);
	struct generation *gen = NULL;
	enum log_level level;
	int rc = -1;

	d->options = o;
	d->lock = -1;
	d->started_s = clock_now_s();
	d->seats = map_new();
	d->board = board_new();
	uv_loop_init(&d->loop);
	if (s == NULL)
		goto out;
	gen = generation_new(s);
	if (log_level_from(s->log_level, &level) == 0)
		log_set_level(level);
	if (open_ledger(d, s, e) != 0 || (o->pid_path != NULL && pid_file_write(o->pid_path, e) != 0))
		goto out;
	open_lanes(d);
	rc = live(d, gen, e);
	if (rc == 0 && o->is_once && d->has_failed)
		rc = err_set(e, ERR_LOCAL, "not every feed could be published");
	lane_free(d->store_lane);
	lane_free(d->publish_lane);
	if (o->pid_path != NULL)
		unlink(o->pid_path);
	if (!o->is_once)
		log_info("stopped");
out:
	close_ledger(d);
	snapshots_free(d->snapshots);
	upkeep_free(d->upkeep);
	fulltext_free(d->fulltext);
	permissions_free(d->permissions);
	generation_unref(d->gen);
	generation_unref(gen);
	seats_free(d);
	board_free(d->board);
	uv_loop_close(&d->loop);
	free(d);
	return rc;
}
