#include "config.h"
#include "store/explain.h"

#include "base/hash.h"
#include "store/identity.h"
#include "store/likeness.h"
#include "store/page_fill.h"
#include "store/pages.h"
#include "store/sqlite.h"

static const char *const rung_words[RUNGS] = { [RUNG_PATH] = "its file's name", [RUNG_GUID] = "its guid",
	[RUNG_GUID_MATCH] = "its guid, but for scheme, www. or tracking", [RUNG_LINK] = "its link", [RUNG_ALIAS] = "a further address",
	[RUNG_ALIAS + 1] = "a further address", [RUNG_ALIAS_LAST] = "a further address", [RUNG_ENCLOSURE] = "its audio or video file",
	[RUNG_WHOLE] = "all that it says", [RUNG_CONTENT] = "title and text, under another file name" };
static const char *const rule_words[] = { [IDENTITY_AUTO] = "auto", [IDENTITY_GUID] = "guid", [IDENTITY_LINK] = "link",
	[IDENTITY_TITLE] = "title", [IDENTITY_CONTENT] = "content" };
static const char *const held_words[] = { [HELD_NOT] = "shown", [HELD_CHURN] = "held: the ids of its source have changed",
	[HELD_BACKFILL] = "passed over: older than its source's backfill", [HELD_FUTURE] = "held: until its date", [HELD_PAGE] = "waiting for its page",
	[HELD_TITLE] = "waiting for the title in its page" };
static const char *const gone_words[] = { [GONE_NOT] = "shown", [GONE_DELETED] = "gone", [GONE_EXPIRED] = "expired" };

#define WORD(words, i) ((size_t)(i) < sizeof(words) / sizeof((words)[0]) ? (words)[i] : "unknown")

static const char *
known_by(int rung)
{
	switch (rung) {
	case RUNG_NEW:
		return "nothing: it has not changed since it was new";
	case RUNG_COMPARED:
		return "its title or text, at about its date";
	case RUNG_CHURN:
		return "its title, text or the end of its link, when its source changed its ids";
	default:
		return rung >= 0 ? WORD(rung_words, rung) : "unknown";
	}
}

/* ---- finding ---- */

static void
add_row(struct list *rows, struct arena *a, int64_t row, size_t limit)
{
	const int64_t *v = rows->v;
	uint32_t i;

	for (i = 0; i < rows->n && v[i] != row; i++)
		;
	if (i == rows->n && rows->n < limit)
		*(int64_t *)list_add(a, rows, sizeof(row)) = row;
}

static int
add_rows(struct store *s, sqlite3_stmt *stmt, size_t limit, struct arena *a, struct list *rows, struct err *e)
{
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		add_row(rows, a, sqlite3_column_int64(stmt, 0), limit);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : sql_fail(s, "search", e);
}

static int
find_by_keys(struct store *s, struct str what, size_t limit, struct arena *a, struct list *rows, struct err *e)
{
	int64_t keys[2];
	sqlite3_stmt *stmt;
	size_t i = 0, k;
	void *source;

	identity_guid_keys(a, what, keys);
	while (map_each(s->sources, &i, NULL, &source))
		for (k = 0; k < 2; k++) {
			if (keys[k] == 0)
				continue;
			stmt = sql(s, STMT_ALIAS_FIND, e);
			if (stmt == NULL)
				return -1;
			sqlite3_bind_int64(stmt, 1, (int64_t)(intptr_t)source);
			sqlite3_bind_int64(stmt, 2, keys[k]);
			if (add_rows(s, stmt, limit, a, rows, e) != 0)
				return -1;
		}
	return 0;
}

int
store_find(struct store *s, struct str what, size_t limit, struct arena *a, struct list *rows, struct err *e)
{
	struct article titled = { .title.plain = what };
	sqlite3_stmt *stmt = sql(s, STMT_UID_FIND, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, (int64_t)(hash_fast(what, 0) >> 1));
	if (add_rows(s, stmt, limit, a, rows, e) != 0 || find_by_keys(s, what, limit, a, rows, e) != 0 || rows->n > 0)
		return rows->n > 0 ? 0 : -1;
	stmt = sql(s, STMT_FIND_TITLE, e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, likeness_of(&titled).title_key);
	sqlite3_bind_int64(stmt, 2, (int64_t)limit);
	return add_rows(s, stmt, limit, a, rows, e);
}

/* ---- explaining ---- */

static int
read_fetch(struct store *s, int64_t source, int64_t at_s, struct arena *a, struct fetched *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_FETCH_GET, e);

	*out = (struct fetched){ .at_s = at_s };
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source);
	sqlite3_bind_int64(stmt, 2, at_s);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		out->url = arena_str(a, column_blob(stmt, 0));
		out->format = arena_str(a, column_blob(stmt, 1));
		out->n_articles = sqlite3_column_int64(stmt, 2);
	}
	sqlite3_reset(stmt);
	return 0;
}

static int
read_versions(struct store *s, int64_t row, struct arena *a, struct list *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_VERSIONS, e);
	struct version *v;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW) {
		v = list_add(a, out, sizeof(*v));
		v->n = sqlite3_column_int64(stmt, 0);
		v->seen_s = sqlite3_column_int64(stmt, 1);
		v->replaced_s = sqlite3_column_int64(stmt, 2);
		rc = model_decode(a, arena_str(a, column_blob(stmt, 3)), &v->article, &shape_article, e);
	}
	sqlite3_reset(stmt);
	return rc;
}

/* What is in the article's own row. */
static int
read_row(struct store *s, int64_t row, struct arena *a, struct explanation *out, int64_t *source, int64_t *version_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_EXPLAIN, e);
	int gone;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		sqlite3_reset(stmt);
		return err_set(e, ERR_INPUT, "ledger %s: no article of that number", s->path);
	}
	out->entry = (struct entry){ .row = row, .id = arena_str(a, column_blob(stmt, 0)), .source = arena_str(a, column_blob(stmt, 1)),
		.first_seen_s = sqlite3_column_int64(stmt, 2), .published_s = sqlite3_column_int64(stmt, 3),
		.updated_s = sqlite3_column_int64(stmt, 4), .revision = (unsigned)sqlite3_column_int(stmt, 5) };
	out->known_by = known_by(sqlite3_column_int(stmt, 6));
	*version_s = sqlite3_column_int64(stmt, 7);
	out->gone_s = sqlite3_column_int64(stmt, 8);
	gone = sqlite3_column_int(stmt, 10);
	out->state = gone != GONE_NOT ? WORD(gone_words, gone) : WORD(held_words, sqlite3_column_int(stmt, 9));
	out->rule = WORD(rule_words, sqlite3_column_int(stmt, 11));
	*source = sqlite3_column_int64(stmt, 12);
	sqlite3_reset(stmt);
	return 0;
}

static int
read_content(struct store *s, int64_t row, struct arena *a, struct article *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_CONTENT_GET, e);
	struct str data = STR_NONE;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		data = arena_str(a, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	return data.n > 0 ? model_decode(a, data, out, &shape_article, e) : 0;
}

/* What the configuration's rules did in the page. */
static int
add_rules(struct arena *a, struct str cbor, struct str *words, struct err *e)
{
	struct article page = { .id = STR_NONE };

	if (model_decode(a, cbor, &page, &shape_article, e) != 0)
		return -1;
	if (page.page_rules.n > 0)
		*words = arena_printf(a, "%.*s, %.*s", STR_ARG(*words), STR_ARG(page.page_rules));
	return 0;
}

/* As feeds have it: every version with what the page has for it, so that they differ in what the source said alone. */
static int
fill(struct store *s, int64_t row, struct arena *a, struct explanation *out, struct err *e)
{
	struct version *v = out->versions.v;
	struct page_data page;
	uint32_t i;
	int rc;

	if (page_get(s, row, a, &page, &out->page, e) != 0)
		return -1;
	rc = page.cbor.n > 0 ? add_rules(a, page.cbor, &out->page, e) : 0;
	if (rc == 0 && page.cbor.n > 0)
		rc = page_fill(a, &out->entry.article, &page, e);
	for (i = 0; rc == 0 && page.cbor.n > 0 && i < out->versions.n; i++)
		rc = page_fill(a, &v[i].article, &page, e);
	return rc;
}

int
store_explain(struct store *s, int64_t row, struct arena *a, struct explanation *out, struct err *e)
{
	int64_t source = 0, version_s = 0;

	*out = (struct explanation){ .rule = NULL };
	if (read_row(s, row, a, out, &source, &version_s, e) != 0 || read_content(s, row, a, &out->entry.article, e) != 0 ||
	    read_fetch(s, source, out->entry.first_seen_s, a, &out->first, e) != 0 || read_fetch(s, source, version_s, a, &out->last, e) != 0)
		return -1;
	return read_versions(s, row, a, &out->versions, e) == 0 ? fill(s, row, a, out, e) : -1;
}
