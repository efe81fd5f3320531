#include "config.h"
#include "store/pages.h"

#include "store/sqlite.h"

#define PAGE_BYTES_MAX (16U << 20) /* of a page's article as CBOR */

enum page_state { PAGE_WANTED = 1, PAGE_READ, PAGE_GIVEN_UP }; /* in ledgers, never changed */

/* ---- writing ---- */

int
page_want(struct store *s, int64_t source_id, int64_t row, int64_t now_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_WANT, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, source_id);
	sqlite3_bind_int64(stmt, 3, now_s);
	return sql_run(s, stmt, "wanted page", e);
}

static int
show(struct store *s, int64_t row, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_ARTICLE_RELEASE, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	return sql_run(s, stmt, "article with its page", e);
}

/* The article's CBOR with another word for where its date is from, into blob. 1: it has a date of its own or is shown. */
static int
read_undated(struct store *s, int64_t row, struct buf *blob, int64_t *first_seen_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_UNDATED, e);
	struct article article = { .id = STR_NONE };
	struct arena a;
	int rc = 1;

	if (stmt == NULL)
		return -1;
	arena_init(&a, SIZE_MAX / 4, NULL);
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		*first_seen_s = sqlite3_column_int64(stmt, 1);
		rc = model_decode(&a, arena_str(&a, column_blob(stmt, 0)), &article, &shape_article, e);
		if (rc == 0 && !str_is(article.date_from, "first-seen"))
			rc = 1;
	}
	sqlite3_reset(stmt);
	if (rc == 0) {
		article.date_from = STR("page");
		rc = model_encode(blob, &article, &shape_article);
	}
	arena_release(&a);
	return rc;
}

static int
save_date(struct store *s, int64_t row, int64_t published_s, struct str cbor, struct err *e)
{
	sqlite3_stmt *date = sql(s, STMT_PAGE_DATE, e), *content = sql(s, STMT_CONTENT_SAVE, e);

	if (date == NULL || content == NULL)
		return -1;
	sqlite3_bind_int64(date, 1, row);
	sqlite3_bind_int64(date, 2, published_s);
	sqlite3_bind_int64(content, 1, row);
	sqlite3_bind_blob(content, 2, cbor.p, (int)cbor.n, SQLITE_STATIC);
	return sql_run(s, date, "date of a page", e) == 0 ? sql_run(s, content, "date of a page", e) : -1;
}

/* Nobody has been told a date yet: that of the page is better than the time at which it was found. */
static int
set_date(struct store *s, int64_t row, const struct article *page, struct err *e)
{
	int64_t first_seen_s = 0;
	struct buf blob;
	int rc;

	if (!page->published.is_set || page->published.v <= 0)
		return 0;
	buf_init(&blob, PAGE_BYTES_MAX);
	rc = read_undated(s, row, &blob, &first_seen_s, e);
	if (rc == 0 && page->published.v <= first_seen_s)
		rc = save_date(s, row, page->published.v, buf_str(&blob), e);
	buf_release(&blob);
	return rc < 0 ? -1 : 0;
}

int
store_page_save(struct store *s, int64_t row, const struct article *page, int64_t now_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_SAVE, e);
	struct buf blob;
	int rc = -1;

	if (stmt == NULL)
		return -1;
	buf_init(&blob, PAGE_BYTES_MAX);
	if (model_encode(&blob, page, &shape_article) != 0) {
		err_set(e, ERR_LIMIT, "ledger %s: a page's article is past %u bytes", s->path, PAGE_BYTES_MAX);
	} else {
		sqlite3_bind_int64(stmt, 1, row);
		sqlite3_bind_int64(stmt, 2, now_s);
		sqlite3_bind_blob(stmt, 3, blob.p, (int)blob.n, SQLITE_STATIC);
		rc = sql_run(s, stmt, "page", e);
	}
	buf_release(&blob);
	return rc == 0 && set_date(s, row, page, e) == 0 ? show(s, row, e) : -1;
}

int
store_page_failed(struct store *s, int64_t row, const char *why, bool is_try, int64_t due_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_FAILED, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int(stmt, 2, due_s != 0 ? PAGE_WANTED : PAGE_GIVEN_UP);
	sqlite3_bind_int(stmt, 3, is_try);
	sqlite3_bind_int64(stmt, 4, due_s);
	bind_text(stmt, 5, why);
	return sql_run(s, stmt, "page that failed", e) == 0 ? show(s, row, e) : -1;
}

int
store_pages_release(struct store *s, const char *source, int64_t until_s, unsigned *n, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, source != NULL ? STMT_PAGES_RELEASE_SOURCE : STMT_PAGES_RELEASE_ALL, e);

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source != NULL ? source_row(s, source) : until_s);
	if (sql_run(s, stmt, "articles that wait", e) != 0)
		return -1;
	*n = (unsigned)sqlite3_changes(s->db);
	return 0;
}

/* ---- wanted ---- */

static int
add_wanted(sqlite3_stmt *stmt, struct arena *a, struct arena *scratch, struct list *out, struct err *e)
{
	struct article article = { .id = STR_NONE };
	struct page_wanted *w = list_add(a, out, sizeof(*w));

	arena_reset(scratch);
	w->row = sqlite3_column_int64(stmt, 0);
	w->tries = (unsigned)sqlite3_column_int(stmt, 1);
	if (model_decode(scratch, arena_str(scratch, column_blob(stmt, 2)), &article, &shape_article, e) != 0)
		return -1;
	w->url = arena_strdup(a, article.url);
	return 0;
}

int
store_pages_wanted(struct store *s, const char *source, int64_t now_s, size_t limit, struct arena *a, struct list *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGES_WANTED, e);
	struct arena scratch;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source_row(s, source));
	sqlite3_bind_int64(stmt, 2, now_s);
	sqlite3_bind_int64(stmt, 3, (int64_t)limit);
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW)
		rc = add_wanted(stmt, a, &scratch, out, e);
	arena_release(&scratch);
	sqlite3_reset(stmt);
	return rc;
}

/* ---- telling ---- */

int
page_get(struct store *s, int64_t row, struct arena *a, struct str *page, struct str *words, struct err *e)
{
	static const char *const states[] = { [PAGE_WANTED] = "wanted", [PAGE_READ] = "read", [PAGE_GIVEN_UP] = "given up" };
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_GET, e);
	struct str why;
	int state;

	*page = *words = STR_NONE;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		*page = arena_str(a, column_blob(stmt, 0));
		state = sqlite3_column_int(stmt, 1);
		why = column_blob(stmt, 2);
		*words = arena_printf(a, "%s%s%.*s", state >= PAGE_WANTED && state <= PAGE_GIVEN_UP ? states[state] : "unknown",
		    why.n > 0 ? ": " : "", STR_ARG(why));
	}
	sqlite3_reset(stmt);
	return 0;
}
