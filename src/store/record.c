/* Recording a document: who is who, what is new, what changed, what is gone. */
#include "config.h"
#include <stdlib.h>

#include "base/hash.h"
#include "store/identity.h"
#include "store/sqlite.h"

#define REVISIONS_MAX 20 /* older versions kept of one article */
#define BLOB_MAX (24U << 20)

struct recording {
	struct store *s;
	const struct source *source;
	int64_t source_id;
	int64_t now_s;
	bool is_first; /* the source has no article yet: nothing to be matched */
	struct arena a;
	struct buf blob;
	int64_t *bound; /* article rows bound by earlier articles of this document */
	uint32_t n_bound;
	struct record_result *result;
	struct err *e;
};

/* What the ledger has of an article. */
struct known {
	int64_t row, raw_hash, text_hash, updated_s, published_s;
	int revision;
	bool is_gone;
};

static int64_t
find_alias(struct recording *r, int64_t key)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ALIAS_FIND, r->e);
	int64_t row = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	sqlite3_bind_int64(stmt, 2, key);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		row = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return row;
}

static bool
is_bound(const struct recording *r, int64_t row)
{
	uint32_t i;

	for (i = 0; i < r->n_bound; i++)
		if (r->bound[i] == row)
			return true;
	return false;
}

/* Down the ladder: the first rung whose article is not claimed by another one of this document. 0: unknown. */
static int64_t
identify(struct recording *r, const struct identity *id)
{
	int64_t row;
	unsigned rung;

	for (rung = 0; rung < RUNGS; rung++) {
		if (id->key[rung] == 0)
			continue;
		row = find_alias(r, id->key[rung]);
		if (row < 0)
			return -1;
		if (row > 0 && !is_bound(r, row))
			return row;
	}
	return 0;
}

static int
learn_aliases(struct recording *r, const struct identity *id, int64_t row)
{
	sqlite3_stmt *stmt;
	unsigned rung, k;

	for (rung = 0; rung < RUNGS; rung++) {
		for (k = 0; k < rung && id->key[k] != id->key[rung]; k++)
			;
		if (id->key[rung] == 0 || k < rung)
			continue;
		stmt = sql(r->s, STMT_ALIAS_INSERT, r->e);
		if (stmt == NULL)
			return -1;
		sqlite3_bind_int64(stmt, 1, r->source_id);
		sqlite3_bind_int64(stmt, 2, id->key[rung]);
		sqlite3_bind_int64(stmt, 3, row);
		if (sql_run(r->s, stmt, "alias", r->e) != 0)
			return -1;
	}
	return 0;
}

static int64_t
uid_hash(struct str uid)
{
	return (int64_t)(hash_fast(uid, 0) >> 1);
}

static int
uid_is_taken(struct recording *r, struct str uid, bool *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_UID_FIND, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, uid_hash(uid));
	*out = sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_reset(stmt);
	return 0;
}

/* An id that nobody has: a second article of the same key (its alias was lost) gets a number behind it. */
static int
mint(struct recording *r, const struct article *a, const struct identity *id, struct str *uid)
{
	struct str own = identity_own_id(a), base;
	bool is_taken = false;
	unsigned n;

	if (own.n > 0 && uid_is_taken(r, own, &is_taken) != 0)
		return -1;
	*uid = base = identity_mint(&r->a, r->source->name, a, id, is_taken);
	for (n = 2;; n++) {
		if (uid_is_taken(r, *uid, &is_taken) != 0)
			return -1;
		if (!is_taken)
			return 0;
		*uid = arena_printf(&r->a, "%.*s#%u", STR_ARG(base), n);
	}
}

static int
encode(struct recording *r, const struct article *a)
{
	buf_clear(&r->blob);
	return model_encode(&r->blob, a, &shape_article) == 0 ? 0 : err_set(r->e, ERR_LIMIT, "an article is over %u bytes", BLOB_MAX);
}

/* Never in the future: a reader would pin it to the top. */
static int64_t
published(const struct recording *r, const struct article *a)
{
	int64_t t = a->published.is_set ? a->published.v : a->updated.is_set ? a->updated.v : r->now_s;

	return t > r->now_s ? r->now_s : t;
}

static int
insert(struct recording *r, const struct article *a, const struct identity *id, int64_t *row)
{
	sqlite3_stmt *stmt;
	int64_t published_s = published(r, a), updated_s = published_s;
	struct str uid;

	if (a->updated.is_set && a->updated.v > updated_s && a->updated.v <= r->now_s)
		updated_s = a->updated.v;
	if (mint(r, a, id, &uid) != 0 || encode(r, a) != 0 || (stmt = sql(r->s, STMT_ARTICLE_INSERT, r->e)) == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	sqlite3_bind_text(stmt, 2, uid.p, (int)uid.n, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 3, uid_hash(uid));
	sqlite3_bind_int64(stmt, 4, r->now_s);
	sqlite3_bind_int64(stmt, 5, published_s);
	sqlite3_bind_int64(stmt, 6, updated_s);
	sqlite3_bind_int64(stmt, 7, a->raw_hash.v);
	sqlite3_bind_int64(stmt, 8, id->text_hash);
	sqlite3_bind_blob(stmt, 9, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	if (sql_run(r->s, stmt, "new article", r->e) != 0)
		return -1;
	*row = sqlite3_last_insert_rowid(r->s->db);
	r->result->n_new++;
	return 0;
}

static int
get_known(struct recording *r, int64_t row, struct known *k)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_GET, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		sqlite3_reset(stmt);
		return sql_fail(r->s, "an alias without its article", r->e);
	}
	*k = (struct known){ .row = row, .raw_hash = sqlite3_column_int64(stmt, 0), .text_hash = sqlite3_column_int64(stmt, 1),
		.updated_s = sqlite3_column_int64(stmt, 2), .revision = sqlite3_column_int(stmt, 3),
		.is_gone = sqlite3_column_int(stmt, 4) != 0, .published_s = sqlite3_column_int64(stmt, 6) };
	sqlite3_reset(stmt);
	return 0;
}

static int
keep_revision(struct recording *r, const struct known *k)
{
	sqlite3_stmt *get = sql(r->s, STMT_ARTICLE_GET, r->e), *stmt = sql(r->s, STMT_REVISION_INSERT, r->e);
	struct str data;
	int rc;

	if (get == NULL || stmt == NULL)
		return -1;
	sqlite3_bind_int64(get, 1, k->row);
	if (sqlite3_step(get) != SQLITE_ROW)
		return sql_fail(r->s, "revision", r->e);
	data = column_blob(get, 5);
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int(stmt, 2, k->revision);
	sqlite3_bind_int64(stmt, 3, r->now_s);
	sqlite3_bind_blob(stmt, 4, data.p, (int)data.n, SQLITE_STATIC);
	rc = sql_run(r->s, stmt, "revision", r->e);
	sqlite3_reset(get);
	if (rc != 0 || k->revision <= REVISIONS_MAX)
		return rc;
	stmt = sql(r->s, STMT_REVISION_TRIM, r->e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int(stmt, 2, k->revision - REVISIONS_MAX);
	return sql_run(r->s, stmt, "revision", r->e);
}

static int
touch(struct recording *r, const struct known *k, int64_t raw_hash)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_TOUCH, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int64(stmt, 2, raw_hash);
	return sql_run(r->s, stmt, "article", r->e);
}

static int
update(struct recording *r, const struct article *a, const struct known *k, int64_t text_hash)
{
	sqlite3_stmt *stmt;
	int64_t updated_s = r->now_s;

	if (a->updated.is_set && a->updated.v > k->updated_s && a->updated.v <= r->now_s)
		updated_s = a->updated.v;
	if (keep_revision(r, k) != 0 || encode(r, a) != 0 || (stmt = sql(r->s, STMT_ARTICLE_UPDATE, r->e)) == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int64(stmt, 2, a->raw_hash.v);
	sqlite3_bind_int64(stmt, 3, text_hash);
	sqlite3_bind_int64(stmt, 4, updated_s > k->updated_s ? updated_s : k->updated_s);
	sqlite3_bind_blob(stmt, 5, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	if (sql_run(r->s, stmt, "changed article", r->e) != 0)
		return -1;
	r->result->n_changed++;
	return 0;
}

static int
record_article(struct recording *r, const struct article *a, const struct identity *id)
{
	int64_t row = r->is_first ? 0 : identify(r, id);
	struct known k = { 0 };

	if (row < 0)
		return -1;
	if (row == 0) {
		if (insert(r, a, id, &row) != 0)
			return -1;
		r->bound[r->n_bound++] = row;
		return learn_aliases(r, id, row);
	}
	r->bound[r->n_bound++] = row;
	if (get_known(r, row, &k) != 0)
		return -1;
	if (a->raw_hash.is_set && a->raw_hash.v == k.raw_hash && !k.is_gone && a->path.n == 0) {
		r->result->n_unchanged++;
		return 0;
	}
	if (id->text_hash != k.text_hash) {
		if (update(r, a, &k, id->text_hash) != 0)
			return -1;
	} else {
		if ((a->raw_hash.v != k.raw_hash || k.is_gone) && touch(r, &k, a->raw_hash.v) != 0)
			return -1;
		if (k.is_gone)
			r->result->n_changed++; /* it is back */
		else
			r->result->n_unchanged++;
	}
	return learn_aliases(r, id, row);
}

/* A complete folder without the file, and on-delete says expire. */
static int
expire_missing(struct recording *r)
{
	sqlite3_stmt *all = sql(r->s, STMT_SOURCE_ARTICLES, r->e), *gone;
	int rc = 0;

	if (all == NULL)
		return -1;
	sqlite3_bind_int64(all, 1, r->source_id);
	while (rc == 0 && sqlite3_step(all) == SQLITE_ROW) {
		if (is_bound(r, sqlite3_column_int64(all, 0)))
			continue;
		gone = sql(r->s, STMT_ARTICLE_GONE, r->e);
		if (gone == NULL)
			return -1;
		sqlite3_bind_int64(gone, 1, sqlite3_column_int64(all, 0));
		rc = sql_run(r->s, gone, "expired article", r->e);
		r->result->n_gone++;
	}
	sqlite3_reset(all);
	return rc;
}

/* Feed-level facts, without articles and without what changes at every build of the document. */
static int
record_origin(struct recording *r, const struct document *doc)
{
	struct document facts = *doc;
	sqlite3_stmt *get = sql(r->s, STMT_ORIGIN_GET, r->e), *save;
	struct str known;
	bool is_same;

	facts.articles = facts.problems = facts.alternates = (struct list){ .n = 0 };
	facts.published = facts.updated = (struct opt_int){ .is_set = false };
	facts.dropped = (struct opt_int){ .is_set = false };
	facts.format = facts.encoding = STR_NONE;
	facts.wellformed = TRI_NONE;
	buf_clear(&r->blob);
	if (get == NULL || model_encode(&r->blob, &facts, &shape_document) != 0)
		return -1;
	sqlite3_bind_int64(get, 1, r->source_id);
	known = sqlite3_step(get) == SQLITE_ROW ? column_blob(get, 0) : STR_NONE;
	is_same = str_eq(known, buf_str(&r->blob));
	sqlite3_reset(get);
	if (is_same)
		return 0;
	save = sql(r->s, STMT_ORIGIN_SAVE, r->e);
	if (save == NULL)
		return -1;
	sqlite3_bind_int64(save, 1, r->source_id);
	sqlite3_bind_blob(save, 2, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	return sql_run(r->s, save, "source", r->e);
}

static int
is_first(struct recording *r, bool *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_SOURCE_ANY, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	*out = sqlite3_step(stmt) != SQLITE_ROW;
	sqlite3_reset(stmt);
	return 0;
}

static int
record_all(struct recording *r, const struct document *doc, const struct record_options *o)
{
	const struct article *v = doc->articles.v;
	const struct identity *ids = identity_keys(&r->a, doc);
	uint32_t i;

	if (is_first(r, &r->is_first) != 0)
		return -1;
	r->bound = arena_alloc(&r->a, (doc->articles.n + 1) * sizeof(*r->bound));
	for (i = doc->articles.n; i > 0; i--) /* the first of a document is the newest: it gets the highest row */
		if (record_article(r, &v[i - 1], &ids[i - 1]) != 0)
			return -1;
	if (o->is_complete && r->source->on_delete == ON_DELETE_EXPIRE && doc->articles.n > 0 && expire_missing(r) != 0)
		return -1;
	return record_origin(r, doc);
}

int
store_record(struct store *s, const struct source *source, const struct document *doc, int64_t now_s, const struct record_options *o,
    struct record_result *out, struct err *e)
{
	struct recording r = { .s = s, .source = source, .source_id = source_row(s, source->name), .now_s = now_s, .result = out, .e = e };
	int rc = -1;

	*out = (struct record_result){ 0 };
	if (r.source_id == 0)
		return err_set(e, ERR_LOCAL, "ledger %s: source %s has no row", s->path, source->name);
	if (sql_exec(s, "SAVEPOINT record", "record", e) != 0)
		return -1;
	arena_init(&r.a, SIZE_MAX / 4, NULL);
	buf_init(&r.blob, BLOB_MAX);
	if (record_all(&r, doc, o) == 0)
		rc = sql_exec(s, "RELEASE record", "record", e);
	if (rc != 0)
		sqlite3_exec(s->db, "ROLLBACK TO record; RELEASE record", NULL, NULL, NULL);
	buf_release(&r.blob);
	arena_release(&r.a);
	return rc;
}
