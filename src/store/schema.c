#include "config.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/*
 * What makes a ledger of version n one of version n + 1: a change of the schema is a row at the end, and
 * the rows before it stay as they are. All that are missing run in one transaction.
 */
static const char *const migrations[] = {
	/* 1: sources, articles, their keys and older versions */
	"CREATE TABLE source ("
	" id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
	" etag TEXT, last_modified TEXT, body_hash BLOB,"
	" checked_s INTEGER NOT NULL DEFAULT 0, changed_s INTEGER NOT NULL DEFAULT 0, ok_s INTEGER NOT NULL DEFAULT 0,"
	" due_s INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,"
	" error_kind INTEGER NOT NULL DEFAULT 0, error TEXT, moved_to TEXT, config_url TEXT,"
	" is_gone INTEGER NOT NULL DEFAULT 0, ttl_s INTEGER NOT NULL DEFAULT 0, title TEXT, link TEXT, format TEXT,"
	" poison_hash INTEGER NOT NULL DEFAULT 0, poison_count INTEGER NOT NULL DEFAULT 0, poison_until_s INTEGER NOT NULL DEFAULT 0,"
	" identity INTEGER NOT NULL DEFAULT 0, origin BLOB) STRICT;"
	"CREATE TABLE article ("
	" id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id), uid TEXT NOT NULL, uid_hash INTEGER NOT NULL,"
	" first_seen_s INTEGER NOT NULL, published_s INTEGER NOT NULL, place INTEGER NOT NULL, updated_s INTEGER NOT NULL,"
	" revision INTEGER NOT NULL DEFAULT 1, raw_hash INTEGER NOT NULL, text_hash INTEGER NOT NULL,"
	" title_key INTEGER NOT NULL, slug_key INTEGER NOT NULL, simhash INTEGER NOT NULL,"
	" is_gone INTEGER NOT NULL DEFAULT 0, is_held INTEGER NOT NULL DEFAULT 0, data BLOB NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX article_uid ON article(uid_hash);"
	"CREATE INDEX article_newest ON article(published_s, place);"
	/* All that is read of many articles at once, so that their texts are not touched for it. */
	"CREATE INDEX article_source ON article(source_id, published_s, place, title_key, slug_key, simhash, is_gone, is_held);"
	"CREATE INDEX article_held ON article(source_id) WHERE is_held<>0;"
	"CREATE TABLE alias ("
	" source_id INTEGER NOT NULL REFERENCES source(id), key INTEGER NOT NULL, article_id INTEGER NOT NULL REFERENCES article(id),"
	" PRIMARY KEY (source_id, key)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE revision ("
	" article_id INTEGER NOT NULL REFERENCES article(id), n INTEGER NOT NULL, seen_s INTEGER NOT NULL, data BLOB NOT NULL,"
	" PRIMARY KEY (article_id, n)) STRICT, WITHOUT ROWID;",
	/*
	 * 2: articles' texts in a table of their own, so that rows are small and get columns cheaply; which fetch
	 * brought what; when an article went, or a version was replaced.
	 */
	"CREATE TABLE content (article_id INTEGER PRIMARY KEY REFERENCES article(id), data BLOB NOT NULL) STRICT;"
	"INSERT INTO content SELECT id, data FROM article ORDER BY id;"
	"ALTER TABLE article DROP COLUMN data;"
	"ALTER TABLE article ADD COLUMN version_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE article ADD COLUMN rung INTEGER NOT NULL DEFAULT -1;"
	"ALTER TABLE article ADD COLUMN gone_s INTEGER NOT NULL DEFAULT 0;"
	"UPDATE article SET version_s=first_seen_s;"
	"UPDATE article SET gone_s=first_seen_s WHERE is_gone<>0;"
	"CREATE INDEX article_revised ON article(source_id, updated_s) WHERE revision>1;"
	"CREATE INDEX article_gone ON article(source_id, gone_s) WHERE is_gone<>0;"
	"CREATE TABLE fetch ("
	" source_id INTEGER NOT NULL REFERENCES source(id), at_s INTEGER NOT NULL, url TEXT, format TEXT, n_articles INTEGER NOT NULL,"
	" PRIMARY KEY (source_id, at_s)) STRICT, WITHOUT ROWID;"
	"ALTER TABLE revision ADD COLUMN replaced_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE revision ADD COLUMN text_hash INTEGER NOT NULL DEFAULT 0;"
	"UPDATE revision SET replaced_s=seen_s;"
	"ALTER TABLE source ADD COLUMN gap_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE source ADD COLUMN gaps INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE source ADD COLUMN held_until_s INTEGER NOT NULL DEFAULT 0;",
	/* 3: what a page's list of articles is usually like, and selectors for it once it is not */
	"ALTER TABLE source ADD COLUMN envelope TEXT;"
	"ALTER TABLE source ADD COLUMN proposal TEXT;",
	/* polls that had nothing in common, and what is held: of a source */
	"ALTER TABLE source ADD COLUMN overlap INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE source ADD COLUMN held INTEGER NOT NULL DEFAULT 0;",
	/* what was changed last, of all sources */
	"CREATE INDEX article_revised_all ON article(updated_s) WHERE revision>1;"
	"CREATE INDEX revision_newest ON revision(replaced_s);",
	/* articles that are one story (cluster.h) */
	"CREATE TABLE story (article_id INTEGER PRIMARY KEY, story_id INTEGER NOT NULL, link_key INTEGER NOT NULL) STRICT;"
	"CREATE INDEX story_link ON story(link_key) WHERE link_key<>0;"
	"CREATE INDEX story_member ON story(story_id) WHERE story_id<>article_id;"
	"CREATE TABLE sketch ("
	" day INTEGER NOT NULL, article_id INTEGER NOT NULL, source_id INTEGER NOT NULL, data BLOB NOT NULL,"
	" PRIMARY KEY (day, article_id)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE band ("
	" day INTEGER NOT NULL, key INTEGER NOT NULL, article_id INTEGER NOT NULL,"
	" PRIMARY KEY (day, key, article_id)) STRICT, WITHOUT ROWID;"
	"CREATE TRIGGER story_gone AFTER DELETE ON article BEGIN DELETE FROM story WHERE article_id=OLD.id; END;",
	/* which article stands on which page of a feed's archive (archive.h) */
	"CREATE TABLE archive ("
	" feed TEXT PRIMARY KEY, looked_at INTEGER NOT NULL, rules INTEGER NOT NULL, page INTEGER NOT NULL, n_on_page INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE archived ("
	" feed TEXT NOT NULL, article_id INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (feed, article_id)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX archived_page ON archived(feed, page, article_id);"
	"CREATE TABLE archive_waiting ("
	" feed TEXT NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (feed, article_id)) STRICT, WITHOUT ROWID;",
	/* what stands in an archive does not expire */
	"CREATE INDEX archived_article ON archived(article_id);",
	/* what articles' own pages say (pages.h), and which articles wait for that */
	"CREATE TABLE page ("
	" article_id INTEGER PRIMARY KEY REFERENCES article(id), source_id INTEGER NOT NULL REFERENCES source(id), state INTEGER NOT NULL,"
	" tries INTEGER NOT NULL DEFAULT 0, due_s INTEGER NOT NULL, fetched_s INTEGER NOT NULL DEFAULT 0, error TEXT, data BLOB) STRICT;"
	"CREATE INDEX page_wanted ON page(source_id, due_s) WHERE state=1;"
	"CREATE INDEX article_waiting ON article(first_seen_s) WHERE is_held=4;",
	/* articles that wait for a title; pages that are read again, by their validators, when the source dates them anew */
	"CREATE INDEX article_untitled ON article(first_seen_s) WHERE is_held=5;"
	"ALTER TABLE page ADD COLUMN etag TEXT;"
	"ALTER TABLE page ADD COLUMN last_modified TEXT;"
	"ALTER TABLE page ADD COLUMN changed_s INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE page ADD COLUMN is_bare INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX page_failed ON page(due_s) WHERE state=1 AND tries>0;",
	/* which program read a source's last document */
	"ALTER TABLE source ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;",
	/* the files of a sitemap */
	"ALTER TABLE source ADD COLUMN parts TEXT;",
	/* a title that many pages of a site have */
	"ALTER TABLE page ADD COLUMN title_key INTEGER;"
	"CREATE INDEX page_title ON page(source_id, title_key) WHERE title_key IS NOT NULL;",
	/* what sites say in their robots.txt (robots.h) */
	"CREATE TABLE robots (key TEXT NOT NULL UNIQUE, until_s INTEGER NOT NULL, is_known INTEGER NOT NULL, data BLOB) STRICT;"
	"CREATE INDEX robots_until ON robots(until_s);",
};

#define SCHEMA_VERSION ((int)(sizeof(migrations) / sizeof(migrations[0])))

/* -1 on failure. */
static int
pragma(struct store *s, const char *text)
{
	sqlite3_stmt *stmt;
	int v = -1;

	if (sqlite3_prepare_v2(s->db, text, -1, &stmt, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		v = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return v;
}

/* A migration is not undone by a downgrade, so the file as it was is kept beside it. */
static int
back_up(struct store *s, int version, struct err *e)
{
	char *path = mem_printf("%s.v%d", s->path, version), *text = sqlite3_mprintf("VACUUM INTO '%q'", path);
	int rc;

	unlink(path); /* of an attempt that failed */
	rc = sql_exec(s, text, "copy before a migration", e);
	sqlite3_free(text);
	free(path);
	return rc;
}

/* Pages that expired articles leave are given back a few at a time; a file from before that is rewritten once. */
static int
make_vacuum_incremental(struct store *s, struct err *e)
{
	if (pragma(s, "PRAGMA auto_vacuum") == 2)
		return 0;
	return sql_exec(s, "PRAGMA auto_vacuum = INCREMENTAL; VACUUM", "vacuum", e);
}

int
schema_migrate(struct store *s, enum store_mode mode, struct err *e)
{
	int version = pragma(s, "PRAGMA user_version"), i;
	char text[64];

	if (version < 0)
		return sql_fail(s, "schema version", e);
	if (version > SCHEMA_VERSION)
		return err_set(e, ERR_LOCAL, "ledger %s: its schema is version %d, this program knows %d: use a newer feedwright", s->path,
		    version, SCHEMA_VERSION);
	if (version == SCHEMA_VERSION)
		return 0;
	if (mode == STORE_READER)
		return err_set(e, ERR_LOCAL, "ledger %s: its schema is version %d, %d is needed: start the daemon once", s->path, version,
		    SCHEMA_VERSION);
	if (version > 0 && back_up(s, version, e) != 0)
		return -1;
	if (sql_exec(s, "BEGIN IMMEDIATE", "migration", e) != 0)
		return -1;
	for (i = version; i < SCHEMA_VERSION; i++)
		if (sql_exec(s, migrations[i], "migration", e) != 0)
			goto failed;
	snprintf(text, sizeof(text), "PRAGMA user_version = %d", SCHEMA_VERSION);
	if (sql_exec(s, text, "migration", e) == 0 && sql_exec(s, "COMMIT", "migration", e) == 0)
		return make_vacuum_incremental(s, e);
failed:
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

