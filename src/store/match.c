#include "config.h"
#include "store/match.h"

#include <stdlib.h>

#define WINDOW_MIN 500U        /* newest articles of the source that are compared with, */
#define WINDOW_MAX 4096U       /* or twice the document where that is more, up to this */
#define COMPARED_MAX 2000U     /* articles of a document that are compared: more are new without a look */
#define DATE_WINDOW_S INT64_C(172800)
#define SAME_TIME_S INT64_C(60)
#define SAME_DAY_S INT64_C(21600) /* six hours: a wrong time zone, a later edit */
#define NEAR_BITS 10U          /* texts of one article, a few words edited */
#define WIDE_BITS 20U          /* a third of the words edited: only under the churn breaker */
#define MARGIN_BITS 4U         /* by which the nearest text is nearer than the next */
#define APART 99U              /* no candidate */
#define FORM_PERCENT 75        /* of the numbers in a text: when fewer are the same, it is another one of its kind */
#define LETTERS_MAX 500U       /* articles on either side whose titles are compared letter by letter … */
#define LETTERS_PERCENT 25U    /* … and may differ in so many pairs of them */
#define LETTERS_OTHERS 40U     /* and all other titles in more than these */
#define CHURN_FRESH_PERCENT 80U /* when so many were bound again, new ones at the head of the document may be trusted */
#define CHURN_MIN 4U           /* see store.h */
#define CHURN_PERCENT 60U
#define CHURN_PROOF_MIN 2U
#define CHURN_PROOF_PERCENT 30U
#define GAP_MIN 5U             /* articles of a document, and of the source */

/* An article of the ledger as it is compared with many. */
struct candidate {
	int64_t row, published_s, title_key, slug_key;
	uint64_t simhash;
	struct letters *letters; /* only when titles are compared letter by letter; NULL: none */
	uint32_t nearest; /* index of the one that it is nearest to */
	unsigned first, second; /* how near that is, and the next */
	bool is_taken;
};

struct side { /* the same for an article of the document */
	struct incoming *in;
	int64_t date_s;
	struct letters *letters;
	bool is_dated;
	uint32_t nearest;
	unsigned first, second;
};

struct match {
	struct recording *r;
	struct candidate *known;
	struct side *side;
	uint32_t n_known, n_side;
	int64_t oldest_s; /* date of the oldest article that was recognised by its keys */
	unsigned n_bound; /* by comparison */
};

/* ---- keys ---- */

static void
bind(struct recording *r, struct incoming *in, const struct known *k)
{
	in->known = *k;
	row_bind(r, k->row);
}

/* A guid that came back with another title, text, link and date. */
static bool
is_other_by_guid(const struct comparison *c)
{
	if (c->title >= TITLE_CLOSE || c->text >= 30 || c->has_same_link || c->has_same_slug)
		return false;
	return c->text != TEXT_UNKNOWN || (c->title != TITLE_NONE && c->has_other_link); /* a title alone may be rewritten */
}

/* A link that came back with another guid, text and date: a page on which one thing follows another. */
static bool
is_other_by_link(const struct comparison *c)
{
	if (!c->has_other_guid || c->text >= 30)
		return false;
	return c->text != TEXT_UNKNOWN || c->title == TITLE_OTHER || c->title == TITLE_NUMBERS;
}

/* Guids say one thing and links another. */
static int
link_leads_elsewhere(struct recording *r, const struct incoming *in, int64_t row, bool *out)
{
	int64_t other = in->id->key[RUNG_LINK] != 0 ? alias_find(r, in->id->key[RUNG_LINK]) : 0;

	*out = other > 0 && other != row && !row_is_bound(r, other);
	return other < 0 ? -1 : 0;
}

static void
change_rule(struct recording *r, struct incoming *in, bool guids_repeat)
{
	uint32_t i;

	r->rule = identity_rule_after(r->rule, guids_repeat);
	if (guids_repeat)
		in->id->key[RUNG_GUID] = in->id->key[RUNG_GUID_MATCH] = 0;
	else
		in->id->key[RUNG_LINK] = 0;
	for (i = 0; i < r->n; i++)
		if (r->in[i].known.row == 0)
			identity_apply_rule(r->in[i].id, r->rule);
}

/* Of an article whose text is no longer kept there are its hashes. */
static bool
is_like_expired(struct incoming *in, const struct known *k)
{
	const struct likeness *l = incoming_likeness(in);
	unsigned apart = likeness_distance(l->simhash, k->simhash);

	return in->id->text_hash == k->text_hash || (l->title_key == k->title_key && k->title_key != 0) || apart <= WIDE_BITS || apart == LIKENESS_UNKNOWN;
}

/* Whether a key that leads to k may be believed. -1 on failure. */
static int
believe(struct recording *r, struct incoming *in, unsigned rung, const struct known *k, bool *out)
{
	struct article known;
	struct comparison c;
	bool is_guid = rung == RUNG_GUID || rung == RUNG_GUID_MATCH, is_other = false, has_same_date = in->is_dated && in->date_s == k->published_s;

	*out = true;
	if (k->is_expired && !r->is_chosen) {
		*out = is_like_expired(in, k);
		return 0;
	}
	if (r->is_chosen || rung == RUNG_PATH || rung == RUNG_WHOLE || rung == RUNG_CONTENT || in->id->text_hash == k->text_hash)
		return 0;
	if (is_guid && (incoming_likeness(in)->title_key == k->title_key && k->title_key != 0))
		return 0;
	if (known_read(r, k->row, &known, NULL) != 0)
		return -1;
	likeness_compare(&r->scratch, in->article, &known, &c);
	if (rung_is_hint(rung)) {
		*out = c.title != TITLE_NUMBERS && (c.title >= TITLE_CLOSE || c.text >= 40);
		return 0;
	}
	if (is_guid && link_leads_elsewhere(r, in, k->row, &is_other) != 0)
		return -1;
	is_other = (is_other && c.title <= TITLE_NUMBERS) || (!has_same_date && (is_guid ? is_other_by_guid(&c) : is_other_by_link(&c)));
	if (is_other)
		change_rule(r, in, is_guid);
	*out = !is_other;
	return 0;
}

static int
match_key(struct recording *r, struct incoming *in, unsigned rung)
{
	int64_t row = alias_find(r, in->id->key[rung]);
	struct known k;
	bool is_it;

	if (row < 0)
		return -1;
	if (row == 0 || row_is_bound(r, row))
		return 0;
	if (known_get(r, row, &k) != 0 || believe(r, in, rung, &k, &is_it) != 0)
		return -1;
	if (is_it) {
		bind(r, in, &k);
		in->rung = (int)rung;
	}
	return 0;
}

static int
match_keys(struct recording *r)
{
	unsigned rung;
	uint32_t i;

	for (rung = 0; rung < RUNGS; rung++)
		for (i = 0; i < r->n; i++)
			if (r->in[i].known.row == 0 && !r->in[i].id->is_repeat && r->in[i].id->key[rung] != 0 &&
			    match_key(r, &r->in[i], rung) != 0)
				return -1;
	return 0;
}

/* ---- comparison with many ---- */

static int
load_known(struct match *m)
{
	struct recording *r = m->r;
	uint32_t max = 2 * r->n < WINDOW_MIN ? WINDOW_MIN : 2 * r->n > WINDOW_MAX ? WINDOW_MAX : 2 * r->n;
	sqlite3_stmt *stmt = sql(r->s, STMT_WINDOW, r->e);
	struct candidate *c;
	int rc;

	if (stmt == NULL)
		return -1;
	m->known = arena_alloc(&r->a, max * sizeof(*m->known));
	sqlite3_bind_int64(stmt, 1, r->source_id);
	sqlite3_bind_int64(stmt, 2, max);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && m->n_known < max) {
		c = &m->known[m->n_known++];
		*c = (struct candidate){ .row = sqlite3_column_int64(stmt, 0), .published_s = sqlite3_column_int64(stmt, 1),
			.title_key = sqlite3_column_int64(stmt, 2), .slug_key = sqlite3_column_int64(stmt, 3),
			.simhash = (uint64_t)sqlite3_column_int64(stmt, 4) };
		c->is_taken = row_is_bound(r, c->row);
		if (c->is_taken && c->published_s < m->oldest_s)
			m->oldest_s = c->published_s;
	}
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : sql_fail(r->s, "newest articles", r->e);
}

static void
collect_unknown(struct match *m)
{
	struct recording *r = m->r;
	struct side *s;
	uint32_t i;

	m->side = arena_alloc(&r->a, ((size_t)r->n + 1) * sizeof(*m->side));
	for (i = 0; i < r->n && m->n_side < COMPARED_MAX; i++) {
		if (r->in[i].known.row != 0 || r->in[i].id->is_repeat)
			continue;
		s = &m->side[m->n_side++];
		*s = (struct side){ .in = &r->in[i] };
		s->is_dated = s->in->is_dated;
		s->date_s = s->in->date_s;
		incoming_likeness(s->in);
	}
}

/* How near two are in one respect; APART when they are no candidates. */
typedef unsigned near_fn(const struct side *s, const struct candidate *c);
/* Whether a pair that is each other's nearest is one article. c is from the whole articles. */
typedef bool same_fn(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s);

static int64_t
apart(const struct side *s, const struct candidate *c)
{
	return s->date_s > c->published_s ? s->date_s - c->published_s : c->published_s - s->date_s;
}

static bool
is_in_window(const struct side *s, const struct candidate *c)
{
	return !s->is_dated || apart(s, c) <= DATE_WINDOW_S;
}

static unsigned
near_in_title_and_date(const struct side *s, const struct candidate *c)
{
	return c->title_key != 0 && c->title_key == s->in->like.title_key && is_in_window(s, c) ? 0 : APART;
}

static unsigned
near_in_text_and_date(const struct side *s, const struct candidate *c)
{
	unsigned d = likeness_distance(s->in->like.simhash, c->simhash);

	return d <= NEAR_BITS + MARGIN_BITS && is_in_window(s, c) ? d : APART;
}

static unsigned
near_in_title(const struct side *s, const struct candidate *c)
{
	return c->title_key != 0 && c->title_key == s->in->like.title_key ? 0 : APART;
}

static unsigned
near_in_slug(const struct side *s, const struct candidate *c)
{
	return c->slug_key != 0 && c->slug_key == s->in->like.slug_key ? 0 : APART;
}

static unsigned
near_in_text(const struct side *s, const struct candidate *c)
{
	unsigned d = likeness_distance(s->in->like.simhash, c->simhash);

	return d <= WIDE_BITS + MARGIN_BITS ? d : APART;
}

static unsigned
near_in_letters(const struct side *s, const struct candidate *c)
{
	unsigned percent = s->letters != NULL && c->letters != NULL ? likeness_letters_common(s->letters, c->letters) : 0;

	return percent < 100 ? 100U - percent : 0;
}

/* Not older than what the document still shows: it should be there, so its place was taken. */
static bool
is_missing(const struct match *m, const struct candidate *k)
{
	return m->oldest_s == INT64_MAX || k->published_s >= m->oldest_s;
}

/* What is written by form: the same words around other numbers. */
static bool
is_form(const struct comparison *c)
{
	return c->numbers != TEXT_UNKNOWN && c->numbers < FORM_PERCENT;
}

static bool
is_bare(const struct side *s) /* neither guid nor link: nothing speaks against it */
{
	return s->in->article->id.n == 0 && s->in->article->url.n == 0;
}

/* What has the same title and is dated within two days. */
static bool
is_same_by_title(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	bool has_text = c->text != TEXT_UNKNOWN, is_near = c->has_same_slug || is_bare(s);

	if (apart_s <= SAME_TIME_S)
		return !has_text || c->text >= 30;
	if (is_form(c) || !is_missing(m, k))
		return false;
	if (apart_s != DATE_UNKNOWN)
		return c->text >= 85 || (is_near && (has_text ? c->text >= 60 : c->is_telling || is_bare(s)));
	if (has_text)
		return c->text >= 60 || (is_near && c->text >= 40);
	if (c->has_same_path && c->has_same_slug && c->is_telling) /* a session in the query */
		return true;
	return (c->has_same_path || is_bare(s) || c->is_telling) && m->r->now_s - k->published_s <= DATE_WINDOW_S;
}

/* What has nearly the same text, and is dated within two days. */
static bool
is_same_by_text(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	bool is_sure = apart_s <= SAME_TIME_S || c->has_same_slug;

	if (c->title == TITLE_NUMBERS || (apart_s > SAME_TIME_S && (is_form(c) || !is_missing(m, k))))
		return false;
	if (c->title == TITLE_OTHER)
		return c->text >= 90 && is_sure;
	if (c->title == TITLE_CLOSE) /* a mended word, or the same form about another place */
		return c->text >= 60 && is_sure;
	return c->text >= (c->title == TITLE_SAME || is_bare(s) ? 60 : 85);
}

static bool
is_moved_by_title(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	(void)m, (void)s, (void)k, (void)apart_s;
	return !is_form(c) && (c->text == TEXT_UNKNOWN ? c->is_telling || c->has_same_slug : c->text >= 50);
}

static bool
is_moved_by_slug(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	(void)m, (void)s, (void)k, (void)apart_s;
	return !is_form(c) && c->title != TITLE_NUMBERS && (c->title != TITLE_OTHER || c->text >= 40) && (c->is_telling || c->text >= 40);
}

static bool
is_moved_by_text(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	(void)m, (void)apart_s;
	if (is_form(c) || c->title == TITLE_NUMBERS)
		return false;
	if (c->title != TITLE_SAME && (s->second <= WIDE_BITS || k->second <= WIDE_BITS)) /* one of many of its form */
		return false;
	return c->text >= (c->title == TITLE_OTHER ? 80 : 50);
}

/* The last resort: of titles that were touched up, when nothing else is left. */
static bool
is_moved_by_near_title(const struct match *m, const struct side *s, const struct candidate *k, const struct comparison *c, int64_t apart_s)
{
	(void)m, (void)apart_s;
	if (s->second <= LETTERS_OTHERS || k->second <= LETTERS_OTHERS)
		return false;
	return !is_form(c) && c->title == TITLE_CLOSE && c->is_typo && c->is_telling && (c->text == TEXT_UNKNOWN || c->text >= 25);
}

static void
note_near(uint32_t who, unsigned d, uint32_t *nearest, unsigned *first, unsigned *second)
{
	if (d < *first) {
		*second = *first;
		*first = d;
		*nearest = who;
	} else if (d < *second) {
		*second = d;
	}
}

/* Nearest to each other on both sides. At most COMPARED_MAX times WINDOW_MAX steps of some instructions. */
static void
find_nearest(struct match *m, near_fn *near)
{
	uint32_t i, k;
	unsigned d;

	for (k = 0; k < m->n_known; k++)
		m->known[k].first = m->known[k].second = APART;
	for (i = 0; i < m->n_side; i++) {
		struct side *s = &m->side[i];

		s->first = s->second = APART;
		for (k = 0; k < m->n_known && s->in->known.row == 0; k++) {
			if (m->known[k].is_taken || (d = near(s, &m->known[k])) == APART)
				continue;
			note_near(k, d, &s->nearest, &s->first, &s->second);
			note_near(i, d, &m->known[k].nearest, &m->known[k].first, &m->known[k].second);
		}
	}
}

static int
compare_pair(struct match *m, struct side *s, struct candidate *k, same_fn *is_same, bool *out)
{
	struct recording *r = m->r;
	struct article known;
	struct comparison c;
	int64_t apart_s = DATE_UNKNOWN;

	if (known_read(r, k->row, &known, NULL) != 0)
		return -1;
	likeness_compare(&r->scratch, s->in->article, &known, &c);
	if (s->is_dated && !str_is(known.date_from, "first-seen"))
		apart_s = apart(s, k);
	*out = is_same(m, s, k, &c, apart_s);
	return 0;
}

static int
compare_all(struct match *m, near_fn *near, unsigned bound, same_fn *is_same, int rung)
{
	unsigned margin = bound > 0 ? MARGIN_BITS : 1;
	struct candidate *k;
	struct side *s;
	struct known known;
	bool is_it;
	uint32_t i;

	find_nearest(m, near);
	for (i = 0; i < m->n_side; i++) {
		s = &m->side[i];
		if (s->first > bound || s->second < s->first + margin)
			continue;
		k = &m->known[s->nearest];
		if (k->nearest != i || k->second < k->first + margin)
			continue;
		if (compare_pair(m, s, k, is_same, &is_it) != 0)
			return -1;
		if (!is_it)
			continue;
		if (known_get(m->r, k->row, &known) != 0)
			return -1;
		bind(m->r, s->in, &known);
		s->in->is_rebound = k->is_taken = true;
		s->in->rung = rung;
		m->n_bound++;
	}
	return 0;
}

static int
compare_strictly(struct match *m)
{
	if (compare_all(m, near_in_title_and_date, 0, is_same_by_title, RUNG_COMPARED) != 0)
		return -1;
	return compare_all(m, near_in_text_and_date, NEAR_BITS, is_same_by_text, RUNG_COMPARED);
}

static struct letters *
letters_of(struct match *m, struct str title)
{
	struct letters *l;

	if (title.n == 0)
		return NULL;
	l = arena_alloc(&m->r->a, sizeof(*l));
	likeness_letters(title, l);
	return l;
}

/* Of what is still free: titles are in no index. */
static int
load_titles(struct match *m)
{
	struct article article;
	uint32_t i;

	for (i = 0; i < m->n_side; i++)
		if (m->side[i].in->known.row == 0)
			m->side[i].letters = letters_of(m, m->side[i].in->article->title.plain);

	for (i = 0; i < m->n_known; i++) {
		struct candidate *k = &m->known[i];

		if (k->is_taken)
			continue;
		if (known_read(m->r, k->row, &article, NULL) != 0)
			return -1;
		k->letters = letters_of(m, article.title.plain);
	}
	return 0;
}

static uint32_t
count_free(const struct match *m)
{
	uint32_t i, n = 0;

	for (i = 0; i < m->n_known; i++)
		n += !m->known[i].is_taken;
	return n;
}

static int
compare_loosely(struct match *m)
{
	if (compare_all(m, near_in_text, WIDE_BITS, is_moved_by_text, RUNG_CHURN) != 0 ||
	    compare_all(m, near_in_slug, 0, is_moved_by_slug, RUNG_CHURN) != 0 ||
	    compare_all(m, near_in_title, 0, is_moved_by_title, RUNG_CHURN) != 0)
		return -1;
	/* Titles have to be read for it: only when something else speaks for a change of ids. */
	if (m->n_bound == 0 || m->n_bound == m->n_side || m->n_side - m->n_bound > LETTERS_MAX || count_free(m) > LETTERS_MAX)
		return 0;
	return load_titles(m) == 0 ? compare_all(m, near_in_letters, LETTERS_PERCENT, is_moved_by_near_title, RUNG_CHURN) : -1;
}

/*
 * What is still new after a churn is held, but for what stands where new articles stand: above all that is known,
 * later than all that was known, when nearly all of the rest was bound again.
 */
static void
mark_suspects(struct match *m)
{
	const struct recording *r = m->r;
	int64_t newest_s = m->n_known > 0 ? m->known[0].published_s : INT64_MIN;
	bool is_trusted = m->n_bound * 100 >= m->n_side * CHURN_FRESH_PERCENT;
	uint32_t i;

	for (i = 0; i < r->n; i++) {
		struct incoming *in = &r->in[i];

		if (in->known.row != 0) {
			is_trusted = false;
			continue;
		}
		if (!is_trusted || (in->is_dated && in->date_s < newest_s))
			in->held = HELD_CHURN;
	}
}

/*
 * The loose comparison says something only of many: it is tried, and when it does not prove
 * that the source has changed its ids, what it bound is taken back.
 */
static int
break_churn(struct match *m)
{
	unsigned before = m->n_bound;
	bool *was = arena_alloc(&m->r->a, (m->n_side + 1) * sizeof(*was));
	uint32_t i;

	for (i = 0; i < m->n_side; i++)
		was[i] = m->side[i].in->known.row != 0;
	if (compare_loosely(m) != 0)
		return -1;
	m->r->is_churn = m->n_bound >= CHURN_PROOF_MIN && m->n_bound * 100 >= m->n_side * CHURN_PROOF_PERCENT;
	if (m->r->is_churn) {
		mark_suspects(m);
		return 0;
	}
	for (i = 0; i < m->n_side; i++)
		if (!was[i]) {
			m->side[i].in->known.row = 0;
			m->side[i].in->is_rebound = false;
		}
	m->n_bound = before;
	row_unbind_all(m->r);
	return 0;
}

int
match_document(struct recording *r)
{
	struct match m = { .r = r, .oldest_s = INT64_MAX };
	uint32_t n_real = 0, i;

	if (r->is_first)
		return 0;
	if (match_keys(r) != 0)
		return -1;
	for (i = 0; i < r->n; i++) {
		n_real += !r->in[i].id->is_repeat;
		r->result->n_known += r->in[i].known.row != 0;
	}
	collect_unknown(&m);
	if (m.n_side == 0 || r->is_chosen)
		return 0;
	if (load_known(&m) != 0 || compare_strictly(&m) != 0)
		return -1;
	if (m.n_side >= CHURN_MIN && m.n_side * 100 >= n_real * CHURN_PERCENT && break_churn(&m) != 0)
		return -1;
	r->result->n_rebound = m.n_bound;
	r->result->has_gap = n_real >= GAP_MIN && m.n_known >= GAP_MIN && m.n_side == n_real && m.n_bound == 0 && r->source->path == NULL;
	return 0;
}
