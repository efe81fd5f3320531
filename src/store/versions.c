/* Reading: earlier versions of articles, and articles that are gone. */
#include "config.h"
#include <inttypes.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/reading.h"

/* 7c1d9a52-3c55-5b0e-8f4d-66656564776a: the name space of ids of versions. Never changes. */
static const uint8_t version_space[16] = { 0x7c, 0x1d, 0x9a, 0x52, 0x3c, 0x55, 0x5b, 0x0e, 0x8f, 0x4d, 0x66, 0x65, 0x65, 0x64, 0x77, 0x6a };

struct str
store_version_id(struct arena *a, struct str id, int64_t updated_s)
{
	char uuid[UUID_SIZE];

	hash_uuid5(version_space, arena_printf(a, "%.*s\n%" PRId64, STR_ARG(id), updated_s), uuid);
	return arena_printf(a, "urn:uuid:%s", uuid);
}

/* A version's data in the arena; empty where there is none. -1 on failure. */
static int
read_version(struct store_reading *r, enum statement which, int64_t row, int64_t after, struct arena *a, struct str *out)
{
	sqlite3_stmt *stmt = sql(r->s, which, r->e);

	*out = STR_NONE;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (which == STMT_VERSION_NEXT)
		sqlite3_bind_int64(stmt, 2, after);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*out = arena_str(a, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	return 0;
}

int
store_reading_first_version(struct store_reading *r, struct arena *a, struct entry *e)
{
	struct str data;

	if (read_version(r, STMT_VERSION_FIRST, e->row, 0, a, &data) != 0)
		return -1;
	if (data.n == 0)
		return 0;
	e->article = (struct article){ .id = STR_NONE };
	e->revision = 1;
	if (e->updated_s > e->published_s)
		e->updated_s = e->published_s;
	return model_decode(a, data, &e->article, &shape_article, r->e);
}

static int
read_correction(struct store_reading *r, int64_t row, int64_t n, struct str old, struct arena *a, struct correction *out)
{
	struct str data;

	if (store_reading_entry(r, row, a, &out->entry) != 0 || model_decode(a, old, &out->old, &shape_article, r->e) != 0 ||
	    read_version(r, STMT_VERSION_NEXT, row, n, a, &data) != 0)
		return -1;
	if (data.n == 0)
		return 0;
	out->entry.article = (struct article){ .id = STR_NONE };
	return model_decode(a, data, &out->entry.article, &shape_article, r->e);
}

int
store_reading_corrections(struct store_reading *r, size_t limit, struct arena *a, struct list *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_CORRECTIONS, r->e);
	struct correction *c;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	while (rc == 0 && out->n < limit && sqlite3_step(stmt) == SQLITE_ROW) {
		if (!reading_has_source(r, sqlite3_column_int64(stmt, 4)))
			continue;
		c = list_add(a, out, sizeof(*c));
		c->replaced_s = sqlite3_column_int64(stmt, 2);
		rc = read_correction(r, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), arena_str(a, column_blob(stmt, 3)), a, c);
	}
	sqlite3_reset(stmt);
	return rc;
}

static int
latest_first(const void *a, const void *b)
{
	const struct tombstone *x = a, *y = b;

	if (x->gone_s != y->gone_s)
		return x->gone_s < y->gone_s ? 1 : -1;
	return str_cmp(x->id, y->id);
}

int
store_reading_gone(struct store_reading *r, size_t limit, struct arena *a, struct list *out)
{
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < r->n_sources; i++) {
		stmt = sql(r->s, STMT_GONE_SOURCE, r->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, r->sources[i]);
		sqlite3_bind_int64(stmt, 2, (int64_t)limit);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			*(struct tombstone *)list_add(a, out, sizeof(struct tombstone)) =
			    (struct tombstone){ arena_str(a, column_blob(stmt, 0)), sqlite3_column_int64(stmt, 1) };
		sqlite3_reset(stmt);
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(struct tombstone), latest_first);
	if (out->n > limit)
		out->n = (uint32_t)limit;
	return 0;
}
