/* Recording a document: the story. Who is who is match.c's, a single article write.c's. */
#include "config.h"
#include <stdlib.h>

#include "store/match.h"

#define BLOB_MAX (24U << 20)

/* ---- rows that are bound ---- */

static size_t
row_slot(const struct recording *r, int64_t row) /* where it is, or would be */
{
	size_t i = (size_t)((uint64_t)row * UINT64_C(0x9e3779b97f4a7c15) >> 32) & r->bound.mask;

	while (r->bound.slot[i] != 0 && r->bound.slot[i] != row)
		i = (i + 1) & r->bound.mask;
	return i;
}

bool
row_is_bound(const struct recording *r, int64_t row)
{
	return r->bound.slot[row_slot(r, row)] != 0;
}

void
row_bind(struct recording *r, int64_t row)
{
	r->bound.slot[row_slot(r, row)] = row;
}

void
row_unbind_all(struct recording *r)
{
	uint32_t i;

	memset(r->bound.slot, 0, (r->bound.mask + 1) * sizeof(*r->bound.slot));
	for (i = 0; i < r->n; i++)
		if (r->in[i].known.row != 0)
			row_bind(r, r->in[i].known.row);
}

/* Room for each article's row, twice as much: a churn that was taken back was bound for nothing. */
static void
row_set_init(struct recording *r)
{
	size_t size = 16;

	while (size < 2 * (size_t)r->n)
		size *= 2;
	r->bound = (struct row_set){ arena_zalloc(&r->a, size * sizeof(*r->bound.slot)), size - 1 };
}

int64_t
alias_find(struct recording *r, int64_t key)
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

/* ---- the source ---- */

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
		if (row_is_bound(r, sqlite3_column_int64(all, 0)))
			continue;
		gone = sql(r->s, STMT_ARTICLE_GONE, r->e);
		if (gone == NULL)
			return -1;
		sqlite3_bind_int64(gone, 1, sqlite3_column_int64(all, 0));
		sqlite3_bind_int64(gone, 2, r->now_s);
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
	facts.deleted = facts.parts = (struct list){ .n = 0 };
	facts.listing = NULL;
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
	r->result->has_other_origin = true;
	sqlite3_bind_int64(save, 1, r->source_id);
	sqlite3_bind_blob(save, 2, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	return sql_run(r->s, save, "source", r->e);
}

static int
rule_get(struct recording *r)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_RULE_GET, r->e);
	int rule;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return sql_fail(r->s, "source", r->e);
	rule = sqlite3_column_int(stmt, 0);
	r->is_chosen = r->source->identity != IDENTITY_AUTO;
	r->rule = r->is_chosen ? r->source->identity :
	          rule >= IDENTITY_AUTO && rule <= IDENTITY_TITLE ? (enum identity_rule)rule : IDENTITY_AUTO;
	r->is_first = sqlite3_column_int(stmt, 1) == 0;
	sqlite3_reset(stmt);
	return 0;
}

static int
rule_save(struct recording *r)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_RULE_SAVE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	sqlite3_bind_int(stmt, 2, (int)r->rule);
	return sql_run(r->s, stmt, "identity rule", r->e);
}

/* ---- the articles ---- */

static int
take_in(struct recording *r, const struct document *doc, const int64_t *rows)
{
	struct identities ids;
	uint32_t i;

	identity_keys(&r->a, doc, r->rule, r->is_chosen, &ids);
	r->rule = ids.rule;
	r->n = doc->articles.n;
	r->in = arena_zalloc(&r->a, ((size_t)r->n + 1) * sizeof(*r->in));
	for (i = 0; i < r->n; i++) {
		r->in[i].article = &((const struct article *)doc->articles.v)[i];
		r->in[i].id = &ids.v[i];
	}
	row_set_init(r);
	dates_set(r);
	dates_backfill(r);
	for (i = 0; i < r->n; i++) { /* known beyond doubt */
		if (rows[i] == 0 || r->in[i].id->is_repeat || row_is_bound(r, rows[i]))
			continue;
		if (known_get(r, rows[i], &r->in[i].known) != 0)
			return -1;
		row_bind(r, rows[i]);
	}
	return 0;
}

/* For each new article the place of the known one above it in the document, if that has the same date; 0: none. */
static int64_t *
find_uppers(struct recording *r)
{
	int64_t *upper = arena_zalloc(&r->a, ((size_t)r->n + 1) * sizeof(*upper));
	const struct known *k = NULL;
	uint32_t i;

	for (i = 0; i < r->n && !r->is_first; i++) {
		if (r->in[i].known.row != 0)
			k = &r->in[i].known;
		else if (r->in[i].is_dated && k != NULL && k->published_s == r->in[i].date_s)
			upper[i] = k->place;
	}
	return upper;
}

/* What another program did not see, or took for something else, was there all the same: it is no news. */
static void
pass_over_new(struct recording *r)
{
	uint32_t i;

	if (r->reread != REREAD_SAME_BYTES || r->is_first)
		return;
	for (i = 0; i < r->n; i++)
		if (r->in[i].known.row == 0)
			r->in[i].held = HELD_BACKFILL;
	r->result->has_gap = false;
}

/* From the last to the first: the first of a document is the newest and gets the highest row. */
static int
write_all(struct recording *r)
{
	const int64_t *upper = find_uppers(r);
	const struct known *below = NULL;
	struct incoming *in;
	uint32_t i;
	int rc;

	for (i = r->n; i > 0; i--) {
		in = &r->in[i - 1];
		if (in->id->is_repeat)
			continue;
		rc = in->known.row != 0 ? write_known(r, in) :
		                          write_new(r, in, upper[i - 1], below != NULL && below->published_s == in->date_s ? below->place : 0);
		if (rc != 0)
			return -1;
		below = &in->known;
	}
	return 0;
}

/* RFC 6721: what the source itself calls deleted, unless the same document still has it. */
static int
mark_deleted(struct recording *r, const struct document *doc)
{
	const struct deleted *d = doc->deleted.v;
	int64_t keys[2], row;
	sqlite3_stmt *stmt;
	uint32_t i;
	size_t k;

	for (i = 0; i < doc->deleted.n; i++) {
		identity_guid_keys(&r->scratch, d[i].ref, keys);
		for (row = 0, k = 0; k < 2 && row == 0; k++)
			if ((row = alias_find(r, keys[k])) < 0)
				return -1;
		if (row == 0 || row_is_bound(r, row) || (stmt = sql(r->s, STMT_ARTICLE_GONE, r->e)) == NULL)
			continue;
		sqlite3_bind_int64(stmt, 1, row);
		sqlite3_bind_int64(stmt, 2, r->now_s);
		if (sql_run(r->s, stmt, "deleted article", r->e) != 0)
			return -1;
		r->result->n_gone += (unsigned)sqlite3_changes(r->s->db);
	}
	return 0;
}

/* Which fetch it was that brought something. */
static int
record_fetch(struct recording *r, const struct document *doc, const struct record_options *o)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_FETCH_SAVE, r->e);
	struct str format = doc->format;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, r->source_id);
	sqlite3_bind_int64(stmt, 2, r->now_s);
	bind_text(stmt, 3, o->url);
	sqlite3_bind_text(stmt, 4, format.n > 0 ? format.p : "", (int)format.n, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 5, doc->articles.n);
	return sql_run(r->s, stmt, "fetch", r->e);
}

static bool
result_is_news(const struct record_result *o)
{
	return o->n_new + o->n_changed + o->n_quiet + o->n_gone + o->n_held + o->n_waiting + o->n_passed_over > 0;
}

static int
record_all(struct recording *r, const struct document *doc, const struct record_options *o)
{
	struct document whole = *doc;
	enum identity_rule before;
	int64_t *rows;

	if (rule_get(r) != 0 || recall_articles(r, &whole, &rows) != 0)
		return -1;
	before = r->rule;
	if (take_in(r, &whole, rows) != 0 || match_document(r) != 0)
		return -1;
	pass_over_new(r);
	r->result->has_gap = r->result->has_gap && !o->is_partial;
	if (write_all(r) != 0 || (r->rule != before && rule_save(r) != 0))
		return -1;
	if (str_is(doc->format, "sitemap") || str_is(doc->format, "sitemap-index"))
		if (pages_look_again(r) != 0)
			return -1;
	if (o->is_complete && r->source->on_delete == ON_DELETE_EXPIRE && doc->articles.n > 0 && expire_missing(r) != 0)
		return -1;
	if (mark_deleted(r, doc) != 0 || record_origin(r, doc) != 0)
		return -1;
	return result_is_news(r->result) ? record_fetch(r, doc, o) : 0;
}

int
store_record(struct store *s, const struct source *source, const struct document *doc, int64_t now_s, const struct record_options *o,
    struct record_result *out, struct err *e)
{
	struct recording r = { .s = s, .source = source, .source_id = source_row(s, source->name), .now_s = now_s, .last_row = -1,
		.reread = o->reread, .result = out, .e = e };
	int rc = -1;

	*out = (struct record_result){ 0 };
	if (r.source_id == 0)
		return err_set(e, ERR_LOCAL, "ledger %s: source %s has no row", s->path, source->name);
	if (sql_exec(s, "SAVEPOINT record", "record", e) != 0)
		return -1;
	arena_init(&r.a, SIZE_MAX / 4, NULL);
	arena_init(&r.scratch, SIZE_MAX / 4, NULL);
	buf_init(&r.blob, BLOB_MAX);
	if (record_all(&r, doc, o) == 0)
		rc = sql_exec(s, "RELEASE record", "record", e);
	if (rc != 0)
		sqlite3_exec(s->db, "ROLLBACK TO record; RELEASE record", NULL, NULL, NULL);
	buf_release(&r.blob);
	arena_release(&r.scratch);
	arena_release(&r.a);
	return rc;
}
