/* The sources' places in the daemon: made at a load, kept over reloads, their memory saved in batches. */
#include "config.h"
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "daemon/daemon.h"
#include "daemon/watch.h"
#include "schedule/schedule.h"

#define SAVE_DELAY_MS 2000U /* states of quiet answers (304) may be lost in a crash: they are asked again */
#define SAVE_MANY 1000U     /* or as soon as so many wait */

/* ---- generations ---- */

struct generation *
generation_new(struct settings *s)
{
	struct generation *g = mem_zalloc(sizeof(*g));

	g->settings = s;
	g->composer = composer_new(s, NULL, NULL); /* configuration_load() has told what is wrong */
	g->refs = 1;
	return g;
}

void
generation_ref(struct generation *g)
{
	g->refs++;
}

void
generation_unref(struct generation *g)
{
	if (g == NULL || --g->refs > 0)
		return;
	composer_free(g->composer);
	settings_free(g->settings);
	free(g);
}

/* ---- saving ---- */

struct saved {
	char *name;
	struct source_state state;
};

struct save_job {
	struct lane_job job;
	struct daemon *d;
	size_t n;
	struct saved v[];
};

static void
run_save(struct lane_job *job)
{
	struct save_job *save = job->arg;
	size_t i;

	for (i = 0; i < save->n; i++)
		if (store_state_save(save->d->store, save->v[i].name, &save->v[i].state, &job->err) != 0)
			return;
}

static void
on_saved(struct lane_job *job)
{
	struct save_job *save = job->arg;
	struct daemon *d = save->d;
	size_t i;

	if (job->err.kind != ERR_NONE)
		log_error("states of %zu sources: %s", save->n, job->err.text);
	for (i = 0; i < save->n; i++) {
		free(save->v[i].name);
		source_state_release(&save->v[i].state);
	}
	free(save);
	d->n_saving--;
	daemon_wake(d);
}

void
seats_save(struct daemon *d)
{
	struct save_job *save;
	struct seat *s;

	if (d->n_dirty == 0)
		return;
	uv_timer_stop(&d->save_timer);
	save = mem_zalloc(sizeof(*save) + d->n_dirty * sizeof(save->v[0]));
	save->d = d;
	for (s = d->dirty; s != NULL; s = s->next_dirty) {
		save->v[save->n].name = mem_strdup(s->name);
		source_state_copy(&save->v[save->n++].state, &s->state);
		s->is_dirty = false;
	}
	d->dirty = NULL;
	d->n_dirty = 0;
	d->n_saving++;
	save->job.arg = save;
	save->job.run = run_save;
	save->job.done = on_saved;
	lane_push(d->store_lane, &save->job);
}

static void
on_save_time(uv_timer_t *t)
{
	seats_save(t->data);
}

void
daemon_state_changed(struct daemon *d, struct seat *s)
{
	if (s->is_dirty)
		return;
	s->is_dirty = true;
	s->next_dirty = d->dirty;
	d->dirty = s;
	if (++d->n_dirty >= SAVE_MANY)
		seats_save(d);
	else if (d->n_dirty == 1)
		uv_timer_start(&d->save_timer, on_save_time, SAVE_DELAY_MS, 0);
}

/* ---- places ---- */

static struct seat *
seat_for(struct daemon *d, const char *name)
{
	struct seat *s = map_get(d->seats, str_from(name));

	if (s != NULL)
		return s;
	s = mem_zalloc(sizeof(*s));
	s->d = d;
	s->name = mem_strdup(name);
	s->due.at = DUE_NOWHERE;
	map_put(d->seats, str_from(name), s);
	return s;
}

static void
on_state(const char *name, struct source_state *state, void *arg)
{
	seat_for(arg, name)->state = *state;
}

int
seats_load(struct daemon *d, struct err *e)
{
	return store_states_load(d->store, on_state, d, e);
}

static void
keep_watch(struct daemon *d, struct seat *s, const struct source *old)
{
	bool is_folder = s->source != NULL && s->source->kind == SOURCE_FOLDER && !d->options->is_once;

	if (s->watch != NULL && is_folder && old != NULL && old->path != NULL && strcmp(old->path, s->source->path) == 0)
		return;
	watch_close(s->watch);
	s->watch = is_folder ? watch_start(d, s->name, s->source->path) : NULL;
}

static bool
is_same_address(const struct source *a, const struct source *b)
{
	const char *x = a->url != NULL ? a->url : a->path, *y = b->url != NULL ? b->url : b->path;

	return strcmp(x, y) == 0;
}

/* A source that is new, was moved or was not due before: when it is asked first. */
static int64_t
first_due(const struct daemon *d, const struct seat *s, const struct source *old, size_t n)
{
	int64_t now_s = d->options->is_once ? d->started_s : clock_now_s(); /* a round has one time, however long it takes to start */

	if (d->options->is_forced || (old != NULL && !is_same_address(old, s->source)))
		return now_s;
	if (s->state.checked_s == 0)
		return d->options->is_once ? now_s : schedule_first(str_from(s->name), now_s, s->source->every_s, n);
	if (s->source->path != NULL) /* local: what changed while nobody watched is looked for at once */
		return now_s;
	/* A clock that was set back, or a rhythm that was made faster, must not leave a source waiting for ages. */
	if (s->state.due_s > s->state.checked_s + SCHEDULE_GONE_S || s->state.due_s > now_s + SCHEDULE_GONE_S)
		return now_s;
	return s->state.due_s;
}

static void
seat_take(struct daemon *d, struct seat *s, struct generation *gen, size_t i)
{
	const struct source *old = s->gen != NULL ? s->source : NULL;

	s->gen = gen;
	s->has_looked_back = false;
	s->source = &gen->settings->sources[i];
	s->due.order = i;
	keep_watch(d, s, old);
	if (s->is_busy || (old != NULL && is_same_address(old, s->source) && old->every_s == s->source->every_s))
		return;
	s->due.due_s = first_due(d, s, old, gen->settings->n_sources);
	due_put(&d->heap, &s->due);
}

static void
seat_lose(struct daemon *d, struct seat *s)
{
	s->gen = NULL;
	s->source = NULL;
	due_remove(&d->heap, &s->due);
	watch_close(s->watch);
	s->watch = NULL;
}

void
seats_adopt(struct daemon *d, struct generation *gen)
{
	struct generation *old = d->gen;
	struct str name;
	void *value;
	size_t i;

	generation_ref(gen);
	d->gen = gen;
	for (i = 0; i < gen->settings->n_sources; i++)
		seat_take(d, seat_for(d, gen->settings->sources[i].name), gen, i);
	for (i = 0; map_each(d->seats, &i, &name, &value);) {
		struct seat *s = value;

		if (s->gen != NULL && s->gen != gen)
			seat_lose(d, s);
	}
	generation_unref(old);
}

void
daemon_seat_rests(struct daemon *d, struct seat *s)
{
	if (s->gen == NULL)
		return;
	s->due.due_s = s->is_wanted ? clock_now_s() : s->state.due_s;
	due_put(&d->heap, &s->due);
}

void
seats_free(struct daemon *d)
{
	struct str name;
	void *value;
	size_t i;

	for (i = 0; map_each(d->seats, &i, &name, &value);) {
		struct seat *s = value;

		source_state_release(&s->state);
		free(s->name);
		free(s);
	}
	map_free(d->seats);
	due_release(&d->heap);
}
