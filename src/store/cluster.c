#include "config.h"
#include "store/cluster.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/url.h"
#include "store/reading.h"
#include "store/sketch.h"

#define DAY_S INT64_C(172800)        /* articles are indexed by two days, and looked for in the nearer neighbour too: a day is always in reach */
#define KEPT_S (16 * INT64_C(86400)) /* older articles are not candidates any more, and leave the index */
#define PRUNED_MAX 2                 /* articles' worth of the index given up for each one added */
#define POSTINGS_MAX 16              /* of one band: those of formulas that every article of a source has are longer */
#define CANDIDATES_MAX 512U          /* met in bands */
#define STORY_MAX 64U                /* articles of one story that are looked at */
#define SLOTS 2048U                  /* a power of two */
#define COMPARED_MAX 16U             /* of them, those met most often */

struct candidate {
	int64_t row, day;
	unsigned n_met;
};

struct search {
	struct store *s;
	int64_t source_id, day, now_s;
	struct sketch sketch;
	uint32_t bands[SKETCH_BANDS];
	struct candidate found[CANDIDATES_MAX];
	uint16_t slots[SLOTS]; /* by row: number in found + 1, 0 is free */
	unsigned n;
	struct err *e;
};

/* 0: the link is none that tells articles apart. A home page is that of every article. */
static int64_t
link_key(struct str url)
{
	struct arena a;
	struct str key;
	size_t slash;
	int64_t result = 0;

	arena_init(&a, 1 << 20, NULL);
	key = url_match_key(&a, url);
	slash = str_find_char(key, '/');
	if (slash != STR_NPOS && slash + 1 < key.n)
		result = (int64_t)(hash_fast(key, 0) >> 1);
	arena_release(&a);
	return result;
}

/* ---- candidates ---- */

static void
meet(struct search *q, int64_t row, int64_t day)
{
	uint16_t *slot;
	uint64_t at = (uint64_t)row * UINT64_C(0x9e3779b97f4a7c15) >> 32;

	for (slot = &q->slots[at % SLOTS]; *slot != 0 && q->found[*slot - 1].row != row; slot = &q->slots[++at % SLOTS])
		;
	if (*slot == 0) {
		if (q->n == CANDIDATES_MAX)
			return;
		q->found[q->n++] = (struct candidate){ row, day, 0 };
		*slot = (uint16_t)q->n;
	}
	q->found[*slot - 1].n_met++;
}

static int
look_up(struct search *q, int64_t day)
{
	sqlite3_stmt *stmt;
	unsigned i;

	for (i = 0; i < SKETCH_BANDS; i++) {
		stmt = sql(q->s, STMT_BAND_FIND, q->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, day);
		sqlite3_bind_int64(stmt, 2, q->bands[i]);
		sqlite3_bind_int64(stmt, 3, POSTINGS_MAX);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			meet(q, sqlite3_column_int64(stmt, 0), day);
		sqlite3_reset(stmt);
	}
	return 0;
}

static int
most_met_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->n_met != y->n_met)
		return x->n_met < y->n_met ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Its likeness to what is searched for; 0 for one of the same source: what a source tells twice it means twice. */
static int
weigh(struct search *q, const struct candidate *c, double *out)
{
	sqlite3_stmt *stmt = sql(q->s, STMT_SKETCH_GET, q->e);
	struct sketch other;

	*out = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, c->day);
	sqlite3_bind_int64(stmt, 2, c->row);
	if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int64(stmt, 0) != q->source_id && sketch_read(column_blob(stmt, 1), &other)) {
		*out = sketch_likeness(&q->sketch, &other);
		if (!sketch_is_same_story(&q->sketch, &other, *out))
			*out = 0;
	}
	sqlite3_reset(stmt);
	return 0;
}

/* The story of an article, unless an article of this source is in it: 0 then. */
static int
story_of(struct search *q, int64_t row, int64_t *out)
{
	sqlite3_stmt *stmt = sql(q->s, STMT_STORY_OPEN, q->e);

	*out = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, q->source_id);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return 0;
}

static int
find_by_text(struct search *q, int64_t published_s, int64_t *story)
{
	double best = 0, likeness;
	int64_t found;
	unsigned i;

	/* The neighbour that is nearer in time. */
	if (look_up(q, q->day) != 0 || look_up(q, published_s % DAY_S < DAY_S / 2 ? q->day - 1 : q->day + 1) != 0)
		return -1;
	if (q->n > 1)
		qsort(q->found, q->n, sizeof(q->found[0]), most_met_first);
	for (i = 0; i < q->n && i < COMPARED_MAX; i++) {
		if (weigh(q, &q->found[i], &likeness) != 0)
			return -1;
		if (likeness <= best)
			continue;
		if (story_of(q, q->found[i].row, &found) != 0)
			return -1;
		if (found != 0) {
			*story = found;
			best = likeness;
		}
	}
	return 0;
}

static int
find_by_link(struct search *q, int64_t key, int64_t *story)
{
	sqlite3_stmt *stmt = sql(q->s, STMT_STORY_BY_LINK, q->e);
	int64_t row = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, key);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		row = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return row != 0 ? story_of(q, row, story) : 0;
}

/* ---- the index ---- */

static int
save_story(struct store *s, int64_t row, int64_t story, int64_t key, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_STORY_SAVE, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, story);
	sqlite3_bind_int64(stmt, 3, key);
	return sql_run(s, stmt, "story", e);
}

static int
save_bands(struct search *q, int64_t row)
{
	sqlite3_stmt *stmt;
	unsigned i;

	for (i = 0; i < SKETCH_BANDS; i++) {
		stmt = sql(q->s, STMT_BAND_SAVE, q->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, q->day);
		sqlite3_bind_int64(stmt, 2, q->bands[i]);
		sqlite3_bind_int64(stmt, 3, row);
		if (sql_run(q->s, stmt, "band", q->e) != 0)
			return -1;
	}
	return 0;
}

static int
save_sketch(struct search *q, int64_t row)
{
	sqlite3_stmt *stmt = sql(q->s, STMT_SKETCH_SAVE, q->e);
	struct buf b;
	int rc;

	if (stmt == NULL)
		return -1;
	buf_init(&b, sizeof(struct sketch));
	sketch_write(&q->sketch, &b);
	sqlite3_bind_int64(stmt, 1, q->day);
	sqlite3_bind_int64(stmt, 2, row);
	sqlite3_bind_int64(stmt, 3, q->source_id);
	sqlite3_bind_blob(stmt, 4, b.p, (int)b.n, SQLITE_STATIC);
	rc = sql_run(q->s, stmt, "sketch", q->e);
	buf_release(&b);
	return rc;
}

static int
prune(struct search *q)
{
	static const struct {
		enum statement which;
		int64_t max;
	} parts[] = { { STMT_BAND_PRUNE, PRUNED_MAX * SKETCH_BANDS }, { STMT_SKETCH_PRUNE, PRUNED_MAX } };
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		stmt = sql(q->s, parts[i].which, q->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, (q->now_s - KEPT_S) / DAY_S);
		sqlite3_bind_int64(stmt, 2, parts[i].max);
		if (sql_run(q->s, stmt, "index of stories", q->e) != 0)
			return -1;
	}
	return 0;
}

int
cluster_add(struct store *s, int64_t row, int64_t source_id, int64_t published_s, int64_t now_s, const struct article *a, struct err *e)
{
	struct search q = { .s = s, .source_id = source_id, .day = published_s / DAY_S, .now_s = now_s, .e = e };
	int64_t key = link_key(a->url), story = 0;
	bool is_indexed = published_s > now_s - KEPT_S && sketch_of(a, &q.sketch, q.bands);

	if (key != 0 && find_by_link(&q, key, &story) != 0)
		return -1;
	if (story == 0 && is_indexed && find_by_text(&q, published_s, &story) != 0)
		return -1;
	if (save_story(s, row, story != 0 ? story : row, key, e) != 0)
		return -1;
	if (is_indexed && (save_bands(&q, row) != 0 || save_sketch(&q, row) != 0))
		return -1;
	return prune(&q);
}

int
cluster_moved(struct store *s, int64_t row, const struct article *a, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_STORY_MOVE, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, link_key(a->url));
	return sql_run(s, stmt, "story", e);
}

int
store_reading_story(struct store_reading *r, int64_t row, bool by_text, int64_t *rows, size_t max, size_t *n)
{
	int64_t sources[STORY_MAX], own = 0;
	sqlite3_stmt *stmt = sql(r->s, by_text ? STMT_STORY_MEMBERS : STMT_STORY_LINKED, r->e);
	size_t i, found = 0;

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, STORY_MAX);
	while (found < max && found < STORY_MAX && sqlite3_step(stmt) == SQLITE_ROW) {
		rows[found] = sqlite3_column_int64(stmt, 0);
		sources[found] = sqlite3_column_int64(stmt, 1);
		if (rows[found] == row)
			own = sources[found];
		found++;
	}
	sqlite3_reset(stmt);
	for (i = 0; i < found; i++)
		if (rows[i] == row || (sources[i] != own && reading_has_source(r, sources[i])))
			rows[(*n)++] = rows[i];
	return 0;
}
