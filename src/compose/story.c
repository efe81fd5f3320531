/* Of the articles that are one story, which is the entry, and what becomes of the others. */
#include "config.h"
#include "compose/run.h"

#define STORY_MAX 64U /* articles of one story that are linked */

static unsigned
priority(const struct run *r, const struct entry *e)
{
	const struct source *s = map_get(r->c->sources, e->source);

	return s != NULL ? s->priority : 0;
}

static int
find_story(struct run *r, int64_t row, int64_t rows[STORY_MAX], size_t *n)
{
	*n = 0;
	if (r->feed->dedupe == DEDUPE_NONE || r->feed->n_sources < 2)
		return 0;
	return store_reading_story(r->reading, row, r->feed->dedupe == DEDUPE_NEAR, rows, STORY_MAX, n);
}

int
story_is_told(struct run *r, int64_t row, struct arena *scratch, bool *out)
{
	int64_t rows[STORY_MAX];
	struct entry e;
	size_t n, i;

	*out = false;
	if (find_story(r, row, rows, &n) != 0)
		return -1;
	for (i = 0; i < n && rows[i] < row && !*out; i++) {
		arena_reset(scratch);
		if (run_read_shown(r, rows[i], scratch, &e, out) != 0)
			return -1;
	}
	return 0;
}

static void
add_other(struct run *r, struct entry *to, const struct entry *e, bool is_first)
{
	struct other *o = list_add(r->a, &to->others, sizeof(*o));

	*o = (struct other){ e->row, e->id, e->article.url, e->article.title.plain, e->origin->title.plain, is_first };
	if (o->source.n == 0)
		o->source = e->source;
}

/* What the source of the higher priority says of the story; the entry stays who and when it was. */
static void
take_text(struct entry *to, const struct entry *from)
{
	struct entry e = *from;

	e.row = to->row;
	e.id = to->id;
	e.published_s = to->published_s;
	e.first_seen_s = to->first_seen_s;
	e.others = to->others;
	if (e.updated_s < to->updated_s)
		e.updated_s = to->updated_s;
	*to = e;
}

int
story_gather(struct run *r, struct entry *e)
{
	struct entry first = *e, later, best = *e;
	int64_t rows[STORY_MAX];
	bool is_shown;
	size_t n, i;

	if (find_story(r, e->row, rows, &n) != 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (rows[i] <= first.row)
			continue;
		if (run_read_shown(r, rows[i], r->a, &later, &is_shown) != 0)
			return -1;
		if (!is_shown)
			continue;
		if (priority(r, &later) > priority(r, &best)) {
			add_other(r, e, &best, best.row == first.row);
			best = later;
		} else {
			add_other(r, e, &later, false);
		}
	}
	if (best.row != first.row)
		take_text(e, &best);
	return 0;
}
