/* What time does to the ledger: what was held until a date is shown, what is past keeping expires. */
#include "config.h"
#include <stdlib.h>

#include "base/mem.h"
#include "store/sqlite.h"

#define VACUUM "PRAGMA incremental_vacuum(2000)" /* pages a call: some ten megabytes, a moment */

int
store_release_due(struct store *s, int64_t now_s, unsigned *n, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_RELEASE_DUE, e);

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, now_s);
	if (sql_run(s, stmt, "release", e) != 0)
		return -1;
	*n = (unsigned)sqlite3_changes(s->db);
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The rows to expire, oldest last, at most STORE_EXPIRED_MAX of them. */
static int
find_expired(struct store *s, const struct source *source, const int64_t *kept, size_t n_kept, int64_t now_s, int64_t *rows, unsigned *n,
    struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_RANKED, e);
	unsigned rank = source->retain_min;
	int64_t row;
	int rc = SQLITE_DONE;

	*n = 0;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source_row(s, source->name));
	sqlite3_bind_int64(stmt, 2, rank);
	for (; *n < STORE_EXPIRED_MAX && (rc = sqlite3_step(stmt)) == SQLITE_ROW; rank++) {
		if (!(source->retain_max > 0 && rank >= source->retain_max) &&
		    !(source->retain_age_s > 0 && now_s - sqlite3_column_int64(stmt, 1) > source->retain_age_s))
			continue;
		row = sqlite3_column_int64(stmt, 0);
		if (n_kept == 0 || bsearch(&row, kept, n_kept, sizeof(*kept), by_number) == NULL)
			rows[(*n)++] = row;
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : sql_fail(s, "expiry", e);
}

static int
expire(struct store *s, int64_t row, int64_t now_s, struct err *e)
{
	static const enum statement statements[] = { STMT_EXPIRE, STMT_EXPIRE_CONTENT, STMT_EXPIRE_REVISIONS, STMT_PAGE_EXPIRE };
	sqlite3_stmt *stmt;
	size_t i;

	for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
		stmt = sql(s, statements[i], e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, row);
		if (statements[i] == STMT_EXPIRE)
			sqlite3_bind_int64(stmt, 2, now_s);
		if (sql_run(s, stmt, "expiry", e) != 0)
			return -1;
	}
	return 0;
}

int
store_expire(struct store *s, const struct source *source, const int64_t *kept, size_t n_kept, int64_t now_s, unsigned *n, struct err *e)
{
	int64_t *rows;
	unsigned i;
	int rc;

	*n = 0;
	if ((source->retain_age_s == 0 && source->retain_max == 0) || source_row(s, source->name) == 0)
		return 0;
	rows = mem_alloc(STORE_EXPIRED_MAX * sizeof(*rows));
	rc = find_expired(s, source, kept, n_kept, now_s, rows, n, e);
	for (i = 0; i < *n && rc == 0; i++)
		rc = expire(s, rows[i], now_s, e);
	free(rows);
	return rc == 0 && *n > 0 ? sql_exec(s, VACUUM, "vacuum", e) : rc;
}
