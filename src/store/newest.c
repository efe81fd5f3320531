/* Reading: the newest articles of some sources for composition, and what is held. */
#include "config.h"
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/sqlite.h"

#define FEW_SOURCES 256U /* up to here each source's own index is asked; above, the common one is walked */

struct hit {
	int64_t row, source, published_s, place;
};

struct reading {
	struct store *s;
	struct arena *a;
	struct hit *hits;
	size_t n, room, limit;
	struct err *e;
};

static void
add_hit(struct reading *r, sqlite3_stmt *stmt)
{
	r->hits = mem_grow(r->hits, r->n, &r->room, sizeof(*r->hits));
	r->hits[r->n++] = (struct hit){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
		sqlite3_column_int64(stmt, 3) };
}

static int
newest_first(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->published_s != y->published_s)
		return x->published_s < y->published_s ? 1 : -1;
	if (x->place != y->place)
		return x->place < y->place ? 1 : -1;
	return (x->row < y->row) - (x->row > y->row);
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
find_in_each(struct reading *r, const int64_t *rows, size_t n)
{
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < n; i++) {
		stmt = sql(r->s, STMT_NEWEST_SOURCE, r->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, rows[i]);
		sqlite3_bind_int64(stmt, 2, (int64_t)r->limit);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			add_hit(r, stmt);
		sqlite3_reset(stmt);
	}
	if (r->n > 1)
		qsort(r->hits, r->n, sizeof(*r->hits), newest_first);
	if (r->n > r->limit)
		r->n = r->limit;
	return 0;
}

static int
find_in_all(struct reading *r, int64_t *rows, size_t n, bool all)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_NEWEST_ALL, r->e);
	int64_t source;

	if (stmt == NULL)
		return -1;
	if (n > 1)
		qsort(rows, n, sizeof(*rows), by_number);
	while (r->n < r->limit && sqlite3_step(stmt) == SQLITE_ROW) {
		source = sqlite3_column_int64(stmt, 1);
		if (all || bsearch(&source, rows, n, sizeof(*rows), by_number) != NULL)
			add_hit(r, stmt);
	}
	sqlite3_reset(stmt);
	return 0;
}

struct origin {
	struct str name;
	struct document facts;
};

/* Feed-level facts of a source, read once a call. */
static struct origin *
get_origin(struct reading *r, struct map *origins, int64_t source)
{
	struct str key = { (const char *)&source, sizeof(source) };
	struct origin *o = map_get(origins, key);
	sqlite3_stmt *stmt;
	struct str data;

	if (o != NULL)
		return o;
	o = arena_zalloc(r->a, sizeof(*o));
	map_put(origins, key, o);
	stmt = sql(r->s, STMT_ORIGIN_GET, r->e);
	if (stmt == NULL)
		return NULL;
	sqlite3_bind_int64(stmt, 1, source);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		data = arena_str(r->a, column_blob(stmt, 0));
		o->name = arena_str(r->a, str_from((const char *)sqlite3_column_text(stmt, 1)));
		if (data.n > 0 && model_decode(r->a, data, &o->facts, &shape_document, r->e) != 0)
			o = NULL;
	}
	sqlite3_reset(stmt);
	return o;
}

static int
read_entry(struct reading *r, struct map *origins, const struct hit *h, struct list *entries)
{
	const struct origin *o = get_origin(r, origins, h->source);
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_READ, r->e);
	struct entry *en;
	struct str data;
	int rc;

	if (o == NULL || stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, h->row);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return sql_fail(r->s, "article", r->e);
	en = list_add(r->a, entries, sizeof(*en));
	en->row = h->row;
	en->source = o->name;
	en->origin = &o->facts;
	en->id = arena_str(r->a, column_blob(stmt, 0));
	en->first_seen_s = sqlite3_column_int64(stmt, 1);
	en->published_s = sqlite3_column_int64(stmt, 2);
	en->updated_s = sqlite3_column_int64(stmt, 3);
	en->revision = (unsigned)sqlite3_column_int(stmt, 4);
	data = arena_str(r->a, column_blob(stmt, 5));
	rc = model_decode(r->a, data, &en->article, &shape_article, r->e);
	sqlite3_reset(stmt);
	return rc;
}

/* The writer may have made rows since this reader was opened. */
static int64_t
find_source(struct store *s, const char *name)
{
	int64_t row = source_row(s, name);
	sqlite3_stmt *stmt;

	if (row != 0 || (stmt = sql(s, STMT_SOURCE_FIND, NULL)) == NULL)
		return row;
	bind_text(stmt, 1, name);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		row = sqlite3_column_int64(stmt, 0);
		map_put(s->sources, str_from(name), (void *)(intptr_t)row);
	}
	sqlite3_reset(stmt);
	return row;
}

static int
read_entries(struct reading *r, struct list *entries)
{
	struct map *origins = map_new();
	size_t i;
	int rc = 0;

	for (i = 0; i < r->n && rc == 0; i++)
		rc = read_entry(r, origins, &r->hits[i], entries);
	map_free(origins);
	return rc;
}

int
store_newest(struct store *s, const char *const *sources, size_t n_sources, bool all, size_t limit, struct arena *a, struct list *entries,
    struct err *e)
{
	struct reading r = { .s = s, .a = a, .limit = limit, .e = e };
	int64_t *rows = arena_alloc(a, (n_sources + 1) * sizeof(*rows));
	size_t i, n = 0;
	int rc;

	/* One snapshot for all statements: a commit in between must not show half of itself. */
	if (sql_exec(s, "BEGIN", "read", e) != 0)
		return -1;
	for (i = 0; i < n_sources; i++)
		if ((rows[n] = find_source(s, sources[i])) != 0)
			n++;
	rc = all || n > FEW_SOURCES ? find_in_all(&r, rows, n, all) : find_in_each(&r, rows, n);
	if (rc == 0)
		rc = read_entries(&r, entries);
	sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
	free(r.hits);
	return rc;
}

/* ---- held ---- */

int
store_held_list(struct store *s, const char *source, struct arena *a, struct list *entries, struct err *e)
{
	struct reading r = { .s = s, .a = a, .limit = SIZE_MAX, .e = e };
	sqlite3_stmt *stmt = sql(s, source != NULL ? STMT_HELD_SOURCE : STMT_HELD_ALL, e);
	int rc;

	if (stmt == NULL)
		return -1;
	if (source != NULL)
		sqlite3_bind_int64(stmt, 1, find_source(s, source));
	while (sqlite3_step(stmt) == SQLITE_ROW)
		add_hit(&r, stmt);
	sqlite3_reset(stmt);
	rc = read_entries(&r, entries);
	free(r.hits);
	return rc;
}

int
store_release(struct store *s, const char *source_or_id, unsigned *n, struct err *e)
{
	int64_t source = find_source(s, source_or_id);
	sqlite3_stmt *stmt = sql(s, source != 0 ? STMT_RELEASE_SOURCE : STMT_RELEASE_UID, e);

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source != 0 ? source : (int64_t)(hash_fast(str_from(source_or_id), 0) >> 1));
	if (sql_run(s, stmt, "release", e) != 0)
		return -1;
	*n = (unsigned)sqlite3_changes(s->db);
	return 0;
}
