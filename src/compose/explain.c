#include "config.h"
#include "compose/explain.h"

#include "compose/run.h"

#define STORY_MAX 64U

struct trace {
	struct arena *a;
	struct list *rules;
};

/* ruleset_trace_fn */
static void
note(const struct rule *rule, enum ruleset_key key, void *arg)
{
	struct trace *t = arg;

	(void)key;
	*(const struct rule **)list_add(t->a, t->rules, sizeof(rule)) = rule;
}

static bool
has_row(const struct entry *e, int64_t row, bool *is_linked)
{
	const struct other *o = e->others.v;
	uint32_t i;

	*is_linked = false;
	if (e->row == row)
		return true;
	for (i = 0; i < e->others.n && !*is_linked; i++)
		*is_linked = o[i].row == row;
	return *is_linked;
}

/* Whether the feed as it is now shows it, by itself or with another. */
static bool
find(const struct composition *c, int64_t row, enum fate *fate)
{
	const struct entry *v = c->entries.v;
	bool is_linked;
	uint32_t i;

	for (i = 0; i < c->entries.n; i++)
		if (has_row(&v[i], row, &is_linked)) {
			*fate = is_linked ? FATE_LINKED : FATE_SHOWN;
			return true;
		}
	return false;
}

/* Why it is not shown. */
static int
look_closer(struct run *r, int64_t row, struct verdict *out)
{
	struct trace t = { r->a, &out->rules };
	struct arena scratch;
	struct entry e;
	bool is_told = false;
	int rc;

	if (run_read(r, row, r->a, &e) != 0)
		return -1;
	if (!compose_judge(r->c, r->feed, r->now_s, r->a, &e, note, &t)) {
		out->fate = FATE_DROPPED;
		return 0;
	}
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	rc = story_is_told(r, row, &scratch, &is_told);
	arena_release(&scratch);
	out->fate = is_told ? FATE_TOLD : FATE_BEYOND;
	return rc;
}

int
compose_explain(struct composer *c, struct store *s, const struct feed *feed, int64_t row, int64_t now_s, struct arena *a,
    struct verdict *out, struct err *e)
{
	struct composition now;
	struct run r = { .out = &now };
	enum fate fate = FATE_FOREIGN;
	bool is_found;
	int rc;

	*out = (struct verdict){ .fate = FATE_FOREIGN };
	if (compose_feed(c, s, feed, now_s, a, &now, e) != 0)
		return -1;
	is_found = find(&now, row, &fate);
	rc = run_begin(&r, c, s, feed, now_s, a, e);
	if (rc == 0 && store_reading_has(r.reading, row))
		rc = look_closer(&r, row, out);
	run_end(&r);
	if (is_found)
		out->fate = fate;
	return rc;
}

int
compose_story(struct composer *c, struct store *s, int64_t row, struct arena *a, struct list *entries, struct err *e)
{
	size_t *all = arena_alloc(a, (c->settings->n_sources + 1) * sizeof(*all)), i, n = 0;
	struct feed everything = { .name = NULL, .sources = all, .n_sources = c->settings->n_sources };
	struct composition unused = { .feed = &everything };
	struct run r = { .out = &unused };
	int64_t rows[STORY_MAX];
	int rc;

	for (i = 0; i < everything.n_sources; i++)
		all[i] = i;
	rc = run_begin(&r, c, s, &everything, 0, a, e);
	if (rc == 0)
		rc = store_reading_story(r.reading, row, true, rows, STORY_MAX, &n);
	for (i = 0; i < n && rc == 0; i++)
		rc = run_read(&r, rows[i], a, list_add(a, entries, sizeof(struct entry)));
	run_end(&r);
	return rc;
}
