#include "config.h"
#include "compose/archive.h"

#include "base/hash.h"
#include "base/map.h"
#include "compose/run.h"
#include "store/archive.h"

/* Rows for a page, or for none. */
struct choice {
	int64_t *rows;
	bool *is_shown;
	size_t n;
	int64_t last;
};

static void
hash_rules(uint64_t *h, const struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		*h = hash_fast(str_from(rules->v[i].text), *h + 1);
}

static void
hash_selection(uint64_t *h, const struct selection *s)
{
	hash_rules(h, &s->rewrite);
	hash_rules(h, &s->tag);
	hash_rules(h, &s->drop);
	hash_rules(h, &s->keep);
}

/* Of everything that decides what the feed shows. */
static int64_t
rules_hash(const struct composer *c, const struct feed *f)
{
	uint64_t h = f->dedupe;
	size_t i;

	hash_selection(&h, &c->settings->select);
	hash_selection(&h, &f->select);
	for (i = 0; i < f->n_languages; i++)
		h = hash_fast(str_from(f->languages[i]), h);
	for (i = 0; i < f->n_sources; i++) {
		h = hash_fast(str_from(c->settings->sources[f->sources[i]].name), h);
		hash_selection(&h, &c->settings->sources[f->sources[i]].select);
	}
	return (int64_t)(h >> 1);
}

/* ---- what is new ---- */

static int
judge_row(struct run *r, int64_t row, struct arena *scratch, bool *is_shown)
{
	bool is_told;
	struct entry e;

	*is_shown = false;
	if (!store_reading_has(r->reading, row))
		return 0;
	arena_reset(scratch);
	if (run_read_shown(r, row, scratch, &e, is_shown) != 0)
		return -1;
	if (!*is_shown)
		return 0;
	if (story_is_told(r, row, scratch, &is_told) != 0)
		return -1;
	*is_shown = !is_told;
	return 0;
}

static int
judge_all(struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct choice *ch, struct arena *a, struct err *e)
{
	struct composition unused = { .feed = feed };
	struct run r = { .out = &unused };
	struct arena scratch;
	size_t i;
	int rc;

	arena_init(&scratch, SIZE_MAX / 4, NULL);
	rc = run_begin(&r, c, s, feed, now_s, a, e);
	for (i = 0; i < ch->n && rc == 0; i++)
		rc = judge_row(&r, ch->rows[i], &scratch, &ch->is_shown[i]);
	run_end(&r);
	arena_release(&scratch);
	return rc;
}

static int
put_all(struct store *s, const struct feed *feed, struct archive_state *st, const struct choice *ch, struct err *e)
{
	int64_t page;
	bool is_new;
	size_t i;

	if (archive_wait(s, feed->name, st->looked_at, ch->last, e) != 0)
		return -1;
	for (i = 0; i < ch->n; i++) {
		page = st->page == 0 || st->n_on_page >= feed->archive_items ? st->page + 1 : st->page;
		if (archive_settle(s, feed->name, ch->rows[i], ch->is_shown[i] ? page : 0, &is_new, e) != 0)
			return -1;
		if (!is_new)
			continue;
		st->n_on_page = page == st->page ? st->n_on_page + 1 : 1;
		st->page = page;
	}
	st->looked_at = ch->last;
	return archive_save(s, feed->name, st, e);
}

int
archive_update(struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct archive_change *out, struct err *e)
{
	struct archive_state st;
	struct choice ch;
	struct arena a;
	int64_t rules = rules_hash(c, feed);
	int rc = -1;

	*out = (struct archive_change){ .page = 0 };
	arena_init(&a, SIZE_MAX / 4, NULL);
	if (archive_load(s, feed->name, &st, e) != 0)
		goto out;
	if (st.rules != rules) {
		st.rules = rules;
		st.looked_at = 0;
	}
	if (archive_find(s, feed->name, st.looked_at, ARCHIVE_LOOK_MAX, &a, &ch.rows, &ch.n, &ch.last, e) != 0)
		goto out;
	ch.is_shown = arena_zalloc(&a, (ch.n + 1) * sizeof(*ch.is_shown));
	if (judge_all(c, s, feed, now_s, &ch, &a, e) != 0)
		goto out;
	rc = 0;
	if (ch.last != st.looked_at || ch.n > 0) {
		rc = store_begin(s, e);
		if (rc == 0)
			rc = put_all(s, feed, &st, &ch, e);
		if (rc == 0)
			rc = store_commit(s, e);
		else
			store_rollback(s);
	}
	out->page = st.page;
	out->has_more = ch.n >= ARCHIVE_LOOK_MAX;
out:
	arena_release(&a);
	return rc;
}

/* ---- pages ---- */

int
archive_compose(struct composer *c, struct store *s, const struct feed *feed, int64_t page, int64_t n_pages, int64_t now_s,
    struct arena *a, struct composition *out, struct err *e)
{
	struct run r = { .out = out };
	struct entry entry;
	int64_t *rows;
	bool is_shown;
	size_t i, n;
	int rc;

	*out = (struct composition){ .feed = feed,
		.archive = { .page = page, .prev = page - 1, .next = page < n_pages ? page + 1 : 0 } };
	if (archive_rows(s, feed->name, page, a, &rows, &n, e) != 0)
		return -1;
	rc = run_begin(&r, c, s, feed, now_s, a, e);
	for (i = 0; i < n && rc == 0; i++) {
		if (!store_reading_knows(r.reading, rows[i])) /* expired before its page was written */
			continue;
		/* Rules of today change it; whether they would leave it out does not matter any more. */
		rc = run_read_shown(&r, rows[i], a, &entry, &is_shown);
		if (rc == 0)
			rc = story_gather(&r, &entry);
		if (rc == 0)
			run_add(&r, &entry);
	}
	run_end(&r);
	return rc;
}

int
archive_join(struct store *s, struct composition *out, int64_t n_pages, struct arena *a, struct err *e)
{
	const struct entry *v = out->entries.v;
	struct map *shown = map_new();
	int64_t *rows;
	size_t n, i;
	uint32_t k;
	int rc = 0;

	out->archive = (struct archive_place){ .prev = n_pages };
	for (k = 0; k < out->entries.n; k++)
		map_put(shown, (struct str){ (const char *)&v[k].row, sizeof(v[k].row) }, out);
	if (n_pages > 0)
		rc = archive_rows(s, out->feed->name, n_pages, a, &rows, &n, e);
	if (rc == 0 && n_pages > 0) {
		for (i = 0; i < n && map_has(shown, (struct str){ (const char *)&rows[i], sizeof(rows[i]) }); i++)
			;
		if (i == n) /* all of the page is here: nothing is missing between this document and the page before */
			out->archive.prev--;
	}
	map_free(shown);
	return rc;
}
