#include "config.h"
#include "store/sqlite.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/schema.h"

#define BUSY_MS 5000

/* The pages of source ?1 that are wanted, but for those behind its first ?2 + 1 articles. */
#define WANTED_IN_REACH                                                                                                                       \
	" FROM page JOIN article ON id=page.article_id JOIN content ON content.article_id=id WHERE page.source_id=?1 AND state=1"             \
	" AND is_gone=0 AND is_held IN (0, 4, 5) AND coalesce((published_s, place)>=(SELECT b.published_s, b.place FROM article b"            \
	" WHERE b.source_id=?1 AND b.is_gone=0 AND b.is_held IN (0, 4, 5) ORDER BY b.published_s DESC, b.place DESC LIMIT 1 OFFSET ?2), 1)"

/* Whether three pages of the source have the page's title: store/page_fill.h. */
#define HAS_COMMON_TITLE                                                                                                                      \
	"(SELECT count(*)>2 FROM (SELECT 1 FROM page t WHERE t.source_id=page.source_id AND t.title_key=page.title_key LIMIT 3))"

static const char *const texts[STATEMENTS] = {
	[STMT_SOURCE_INSERT] = "INSERT INTO source (name) VALUES (?1)",
	[STMT_SOURCE_FIND] = "SELECT id FROM source WHERE name=?1",
	[STMT_SOURCE_BY_ADDRESS] = "SELECT id, name FROM source WHERE config_url=?1 ORDER BY id",
	[STMT_SOURCE_RENAME] = "UPDATE source SET name=?2 WHERE id=?1",
	[STMT_STATE_SAVE] = "UPDATE source SET etag=?2, last_modified=?3, body_hash=?4, checked_s=?5, changed_s=?6, ok_s=?7, due_s=?8,"
			    " failures=?9, error_kind=?10, error=?11, moved_to=?12, config_url=?13, is_gone=?14, ttl_s=?15, title=?16,"
			    " link=?17, format=?18, poison_hash=?19, poison_count=?20, poison_until_s=?21,"
			    " envelope=?22, proposal=?23, overlap=?24, gap_s=?25, gaps=?26, held=?27, held_until_s=?28, reader=?29, parts=?30 WHERE id=?1",
	[STMT_ORIGIN_GET] = "SELECT origin, name FROM source WHERE id=?1",
	[STMT_ORIGIN_SAVE] = "UPDATE source SET origin=?2 WHERE id=?1",
	[STMT_RULE_GET] = "SELECT identity, EXISTS (SELECT 1 FROM article WHERE source_id=?1) FROM source WHERE id=?1",
	[STMT_RULE_SAVE] = "UPDATE source SET identity=?2 WHERE id=?1",
	[STMT_ALIAS_FIND] = "SELECT article_id FROM alias WHERE source_id=?1 AND key=?2",
	[STMT_ALIAS_INSERT] = "INSERT OR IGNORE INTO alias (source_id, key, article_id) VALUES (?1, ?2, ?3)",
	[STMT_UID_FIND] = "SELECT id FROM article WHERE uid_hash=?1",
	[STMT_ROW_LAST] = "SELECT coalesce(max(id), 0) FROM article",
	[STMT_FINGERPRINTS] = "SELECT raw_hash, id FROM article WHERE source_id=?1 AND is_gone=0 AND raw_hash<>0"
			      " ORDER BY published_s DESC, place DESC LIMIT ?2",
	[STMT_ARTICLE_GET] = "SELECT raw_hash, text_hash, updated_s, revision, is_gone, is_held, first_seen_s, published_s, place, title_key,"
			     " version_s, simhash FROM article WHERE id=?1",
	[STMT_ARTICLE_INSERT] = "INSERT INTO article (id, source_id, uid, uid_hash, first_seen_s, published_s, place, updated_s, raw_hash,"
				" text_hash, title_key, slug_key, simhash, is_held, version_s)"
				" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?5)",
	[STMT_ARTICLE_UPDATE] = "UPDATE article SET raw_hash=?2, text_hash=?3, updated_s=?4, revision=?5, is_gone=0, title_key=?6, slug_key=?7,"
				" simhash=?8, version_s=?9, rung=?10 WHERE id=?1",
	[STMT_CONTENT_GET] = "SELECT data FROM content WHERE article_id=?1",
	[STMT_CONTENT_SAVE] = "INSERT INTO content (article_id, data) VALUES (?1, ?2) ON CONFLICT (article_id) DO UPDATE SET data=excluded.data",
	[STMT_FETCH_SAVE] = "INSERT INTO fetch (source_id, at_s, url, format, n_articles) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
	[STMT_ARTICLE_TOUCH] = "UPDATE article SET raw_hash=?2, is_gone=0 WHERE id=?1",
	[STMT_ARTICLE_GONE] = "UPDATE article SET is_gone=1, gone_s=?2 WHERE id=?1 AND is_gone=0",
	[STMT_ARTICLE_RELEASE] = "UPDATE article SET is_held=0 WHERE id=?1 AND is_held<>0",
	[STMT_WINDOW] = "SELECT id, published_s, title_key, slug_key, simhash FROM article WHERE source_id=?1 AND is_gone<>2"
			" ORDER BY published_s DESC, place DESC LIMIT ?2",
	[STMT_SOURCE_ARTICLES] = "SELECT id FROM article WHERE source_id=?1 AND is_gone=0",
	[STMT_REVISION_INSERT] = "INSERT OR REPLACE INTO revision (article_id, n, seen_s, replaced_s, text_hash, data)"
				 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[STMT_REVISION_TRIM] = "DELETE FROM revision WHERE article_id=?1 AND n>1 AND n<=?2", /* the first one is never lost */
	[STMT_REVISION_FIND] = "SELECT max(text_hash=?2), max(text_hash=?3) FROM revision WHERE article_id=?1",
	[STMT_NEWEST_ALL] = "SELECT id, source_id, published_s, place FROM article WHERE is_gone=0 AND is_held=0"
			    " ORDER BY published_s DESC, place DESC, id DESC",
	[STMT_LATEST_ALL] = "SELECT id, source_id, published_s, place FROM article WHERE is_gone=0 AND is_held=0 ORDER BY id DESC",
	[STMT_NEWEST_SOURCE] = "SELECT id, source_id, published_s, place FROM article WHERE source_id=?1 AND is_gone=0 AND is_held=0"
			       " ORDER BY published_s DESC, place DESC LIMIT ?2",
	[STMT_REVISED_ALL] = "SELECT id, source_id, updated_s, place FROM article WHERE revision>1 AND is_gone=0 AND is_held=0"
			     " ORDER BY updated_s DESC",
	[STMT_REVISED_SOURCE] = "SELECT id, source_id, updated_s, place FROM article WHERE source_id=?1 AND revision>1 AND is_gone=0"
				" AND is_held=0 ORDER BY updated_s DESC LIMIT ?2",
	[STMT_GONE_SOURCE] = "SELECT uid, gone_s, id FROM article WHERE source_id=?1 AND is_gone<>0 AND is_gone=1 AND is_held=0"
			     " ORDER BY gone_s DESC LIMIT ?2",
	[STMT_VERSION_FIRST] = "SELECT data FROM revision WHERE article_id=?1 AND n=1",
	[STMT_VERSION_NEXT] = "SELECT data FROM revision WHERE article_id=?1 AND n>?2 ORDER BY n LIMIT 1",
	[STMT_CORRECTIONS] = "SELECT article_id, n, replaced_s, data, source_id FROM revision JOIN article ON article_id=id"
			     " WHERE is_gone=0 AND is_held=0 ORDER BY replaced_s DESC, article_id DESC",
	[STMT_EXPORT_SOURCES] = "SELECT id, name, config_url, identity, origin FROM source ORDER BY id",
	[STMT_EXPORT_ARTICLES] = "SELECT id, uid, first_seen_s, published_s, place, updated_s, revision, raw_hash, text_hash, is_gone, is_held,"
				 " version_s, rung, gone_s, data FROM article LEFT JOIN content ON article_id=id WHERE source_id=?1 ORDER BY id",
	[STMT_EXPORT_KEYS] = "SELECT article_id, key FROM alias WHERE source_id=?1 ORDER BY article_id, key",
	[STMT_EXPORT_REVISIONS] = "SELECT n, seen_s, replaced_s, text_hash, data FROM revision WHERE article_id=?1 ORDER BY n",
	[STMT_IMPORT_SOURCE] = "INSERT INTO source (name, config_url, identity, origin) VALUES (?1, ?2, ?3, ?4)",
	[STMT_IMPORT_ARTICLE] = "INSERT INTO article (source_id, first_seen_s, published_s, place, updated_s, revision, raw_hash, text_hash,"
				" is_gone, is_held, version_s, rung, gone_s, uid, uid_hash, title_key, slug_key, simhash)"
				" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
	[STMT_EXPLAIN] = "SELECT uid, name, first_seen_s, published_s, updated_s, revision, rung, version_s, gone_s, is_held, article.is_gone,"
			 " identity, source_id FROM article JOIN source ON source.id=source_id WHERE article.id=?1",
	[STMT_FETCH_GET] = "SELECT url, format, n_articles FROM fetch WHERE source_id=?1 AND at_s=?2",
	[STMT_VERSIONS] = "SELECT n, seen_s, replaced_s, data FROM revision WHERE article_id=?1 ORDER BY n",
	[STMT_FIND_TITLE] = "SELECT id FROM article WHERE title_key=?1 ORDER BY published_s DESC, place DESC LIMIT ?2",
	[STMT_RELEASE_DUE] = "UPDATE article SET is_held=0 WHERE is_held=3 AND is_held<>0 AND published_s<=?1",
	[STMT_RANKED] = "SELECT id, published_s FROM article WHERE source_id=?1 AND is_gone<>2 AND is_held=0"
			" AND NOT EXISTS (SELECT 1 FROM archived WHERE article_id=article.id)"
			" ORDER BY published_s DESC, place DESC LIMIT -1 OFFSET ?2",
	[STMT_EXPIRE] = "UPDATE article SET is_gone=2, gone_s=?2 WHERE id=?1",
	[STMT_EXPIRE_CONTENT] = "DELETE FROM content WHERE article_id=?1",
	[STMT_EXPIRE_REVISIONS] = "DELETE FROM revision WHERE article_id=?1",
	[STMT_ARTICLE_READ] = "SELECT uid, first_seen_s, published_s, updated_s, revision, content.data, article.source_id, page.data, " HAS_COMMON_TITLE " FROM article"
			      " JOIN content ON content.article_id=id LEFT JOIN page ON page.article_id=id WHERE id=?1",
	[STMT_HELD_ALL] = "SELECT id, source_id, published_s, place FROM article WHERE is_held IN (1, 3) ORDER BY source_id, published_s DESC, place DESC",
	[STMT_HELD_SOURCE] = "SELECT id, source_id, published_s, place FROM article WHERE source_id=?1 AND is_held IN (1, 3)"
			     " ORDER BY published_s DESC, place DESC",
	[STMT_RELEASE_SOURCE] = "UPDATE article SET is_held=0 WHERE source_id=?1 AND is_held IN (1, 3)",
	[STMT_RELEASE_UID] = "UPDATE article SET is_held=0 WHERE uid_hash=?1 AND is_held<>0",
	[STMT_STORY_SAVE] = "INSERT INTO story (article_id, story_id, link_key) VALUES (?1, ?2, ?3)",
	[STMT_STORY_MOVE] = "UPDATE story SET link_key=?2 WHERE article_id=?1 AND link_key<>?2",
	/* The story of ?1, unless one of its articles is of source ?2. */
	[STMT_STORY_OPEN] = "SELECT s.story_id FROM story s WHERE s.article_id=?1 AND NOT EXISTS (SELECT 1 FROM article a WHERE +a.source_id=?2"
			    " AND a.id IN (SELECT s.story_id UNION ALL SELECT m.article_id FROM story m WHERE m.story_id=s.story_id"
			    " AND m.story_id<>m.article_id))",
	[STMT_STORY_BY_LINK] = "SELECT article_id FROM story WHERE link_key=?1 AND link_key<>0 ORDER BY article_id LIMIT 1",
	/* The articles of the story of ?1 that are shown, by link alone and by text too. */
	[STMT_STORY_LINKED] = "SELECT a.id, a.source_id FROM story o JOIN story m ON m.link_key=o.link_key AND m.link_key<>0"
			      " JOIN article a ON a.id=m.article_id WHERE o.article_id=?1 AND a.is_gone=0 AND a.is_held=0"
			      " ORDER BY a.id LIMIT ?2",
	[STMT_STORY_MEMBERS] = "SELECT a.id, a.source_id FROM article a WHERE a.is_gone=0 AND a.is_held=0 AND a.id IN ("
			       "SELECT o.story_id FROM story o WHERE o.article_id=?1 UNION ALL"
			       " SELECT m.article_id FROM story o JOIN story m ON m.story_id=o.story_id AND m.story_id<>m.article_id"
			       " WHERE o.article_id=?1) ORDER BY a.id LIMIT ?2",
	[STMT_BAND_SAVE] = "INSERT OR IGNORE INTO band (day, key, article_id) VALUES (?1, ?2, ?3)",
	[STMT_BAND_FIND] = "SELECT article_id FROM band WHERE day=?1 AND key=?2 ORDER BY article_id DESC LIMIT ?3",
	[STMT_BAND_PRUNE] = "DELETE FROM band WHERE (day, key, article_id) IN (SELECT day, key, article_id FROM band WHERE day<?1 LIMIT ?2)",
	[STMT_SKETCH_SAVE] = "INSERT OR IGNORE INTO sketch (day, article_id, source_id, data) VALUES (?1, ?2, ?3, ?4)",
	[STMT_SKETCH_GET] = "SELECT source_id, data FROM sketch WHERE day=?1 AND article_id=?2",
	[STMT_SKETCH_PRUNE] = "DELETE FROM sketch WHERE (day, article_id) IN (SELECT day, article_id FROM sketch WHERE day<?1 LIMIT ?2)",
	/* What is wanted already, or was read with its text, stays as it is. */
	[STMT_PAGE_WANT] = "INSERT INTO page (article_id, source_id, state, due_s, changed_s) VALUES (?1, ?2, 1, ?3, ?4)"
			   " ON CONFLICT (article_id) DO UPDATE SET state=1, tries=0, due_s=excluded.due_s WHERE state=2 AND is_bare<>0",
	[STMT_PAGES_WANTED] = "SELECT page.article_id, tries, content.data, etag, last_modified, is_bare" WANTED_IN_REACH " AND due_s<=?3 AND tries>=?5"
			      " ORDER BY page.data IS NOT NULL, published_s DESC, place DESC LIMIT ?4",
	[STMT_PAGES_LEFT] = "SELECT count(*), coalesce(sum(page.data IS NULL AND tries=0), 0)" WANTED_IN_REACH,
	[STMT_PAGES_BEFORE] = "SELECT count(*) FROM article me JOIN page p ON p.source_id=me.source_id JOIN article a ON a.id=p.article_id"
			      " WHERE me.id=?1 AND p.state=1 AND a.is_gone=0 AND (a.published_s, a.place)>(me.published_s, me.place)",
	[STMT_PAGES_FAILED] = "SELECT DISTINCT name FROM page JOIN source ON id=source_id WHERE state=1 AND tries>0 AND page.due_s<=?1",
	[STMT_PAGES_FORGET] = "UPDATE page SET state=CASE WHEN data IS NULL THEN 3 ELSE 2 END"
			      " WHERE source_id=?1 AND state=1 AND tries>0 AND due_s<=?2",
	/* An article of source ?2 whose page was never wanted, or is wanted for its text now. */
	[STMT_PAGE_MISSING] = "SELECT content.data FROM article JOIN content ON content.article_id=id LEFT JOIN page ON page.article_id=id"
			      " WHERE id=?1 AND article.source_id=?2 AND (state IS NULL OR (?3 AND state=2 AND is_bare<>0))",
	[STMT_PAGE_AGE] = "SELECT changed_s, fetched_s, state FROM page WHERE article_id=?1",
	[STMT_PAGE_AGAIN] = "UPDATE page SET state=?4, tries=0, due_s=?3, changed_s=?2 WHERE article_id=?1",
	[STMT_PAGE_SAVE] = "UPDATE page SET state=2, tries=tries+1, fetched_s=?2, error=NULL, data=?3, etag=?4, last_modified=?5, is_bare=?6, title_key=?7"
			   " WHERE article_id=?1",
	[STMT_PAGE_SAME] = "UPDATE page SET state=2, fetched_s=?2, error=NULL WHERE article_id=?1",
	/* One that was read before is not given up. */
	[STMT_PAGE_FAILED] = "UPDATE page SET state=CASE WHEN ?2=3 AND data IS NOT NULL THEN 2 ELSE ?2 END, tries=tries+?3, due_s=?4, error=?5"
			     " WHERE article_id=?1",
	[STMT_PAGE_GET] = "SELECT data, state, error, changed_s, " HAS_COMMON_TITLE " FROM page WHERE article_id=?1",
	[STMT_PAGE_UNDATED] = "SELECT data, first_seen_s FROM article JOIN content ON article_id=id WHERE id=?1 AND is_held IN (4, 5)",
	[STMT_PAGE_DATE] = "UPDATE article SET published_s=?2, updated_s=?3 WHERE id=?1",
	[STMT_PAGE_EXPIRE] = "DELETE FROM page WHERE article_id=?1",
	[STMT_PAGE_SHOW] = "UPDATE article SET is_held=0 WHERE id=?1 AND (is_held=4 OR (is_held=5 AND ?2))",
	[STMT_PAGE_UPDATED] = "UPDATE article SET updated_s=?2 WHERE id=?1 AND updated_s<?2 AND is_held=0",
	[STMT_TEXTS_RELEASE] = "UPDATE article SET is_held=0 WHERE is_held=4 AND first_seen_s<=?2 AND (?1=0 OR +source_id=?1)",
	[STMT_TITLES_RELEASE] = "UPDATE article SET is_held=0 WHERE is_held=5 AND first_seen_s<=?2 AND (?1=0 OR +source_id=?1)",
	[STMT_ROBOTS_GET] = "SELECT until_s, is_known, data FROM robots WHERE key=?1 AND until_s>?2",
	[STMT_ROBOTS_SAVE] = "INSERT INTO robots (key, until_s, is_known, data) VALUES (?1, ?2, ?3, ?4)"
				 " ON CONFLICT (key) DO UPDATE SET until_s=excluded.until_s, is_known=excluded.is_known, data=excluded.data",
	[STMT_ROBOTS_FORGET] = "DELETE FROM robots WHERE until_s<=?1",
	[STMT_ARTICLE_FIND] = "SELECT source_id, is_gone=0 AND is_held=0 FROM article WHERE id=?1",
	[STMT_ARCHIVE_GET] = "SELECT looked_at, rules, page, n_on_page FROM archive WHERE feed=?1",
	[STMT_ARCHIVE_SAVE] = "INSERT OR REPLACE INTO archive (feed, looked_at, rules, page, n_on_page) VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_ARCHIVE_RELEASED] = "SELECT a.id FROM archive_waiting w JOIN article a ON a.id=w.article_id WHERE w.feed=?1 AND a.is_held=0"
				  " ORDER BY a.id",
	[STMT_ARCHIVE_AFTER] = "SELECT id, is_gone=0 AND is_held=0 FROM article WHERE id>?1 ORDER BY id LIMIT ?2",
	[STMT_ARCHIVE_WAIT] = "INSERT OR IGNORE INTO archive_waiting (feed, article_id) SELECT ?1, id FROM article WHERE id>?2 AND id<=?3"
			      " AND is_held<>0",
	[STMT_ARCHIVE_UNWAIT] = "DELETE FROM archive_waiting WHERE feed=?1 AND article_id=?2",
	[STMT_ARCHIVE_PUT] = "INSERT OR IGNORE INTO archived (feed, article_id, page) VALUES (?1, ?2, ?3)",
	[STMT_ARCHIVE_COUNT] = "SELECT count(*) FROM archived WHERE feed=?1 AND page=?2",
	[STMT_ARCHIVE_ROWS] = "SELECT article_id FROM archived WHERE feed=?1 AND page=?2 ORDER BY article_id DESC",
};

int
sql_fail(struct store *s, const char *what, struct err *e)
{
	return err_set(e, ERR_LOCAL, "ledger %s: %s: %s", s->path, what, sqlite3_errmsg(s->db));
}

int
sql_exec(struct store *s, const char *text, const char *what, struct err *e)
{
	return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_fail(s, what, e);
}

sqlite3_stmt *
sql(struct store *s, enum statement which, struct err *e)
{
	if (s->stmt[which] == NULL &&
	    sqlite3_prepare_v3(s->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, &s->stmt[which], NULL) != SQLITE_OK) {
		sql_fail(s, texts[which], e);
		return NULL;
	}
	sqlite3_reset(s->stmt[which]);
	return s->stmt[which];
}

int
sql_run(struct store *s, sqlite3_stmt *stmt, const char *what, struct err *e)
{
	int rc = sqlite3_step(stmt);

	if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
		sql_fail(s, what, e);
		sqlite3_reset(stmt);
		return -1;
	}
	sqlite3_reset(stmt);
	return 0;
}

int64_t
source_row(struct store *s, const char *name)
{
	return (int64_t)(intptr_t)map_get(s->sources, str_from(name));
}

static int
configure(struct store *s, enum store_mode mode, struct err *e)
{
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, mode == STORE_WRITER ? 1 : 0); /* VACUUM INTO attaches */
	/*
	 * NORMAL may lose the newest commits in a power cut, but then it loses the
	 * validators committed with the articles too, and they are fetched again.
	 */
	return sql_exec(s,
	    /* These two mean something only before the first table. A page of 4 KiB holds one article's text, and a hole. */
	    "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;"
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384; PRAGMA mmap_size = 0;",
	    "settings", e);
}

static int
load_names(struct store *s, struct err *e)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(s->db, "SELECT name, id FROM source", -1, &stmt, NULL) != SQLITE_OK)
		return sql_fail(s, "sources", e);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		map_put(s->sources, str_from((const char *)sqlite3_column_text(stmt, 0)), (void *)(intptr_t)sqlite3_column_int64(stmt, 1));
	sqlite3_finalize(stmt);
	return 0;
}

int
store_open(struct store **out, const char *url, const char *state_dir, enum store_mode mode, struct err *e)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == STORE_WRITER ? SQLITE_OPEN_CREATE : 0);
	struct store *s;

	*out = NULL;
	if (strncmp(url, "sqlite:", 7) != 0)
		return err_set(e, ERR_LOCAL, "store %s: only sqlite: is built in", url);
	s = mem_zalloc(sizeof(*s));
	s->sources = map_new();
	s->path = url[7] != '\0' ? mem_strdup(url + 7) : mem_printf("%s/ledger.db", state_dir);
	if (sqlite3_open_v2(s->path, &s->db, flags, NULL) != SQLITE_OK) {
		sql_fail(s, "open", e);
	} else if (configure(s, mode, e) == 0 && schema_migrate(s, mode, e) == 0 && load_names(s, e) == 0) {
		*out = s;
		return 0;
	}
	store_close(s);
	return -1;
}

void
store_close(struct store *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->stmt[i]);
	sqlite3_close(s->db);
	map_free(s->sources);
	free(s->path);
	free(s);
}

int
store_begin(struct store *s, struct err *e)
{
	return sql_exec(s, "BEGIN IMMEDIATE", "begin", e);
}

void
store_rollback(struct store *s)
{
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int
store_commit(struct store *s, struct err *e)
{
	if (sql_exec(s, "COMMIT", "commit", e) == 0)
		return 0;
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

static bool
is_configured(const struct source *sources, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(sources[i].name, name) == 0)
			return true;
	return false;
}

/*
 * A source that got another name in the configuration keeps its articles, or all of them would be new: it is the one
 * of the same address whose name is gone. 1: there was one.
 */
static int
rename_source(struct store *s, const struct source *sources, size_t n, const struct source *new, struct err *e)
{
	const char *address = new->url != NULL ? new->url : new->path;
	sqlite3_stmt *stmt = sql(s, STMT_SOURCE_BY_ADDRESS, e);
	struct str name = STR_NONE;
	int64_t row = 0;
	int rc;

	if (stmt == NULL)
		return -1;
	bind_text(stmt, 1, address);
	while (row == 0 && address != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
		name = str_from((const char *)sqlite3_column_text(stmt, 1));
		if (!is_configured(sources, n, name.p))
			row = sqlite3_column_int64(stmt, 0);
	}
	if (row != 0)
		map_remove(s->sources, name);
	sqlite3_reset(stmt);
	if (row == 0 || (stmt = sql(s, STMT_SOURCE_RENAME, e)) == NULL)
		return row == 0 ? 0 : -1;
	sqlite3_bind_int64(stmt, 1, row);
	bind_text(stmt, 2, new->name);
	rc = sql_run(s, stmt, "renamed source", e);
	if (rc == 0)
		map_put(s->sources, str_from(new->name), (void *)(intptr_t)row);
	return rc == 0 ? 1 : -1;
}

int
store_sources_sync(struct store *s, const struct source *sources, size_t n, struct err *e)
{
	sqlite3_stmt *stmt;
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		if (source_row(s, sources[i].name) != 0)
			continue;
		rc = rename_source(s, sources, n, &sources[i], e);
		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		stmt = sql(s, STMT_SOURCE_INSERT, e);
		if (stmt == NULL)
			return -1;
		bind_text(stmt, 1, sources[i].name);
		if (sql_run(s, stmt, "new source", e) != 0)
			return -1;
		map_put(s->sources, str_from(sources[i].name), (void *)(intptr_t)sqlite3_last_insert_rowid(s->db));
	}
	return 0;
}

static char *
column_copy(sqlite3_stmt *stmt, int i)
{
	return mem_strdup((const char *)sqlite3_column_text(stmt, i));
}

int
store_states_load(struct store *s, store_state_fn *fn, void *arg, struct err *e)
{
	struct source_state st;
	sqlite3_stmt *stmt;
	int rc;

	if (sqlite3_prepare_v2(s->db,
	        "SELECT name, etag, last_modified, body_hash, checked_s, changed_s, ok_s, due_s, failures, error_kind, error, moved_to,"
	        " config_url, is_gone, ttl_s, title, link, format, poison_hash, poison_count, poison_until_s,"
		" envelope, proposal, overlap, gap_s, gaps, held, held_until_s, reader, parts FROM source",
	        -1, &stmt, NULL) != SQLITE_OK)
		return sql_fail(s, "states", e);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct str hash = column_blob(stmt, 3);

		st = (struct source_state){
			.etag = column_copy(stmt, 1), .last_modified = column_copy(stmt, 2),
			.checked_s = sqlite3_column_int64(stmt, 4), .changed_s = sqlite3_column_int64(stmt, 5),
			.ok_s = sqlite3_column_int64(stmt, 6), .due_s = sqlite3_column_int64(stmt, 7),
			.failures = (unsigned)sqlite3_column_int(stmt, 8), .error_kind = (enum err_kind)sqlite3_column_int(stmt, 9),
			.error = column_copy(stmt, 10), .moved_to = column_copy(stmt, 11), .config_url = column_copy(stmt, 12),
			.is_gone = sqlite3_column_int(stmt, 13) != 0, .ttl_s = sqlite3_column_int64(stmt, 14),
			.title = column_copy(stmt, 15), .link = column_copy(stmt, 16), .format = column_copy(stmt, 17),
			.poison_hash = (uint64_t)sqlite3_column_int64(stmt, 18), .poison_count = (unsigned)sqlite3_column_int(stmt, 19),
			.poison_until_s = sqlite3_column_int64(stmt, 20),
			.envelope = column_copy(stmt, 21), .proposal = column_copy(stmt, 22),
			.has_overlap = sqlite3_column_int(stmt, 23) != 0, .gap_s = sqlite3_column_int64(stmt, 24),
			.gaps = (unsigned)sqlite3_column_int(stmt, 25), .held = (unsigned)sqlite3_column_int(stmt, 26),
			.held_until_s = sqlite3_column_int64(stmt, 27), .reader = (uint64_t)sqlite3_column_int64(stmt, 28),
			.parts = column_copy(stmt, 29),
		};
		if (hash.n == sizeof(st.body_hash)) {
			memcpy(&st.body_hash, hash.p, hash.n);
			st.has_body_hash = true;
		}
		fn((const char *)sqlite3_column_text(stmt, 0), &st, arg);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? 0 : sql_fail(s, "states", e);
}

int
store_state_save(struct store *s, const char *source, const struct source_state *st, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_STATE_SAVE, e);
	const int64_t numbers[] = { st->checked_s, st->changed_s, st->ok_s, st->due_s, st->failures, st->error_kind };
	int i;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source_row(s, source));
	bind_text(stmt, 2, st->etag);
	bind_text(stmt, 3, st->last_modified);
	if (st->has_body_hash)
		sqlite3_bind_blob(stmt, 4, &st->body_hash, sizeof(st->body_hash), SQLITE_STATIC);
	else
		sqlite3_bind_null(stmt, 4);
	for (i = 0; i < 6; i++)
		sqlite3_bind_int64(stmt, 5 + i, numbers[i]);
	bind_text(stmt, 11, st->error);
	bind_text(stmt, 12, st->moved_to);
	bind_text(stmt, 13, st->config_url);
	sqlite3_bind_int(stmt, 14, st->is_gone);
	sqlite3_bind_int64(stmt, 15, st->ttl_s);
	bind_text(stmt, 16, st->title);
	bind_text(stmt, 17, st->link);
	bind_text(stmt, 18, st->format);
	sqlite3_bind_int64(stmt, 19, (int64_t)st->poison_hash);
	sqlite3_bind_int(stmt, 20, (int)st->poison_count);
	sqlite3_bind_int64(stmt, 21, st->poison_until_s);
	bind_text(stmt, 22, st->envelope);
	bind_text(stmt, 23, st->proposal);
	sqlite3_bind_int(stmt, 24, st->has_overlap);
	sqlite3_bind_int64(stmt, 25, st->gap_s);
	sqlite3_bind_int(stmt, 26, (int)st->gaps);
	sqlite3_bind_int(stmt, 27, (int)st->held);
	sqlite3_bind_int64(stmt, 28, st->held_until_s);
	sqlite3_bind_int64(stmt, 29, (int64_t)st->reader);
	bind_text(stmt, 30, st->parts);
	return sql_run(s, stmt, "source state", e);
}

int
store_count(struct store *s, struct store_counts *out, struct err *e)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(s->db, "SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM article), (SELECT count(*) FROM revision),"
		" (SELECT count(*) FROM article WHERE is_held IN (1, 3))",
	        -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		return sql_fail(s, "counts", e);
	*out = (struct store_counts){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
		sqlite3_column_int64(stmt, 3) };
	sqlite3_finalize(stmt);
	return 0;
}
