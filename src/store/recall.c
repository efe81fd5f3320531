/* Articles of which only a fingerprint came: the ledger has the rest of them. */
#include "config.h"
#include <stdlib.h>

#include "store/recording.h"

struct fingerprint {
	int64_t value, row;
};

static int
by_value(const void *a, const void *b)
{
	const struct fingerprint *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* Of the newest articles that the source still shows or may show, as many as it may have in a document; ascending. */
static int
load(struct store *s, const struct source *source, struct arena *a, struct list *out, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_FINGERPRINTS, e);
	int rc;

	*out = (struct list){ .n = 0 };
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, source_row(s, source->name));
	sqlite3_bind_int64(stmt, 2, source->items_max);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		*(struct fingerprint *)list_add(a, out, sizeof(struct fingerprint)) =
		    (struct fingerprint){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1) };
	sqlite3_reset(stmt);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(struct fingerprint), by_value);
	return rc == SQLITE_DONE ? 0 : sql_fail(s, "fingerprints", e);
}

int
store_fingerprints(struct store *s, const struct source *source, struct buf *out, struct err *e)
{
	const struct fingerprint *v;
	struct list found;
	struct arena a;
	uint32_t i;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	rc = load(s, source, &a, &found, e);
	for (i = 0, v = found.v; i < found.n; i++)
		buf_add(out, &v[i].value, sizeof(v[i].value));
	arena_release(&a);
	return rc;
}

static int
read_article(struct recording *r, int64_t row, int64_t raw_hash, struct article *out)
{
	struct str data;

	if (known_read(r, row, out, &data) != 0)
		return -1;
	*out = (struct article){ .id = STR_NONE }; /* once more, for the scratch arena is for one article */
	if (model_decode(&r->a, arena_str(&r->a, data), out, &shape_article, r->e) != 0)
		return -1;
	out->raw_hash = (struct opt_int){ raw_hash, true };
	return 0;
}

int
recall_articles(struct recording *r, struct document *doc, int64_t **rows)
{
	const struct article *v = doc->articles.v;
	struct list found = { .n = 0 }, whole = { .n = 0 };
	const struct fingerprint *hit;
	struct article *to;
	uint32_t i;

	*rows = arena_zalloc(&r->a, ((size_t)doc->articles.n + 1) * sizeof(**rows));
	for (i = 0; i < doc->articles.n && v[i].is_unchanged != TRI_TRUE; i++)
		;
	if (i == doc->articles.n)
		return 0;
	if (load(r->s, r->source, &r->a, &found, r->e) != 0)
		return -1;
	for (i = 0; i < doc->articles.n; i++) {
		hit = NULL;
		if (v[i].is_unchanged == TRI_TRUE) {
			struct fingerprint key = { v[i].raw_hash.v, 0 };

			hit = found.n > 0 ? bsearch(&key, found.v, found.n, sizeof(key), by_value) : NULL;
			if (hit == NULL)
				continue; /* the ledger has lost it meanwhile: it was not to be kept */
		}
		to = list_add(&r->a, &whole, sizeof(*to));
		*to = v[i];
		if (hit != NULL && read_article(r, hit->row, hit->value, to) != 0)
			return -1;
		(*rows)[whole.n - 1] = hit != NULL ? hit->row : 0;
	}
	doc->articles = whole;
	return 0;
}
