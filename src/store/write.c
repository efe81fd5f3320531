/* One article into the ledger: as a new row, an edit, or the same again. */
#include "config.h"
#include "store/recording.h"

#include "base/hash.h"
#include "store/material.h"

#define REVISIONS_MAX 20           /* older versions kept of one article */
#define HELD_S INT64_C(86400)      /* what a source still shows after this long is no slip */
#define PLACE_STEP INT64_C(65536)  /* between two articles, for those that turn up between them later */

const struct likeness *
incoming_likeness(struct incoming *in)
{
	if (!in->has_like)
		in->like = likeness_of(in->article);
	in->has_like = true;
	return &in->like;
}

bool
incoming_date(const struct recording *r, const struct article *a, int64_t *out)
{
	*out = a->published.is_set ? a->published.v : a->updated.is_set ? a->updated.v : r->now_s;
	if (*out > r->now_s) /* never in the future: a reader would pin it to the top */
		*out = r->now_s;
	return a->published.is_set || a->updated.is_set;
}

int
known_get(struct recording *r, int64_t row, struct known *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_GET, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		sqlite3_reset(stmt);
		return sql_fail(r->s, "an alias without its article", r->e);
	}
	*out = (struct known){ .row = row, .raw_hash = sqlite3_column_int64(stmt, 0), .text_hash = sqlite3_column_int64(stmt, 1),
		.updated_s = sqlite3_column_int64(stmt, 2), .revision = sqlite3_column_int(stmt, 3), .is_gone = sqlite3_column_int(stmt, 4) != 0,
		.is_held = sqlite3_column_int(stmt, 5) != 0, .first_seen_s = sqlite3_column_int64(stmt, 6),
		.published_s = sqlite3_column_int64(stmt, 7), .place = sqlite3_column_int64(stmt, 8), .title_key = sqlite3_column_int64(stmt, 9),
		.version_s = sqlite3_column_int64(stmt, 10) };
	sqlite3_reset(stmt);
	return 0;
}

int
known_read(struct recording *r, int64_t row, struct article *out, struct str *data)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_CONTENT_GET, r->e);
	struct str cbor;

	if (stmt == NULL)
		return -1;
	arena_reset(&r->scratch);
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) != SQLITE_ROW) {
		sqlite3_reset(stmt);
		return sql_fail(r->s, "article", r->e);
	}
	cbor = arena_str(&r->scratch, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	if (data != NULL)
		*data = cbor;
	*out = (struct article){ .id = STR_NONE };
	return model_decode(&r->scratch, cbor, out, &shape_article, r->e);
}

/* raw_hash has a column of its own, and would make every version another one. */
static int
encode(struct recording *r, const struct article *article)
{
	struct article a = *article;

	a.raw_hash = (struct opt_int){ .is_set = false };
	buf_clear(&r->blob);
	return model_encode(&r->blob, &a, &shape_article) == 0 ? 0 : err_set(r->e, ERR_LIMIT, "an article is over %zu bytes", r->blob.max);
}

static int
save_content(struct recording *r, int64_t row) /* r->blob */
{
	sqlite3_stmt *stmt = sql(r->s, STMT_CONTENT_SAVE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_blob(stmt, 2, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	return sql_run(r->s, stmt, "content", r->e);
}

/* ---- new ---- */

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
mint(struct recording *r, const struct incoming *in, struct str *uid)
{
	struct str own = identity_own_id(in->article), base;
	bool is_taken = false;
	unsigned n;

	if (own.n > 0 && uid_is_taken(r, own, &is_taken) != 0)
		return -1;
	*uid = base = identity_mint(&r->a, r->source->name, in->article, in->id, is_taken);
	for (n = 2;; n++) {
		if (uid_is_taken(r, *uid, &is_taken) != 0)
			return -1;
		if (!is_taken)
			return 0;
		*uid = arena_printf(&r->a, "%.*s#%u", STR_ARG(base), n);
	}
}

static int
next_row(struct recording *r, int64_t *out)
{
	sqlite3_stmt *stmt;

	if (r->last_row < 0) {
		stmt = sql(r->s, STMT_ROW_LAST, r->e);
		if (stmt == NULL || sqlite3_step(stmt) != SQLITE_ROW)
			return sql_fail(r->s, "last article", r->e);
		r->last_row = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	*out = ++r->last_row;
	return 0;
}

/* Among articles of one date: on top, or between the neighbours that it has in its document. */
static int64_t
place_of(int64_t row, int64_t upper, int64_t lower)
{
	int64_t top = row * PLACE_STEP;

	if (upper == 0 || upper > top)
		return top;
	if (lower == 0 || lower >= upper)
		lower = upper - PLACE_STEP;
	return lower + (upper - lower) / 2;
}

static const char *
date_word(const struct recording *r, const struct article *a)
{
	if (a->published.is_set && a->published.v <= r->now_s)
		return NULL; /* its own */
	return !a->published.is_set && a->updated.is_set && a->updated.v <= r->now_s ? "updated" : "first-seen";
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

int
write_new(struct recording *r, struct incoming *in, int64_t upper, int64_t lower)
{
	struct article a = *in->article;
	const struct likeness *l = incoming_likeness(in);
	struct known *k = &in->known;
	sqlite3_stmt *stmt;
	const char *word = date_word(r, &a);
	struct str uid;

	if (word != NULL)
		a.date_from = str_from(word);
	incoming_date(r, &a, &k->published_s);
	k->updated_s = a.updated.is_set && a.updated.v > k->published_s && a.updated.v <= r->now_s ? a.updated.v : k->published_s;
	if (next_row(r, &k->row) != 0 || mint(r, in, &uid) != 0 || encode(r, &a) != 0 || (stmt = sql(r->s, STMT_ARTICLE_INSERT, r->e)) == NULL)
		return -1;
	k->place = place_of(k->row, upper, lower);
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int64(stmt, 2, r->source_id);
	sqlite3_bind_text(stmt, 3, uid.p, (int)uid.n, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 4, uid_hash(uid));
	sqlite3_bind_int64(stmt, 5, r->now_s);
	sqlite3_bind_int64(stmt, 6, k->published_s);
	sqlite3_bind_int64(stmt, 7, k->place);
	sqlite3_bind_int64(stmt, 8, k->updated_s);
	sqlite3_bind_int64(stmt, 9, a.raw_hash.v);
	sqlite3_bind_int64(stmt, 10, in->id->text_hash);
	sqlite3_bind_int64(stmt, 11, l->title_key);
	sqlite3_bind_int64(stmt, 12, l->slug_key);
	sqlite3_bind_int64(stmt, 13, (int64_t)l->simhash);
	sqlite3_bind_int(stmt, 14, in->is_suspect);
	if (sql_run(r->s, stmt, "new article", r->e) != 0 || save_content(r, k->row) != 0)
		return -1;
	if (in->is_suspect)
		r->result->n_held++;
	else
		r->result->n_new++;
	row_bind(r, k->row);
	return learn_aliases(r, in->id, k->row);
}

/* ---- known ---- */

static int
keep_revision(struct recording *r, const struct known *k, struct str data)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_REVISION_INSERT, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int(stmt, 2, k->revision);
	sqlite3_bind_int64(stmt, 3, k->version_s);
	sqlite3_bind_int64(stmt, 4, r->now_s);
	sqlite3_bind_int64(stmt, 5, k->text_hash);
	sqlite3_bind_blob(stmt, 6, data.p, (int)data.n, SQLITE_STATIC);
	if (sql_run(r->s, stmt, "revision", r->e) != 0)
		return -1;
	if (k->revision <= REVISIONS_MAX)
		return 0;
	stmt = sql(r->s, STMT_REVISION_TRIM, r->e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int(stmt, 2, k->revision - REVISIONS_MAX);
	return sql_run(r->s, stmt, "revision", r->e);
}

static int
touch(struct recording *r, const struct incoming *in)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_TOUCH, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, in->known.row);
	sqlite3_bind_int64(stmt, 2, in->article->raw_hash.v);
	return sql_run(r->s, stmt, "article", r->e);
}

/* The version in r->blob over the one before. */
static int
overwrite(struct recording *r, struct incoming *in, bool is_edit)
{
	const struct likeness *l = incoming_likeness(in);
	const struct article *a = in->article;
	const struct known *k = &in->known;
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_UPDATE, r->e);
	int64_t updated_s = a->updated.is_set && a->updated.v > k->updated_s && a->updated.v <= r->now_s ? a->updated.v : r->now_s;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int64(stmt, 2, a->raw_hash.v);
	sqlite3_bind_int64(stmt, 3, in->id->text_hash);
	sqlite3_bind_int64(stmt, 4, is_edit && updated_s > k->updated_s ? updated_s : k->updated_s);
	sqlite3_bind_int(stmt, 5, k->revision + is_edit);
	sqlite3_bind_int64(stmt, 6, l->title_key);
	sqlite3_bind_int64(stmt, 7, l->slug_key);
	sqlite3_bind_int64(stmt, 8, (int64_t)l->simhash);
	sqlite3_bind_int64(stmt, 9, r->now_s);
	sqlite3_bind_int(stmt, 10, in->rung);
	return sql_run(r->s, stmt, "changed article", r->e) == 0 ? save_content(r, k->row) : -1;
}

enum change { CHANGE_NONE = 0, CHANGE_MOVED, CHANGE_EDITED };

static int
store_version(struct recording *r, struct incoming *in, enum change *out)
{
	struct article a = *in->article, old;
	const struct known *k = &in->known;
	struct str data;
	bool is_edit;

	*out = CHANGE_NONE;
	if (known_read(r, k->row, &old, &data) != 0)
		return -1;
	a.published = old.published; /* dated once */
	a.date_from = old.date_from;
	if (encode(r, &a) != 0)
		return -1;
	if (str_eq(buf_str(&r->blob), data))
		return a.raw_hash.v != k->raw_hash || k->is_gone ? touch(r, in) : 0;
	is_edit = in->id->text_hash != k->text_hash && material_differs(&r->scratch, &old, &a);
	if (is_edit && keep_revision(r, k, data) != 0)
		return -1;
	*out = is_edit ? CHANGE_EDITED : !str_eq(a.url, old.url) ? CHANGE_MOVED : CHANGE_NONE;
	return overwrite(r, in, is_edit);
}

static int
release(struct recording *r, struct known *k)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_RELEASE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	return sql_run(r->s, stmt, "held article", r->e);
}

static void
count(struct recording *r, const struct known *k, bool is_released, enum change change)
{
	if (is_released)
		r->result->n_new++;
	else if (k->is_held)
		r->result->n_held++;
	else if (change == CHANGE_EDITED || k->is_gone) /* or it is back */
		r->result->n_changed++;
	else if (change == CHANGE_MOVED)
		r->result->n_moved++;
	else
		r->result->n_unchanged++;
}

int
write_known(struct recording *r, struct incoming *in)
{
	struct known *k = &in->known;
	const struct article *a = in->article;
	bool is_released = k->is_held && r->now_s - k->first_seen_s >= HELD_S;
	enum change change = CHANGE_NONE;

	if (is_released && release(r, k) != 0)
		return -1;
	if (!a->raw_hash.is_set || a->raw_hash.v != k->raw_hash || k->is_gone || a->path.n > 0) {
		if (store_version(r, in, &change) != 0 || learn_aliases(r, in->id, k->row) != 0)
			return -1;
	}
	count(r, k, is_released, change);
	return 0;
}
