/* Articles that are no news and whose pages are wanted all the same: now of use, or changed. */
#include "config.h"
#include "store/page_fill.h"
#include "store/pages.h"
#include "store/reading.h"
#include "store/recording.h"

#define AGAIN_S INT64_C(86400) /* between two looks at one page */
#define MOVED_MIN 10U          /* dates that move at once: up to here each is believed, */
#define MOVED_PERCENT 50U      /* above only if that are not more of all */

/* ---- of use since a while ---- */

static int
want(struct store *s, const struct source *source, int64_t row, int64_t now_s, struct arena *a, struct err *e)
{
	sqlite3_stmt *stmt = sql(s, STMT_PAGE_MISSING, e);
	struct article article = { .id = STR_NONE };
	int64_t source_id = source_row(s, source->name);
	struct str data = STR_NONE;

	if (stmt == NULL)
		return -1;
	arena_reset(a);
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, source_id);
	sqlite3_bind_int(stmt, 3, source->full_text);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		data = arena_str(a, column_blob(stmt, 0));
	sqlite3_reset(stmt);
	if (data.n == 0)
		return 0;
	if (model_decode(a, data, &article, &shape_article, e) != 0)
		return -1;
	return page_is_of_use(source, &article) ? page_want(s, source_id, row, now_s, article.updated.v, e) : 0;
}

int
store_pages_look_back(struct store *s, const struct source *source, const struct store_span *span, int64_t now_s, struct err *e)
{
	struct store_reading *r;
	struct arena a, scratch;
	size_t i, n = 0;
	int rc;

	arena_init(&a, SIZE_MAX / 4, NULL);
	arena_init(&scratch, SIZE_MAX / 4, NULL);
	r = reading_open(s, span->sources, span->n_sources, &a, e);
	rc = store_reading_newest(r, span->limit, span->order, &n);
	for (i = 0; i < n && rc == 0; i++)
		rc = want(s, source, store_reading_row(r, i), now_s, &scratch, e);
	reading_close(r);
	arena_release(&scratch);
	arena_release(&a);
	return rc;
}

/* ---- changed, as their source says ---- */

struct page_age {
	int64_t changed_s, fetched_s;
	int state; /* 0: there is none */
};

static int
get_age(struct recording *r, int64_t row, struct page_age *out)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_PAGE_AGE, r->e);

	*out = (struct page_age){ .state = 0 };
	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, row);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*out = (struct page_age){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int(stmt, 2) };
	sqlite3_reset(stmt);
	return 0;
}

static int
want_again(struct recording *r, const struct incoming *in, const struct page_age *age, bool is_believed)
{
	sqlite3_stmt *stmt = sql(r->s, STMT_PAGE_AGAIN, r->e);

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, in->known.row);
	sqlite3_bind_int64(stmt, 2, in->article->updated.v);
	sqlite3_bind_int64(stmt, 3, age->fetched_s + AGAIN_S);
	sqlite3_bind_int(stmt, 4, is_believed ? PAGE_WANTED : PAGE_READ);
	return sql_run(r->s, stmt, "changed page", r->e);
}

int
pages_look_again(struct recording *r)
{
	struct page_age *age = arena_alloc(&r->a, ((size_t)r->n + 1) * sizeof(*age));
	uint32_t i, n_read = 0, n_moved = 0;
	bool is_believed;

	for (i = 0; i < r->n; i++) {
		age[i].state = 0;
		if (r->in[i].known.row == 0 || !r->in[i].article->updated.is_set)
			continue;
		if (get_age(r, r->in[i].known.row, &age[i]) != 0)
			return -1;
		if (age[i].state != PAGE_READ)
			continue;
		n_read++;
		if (r->in[i].article->updated.v > age[i].changed_s)
			n_moved++;
		else
			age[i].state = 0;
	}
	is_believed = n_moved <= MOVED_MIN || n_moved * 100 <= n_read * MOVED_PERCENT;
	for (i = 0; i < r->n && n_moved > 0; i++)
		if (age[i].state == PAGE_READ && want_again(r, &r->in[i], &age[i], is_believed) != 0)
			return -1;
	return 0;
}
