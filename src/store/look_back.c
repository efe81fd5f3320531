/* Articles that were recorded before their pages were of use: those that feeds show are worth it. */
#include "config.h"
#include "store/page_fill.h"
#include "store/pages.h"
#include "store/reading.h"

static int
want(struct store *s, const struct source *source, int64_t row, int64_t now_s, struct arena *a, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_MISSING, e);
	struct article article = { .id = STR_NONE };
	int64_t source_id = source_row(s, source->name);
	struct str data = STR_NONE;

	if (stmt == NULL)
		return -1;
	arena_reset(a);
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, source_id);
	sqlite3_bind_int(stmt, 3, source->full_text);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		data = arena_str(a, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	if (data.n == 0)
		return 0;
	if (model_decode(a, data, &article, &shape_article, e) != 0)
		return -1;
	return page_is_of_use(source, &article) ? page_want(s, source_id, row, now_s, article.updated.v, e) : 0;
}

int
store_pages_look_back(struct store *s, const struct source *source, const struct store_span *span, int64_t now_s, struct err *e)
{
	struct store_reading *r;
	struct arena a, scratch;
	size_t i, n = 0;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	r = reading_open(s, span->sources, span->n_sources, &a, e);
	rc = store_reading_newest(r, span->limit, span->order, &n);
	for (i = 0; i < n && rc == 0; i++)
		rc = want(s, source, store_reading_row(r, i), now_s, &scratch, e);
	reading_close(r);
	arena_release(&scratch);
	arena_release(&a);
	return rc;
}
