/* One article into the ledger: as a new row, an edit, or the same again. */
#include "config.h"
#include "store/recording.h"

#include "base/hash.h"
#include "store/cluster.h"
#include "store/page_fill.h"
#include "store/pages.h"

#define PLACE_STEP INT64_C(65536)  /* between two articles, for those that turn up between them later */

const struct likeness *
incoming_likeness(struct incoming *in)
{
	if (!in->has_like)
		in->like = likeness_of(in->article);
	in->has_like = true;
	return &in->like;
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
		.updated_s = sqlite3_column_int64(stmt, 2), .revision = sqlite3_column_int(stmt, 3), .is_gone = sqlite3_column_int(stmt, 4) == GONE_DELETED,
		.is_expired = sqlite3_column_int(stmt, 4) == GONE_EXPIRED, .held = (enum held)sqlite3_column_int(stmt, 5), .first_seen_s = sqlite3_column_int64(stmt, 6),
		.published_s = sqlite3_column_int64(stmt, 7), .place = sqlite3_column_int64(stmt, 8), .title_key = sqlite3_column_int64(stmt, 9),
		.version_s = sqlite3_column_int64(stmt, 10), .simhash = (uint64_t)sqlite3_column_int64(stmt, 11) };
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

/* Its own page is to be read: it is shown after that. */
static bool
is_wanted(const struct recording *r, struct incoming *in)
{
	bool is_untitled = page_gives_title(in->article);

	if (in->held == HELD_BACKFILL || !page_is_of_use(r->source, in->article))
		return false;
	if (in->held == HELD_NOT)
		in->held = is_untitled ? HELD_TITLE : HELD_PAGE;
	return true;
}

static void
count_new(struct recording *r, enum held held)
{
	switch (held) {
	case HELD_NOT:
		r->result->n_new++;
		return;
	case HELD_PAGE:
	case HELD_TITLE:
		r->result->n_waiting++;
		return;
	case HELD_BACKFILL:
		r->result->n_passed_over++;
		return;
	case HELD_CHURN:
	case HELD_FUTURE:
		r->result->n_held++;
	}
}

int
write_new(struct recording *r, struct incoming *in, int64_t upper, int64_t lower)
{
	struct article a = *in->article;
	const struct likeness *l = incoming_likeness(in);
	struct known *k = &in->known;
	bool wants_page = is_wanted(r, in);
	sqlite3_stmt *stmt;
	struct str uid;

	if (in->date_word != NULL)
		a.date_from = str_from(in->date_word);
	k->published_s = in->date_s;
	k->updated_s = a.updated.is_set && a.updated.v > k->published_s && a.updated.v <= r->now_s ? a.updated.v : k->published_s;
	if (next_row(r, &k->row) != 0 || mint(r, in, &uid) != 0 || version_encode(r, &a) != 0 || (stmt = sql(r->s, STMT_ARTICLE_INSERT, r->e)) == NULL)
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
	sqlite3_bind_int(stmt, 14, (int)in->held);
	if (sql_run(r->s, stmt, "new article", r->e) != 0 || version_save(r, k->row) != 0)
		return -1;
	count_new(r, in->held);
	row_bind(r, k->row);
	if (wants_page && page_want(r->s, r->source_id, k->row, r->now_s, a.updated.v, r->e) != 0)
		return -1;
	if (cluster_add(r->s, k->row, r->source_id, k->published_s, r->now_s, &a, r->e) != 0)
		return -1;
	return learn_aliases(r, in->id, k->row);
}

/* ---- known ---- */

static int
release(struct recording *r, struct known *k)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_RELEASE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	return sql_run(r->s, stmt, "held article", r->e);
}

/* What its source still shows after this long is no slip; and a day comes that once was in the future. */
static bool
is_due(const struct recording *r, const struct known *k)
{
	return (k->held == HELD_CHURN && r->now_s - k->first_seen_s >= STORE_HELD_S) || (k->held == HELD_FUTURE && r->now_s >= k->published_s);
}

static void
count(struct recording *r, const struct known *k, bool is_released, enum change change)
{
	if (is_released)
		r->result->n_new++;
	else if (k->held == HELD_CHURN || k->held == HELD_FUTURE)
		r->result->n_held++;
	else if (k->held == HELD_BACKFILL)
		r->result->n_passed_over++;
	else if (change == CHANGE_EDITED || k->is_gone) /* or it is back */
		r->result->n_changed++;
	else if (change == CHANGE_QUIET)
		r->result->n_quiet++;
	else
		r->result->n_unchanged++;
}

int
write_known(struct recording *r, struct incoming *in)
{
	struct known *k = &in->known;
	const struct article *a = in->article;
	bool is_released = is_due(r, k);
	enum change change = CHANGE_NONE;

	if (k->is_expired) { /* it stays what it is: known, and over */
		r->result->n_unchanged++;
		return 0;
	}
	if (is_released && release(r, k) != 0)
		return -1;
	if (!a->raw_hash.is_set || a->raw_hash.v != k->raw_hash || k->is_gone || a->path.n > 0) {
		if (version_store(r, in, &change) != 0 || learn_aliases(r, in->id, k->row) != 0)
			return -1;
	}
	count(r, k, is_released, change);
	return 0;
}
