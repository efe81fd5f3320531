#include "config.h"
#include "store/lines.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/hash.h"
#include "store/likeness.h"
#include "store/sqlite.h"

#define LINE_MAX_BYTES (256U << 20)

/* Columns of an article's row that are plain numbers or times, under their names in the lines. */
struct column {
	const char *name;
	int at; /* in STMT_EXPORT_ARTICLES, and from 1 in STMT_IMPORT_ARTICLE */
	bool is_time, is_hash;
};
static const struct column columns[] = { { "first_seen", 2, true, false }, { "published", 3, true, false }, { "place", 4, false, true },
	{ "updated", 5, true, false }, { "revision", 6, false, false }, { "raw_hash", 7, false, true }, { "text_hash", 8, false, true },
	{ "gone", 9, false, false }, { "held", 10, false, false }, { "version", 11, true, false }, { "rung", 12, false, false },
	{ "gone_at", 13, true, false } };
#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* ---- out ---- */

struct out {
	struct store *s;
	struct arena a;
	struct buf text;
	lines_fn *fn;
	void *arg;
	struct err *e;
	int told; /* what fn said */
};

static int
write_line(struct out *o, cJSON *line)
{
	char *text = cJSON_PrintUnformatted(line);

	cJSON_Delete(line);
	buf_clear(&o->text);
	buf_add_c(&o->text, text != NULL ? text : "{}");
	buf_add_char(&o->text, '\n');
	cJSON_free(text);
	o->told = o->fn(buf_str(&o->text), o->arg);
	return o->told;
}

static void
add_int(cJSON *o, const char *name, int64_t v, bool is_time, bool is_hash)
{
	char text[TIME_RFC3339_SIZE + 24];

	if (is_time) {
		time_rfc3339(v, text);
		cJSON_AddStringToObject(o, name, text);
	} else if (is_hash) {
		snprintf(text, sizeof(text), "%" PRId64, v);
		cJSON_AddStringToObject(o, name, text);
	} else {
		cJSON_AddNumberToObject(o, name, (double)v);
	}
}

/* CBOR of the shape as a member. */
static int
add_model(struct out *o, cJSON *to, const char *name, struct str cbor, const struct shape *shape)
{
	void *object = arena_zalloc(&o->a, shape->size);
	struct buf json;
	int rc;

	if (cbor.n == 0)
		return 0;
	rc = model_decode(&o->a, arena_str(&o->a, cbor), object, shape, o->e);
	if (rc != 0)
		return -1;
	buf_init(&json, LINE_MAX_BYTES);
	model_to_json(&json, object, shape, true);
	buf_add_char(&json, '\0');
	cJSON_AddRawToObject(to, name, json.p);
	buf_release(&json);
	return 0;
}

static int
add_revisions(struct out *o, cJSON *to, int64_t row)
{
	sqlite3_stmt *stmt = sql(o->s, STMT_EXPORT_REVISIONS, o->e);
	cJSON *list = NULL, *one;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW) {
		if (list == NULL)
			list = cJSON_AddArrayToObject(to, "revisions");
		one = cJSON_CreateObject();
		cJSON_AddItemToArray(list, one);
		add_int(one, "n", sqlite3_column_int64(stmt, 0), false, false);
		add_int(one, "seen", sqlite3_column_int64(stmt, 1), true, false);
		add_int(one, "replaced", sqlite3_column_int64(stmt, 2), true, false);
		add_int(one, "text_hash", sqlite3_column_int64(stmt, 3), false, true);
		rc = add_model(o, one, "content", column_blob(stmt, 4), &shape_article);
	}
	sqlite3_reset(stmt);
	return rc;
}

/* The aliases of all of a source are read beside its articles, both in the order of articles. */
static void
add_keys(cJSON *to, sqlite3_stmt *aliases, bool *has_more, int64_t row)
{
	cJSON *list = cJSON_AddArrayToObject(to, "keys");
	char text[24];

	while (*has_more && sqlite3_column_int64(aliases, 0) <= row) {
		snprintf(text, sizeof(text), "%" PRId64, (int64_t)sqlite3_column_int64(aliases, 1));
		if (sqlite3_column_int64(aliases, 0) == row)
			cJSON_AddItemToArray(list, cJSON_CreateString(text));
		*has_more = sqlite3_step(aliases) == SQLITE_ROW;
	}
}

static int
export_article(struct out *o, sqlite3_stmt *stmt, const char *source, sqlite3_stmt *aliases, bool *has_more)
{
	cJSON *line = cJSON_CreateObject();
	int64_t row = sqlite3_column_int64(stmt, 0);
	size_t i;

	arena_reset(&o->a);
	cJSON_AddStringToObject(line, "article", (const char *)sqlite3_column_text(stmt, 1));
	cJSON_AddStringToObject(line, "source", source);
	for (i = 0; i < N_COLUMNS; i++)
		if (!columns[i].is_time || sqlite3_column_int64(stmt, columns[i].at) != 0)
			add_int(line, columns[i].name, sqlite3_column_int64(stmt, columns[i].at), columns[i].is_time, columns[i].is_hash);
	add_keys(line, aliases, has_more, row);
	if (add_model(o, line, "content", column_blob(stmt, 14), &shape_article) == 0 && add_revisions(o, line, row) == 0)
		return write_line(o, line);
	cJSON_Delete(line);
	return -1;
}

static int
export_articles(struct out *o, int64_t source, const char *name)
{
	sqlite3_stmt *stmt = sql(o->s, STMT_EXPORT_ARTICLES, o->e), *aliases = sql(o->s, STMT_EXPORT_KEYS, o->e);
	bool has_more;
	int rc = 0;

	if (stmt == NULL || aliases == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source);
	sqlite3_bind_int64(aliases, 1, source);
	has_more = sqlite3_step(aliases) == SQLITE_ROW;
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW)
		rc = export_article(o, stmt, name, aliases, &has_more);
	sqlite3_reset(stmt);
	sqlite3_reset(aliases);
	return rc;
}

static int
export_source(struct out *o, sqlite3_stmt *stmt)
{
	cJSON *line = cJSON_CreateObject();

	arena_reset(&o->a);
	cJSON_AddStringToObject(line, "source", (const char *)sqlite3_column_text(stmt, 1));
	if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
		cJSON_AddStringToObject(line, "address", (const char *)sqlite3_column_text(stmt, 2));
	add_int(line, "identity", sqlite3_column_int64(stmt, 3), false, false);
	if (add_model(o, line, "facts", column_blob(stmt, 4), &shape_document) == 0)
		return write_line(o, line);
	cJSON_Delete(line);
	return -1;
}

static int
export_all(struct out *o)
{
	sqlite3_stmt *stmt = sql(o->s, STMT_EXPORT_SOURCES, o->e);
	cJSON *head = cJSON_CreateObject();
	char *name;
	int rc;

	cJSON_AddNumberToObject(head, "ledger", LINES_VERSION);
	rc = write_line(o, head);
	if (stmt == NULL)
		return -1;
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW) {
		name = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 1));
		rc = export_source(o, stmt);
		if (rc == 0)
			rc = export_articles(o, sqlite3_column_int64(stmt, 0), name);
		sqlite3_free(name);
	}
	sqlite3_reset(stmt);
	return rc;
}

int
lines_export(struct store *s, lines_fn *fn, void *arg, struct err *e)
{
	struct out o = { .s = s, .fn = fn, .arg = arg, .e = e };
	int rc;

	if (sql_exec(s, "BEGIN", "read", e) != 0)
		return -1;
	arena_init(&o.a, SIZE_MAX / 4, NULL);
	buf_init(&o.text, LINE_MAX_BYTES);
	rc = export_all(&o);
	buf_release(&o.text);
	arena_release(&o.a);
	sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
	return o.told != 0 ? o.told : rc;
}

/* ---- in ---- */

/* A member as a number: a time, a text of digits, or a number. */
static int
get_int(const cJSON *o, const char *name, int64_t *out, struct err *e)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);
	struct civil c = { .year = 0 };
	const char *text = cJSON_GetStringValue(v);

	*out = 0;
	if (v == NULL)
		return 0;
	if (cJSON_IsNumber(v)) {
		*out = (int64_t)v->valuedouble;
		return 0;
	}
	if (text != NULL && sscanf(text, "%" SCNd64 "-%2d-%2dT%2d:%2d:%2dZ", &c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second) == 6 &&
	    c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31) {
		*out = time_from_civil(&c);
		return 0;
	}
	if (text != NULL && str_to_int64(str_from(text), out) == 0)
		return 0;
	return err_set(e, ERR_INPUT, "member %s: neither number nor time", name);
}

/* The member as CBOR into b; empty where there is none. */
static int
get_model(struct arena *a, const cJSON *o, const char *name, const struct shape *shape, void *object, struct buf *b, struct err *e)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);

	buf_clear(b);
	if (v == NULL)
		return 0;
	if (model_from_json(a, v, object, shape, e) != 0)
		return -1;
	return model_encode(b, object, shape) == 0 ? 0 : err_set(e, ERR_LIMIT, "member %s: over %zu bytes", name, b->max);
}

static int
import_source(struct lines_import *in, const cJSON *o, struct arena *a, struct buf *b, struct err *e)
{
	struct document facts = { .format = STR_NONE };
	const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "source"));
	const char *address = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "address"));
	sqlite3_stmt *stmt;
	int64_t identity;

	if (name == NULL || source_row(in->s, name) != 0)
		return name == NULL ? err_set(e, ERR_INPUT, "a source without a name") : 0;
	if (get_int(o, "identity", &identity, e) != 0 || get_model(a, o, "facts", &shape_document, &facts, b, e) != 0 ||
	    (stmt = sql(in->s, STMT_IMPORT_SOURCE, e)) == NULL)
		return -1;
	bind_text(stmt, 1, name);
	bind_text(stmt, 2, address);
	sqlite3_bind_int64(stmt, 3, identity);
	if (b->n > 0)
		sqlite3_bind_blob(stmt, 4, b->p, (int)b->n, SQLITE_STATIC);
	if (sql_run(in->s, stmt, "source", e) != 0)
		return -1;
	map_put(in->s->sources, str_from(name), (void *)(intptr_t)sqlite3_last_insert_rowid(in->s->db));
	in->n_sources++;
	return 0;
}

static int
import_keys(struct lines_import *in, const cJSON *o, int64_t source, int64_t row, struct err *e)
{
	const cJSON *k;
	sqlite3_stmt *stmt;
	int64_t key;

	cJSON_ArrayForEach(k, cJSON_GetObjectItemCaseSensitive(o, "keys"))
	{
		if (!cJSON_IsString(k) || str_to_int64(str_from(k->valuestring), &key) != 0)
			return err_set(e, ERR_INPUT, "member keys: no text of digits");
		stmt = sql(in->s, STMT_ALIAS_INSERT, e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, source);
		sqlite3_bind_int64(stmt, 2, key);
		sqlite3_bind_int64(stmt, 3, row);
		if (sql_run(in->s, stmt, "key", e) != 0)
			return -1;
	}
	return 0;
}

static int
import_revisions(struct lines_import *in, const cJSON *o, int64_t row, struct arena *a, struct buf *b, struct err *e)
{
	static const char *const names[] = { "n", "seen", "replaced", "text_hash" };
	const cJSON *one;
	sqlite3_stmt *stmt;
	int64_t v[4];
	int i;

	cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(o, "revisions"))
	{
		struct article article = { .id = STR_NONE };

		for (i = 0; i < 4; i++)
			if (get_int(one, names[i], &v[i], e) != 0)
				return -1;
		if (get_model(a, one, "content", &shape_article, &article, b, e) != 0 || (stmt = sql(in->s, STMT_REVISION_INSERT, e)) == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, row);
		for (i = 0; i < 4; i++)
			sqlite3_bind_int64(stmt, i + 2, v[i]);
		sqlite3_bind_blob(stmt, 6, b->n > 0 ? b->p : "", (int)b->n, SQLITE_STATIC);
		if (sql_run(in->s, stmt, "revision", e) != 0)
			return -1;
	}
	return 0;
}

static int
import_content(struct lines_import *in, int64_t row, const struct buf *b, struct err *e)
{
	sqlite3_stmt *stmt;

	if (b->n == 0)
		return 0;
	stmt = sql(in->s, STMT_CONTENT_SAVE, e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_blob(stmt, 2, b->p, (int)b->n, SQLITE_STATIC);
	return sql_run(in->s, stmt, "content", e);
}

static int
import_row(struct lines_import *in, const cJSON *o, const char *uid, int64_t source, const struct article *article, int64_t *row, struct err *e)
{
	struct likeness l = likeness_of(article);
	sqlite3_stmt *stmt = sql(in->s, STMT_IMPORT_ARTICLE, e);
	int64_t v;
	size_t i;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source);
	for (i = 0; i < N_COLUMNS; i++) {
		if (get_int(o, columns[i].name, &v, e) != 0)
			return -1;
		sqlite3_bind_int64(stmt, columns[i].at, v);
	}
	bind_text(stmt, 14, uid);
	sqlite3_bind_int64(stmt, 15, (int64_t)(hash_fast(str_from(uid), 0) >> 1));
	sqlite3_bind_int64(stmt, 16, l.title_key);
	sqlite3_bind_int64(stmt, 17, l.slug_key);
	sqlite3_bind_int64(stmt, 18, (int64_t)l.simhash);
	if (sql_run(in->s, stmt, "article", e) != 0)
		return -1;
	*row = sqlite3_last_insert_rowid(in->s->db);
	return 0;
}

static int
import_article(struct lines_import *in, const cJSON *o, struct arena *a, struct buf *b, struct err *e)
{
	const char *uid = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "article"));
	const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, "source"));
	int64_t source = name != NULL ? source_row(in->s, name) : 0, row = 0;
	struct article article = { .id = STR_NONE };
	sqlite3_stmt *stmt = sql(in->s, STMT_UID_FIND, e);

	if (stmt == NULL)
		return -1;
	if (uid == NULL || source == 0)
		return err_set(e, ERR_INPUT, "an article %s", uid == NULL ? "without an id" : "of a source that no line before it names");
	sqlite3_bind_int64(stmt, 1, (int64_t)(hash_fast(str_from(uid), 0) >> 1));
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		sqlite3_reset(stmt);
		in->n_known++;
		return 0;
	}
	sqlite3_reset(stmt);
	if (get_model(a, o, "content", &shape_article, &article, b, e) != 0 || import_row(in, o, uid, source, &article, &row, e) != 0 ||
	    import_content(in, row, b, e) != 0 || import_keys(in, o, source, row, e) != 0 || import_revisions(in, o, row, a, b, e) != 0)
		return -1;
	in->n_articles++;
	return 0;
}

int
lines_import(struct lines_import *in, struct str line, struct err *e)
{
	cJSON *o = cJSON_ParseWithLength(line.p, line.n);
	const cJSON *version = cJSON_GetObjectItemCaseSensitive(o, "ledger");
	struct arena a;
	struct buf b;
	int rc = 0;

	arena_init(&a, SIZE_MAX / 4, NULL);
	buf_init(&b, LINE_MAX_BYTES);
	if (o == NULL)
		rc = err_set(e, ERR_INPUT, "no JSON object");
	else if (version != NULL)
		rc = cJSON_GetNumberValue(version) > LINES_VERSION ? err_set(e, ERR_INPUT, "written by a newer feedwright") : 0;
	else if (cJSON_HasObjectItem(o, "article"))
		rc = import_article(in, o, &a, &b, e);
	else
		rc = import_source(in, o, &a, &b, e);
	buf_release(&b);
	arena_release(&a);
	cJSON_Delete(o);
	return rc;
}
