/* A known article as it came this time: the same, touched up, or edited. */
#include "config.h"
#include "store/recording.h"

#include "store/cluster.h"
#include "store/material.h"

#define REVISIONS_MAX 20 /* older versions kept of one article: the first, and the newest of the rest */

/* raw_hash has a column of its own, and would make every version another one. */
int
version_encode(struct recording *r, const struct article *article)
{
	struct article a = *article;

	a.raw_hash = (struct opt_int){ .is_set = false };
	buf_clear(&r->blob);
	return model_encode(&r->blob, &a, &shape_article) == 0 ? 0 : err_set(r->e, ERR_LIMIT, "an article is over %zu bytes", r->blob.max);
}

int
version_save(struct recording *r, int64_t row)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_CONTENT_SAVE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_blob(stmt, 2, r->blob.p, (int)r->blob.n, SQLITE_STATIC);
	return sql_run(r->s, stmt, "content", r->e);
}

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
	sqlite3_bind_int(stmt, 2, k->revision - REVISIONS_MAX + 1);
	return sql_run(r->s, stmt, "revision", r->e);
}

/* Same again, but for what nobody sees: so that the next time it is known by its bytes. */
static int
touch(struct recording *r, const struct incoming *in)
{
	sqlite3_stmt *stmt;

	if (in->article->raw_hash.v == in->known.raw_hash && !in->known.is_gone)
		return 0;
	stmt = sql(r->s, STMT_ARTICLE_TOUCH, r->e);
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, in->known.row);
	sqlite3_bind_int64(stmt, 2, in->article->raw_hash.v);
	return sql_run(r->s, stmt, "article", r->e);
}

/* The version in r->blob over the one before. */
static int
overwrite(struct recording *r, struct incoming *in, int64_t updated_s, int revision)
{
	const struct likeness *l = incoming_likeness(in);
	const struct known *k = &in->known;
	sqlite3_stmt *stmt = sql(r->s, STMT_ARTICLE_UPDATE, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, k->row);
	sqlite3_bind_int64(stmt, 2, in->article->raw_hash.v);
	sqlite3_bind_int64(stmt, 3, in->id->text_hash);
	sqlite3_bind_int64(stmt, 4, updated_s);
	sqlite3_bind_int(stmt, 5, revision);
	sqlite3_bind_int64(stmt, 6, l->title_key);
	sqlite3_bind_int64(stmt, 7, l->slug_key);
	sqlite3_bind_int64(stmt, 8, (int64_t)l->simhash);
	sqlite3_bind_int64(stmt, 9, r->now_s);
	sqlite3_bind_int(stmt, 10, in->rung);
	if (sql_run(r->s, stmt, "changed article", r->e) != 0 || cluster_moved(r->s, k->row, in->article, r->e) != 0)
		return -1;
	return version_save(r, k->row);
}

/* Whether the version that is there, and the one that came, are among the older ones. */
static int
find_in_revisions(struct recording *r, const struct incoming *in, bool *has_old, bool *has_new)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_REVISION_FIND, r->e);

	*has_old = *has_new = false;
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, in->known.row);
	sqlite3_bind_int64(stmt, 2, in->known.text_hash);
	sqlite3_bind_int64(stmt, 3, in->id->text_hash);
	if (sqlite3_step(stmt) != SQLITE_ROW)
		return sql_fail(r->s, "revisions", r->e);
	*has_old = sqlite3_column_int(stmt, 0) != 0; /* NULL, of no revision at all, is 0 */
	*has_new = sqlite3_column_int(stmt, 1) != 0;
	sqlite3_reset(stmt);
	return 0;
}

/*
 * An edit; or an earlier version that is back, as happens again and again where two servers disagree: shown, but no
 * reason to call the article updated, and each of the two is kept once.
 */
static int
store_edit(struct recording *r, struct incoming *in, struct str data, enum change *out)
{
	const struct known *k = &in->known;
	const struct article *a = in->article;
	int64_t updated_s = a->updated.is_set && a->updated.v > k->updated_s && a->updated.v <= r->now_s ? a->updated.v : r->now_s;
	bool has_old, has_new;

	if (find_in_revisions(r, in, &has_old, &has_new) != 0 || (!has_old && keep_revision(r, k, data) != 0))
		return -1;
	*out = has_new ? CHANGE_QUIET : CHANGE_EDITED;
	return overwrite(r, in, !has_new && updated_s > k->updated_s ? updated_s : k->updated_s, k->revision + (!has_old || !has_new));
}

int
version_store(struct recording *r, struct incoming *in, enum change *out)
{
	struct article a = *in->article, old;
	const struct known *k = &in->known;
	enum edit edit;
	struct str data;

	*out = CHANGE_NONE;
	if (known_read(r, k->row, &old, &data) != 0)
		return -1;
	a.published = old.published; /* dated once */
	a.date_from = old.date_from;
	if (version_encode(r, &a) != 0)
		return -1;
	if (str_eq(buf_str(&r->blob), data))
		return touch(r, in);
	edit = material_compare(&r->scratch, &old, &a);
	if (edit == EDIT_NONE)
		return touch(r, in);
	if (edit == EDIT_MATERIAL && r->reread == REREAD_NOT)
		return store_edit(r, in, data, out);
	*out = CHANGE_QUIET;
	return overwrite(r, in, k->updated_s, k->revision);
}
