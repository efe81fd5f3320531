/* What the SQLite files of store/ share. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "base/map.h"
#include "store/store.h"

/* Why an article is not shown; is_held of its row. In ledgers, never changed. */
enum held {
	HELD_NOT = 0,
	HELD_CHURN,    /* its source has changed its ids: perhaps it is a known one */
	HELD_BACKFILL, /* it was there before its source was added */
	HELD_FUTURE,   /* until its date has come */
	HELD_PAGE,     /* until its own page has been read, for a moment (pages.h) */
	HELD_TITLE     /* the same, for longer: without it there is no title */
};

/* is_gone of an article's row. In ledgers, never changed. */
enum gone { GONE_NOT = 0, GONE_DELETED, GONE_EXPIRED /* its text is no longer kept */ };

enum statement {
	STMT_SOURCE_INSERT = 0,
	STMT_SOURCE_FIND,
	STMT_SOURCE_BY_ADDRESS,
	STMT_SOURCE_RENAME,
	STMT_STATE_SAVE,
	STMT_ORIGIN_GET,
	STMT_ORIGIN_SAVE,
	STMT_RULE_GET,
	STMT_RULE_SAVE,
	STMT_ALIAS_FIND,
	STMT_ALIAS_INSERT,
	STMT_UID_FIND,
	STMT_ROW_LAST,
	STMT_FINGERPRINTS,
	STMT_ARTICLE_GET,
	STMT_ARTICLE_INSERT,
	STMT_ARTICLE_UPDATE,
	STMT_CONTENT_GET,
	STMT_CONTENT_SAVE,
	STMT_FETCH_SAVE,
	STMT_ARTICLE_TOUCH,
	STMT_ARTICLE_GONE,
	STMT_ARTICLE_RELEASE,
	STMT_WINDOW,
	STMT_SOURCE_ARTICLES,
	STMT_REVISION_INSERT,
	STMT_REVISION_TRIM,
	STMT_REVISION_FIND,
	STMT_NEWEST_ALL,
	STMT_LATEST_ALL,
	STMT_NEWEST_SOURCE,
	STMT_REVISED_ALL,
	STMT_REVISED_SOURCE,
	STMT_GONE_SOURCE,
	STMT_VERSION_FIRST,
	STMT_VERSION_NEXT,
	STMT_CORRECTIONS,
	STMT_EXPORT_SOURCES,
	STMT_EXPORT_ARTICLES,
	STMT_EXPORT_KEYS,
	STMT_EXPORT_REVISIONS,
	STMT_IMPORT_SOURCE,
	STMT_IMPORT_ARTICLE,
	STMT_EXPLAIN,
	STMT_FETCH_GET,
	STMT_VERSIONS,
	STMT_FIND_TITLE,
	STMT_RELEASE_DUE,
	STMT_RANKED,
	STMT_EXPIRE,
	STMT_EXPIRE_CONTENT,
	STMT_EXPIRE_REVISIONS,
	STMT_ARTICLE_READ,
	STMT_HELD_ALL,
	STMT_HELD_SOURCE,
	STMT_RELEASE_SOURCE,
	STMT_RELEASE_UID,
	STMT_STORY_SAVE,
	STMT_STORY_MOVE,
	STMT_STORY_OPEN,
	STMT_STORY_BY_LINK,
	STMT_STORY_LINKED,
	STMT_STORY_MEMBERS,
	STMT_BAND_SAVE,
	STMT_BAND_FIND,
	STMT_BAND_PRUNE,
	STMT_SKETCH_SAVE,
	STMT_SKETCH_GET,
	STMT_SKETCH_PRUNE,
	STMT_PAGE_WANT,
	STMT_PAGES_WANTED,
	STMT_PAGES_LEFT,
	STMT_PAGES_BEFORE,
	STMT_PAGES_FAILED,
	STMT_PAGES_FORGET,
	STMT_PAGE_MISSING,
	STMT_PAGE_AGE,
	STMT_PAGE_AGAIN,
	STMT_PAGE_SAVE,
	STMT_PAGE_SAME,
	STMT_PAGE_FAILED,
	STMT_PAGE_GET,
	STMT_PAGE_UNDATED,
	STMT_PAGE_DATE,
	STMT_PAGE_EXPIRE,
	STMT_PAGE_SHOW,
	STMT_PAGE_UPDATED,
	STMT_TEXTS_RELEASE,
	STMT_TITLES_RELEASE,
	STMT_ROBOTS_GET,
	STMT_ROBOTS_SAVE,
	STMT_ROBOTS_FORGET,
	STMT_ARTICLE_FIND,
	STMT_ARCHIVE_GET,
	STMT_ARCHIVE_SAVE,
	STMT_ARCHIVE_RELEASED,
	STMT_ARCHIVE_AFTER,
	STMT_ARCHIVE_WAIT,
	STMT_ARCHIVE_UNWAIT,
	STMT_ARCHIVE_PUT,
	STMT_ARCHIVE_COUNT,
	STMT_ARCHIVE_ROWS,
	STATEMENTS
};

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *stmt[STATEMENTS]; /* prepared on first use */
	struct map *sources;            /* name to row number (as a pointer) */
};

/* The prepared statement, reset and without bindings; NULL with *e set. */
sqlite3_stmt *sql(struct store *s, enum statement which, struct err *e);
/* Runs a prepared statement that gives no rows. */
int sql_run(struct store *s, sqlite3_stmt *stmt, const char *what, struct err *e);
int sql_fail(struct store *s, const char *what, struct err *e);
int sql_exec(struct store *s, const char *text, const char *what, struct err *e);

/* Row number of a source, 0 when the ledger has none of that name. */
int64_t source_row(struct store *s, const char *name);

static inline void
bind_text(sqlite3_stmt *stmt, int i, const char *text) /* NULL binds NULL; the text must live until the statement ran */
{
	if (text != NULL)
		sqlite3_bind_text(stmt, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, i);
}

static inline struct str
column_blob(sqlite3_stmt *stmt, int i) /* valid until the next step */
{
	struct str s = { sqlite3_column_blob(stmt, i), 0 };

	s.n = (size_t)sqlite3_column_bytes(stmt, i);
	return s;
}

#endif
