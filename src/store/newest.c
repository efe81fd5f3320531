/* Reading: the newest articles of some sources for composition, and what is held. */
#include "config.h"
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/page_fill.h"
#include "store/reading.h"

#define FEW_SOURCES 256U /* up to here each source's own index is asked; above, the common one is walked */

static void
add_hit(struct store_reading *r, sqlite3_stmt *stmt)
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
find_in_each(struct store_reading *r, enum statement which, size_t limit)
{
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < r->n_sources; i++) {
		stmt = sql(r->s, which, r->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, r->sources[i]);
		sqlite3_bind_int64(stmt, 2, limit < INT64_MAX ? (int64_t)limit : INT64_MAX);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			add_hit(r, stmt);
		sqlite3_reset(stmt);
	}
	if (r->n > 1)
		qsort(r->hits, r->n, sizeof(*r->hits), newest_first);
	if (r->n > limit)
		r->n = limit;
	return 0;
}

bool
reading_has_source(const struct store_reading *r, int64_t source)
{
	return r->n_sources > 0 && bsearch(&source, r->sources, r->n_sources, sizeof(source), by_number) != NULL;
}

static int
find_in_all(struct store_reading *r, enum statement which, size_t limit, bool all)
{
	sqlite3_stmt *stmt = sql(r->s, which, r->e);

	if (stmt == NULL)
		return -1;
	while (r->n < limit && sqlite3_step(stmt) == SQLITE_ROW)
		if (all || reading_has_source(r, sqlite3_column_int64(stmt, 1)))
			add_hit(r, stmt);
	sqlite3_reset(stmt);
	return 0;
}

struct origin {
	struct str name;
	struct document facts;
};

/* Feed-level facts of a source, read once a reading. */
static struct origin *
get_origin(struct store_reading *r, int64_t source)
{
	struct str key = { (const char *)&source, sizeof(source) };
	struct origin *o = map_get(r->origins, key);
	sqlite3_stmt *stmt;
	struct str data;

	if (o != NULL)
		return o;
	o = arena_zalloc(r->a, sizeof(*o));
	map_put(r->origins, key, o);
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
decode_entry(sqlite3_stmt *stmt, struct arena *a, struct entry *out, struct err *e)
{
	struct page_data page;
	struct str data;

	out->id = arena_str(a, column_blob(stmt, 0));
	out->first_seen_s = sqlite3_column_int64(stmt, 1);
	out->published_s = sqlite3_column_int64(stmt, 2);
	out->updated_s = sqlite3_column_int64(stmt, 3);
	out->revision = (unsigned)sqlite3_column_int(stmt, 4);
	data = arena_str(a, column_blob(stmt, 5));
	page = (struct page_data){ arena_str(a, column_blob(stmt, 7)), sqlite3_column_int(stmt, 8) != 0 };
	if (model_decode(a, data, &out->article, &shape_article, e) != 0)
		return -1;
	return page.cbor.n > 0 ? page_fill(a, &out->article, &page, e) : 0;
}

static int
read_entry(struct store_reading *r, int64_t row, struct arena *a, struct entry *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_READ, r->e);
	const struct origin *o;
	int64_t source;
	int rc;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return sql_fail(r->s, "article", r->e);
	*out = (struct entry){ .row = row };
	source = sqlite3_column_int64(stmt, 6);
	rc = decode_entry(stmt, a, out, r->e);
	sqlite3_reset(stmt);
	if (rc != 0)
		return -1;
	o = get_origin(r, source);
	if (o == NULL)
		return -1;
	out->source = o->name;
	out->origin = &o->facts;
	return 0;
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

struct store_reading *
reading_open(struct store *s, const char *const *sources, size_t n_sources, struct arena *a, struct err *e)
{
	struct store_reading *r = mem_zalloc(sizeof(*r));
	size_t i;

	*r = (struct store_reading){ .s = s, .a = a, .origins = map_new(), .e = e };
	r->sources = arena_alloc(a, (n_sources + 1) * sizeof(*r->sources));
	for (i = 0; i < n_sources; i++)
		if ((r->sources[r->n_sources] = find_source(s, sources[i])) != 0)
			r->n_sources++;
	if (r->n_sources > 1)
		qsort(r->sources, r->n_sources, sizeof(*r->sources), by_number);
	return r;
}

void
reading_close(struct store_reading *r)
{
	map_free(r->origins);
	free(r->hits);
	free(r);
}

struct store_reading *
store_reading_begin(struct store *s, const char *const *sources, size_t n_sources, struct arena *a, struct err *e)
{
	/* One snapshot for all statements: a commit in between must not show half of itself. */
	if (sql_exec(s, "BEGIN", "read", e) != 0)
		return NULL;
	return reading_open(s, sources, n_sources, a, e);
}

void
store_reading_end(struct store_reading *r)
{
	if (r == NULL)
		return;
	sqlite3_exec(r->s->db, "COMMIT", NULL, NULL, NULL);
	reading_close(r);
}

static int
find_newest(struct store_reading *r, size_t limit)
{
	return r->n_sources > FEW_SOURCES ? find_in_all(r, STMT_NEWEST_ALL, limit, false) : find_in_each(r, STMT_NEWEST_SOURCE, limit);
}

/*
 * By published date, and the edited ones by their last edit: the newest of both kinds, of each article the later time.
 * What is among the first of all is among the first of its kind.
 */
static int
find_updated(struct store_reading *r, size_t limit)
{
	struct store_reading revised = { .s = r->s, .sources = r->sources, .n_sources = r->n_sources, .e = r->e };
	struct map *seen = map_new();
	size_t i, n = 0;
	int rc = find_newest(r, limit);

	if (rc == 0)
		rc = r->n_sources > FEW_SOURCES ? find_in_all(&revised, STMT_REVISED_ALL, limit, false) :
		                                  find_in_each(&revised, STMT_REVISED_SOURCE, limit);
	for (i = 0; i < revised.n; i++) {
		r->hits = mem_grow(r->hits, r->n, &r->room, sizeof(*r->hits));
		r->hits[r->n++] = revised.hits[i];
	}
	if (r->n > 1)
		qsort(r->hits, r->n, sizeof(*r->hits), newest_first);
	for (i = 0; i < r->n && n < limit; i++) {
		struct str key = { (const char *)&r->hits[i].row, sizeof(r->hits[i].row) };

		if (map_has(seen, key))
			continue;
		map_put(seen, key, r);
		r->hits[n++] = r->hits[i];
	}
	r->n = n;
	map_free(seen);
	free(revised.hits);
	return rc;
}

int
store_reading_newest(struct store_reading *r, size_t limit, enum reading_order order, size_t *n)
{
	int rc = -1;

	r->n = 0;
	switch (order) {
	case READING_PUBLISHED:
		rc = find_newest(r, limit);
		break;
	case READING_FIRST_SEEN:
		rc = find_in_all(r, STMT_LATEST_ALL, limit, false);
		break;
	case READING_UPDATED:
		rc = find_updated(r, limit);
		break;
	}
	*n = r->n;
	return rc;
}

int64_t
store_reading_row(const struct store_reading *r, size_t i)
{
	return r->hits[i].row;
}

int
store_reading_entry(struct store_reading *r, int64_t row, struct arena *a, struct entry *out)
{
	return read_entry(r, row, a, out);
}

static bool
find_article(struct store_reading *r, int64_t row, bool *is_shown)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_FIND, r->e);
	bool is_there;

	*is_shown = false;
	if (stmt == NULL)
		return false;
	sqlite3_bind_int64(stmt, 1, row);
	is_there = sqlite3_step(stmt) == SQLITE_ROW;
	if (is_there)
		*is_shown = sqlite3_column_int(stmt, 1) != 0 && reading_has_source(r, sqlite3_column_int64(stmt, 0));
	sqlite3_reset(stmt);
	return is_there;
}

bool
store_reading_knows(struct store_reading *r, int64_t row)
{
	bool is_shown;

	return find_article(r, row, &is_shown);
}

bool
store_reading_has(struct store_reading *r, int64_t row)
{
	bool is_shown;

	return find_article(r, row, &is_shown) && is_shown;
}

static int
read_entries(struct store_reading *r, struct list *entries)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (read_entry(r, r->hits[i].row, r->a, list_add(r->a, entries, sizeof(struct entry))) != 0)
			return -1;
	return 0;
}

int
store_newest(struct store *s, const char *const *sources, size_t n_sources, bool all, size_t limit, struct arena *a, struct list *entries,
    struct err *e)
{
	struct store_reading *r = store_reading_begin(s, sources, n_sources, a, e);
	size_t n;
	int rc;

	if (r == NULL)
		return -1;
	rc = all ? find_in_all(r, STMT_NEWEST_ALL, limit, true) : store_reading_newest(r, limit, READING_PUBLISHED, &n);
	if (rc == 0)
		rc = read_entries(r, entries);
	store_reading_end(r);
	return rc;
}

/* ---- held ---- */

int
store_held_list(struct store *s, const char *source, struct arena *a, struct list *entries, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, source != NULL ? STMT_HELD_SOURCE : STMT_HELD_ALL, e);
	struct store_reading *r;
	int rc;

	if (stmt == NULL)
		return -1;
	r = reading_open(s, NULL, 0, a, e);
	if (source != NULL)
		sqlite3_bind_int64(stmt, 1, find_source(s, source));
	while (sqlite3_step(stmt) == SQLITE_ROW)
		add_hit(r, stmt);
	sqlite3_reset(stmt);
	rc = read_entries(r, entries);
	reading_close(r);
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
