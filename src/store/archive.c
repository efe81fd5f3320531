#include "config.h"
#include "store/archive.h"

#include "store/sqlite.h"

static sqlite3_stmt *
bound(struct store *s, enum statement which, const char *feed, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, which, e);

	if (stmt != NULL)
		bind_text(stmt, 1, feed);
	return stmt;
}

int
archive_load(struct store *s, const char *feed, struct archive_state *out, struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_GET, feed, e);

	*out = (struct archive_state){ .page = 0 };
	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*out = (struct archive_state){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
			sqlite3_column_int64(stmt, 3) };
	sqlite3_reset(stmt);
	return 0;
}

int
archive_save(struct store *s, const char *feed, const struct archive_state *state, struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_SAVE, feed, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, state->looked_at);
	sqlite3_bind_int64(stmt, 3, state->rules);
	sqlite3_bind_int64(stmt, 4, state->page);
	sqlite3_bind_int64(stmt, 5, state->n_on_page);
	return sql_run(s, stmt, "archive", e);
}

static size_t
take_rows(sqlite3_stmt *stmt, int64_t *rows, size_t n, size_t max)
{
	while (n < max && sqlite3_step(stmt) == SQLITE_ROW)
		rows[n++] = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return n;
}

int
archive_find(struct store *s, const char *feed, int64_t row, size_t max, struct arena *a, int64_t **rows, size_t *n, int64_t *last,
    struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_RELEASED, feed, e);

	*rows = arena_alloc(a, (max + 1) * sizeof(**rows));
	*last = row;
	if (stmt == NULL)
		return -1;
	*n = take_rows(stmt, *rows, 0, max);
	stmt = sql(s, STMT_ARCHIVE_AFTER, e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, (int64_t)(max - *n));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		*last = sqlite3_column_int64(stmt, 0);
		if (sqlite3_column_int(stmt, 1) != 0)
			(*rows)[(*n)++] = *last;
	}
	sqlite3_reset(stmt);
	return 0;
}

int
archive_wait(struct store *s, const char *feed, int64_t after, int64_t up_to, struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_WAIT, feed, e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, after);
	sqlite3_bind_int64(stmt, 3, up_to);
	return sql_run(s, stmt, "archive", e);
}

int
archive_settle(struct store *s, const char *feed, int64_t row, int64_t page, bool *is_new, struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_UNWAIT, feed, e);

	*is_new = false;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, row);
	if (sql_run(s, stmt, "archive", e) != 0)
		return -1;
	if (page == 0)
		return 0;
	stmt = bound(s, STMT_ARCHIVE_PUT, feed, e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, row);
	sqlite3_bind_int64(stmt, 3, page);
	if (sql_run(s, stmt, "archive", e) != 0)
		return -1;
	*is_new = sqlite3_changes(s->db) > 0;
	return 0;
}

int
archive_rows(struct store *s, const char *feed, int64_t page, struct arena *a, int64_t **rows, size_t *n, struct err *e)
{
	sqlite3_stmt *stmt = bound(s, STMT_ARCHIVE_COUNT, feed, e);
	size_t max = 0;

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, page);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		max = (size_t)sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	*rows = arena_alloc(a, (max + 1) * sizeof(**rows));
	stmt = bound(s, STMT_ARCHIVE_ROWS, feed, e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 2, page);
	*n = take_rows(stmt, *rows, 0, max);
	return 0;
}
