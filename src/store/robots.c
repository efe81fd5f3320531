#include "config.h"
#include "store/robots.h"

#include "store/sqlite.h"

int
store_robots_get(struct store *s, const char *key, int64_t now_s, struct kept_robots *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_ROBOTS_GET, e);

	out->until_s = 0;
	if (stmt == NULL)
		return -1;
	bind_text(stmt, 1, key);
	sqlite3_bind_int64(stmt, 2, now_s);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		out->until_s = sqlite3_column_int64(stmt, 0);
		out->is_known = sqlite3_column_int(stmt, 1) != 0;
		buf_add_str(&out->text, column_blob(stmt, 2));
	}
	sqlite3_reset(stmt);
	return 0;
}

int
store_robots_save(struct store *s, const char *key, int64_t now_s, const struct kept_robots *rules, struct err *e)
{
	sqlite3_stmt *save = sql(s, STMT_ROBOTS_SAVE, e), *forget = sql(s, STMT_ROBOTS_FORGET, e);

	if (save == NULL || forget == NULL)
		return -1;
	bind_text(save, 1, key);
	sqlite3_bind_int64(save, 2, rules->until_s);
	sqlite3_bind_int(save, 3, rules->is_known);
	sqlite3_bind_blob(save, 4, rules->text.p, (int)rules->text.n, SQLITE_STATIC);
	sqlite3_bind_int64(forget, 1, now_s);
	return sql_run(s, save, "robots.txt", e) == 0 ? sql_run(s, forget, "robots.txt", e) : -1;
}
