#include "config.h"
#include "store/pages.h"

#include "base/hash.h"
#include "store/material.h"
#include "store/sqlite.h"

#define DAY_S INT64_C(86400)
#define PAGE_BYTES_MAX (16U << 20) /* of a page's article as CBOR */

/* ---- writing ---- */

int
page_want(struct store *s, int64_t source_id, int64_t row, int64_t now_s, int64_t changed_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_WANT, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, source_id);
	sqlite3_bind_int64(stmt, 3, now_s);
	sqlite3_bind_int64(stmt, 4, changed_s);
	return sql_run(s, stmt, "wanted page", e);
}

static int
run(struct store *s, enum statement which, int64_t first, int64_t second, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, which, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, first);
	sqlite3_bind_int64(stmt, 2, second);
	return sql_run(s, stmt, "pages", e);
}

static int
show(struct store *s, int64_t row, bool has_been_asked, struct err *e)
{
	return run(s, STMT_PAGE_SHOW, row, has_been_asked, e);
}

/* Nothing dates it, or only its last change: unless that is a time of the day that the page names. */
static bool
is_undated(const struct article *article, int64_t page_s)
{
	if (article->published.is_set && page_s % DAY_S == 0 && article->published.v >= page_s && article->published.v < page_s + DAY_S)
		return false;
	return str_is(article->date_from, "first-seen") || str_is(article->date_from, "neighbour") || str_is(article->date_from, "sitemap") ||
	    str_is(article->date_from, "updated");
}

/* The article's CBOR with another word for where its date is from, into blob. 1: it has a date of its own or is shown. */
static int
read_undated(struct store *s, int64_t row, int64_t page_s, struct buf *blob, int64_t *first_seen_s, int64_t *updated_s, struct err *e)
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
		if (rc == 0 && !is_undated(&article, page_s))
			rc = 1;
	}
	sqlite3_reset(stmt);
	if (rc == 0) {
		*updated_s = article.updated.is_set && article.updated.v <= *first_seen_s ? article.updated.v : 0;
		article.date_from = STR("page");
		rc = model_encode(blob, &article, &shape_article);
	}
	arena_release(&a);
	return rc;
}

static int
save_date(struct store *s, int64_t row, int64_t published_s, int64_t updated_s, struct str cbor, struct err *e)
{
	sqlite3_stmt *date = sql(s, STMT_PAGE_DATE, e), *content = sql(s, STMT_CONTENT_SAVE, e);

	if (date == NULL || content == NULL)
		return -1;
	sqlite3_bind_int64(date, 1, row);
	sqlite3_bind_int64(date, 2, published_s);
	sqlite3_bind_int64(date, 3, updated_s);
	sqlite3_bind_int64(content, 1, row);
	sqlite3_bind_blob(content, 2, cbor.p, (int)cbor.n, SQLITE_STATIC);
	return sql_run(s, date, "date of a page", e) == 0 ? sql_run(s, content, "date of a page", e) : -1;
}

/* Nobody has been told a date yet: that of the page is better than the time at which it was found, or last changed. */
static int
set_date(struct store *s, int64_t row, const struct article *page, struct err *e)
{
	int64_t first_seen_s = 0, updated_s = 0, published_s = page->published.v;
	struct buf blob;
	int rc;

	if (!page->published.is_set || published_s <= 0)
		return 0;
	buf_init(&blob, PAGE_BYTES_MAX);
	rc = read_undated(s, row, published_s, &blob, &first_seen_s, &updated_s, e);
	if (rc == 0 && published_s <= first_seen_s)
		rc = save_date(s, row, published_s, updated_s > published_s ? updated_s : published_s, buf_str(&blob), e);
	buf_release(&blob);
	return rc < 0 ? -1 : 0;
}

/* What the page said before, if that is another thing than now: then changed_s is when, as far as can be told. */
static int
find_edit(struct store *s, int64_t row, const struct page_saved *page, bool *is_edit, int64_t *changed_s, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_GET, e);
	struct article old = { .id = STR_NONE };
	struct str data = STR_NONE;
	struct arena a;
	int rc = 0;

	*is_edit = false;
	if (stmt == NULL)
		return -1;
	arena_init(&a, SIZE_MAX / 4, NULL);
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		data = arena_str(&a, column_blob(stmt, 0));
		*changed_s = sqlite3_column_int64(stmt, 3);
	}
	sqlite3_reset(stmt);
	if (data.n > 0)
		rc = model_decode(&a, data, &old, &shape_article, e);
	if (rc == 0 && data.n > 0 && page->is_bare == (old.content_html.n + old.content_text.n == 0))
		*is_edit = material_compare(&a, &old, page->article) == EDIT_MATERIAL;
	if (*changed_s <= 0 || *changed_s > page->now_s)
		*changed_s = page->now_s;
	arena_release(&a);
	return rc;
}

static int
save(struct store *s, int64_t row, const struct page_saved *page, struct str cbor, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_SAVE, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, page->now_s);
	sqlite3_bind_blob(stmt, 3, cbor.p, (int)cbor.n, SQLITE_STATIC);
	bind_text(stmt, 4, page->etag);
	bind_text(stmt, 5, page->last_modified);
	sqlite3_bind_int(stmt, 6, page->is_bare);
	if (page->article->title.plain.n > 0)
		sqlite3_bind_int64(stmt, 7, (int64_t)(hash_fast(page->article->title.plain, 0) >> 1));
	else
		sqlite3_bind_null(stmt, 7);
	return sql_run(s, stmt, "page", e);
}

int
store_page_save(struct store *s, int64_t row, const struct page_saved *page, struct err *e)
{
	int64_t changed_s = 0;
	bool is_edit;
	struct buf blob;
	int rc = -1;

	if (find_edit(s, row, page, &is_edit, &changed_s, e) != 0)
		return -1;
	buf_init(&blob, PAGE_BYTES_MAX);
	if (model_encode(&blob, page->article, &shape_article) != 0)
		err_set(e, ERR_LIMIT, "ledger %s: a page's article is past %u bytes", s->path, PAGE_BYTES_MAX);
	else
		rc = save(s, row, page, buf_str(&blob), e);
	buf_release(&blob);
	if (rc != 0 || set_date(s, row, page->article, e) != 0 || (is_edit && run(s, STMT_PAGE_UPDATED, row, changed_s, e) != 0))
		return -1;
	return show(s, row, true, e);
}

int
store_page_same(struct store *s, int64_t row, int64_t now_s, struct err *e)
{
	return run(s, STMT_PAGE_SAME, row, now_s, e) == 0 ? show(s, row, true, e) : -1;
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
	return sql_run(s, stmt, "page that failed", e) == 0 ? show(s, row, is_try, e) : -1;
}

/* ---- those that wait ---- */

static int
release(struct store *s, enum statement which, int64_t source_id, int64_t until_s, unsigned *n, struct err *e)
{
	if (run(s, which, source_id, until_s, e) != 0)
		return -1;
	*n += (unsigned)sqlite3_changes(s->db);
	return 0;
}

static void
bind_reach(struct store *s, sqlite3_stmt *stmt, const struct pages_query *q)
{
	sqlite3_bind_int64(stmt, 1, source_row(s, q->source));
	sqlite3_bind_int64(stmt, 2, q->reach - 1 < INT64_MAX ? (int64_t)(q->reach - 1) : INT64_MAX);
}

static int
count_left(struct store *s, const struct pages_query *q, unsigned *n_wanted, unsigned *n_untried, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGES_LEFT, e);

	*n_wanted = *n_untried = 0;
	if (stmt == NULL)
		return -1;
	if (q->reach == 0)
		return 0;
	bind_reach(s, stmt, q);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		*n_wanted = (unsigned)sqlite3_column_int(stmt, 0);
		*n_untried = (unsigned)sqlite3_column_int(stmt, 1);
	}
	sqlite3_reset(stmt);
	return 0;
}

int
store_pages_release(struct store *s, const struct pages_query *q, struct pages_left *out, struct err *e)
{
	int64_t source_id = source_row(s, q->source);
	unsigned n_untried;
	bool is_over;

	*out = (struct pages_left){ 0 };
	if (source_id == 0)
		return 0;
	if (count_left(s, q, &out->n_wanted, &n_untried, e) != 0 || release(s, STMT_TEXTS_RELEASE, source_id, q->now_s, &out->n_shown, e) != 0)
		return -1;
	is_over = n_untried == 0 || q->limit == 0; /* or nobody asks for pages any more */
	return release(s, STMT_TITLES_RELEASE, source_id, is_over ? q->now_s : q->now_s - TITLE_WAIT_S, &out->n_shown, e);
}

int
store_pages_release_old(struct store *s, int64_t now_s, unsigned *n_shown, struct err *e)
{
	*n_shown = 0;
	if (release(s, STMT_TEXTS_RELEASE, 0, now_s - PAGE_WAIT_S, n_shown, e) != 0)
		return -1;
	return release(s, STMT_TITLES_RELEASE, 0, now_s - TITLE_WAIT_S, n_shown, e);
}

/* ---- wanted ---- */

static const char *
column_word(struct arena *a, sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_type(stmt, i) != SQLITE_NULL ? arena_strdup(a, column_blob(stmt, i)) : NULL;
}

static int
add_wanted(sqlite3_stmt *stmt, struct arena *a, struct arena *scratch, struct list *out, struct err *e)
{
	struct article article = { .id = STR_NONE };
	struct page_wanted *w = list_add(a, out, sizeof(*w));

	arena_reset(scratch);
	w->row = sqlite3_column_int64(stmt, 0);
	w->tries = (unsigned)sqlite3_column_int(stmt, 1);
	w->etag = column_word(a, stmt, 3);
	w->last_modified = column_word(a, stmt, 4);
	w->is_bare = sqlite3_column_int(stmt, 5) != 0;
	if (model_decode(scratch, arena_str(scratch, column_blob(stmt, 2)), &article, &shape_article, e) != 0)
		return -1;
	w->url = arena_strdup(a, article.url);
	return 0;
}

int
store_pages_wanted(struct store *s, const struct pages_query *q, struct arena *a, struct list *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGES_WANTED, e);
	struct arena scratch;
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (q->reach == 0)
		return 0;
	bind_reach(s, stmt, q);
	sqlite3_bind_int64(stmt, 3, q->now_s);
	sqlite3_bind_int64(stmt, 4, (int64_t)q->limit);
	sqlite3_bind_int(stmt, 5, q->is_for_failed);
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	while (rc == 0 && sqlite3_step(stmt) == SQLITE_ROW)
		rc = add_wanted(stmt, a, &scratch, out, e);
	arena_release(&scratch);
	sqlite3_reset(stmt);
	return rc;
}

/* ---- those that failed ---- */

int
store_pages_failed(struct store *s, int64_t now_s, struct arena *a, struct list *sources, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGES_FAILED, e);
	int rc;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, now_s);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		*(struct str *)list_add(a, sources, sizeof(struct str)) = arena_str(a, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : sql_fail(s, "pages that failed", e);
}

int
store_pages_forget_failed(struct store *s, const struct pages_query *q, struct err *e)
{
	return run(s, STMT_PAGES_FORGET, source_row(s, q->source), q->now_s, e);
}

/* ---- telling ---- */

static int
count_before(struct store *s, int64_t row, unsigned *n, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGES_BEFORE, e);

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*n = (unsigned)sqlite3_column_int(stmt, 0);
	sqlite3_reset(stmt);
	return 0;
}

int
page_get(struct store *s, int64_t row, struct arena *a, struct page_data *page, struct str *words, struct err *e)
{
	static const char *const states[] = { [PAGE_WANTED] = "wanted", [PAGE_READ] = "read", [PAGE_GIVEN_UP] = "given up" };
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_GET, e);
	struct str why = STR_NONE;
	unsigned n_before;
	int state = 0;

	*page = (struct page_data){ .cbor = STR_NONE };
	*words = STR_NONE;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		*page = (struct page_data){ arena_str(a, column_blob(stmt, 0)), sqlite3_column_int(stmt, 4) != 0 };
		state = sqlite3_column_int(stmt, 1);
		why = arena_str(a, column_blob(stmt, 2));
		*words = arena_printf(a, "%s%s%.*s", state >= PAGE_WANTED && state <= PAGE_GIVEN_UP ? states[state] : "unknown",
		    why.n > 0 ? ": " : "", STR_ARG(why));
	}
	sqlite3_reset(stmt);
	if (state != PAGE_WANTED || why.n > 0)
		return 0;
	if (count_before(s, row, &n_before, e) != 0)
		return -1;
	*words = arena_printf(a, "wanted, after %u newer ones", n_before);
	return 0;
}
