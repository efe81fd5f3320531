/*
 * What publishers do to the identity of their articles, on many made-up sources of all kinds: nothing that
 * was known may show as new, nothing that is new may be taken for something known. MUTATIONS=1000 in the
 * environment is the number of articles for each kind of mutation; MUTATION_REPORT=1 prints what became of them.
 * MUTATION_FEEDS is a file of paths, one a line: the same is done to these recorded documents.
 */
#include "config.h"
#include "check.h"

#include "base/map.h"
#include "base/mem.h"
#include "normalise/normalise.h"
#include "parse/parse.h"
#include "prose.h"
#include "store/sqlite.h"

#define KNOWN 70U  /* articles of a source before the mutation */
#define WINDOW 50U /* of them its document shows */
#define FRESH 3U   /* new ones that come with the mutation */
#define DAY INT64_C(86400)
#define START INT64_C(1700000000)

struct site {
	struct prose p;
	struct source source;
	char name[32];
	struct article articles[KNOWN + 2 * FRESH]; /* oldest first; rights.plain is its number: nothing looks at it */
	uint32_t n;
	unsigned guid_kind, n_words;
	bool is_dated, is_list; /* a list of links of one page's parts */
	int64_t now_s;
};

struct ground {
	char dir[32];
	struct store *s;
	struct arena a;
	unsigned n_sites, n_made;
};

struct tally {
	unsigned articles, false_new, held, wrong, fresh, fresh_shown, fresh_held;
};

/* ---- sources ---- */

static struct str
guid_of(struct site *s, const struct article *a, unsigned kind)
{
	switch (kind) {
	case 0:
		return a->url;
	case 1:
		return arena_printf(s->p.a, "tag:blog.example,2023:%s", prose_slug(s->p.a, a->title.plain).p);
	case 2:
		return arena_printf(s->p.a, "%.*s", STR_ARG(a->rights.plain));
	case 3:
		return arena_printf(s->p.a, "http://www.blog.example/?p=%.*s", STR_ARG(a->rights.plain));
	default:
		return STR_NONE;
	}
}

static void
add_article(struct site *s)
{
	struct article *a = &s->articles[s->n];

	*a = (struct article){ .id = STR_NONE };
	a->rights.plain = arena_printf(s->p.a, "%u", s->n + 1000);
	a->title.plain = prose_title(&s->p);
	a->url = arena_printf(s->p.a, "http://www.blog.example/2023/%02u/%s.html", 1 + s->n % 12, prose_slug(s->p.a, a->title.plain).p);
	a->id = guid_of(s, a, s->guid_kind);
	if (s->n_words > 0)
		a->content_html = prose_html(&s->p, s->n_words / 2 + prose_below(&s->p, s->n_words));
	if (s->is_dated)
		a->published = (struct opt_int){ START + s->n * (DAY / 3) + prose_below(&s->p, 7200), true };
	s->n++;
}

static void
site_init(struct ground *f, struct site *s)
{
	static const unsigned words[] = { 300, 40, 0 };
	unsigned i = f->n_made++;

	*s = (struct site){ .p = { .state = 88172645463325252ULL + i * 7919ULL, .a = &f->a } };
	snprintf(s->name, sizeof(s->name), "site%u", i);
	s->source.name = s->name;
	s->source.url = s->name;
	s->guid_kind = i % 5;
	s->n_words = words[i / 5 % COUNT(words)];
	s->is_dated = i % 7 != 6;
	s->now_s = START + (int64_t)(KNOWN + 10) * (DAY / 3);
}

/* The newest so many articles of the first n, newest first. */
static void
show(struct site *s, struct document *d, uint32_t n, uint32_t window)
{
	uint32_t i;

	*d = (struct document){ .format = STR_NONE };
	for (i = 0; i < window && i < n; i++)
		*(struct article *)list_add(s->p.a, &d->articles, sizeof(struct article)) = s->articles[n - 1 - i];
}

static struct record_result
record(struct ground *f, struct site *s, const struct document *d)
{
	struct record_options o = { .is_complete = false };
	struct record_result r;
	struct err e;

	if (store_record(f->s, &s->source, d, s->now_s, &o, &r, &e) != 0)
		fail_msg("%s", e.text);
	return r;
}

/* A source whose first articles the ledger has, recorded in three fetches. */
static void
site_begin(struct ground *f, struct site *s)
{
	struct document d;
	struct err e;

	site_init(f, s);
	assert_int_equal(store_sources_sync(f->s, &s->source, 1, &e), 0);
	while (s->n < KNOWN)
		add_article(s);
	s->now_s = START + 40 * (DAY / 3);
	show(s, &d, 40, WINDOW);
	record(f, s, &d);
	s->now_s = START + 60 * (DAY / 3);
	show(s, &d, 60, WINDOW);
	record(f, s, &d);
	s->now_s = START + 70 * (DAY / 3);
	show(s, &d, KNOWN, WINDOW);
	record(f, s, &d);
	s->now_s += DAY / 3;
}

/* ---- what the ledger made of it ---- */


static void
each_article(struct ground *f, const struct site *s, void (*fn)(int64_t row, const char *number, bool is_held, void *arg), void *arg)
{
	sqlite3_stmt *stmt;
	struct arena a;
	struct err e;

	arena_init(&a, 64 << 20, NULL);
	assert_int_equal(sqlite3_prepare_v2(f->s->db, "SELECT id, is_held, data FROM article JOIN content ON article_id=id WHERE source_id=?1", -1, &stmt,
	                     NULL), SQLITE_OK);
	sqlite3_bind_int64(stmt, 1, source_row(f->s, s->name));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct article x = { .id = STR_NONE };

		if (model_decode(&a, column_blob(stmt, 2), &x, &shape_article, &e) != 0)
			fail_msg("%s", e.text);
		fn(sqlite3_column_int64(stmt, 0), arena_strdup(&a, x.rights.plain), sqlite3_column_int(stmt, 1) != 0, arg);
		arena_reset(&a);
	}
	sqlite3_finalize(stmt);
	arena_release(&a);
}

struct census {
	struct ground *f;
	struct map *owner; /* row: number */
	struct map *rows;  /* number: first row */
	struct tally *t;   /* NULL: the census before */
	uint32_t n_known;
};

static void
on_article(int64_t row, const char *number, bool is_held, void *arg)
{
	struct census *c = arg;
	struct str key = { (const char *)&row, sizeof(row) };
	const char *before = map_get(c->owner, key);
	bool is_fresh = strtoul(number, NULL, 10) >= 1000 + c->n_known;

	if (c->t == NULL) {
		map_put(c->owner, key, arena_strdup(&c->f->a, str_from(number)));
		return;
	}
	if (before != NULL)
		c->t->wrong += strcmp(before, number) != 0;
	else if (is_fresh)
		is_held ? c->t->fresh_held++ : c->t->fresh_shown++;
	else
		is_held ? c->t->held++ : c->t->false_new++;
}

/* ---- mutations ---- */

static struct str
swap_prefix(struct site *s, struct str url, const char *from, const char *to)
{
	return str_starts(url, str_from(from)) ? arena_printf(s->p.a, "%s%.*s", to, STR_ARG(str_skip(url, strlen(from)))) : url;
}

static void
mutate_scheme(struct site *s, struct article *v, uint32_t n)
{
	for (; n > 0; n--, v++) {
		v->url = swap_prefix(s, v->url, "http:", "https:");
		v->id = swap_prefix(s, v->id, "http:", "https:");
	}
}

static struct str
swap_host(struct site *s, struct str url)
{
	struct str rest = str_skip(url, str_find(url, STR("://")) + 3);

	if (!str_starts(url, STR("http")) || str_find(url, STR("://")) == STR_NPOS)
		return url;
	return arena_printf(s->p.a, "http://news.other.example/blog%.*s", STR_ARG(str_skip(rest, str_find_char(rest, '/'))));
}

static void
mutate_host(struct site *s, struct article *v, uint32_t n)
{
	for (; n > 0; n--, v++) {
		v->url = swap_host(s, v->url);
		v->id = swap_host(s, v->id);
		v->id = swap_prefix(s, v->id, "tag:blog.example", "tag:other.example");
	}
}

static void
mutate_slug(struct site *s, struct article *v, uint32_t n)
{
	bool is_guid;

	for (; n > 0; n--, v++) {
		is_guid = v->id.n > 0 && str_eq(v->id, v->url);
		v->url = arena_printf(s->p.a, "http://www.blog.example/post/%s-%x", prose_slug(s->p.a, prose_name(&s->p)).p, prose_below(&s->p, 1 << 20));
		if (is_guid)
			v->id = v->url;
	}
}

static void
mutate_tracking(struct site *s, struct article *v, uint32_t n)
{
	bool is_guid;

	for (; n > 0; n--, v++) {
		is_guid = v->id.n > 0 && str_eq(v->id, v->url);
		v->url = arena_printf(s->p.a, "%.*s?utm_source=rss&utm_medium=%x&fbclid=%x", STR_ARG(v->url), prose_below(&s->p, 99999),
		    prose_below(&s->p, 99999));
		if (prose_below(&s->p, 4) == 0) /* and one that nobody has heard of */
			v->url = arena_printf(s->p.a, "%.*s&zsess=%x", STR_ARG(v->url), prose_below(&s->p, 999999));
		if (is_guid)
			v->id = v->url;
	}
}

static void
mutate_guid_format(struct site *s, struct article *v, uint32_t n)
{
	unsigned kind = (s->guid_kind + 1) % 4;

	for (; n > 0; n--, v++)
		v->id = kind == 0 ? arena_printf(s->p.a, "%.*s at http://www.blog.example", STR_ARG(v->rights.plain)) : guid_of(s, v, kind);
}

/* Counted anew: each id is now another article's. */
static void
mutate_guid_reuse(struct site *s, struct article *v, uint32_t n)
{
	struct str *old = arena_alloc(s->p.a, n * sizeof(*old));
	uint32_t i;

	for (i = 0; i < n; i++)
		old[i] = v[i].id;
	for (i = 0; i < n; i++)
		v[i].id = old[(i + 7) % n];
}

static void
mutate_order(struct site *s, struct article *v, uint32_t n)
{
	struct article t;
	uint32_t i, k;

	for (i = n - 1; i > 0; i--) {
		k = prose_below(&s->p, i + 1);
		t = v[i];
		v[i] = v[k];
		v[k] = t;
	}
}

static void
mutate_dates(struct site *s, struct article *v, uint32_t n)
{
	for (; n > 0; n--, v++)
		v->published = (struct opt_int){ s->now_s - n * 60, true };
}

static void
mutate_titles(struct site *s, struct article *v, uint32_t n)
{
	for (; n > 0; n--, v++)
		v->title.plain = prose_typo(&s->p, v->title.plain);
}

static void
mutate_contents(struct site *s, struct article *v, uint32_t n)
{
	for (; n > 0; n--, v++)
		v->content_html = prose_edit(&s->p, v->content_html, 12);
}

/* All of it at once; of the old titles a third has been touched. */
static void
mutate_all(struct site *s, struct article *v, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		v[i].id = arena_printf(s->p.a, "urn:post:%x", 500000 - 7 * (i + prose_below(&s->p, 5)));
	mutate_slug(s, v, n);
	mutate_host(s, v, n);
	mutate_scheme(s, v, n);
	mutate_tracking(s, v, n);
	mutate_dates(s, v, n);
	for (i = 0; i < n; i++) {
		if (i % 3 == 0)
			mutate_titles(s, &v[i], 1);
		if (s->n_words > 0)
			mutate_contents(s, &v[i], 1);
	}
	mutate_order(s, v, n);
}

struct mutation {
	const char *name;
	void (*fn)(struct site *s, struct article *v, uint32_t n);
	bool is_partial;
};

static const struct mutation mutations[] = {
	{ "another scheme", mutate_scheme, .is_partial = false },
	{ "another host", mutate_host, .is_partial = false },
	{ "another slug", mutate_slug, .is_partial = false },
	{ "tracking and session parameters", mutate_tracking, .is_partial = false },
	{ "another form of guid", mutate_guid_format, .is_partial = false },
	{ "guids given to other articles", mutate_guid_reuse, .is_partial = false },
	{ "another order", mutate_order, .is_partial = false },
	{ "other dates", mutate_dates, .is_partial = false },
	{ "half of the document", NULL, .is_partial = true },
	{ "typing errors in titles", mutate_titles, .is_partial = false },
	{ "edited texts", mutate_contents, .is_partial = false },
	/*
	 * Where a source has no texts, all that is left of every third article is a title with a typing error in it: what
	 * is not told from others by that is held. At 1,000 articles none, at 5,000 ten.
	 */
	{ "another system: all at once", mutate_all, .is_partial = false },
};

static void
record_mutated(struct ground *f, struct site *s, const struct mutation *m, uint32_t n_fresh)
{
	struct document d, half;
	struct article *v;
	uint32_t i;

	show(s, &d, KNOWN + n_fresh, WINDOW + n_fresh);
	v = (struct article *)d.articles.v;
	if (m->fn != NULL)
		m->fn(s, v + n_fresh, d.articles.n - n_fresh);
	if (m->is_partial) {
		half = d;
		half.articles = (struct list){ .n = 0 };
		for (i = 0; i < d.articles.n; i += 2)
			*(struct article *)list_add(s->p.a, &half.articles, sizeof(*v)) = v[i];
		record(f, s, &half);
		s->now_s += 3600;
	}
	record(f, s, &d);
}

static void
run_mutation(struct ground *f, const struct mutation *m, struct tally *t)
{
	struct site *s = arena_zalloc(&f->a, sizeof(*s));
	struct census c = { .f = f, .owner = map_new(), .n_known = KNOWN };
	unsigned wrong = t->wrong, lost = t->false_new + t->held;
	uint32_t i;

	site_begin(f, s);
	each_article(f, s, on_article, &c);
	for (i = 0; i < FRESH; i++) {
		add_article(s);
		s->articles[s->n - 1].published.v = s->is_dated ? s->now_s - (int64_t)(FRESH - i) * 600 : 0;
	}
	record_mutated(f, s, m, FRESH);
	s->now_s += 3600;
	c.t = t;
	t->articles += WINDOW;
	t->fresh += FRESH;
	each_article(f, s, on_article, &c);
	if (getenv("MUTATION_REPORT") != NULL && (t->wrong > wrong || t->false_new + t->held > lost))
		printf("# %s: guid kind %u, %u words, %s: %u wrong, %u new or held\n", m->name, s->guid_kind, s->n_words,
		    s->is_dated ? "dated" : "undated", t->wrong - wrong, t->false_new + t->held - lost);
	map_free(c.owner);
}

static void
test_mutations(void **state)
{
	struct ground *f = *state;
	unsigned n_bad = 0;
	struct err e;
	size_t i;

	for (i = 0; i < COUNT(mutations); i++) {
		struct tally t = { .articles = 0 };
		unsigned k;

		f->n_made = (unsigned)i * 1000;
		assert_int_equal(store_begin(f->s, &e), 0);
		for (k = 0; k < f->n_sites; k++)
			run_mutation(f, &mutations[i], &t);
		assert_int_equal(store_commit(f->s, &e), 0);
		if (getenv("MUTATION_REPORT") != NULL)
			printf("# %-32s %5u articles: %u shown as new, %u held, %u taken for others; of %u new ones %u shown, %u held\n", mutations[i].name,
			    t.articles, t.false_new, t.held, t.wrong, t.fresh, t.fresh_shown, t.fresh_held);
		if (t.wrong > 0 || t.fresh_shown + t.fresh_held != t.fresh || t.false_new > 0)
			n_bad++;
		arena_reset(&f->a);
	}
	assert_int_equal(n_bad, 0);
}

/* ---- different articles that look alike ---- */

struct control {
	const char *name;
	void (*fill)(struct site *s, struct article *a, unsigned round, unsigned i);
	unsigned n, rounds; /* articles of each document, documents */
	int64_t step_s;
};

static void
fill_plain(struct site *s, struct article *a, unsigned round, unsigned i, struct str title, unsigned n_words)
{
	a->title.plain = title;
	a->url = arena_printf(s->p.a, "https://www.paper.example/a/%u/%s", round * 1000 + i, prose_slug(s->p.a, title).p);
	a->id = a->url;
	a->content_html = prose_html(&s->p, n_words);
}

static void
fill_roundup(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, i == 0 ? STR("The weekly roundup") : prose_title(&s->p), 150);
}

static void
fill_release(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, arena_printf(s->p.a, "Harbour tools version %u.%u released", round, i), 0);
	a->content_html = arena_printf(s->p.a, "<p>This release mends errors and adds small things. See the list of changes for all of them. "
	    "Thanks to everybody who sent reports. Checksums of the files are in the archive.</p><p>%s</p>", prose_name(&s->p).p);
}

static void
fill_weather(struct site *s, struct article *a, unsigned round, unsigned i)
{
	static const char *const places[] = { "Melbrun", "Ostford", "Kelvik", "Fenholm", "Dunby", "Rosgard", "Stenmouth", "Ulmstad" };

	fill_plain(s, a, round, i, arena_printf(s->p.a, "Weather for %s", places[i % COUNT(places)]), 0);
	a->url = a->id = arena_printf(s->p.a, "https://www.paper.example/weather/forecast-%s?day=%u", places[i % COUNT(places)], round);
	a->content_html = arena_printf(s->p.a, "<p>Highest %u degrees, lowest %u degrees. Wind from the %s at %u kilometres an hour. Chance of rain %u "
	    "percent. Sunrise at 6:%02u, sunset at 18:%02u. Data from the coast observatory, without warranty of any kind.</p>",
	    12 + prose_below(&s->p, 20), prose_below(&s->p, 12), prose_below(&s->p, 2) != 0 ? "west" : "east", prose_below(&s->p, 60),
	    prose_below(&s->p, 101), prose_below(&s->p, 60), prose_below(&s->p, 60));
}

static void
fill_horoscope(struct site *s, struct article *a, unsigned round, unsigned i)
{
	static const char *const signs[] = { "Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio", "Sagittarius", "Capricorn",
		"Aquarius", "Pisces" };

	fill_plain(s, a, round, i, arena_printf(s->p.a, "Your week: %s", signs[i % COUNT(signs)]), 0);
	a->url = a->id = arena_printf(s->p.a, "https://www.paper.example/h/%u-%u", round, i);
	a->content_html = STR_NONE;
}

static void
fill_obituary(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, arena_printf(s->p.a, "Obituary: %s", prose_name(&s->p).p), 100);
}

static void
fill_bulletin(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, STR("Traffic bulletin"), 0);
	a->id = arena_printf(s->p.a, "bulletin-%u", round);
	a->url = arena_printf(s->p.a, "https://www.paper.example/traffic/bulletin-now?at=%u", round);
	a->content_html = arena_printf(s->p.a, "<p>Tailback of %u kilometres on road %u near %s. Roadworks between junctions %u and %u. Drive with care "
	    "and keep a lane free for ambulances. The next bulletin follows in an hour.</p>", 1 + prose_below(&s->p, 20), prose_below(&s->p, 99),
	    prose_name(&s->p).p, prose_below(&s->p, 40), prose_below(&s->p, 40));
}

/* Hand-written: no guid, and every link is the home page. */
static void
fill_home(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, prose_title(&s->p), 60);
	a->id = STR_NONE;
	a->url = STR("https://www.paper.example/");
}

static void
fill_renumbered(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, prose_title(&s->p), 100);
	a->id = arena_printf(s->p.a, "item-%u", i); /* counted anew each time */
}

/* The same form about other rivers: names differ in a few letters. */
static void
fill_warning(struct site *s, struct article *a, unsigned round, unsigned i)
{
	struct str name = prose_name(&s->p);

	name = arena_printf(s->p.a, "%s %c%c", name.p, (char)('A' + round), (char)('a' + i)); /* no two of them are the same */
	fill_plain(s, a, round, i, arena_printf(s->p.a, "Flood warning for the river %s", name.p), 0);
	a->id = arena_printf(s->p.a, "warning-%u-%u", round, i);
	a->content_html = arena_printf(s->p.a, "<p>The water authority has issued a warning for the river %s. Keep away from the banks, move "
	    "animals and machines to higher ground, and follow what the authorities say. This warning holds until it is lifted. Further "
	    "reports are read every hour on the radio and stand on the board of the town hall.</p>", name.p);
}

static void
fill_picture(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, STR("Picture of the day"), 0);
	a->content_html = arena_printf(s->p.a, "<p><img src='https://img.example/%u.jpg'> Photo: %s</p>", prose_below(&s->p, 99999), prose_name(&s->p).p);
}

static void
fill_chapter(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, arena_printf(s->p.a, "The long road north, part %u", round * 20 + i), 120);
}

static void
fill_untitled(struct site *s, struct article *a, unsigned round, unsigned i)
{
	fill_plain(s, a, round, i, STR_NONE, 12);
	a->id = a->url = arena_printf(s->p.a, "https://www.paper.example/note/%u", round * 50 + i);
}

static const struct control controls[] = {
	{ "one title each week", fill_roundup, 10, 4, 7 * DAY },
	{ "one title, a single item, all of it new each week", fill_roundup, 1, 6, 7 * DAY },
	{ "releases that differ in a number", fill_release, 12, 3, DAY },
	{ "weather: a form with other numbers each day", fill_weather, 8, 4, DAY },
	{ "horoscopes without a text", fill_horoscope, 12, 3, 7 * DAY },
	{ "obituaries of different people", fill_obituary, 15, 3, DAY },
	{ "a bulletin each hour, alone in its document", fill_bulletin, 1, 8, 3600 },
	{ "no guids, links to the home page", fill_home, 6, 3, DAY },
	{ "no guids, links to the home page, one item", fill_home, 1, 4, DAY },
	{ "guids counted anew in each document", fill_renumbered, 10, 3, DAY },
	{ "warnings of one form, about different rivers", fill_warning, 8, 4, DAY },
	{ "one warning at a time", fill_warning, 1, 8, 5 * 3600 },
	{ "a picture each day, alone", fill_picture, 1, 6, DAY },
	{ "a picture each day, with the last five", fill_picture, 5, 4, 5 * DAY },
	{ "parts of one story", fill_chapter, 20, 3, 7 * DAY },
	{ "short notes without titles", fill_untitled, 20, 3, DAY },
};

static unsigned
run_control(struct ground *f, const struct control *c)
{
	struct site *s = arena_zalloc(&f->a, sizeof(*s));
	struct record_result r;
	unsigned round, i, n_lost = 0;
	struct err e;

	site_init(f, s);
	assert_int_equal(store_sources_sync(f->s, &s->source, 1, &e), 0);
	for (round = 0; round < c->rounds; round++) {
		struct document d = { .format = STR_NONE };

		d.link = STR("https://www.paper.example/");
		for (i = 0; i < c->n; i++) {
			struct article *a = list_add(&f->a, &d.articles, sizeof(*a));

			c->fill(s, a, round, i);
			if (s->is_dated)
				a->published = (struct opt_int){ s->now_s - i * (c->step_s / (2 * c->n)), true };
		}
		r = record(f, s, &d);
		if (r.n_new != c->n && f->n_made % 7 < 2 && getenv("MUTATION_REPORT") != NULL)
			printf("# control %s, %s, document %u: of %u %u new, %u held, %u changed, %u quiet, %u unchanged, %u compared\n", c->name,
			    s->is_dated ? "dated" : "undated", round, c->n, r.n_new, r.n_held, r.n_changed, r.n_quiet, r.n_unchanged, r.n_rebound);
		n_lost += c->n - r.n_new - r.n_held;
		s->now_s += c->step_s;
	}
	return n_lost;
}

static void
test_controls(void **state)
{
	struct ground *f = *state;
	unsigned n_bad = 0, k, lost;
	size_t i;

	for (i = 0; i < COUNT(controls); i++) {
		for (lost = 0, k = 0; k < f->n_sites; k++)
			lost += run_control(f, &controls[i]);
		if (lost > 0)
			printf("# %s: %u articles were taken for others\n", controls[i].name, lost);
		n_bad += lost;
		arena_reset(&f->a);
	}
	assert_int_equal(n_bad, 0);
}

/* ---- recorded documents ---- */

#define RECORDED_MIN 5U /* articles with a title: fewer are no document of a source */

static bool
read_document(struct ground *f, const char *path, struct document *out)
{
	static char bytes[8U << 20];
	struct parse_input in = { .bytes = { bytes, 0 } };
	struct document d = { .format = STR_NONE };
	struct article *v;
	FILE *file = fopen(path, "rb");
	struct err e;
	uint32_t i;

	if (file == NULL)
		return false;
	in.bytes.n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	if (parse_document(&f->a, &in, &d, &e) != 0)
		return false;
	normalise_document(&f->a, &d);
	*out = d;
	out->articles = (struct list){ .n = 0 };
	for (v = d.articles.v, i = 0; i < d.articles.n && out->articles.n < WINDOW; i++) {
		if (v[i].title.plain.n < 4)
			continue;
		v[i].rights.plain = arena_printf(&f->a, "%u", 1000 + out->articles.n);
		v[i].raw_hash.is_set = false;
		*(struct article *)list_add(&f->a, &out->articles, sizeof(*v)) = v[i];
	}
	return out->articles.n >= RECORDED_MIN;
}

static void
run_recorded(struct ground *f, const struct mutation *m, const char *path, struct tally *t)
{
	struct site *s = arena_zalloc(&f->a, sizeof(*s));
	struct census c = { .f = f, .owner = map_new(), .n_known = WINDOW };
	struct document d, half;
	struct err e;
	uint32_t i;

	site_init(f, s);
	s->guid_kind = 0;
	s->now_s = START + 1000 * DAY;
	if (read_document(f, path, &d) && store_sources_sync(f->s, &s->source, 1, &e) == 0) {
		record(f, s, &d);
		each_article(f, s, on_article, &c);
		s->now_s += 3600;
		if (m->fn != NULL)
			m->fn(s, d.articles.v, d.articles.n);
		for (half = d, half.articles = (struct list){ .n = 0 }, i = 0; i < d.articles.n; i += 2)
			*(struct article *)list_add(&f->a, &half.articles, sizeof(struct article)) = ((struct article *)d.articles.v)[i];
		if (m->is_partial)
			record(f, s, &half);
		record(f, s, &d);
		c.t = t;
		t->articles += d.articles.n;
		i = t->false_new + t->held + t->wrong;
		each_article(f, s, on_article, &c);
		if (t->false_new + t->held + t->wrong > i)
			printf("# %s: %s: %u\n", m->name, path, t->false_new + t->held + t->wrong - i);
	}
	map_free(c.owner);
}

static void
test_recorded(void **state)
{
	struct ground *f = *state;
	const char *list = getenv("MUTATION_FEEDS");
	char path[4096];
	FILE *paths;
	size_t i;

	for (i = 0; list != NULL && i < COUNT(mutations); i++) {
		struct tally t = { .articles = 0 };

		paths = fopen(list, "r");
		assert_non_null(paths);
		f->n_made = 100000 + (unsigned)i * 10000;
		while (fgets(path, sizeof(path), paths) != NULL) {
			path[strcspn(path, "\n")] = '\0';
			run_recorded(f, &mutations[i], path, &t);
			arena_reset(&f->a);
		}
		fclose(paths);
		printf("# recorded: %-32s %5u articles: %u shown as new, %u held, %u taken for others\n", mutations[i].name, t.articles, t.false_new, t.held,
		    t.wrong);
	}
}

/* ---- ---- */

static int
set_up(void **state)
{
	struct ground *f = mem_zalloc(sizeof(*f));
	const char *n = getenv("MUTATIONS");
	struct err e;

	strcpy(f->dir, "/tmp/ledger.XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	arena_init(&f->a, SIZE_MAX / 4, NULL);
	f->n_sites = (unsigned)(n != NULL ? strtoul(n, NULL, 10) : 350) / WINDOW;
	assert_int_equal(store_open(&f->s, "sqlite:", f->dir, STORE_WRITER, &e), 0);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct ground *f = *state;
	char command[64];

	store_close(f->s);
	arena_release(&f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_mutations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_controls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_recorded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("mutation", tests, NULL, NULL);
}
