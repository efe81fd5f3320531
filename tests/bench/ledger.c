/*
 * What a ledger costs as it grows: tests/bench/ledger DIR [ARTICLES…], sizes
 * ascending (10000 1000000). Sources of made-up articles fill it; at each size
 * it is measured what a poll costs that brings one new article of 25, one of
 * which all 25 are new, and one with an edit; composing and rendering a feed of 60 out of ten
 * sources and out of all; finding an article; and the size of the file. CPU time, best of several.
 */
#include "config.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "compose/compose.h"
#include "prose.h"
#include "render/render.h"
#include "store/store.h"

#define SOURCES 1000U
#define SHOWN 25U  /* articles of a document */
#define FILL 50U   /* the same while the ledger is filled */
#define BODIES 512U
#define ROUNDS 40U /* polls a measurement */
#define START INT64_C(1500000000)

struct bench {
	struct store *s;
	struct arena a, round;
	struct prose p;
	struct source sources[SOURCES];
	char names[SOURCES][16];
	unsigned counts[SOURCES]; /* articles */
	struct str bodies[BODIES];
	int64_t now_s;
	uint64_t n;
	char path[512];
};

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
die(const struct err *e)
{
	fprintf(stderr, "ledger: %s\n", e->text);
	exit(1);
}

static void
make_article(struct bench *b, struct article *out, unsigned source, unsigned i)
{
	struct prose p = { .state = 1 + (uint64_t)source * 1000003U + i * 7919U, .a = &b->round };
	struct str first, second;
	unsigned k;

	for (k = 0; k < 8; k++)
		prose_random(&p);
	first = b->bodies[prose_below(&p, BODIES)];
	second = b->bodies[prose_below(&p, BODIES)];
	*out = (struct article){ .id = arena_printf(&b->round, "https://site%u.example/?p=%u", source, i) };
	out->title.plain = prose_title(&p);
	out->url = arena_printf(&b->round, "https://site%u.example/%u/%s.html", source, i / 100, prose_slug(&b->round, out->title.plain).p);
	out->content_html = arena_printf(&b->round, "<p>%.*s %u</p>%.*s%.*s", STR_ARG(out->title.plain), i, STR_ARG(first), STR_ARG(second));
	out->published = (struct opt_int){ START + (int64_t)i * 7200 + source, true };
	out->date_from = STR("feed");
	out->raw_hash = (struct opt_int){ (int64_t)(source * 1000000U + i), true };
}

/* The newest so many of the first n, newest first. */
static void
record(struct bench *b, unsigned source, unsigned n, unsigned shown, bool is_edit)
{
	struct record_options o = { .url = "https://site.example/feed" };
	struct document d = { .format = STR("rss20") };
	struct record_result r;
	struct article *a;
	struct err e;
	unsigned i;

	for (i = 0; i < shown && i < n; i++) {
		a = list_add(&b->round, &d.articles, sizeof(*a));
		make_article(b, a, source, n - 1 - i);
		if (is_edit && i == 3) {
			a->content_html = arena_printf(&b->round, "%.*s<p>Edited at %" PRId64 ".</p>", STR_ARG(a->content_html), b->now_s);
			a->raw_hash.v ^= b->now_s << 20;
		}
	}
	if (store_record(b->s, &b->sources[source], &d, b->now_s++, &o, &r, &e) != 0)
		die(&e);
	b->n += r.n_new;
	b->counts[source] = n;
	arena_reset(&b->round);
}

static void
fill(struct bench *b, uint64_t want)
{
	struct err e;
	unsigned i = 0;

	if (store_begin(b->s, &e) != 0)
		die(&e);
	while (b->n < want) {
		record(b, i % SOURCES, b->counts[i % SOURCES] + (want - b->n < FILL ? (unsigned)(want - b->n) : FILL), FILL, false);
		if (++i % 200 == 0 && (store_commit(b->s, &e) != 0 || store_begin(b->s, &e) != 0))
			die(&e);
	}
	if (store_commit(b->s, &e) != 0)
		die(&e);
}

enum poll { POLL_ONE = 0, POLL_ALL, POLL_EDIT, POLL_NONE, POLLS };

/* Microseconds of one poll, of its documents' making apart; each kind in turn, one transaction each. */
static void
measure_polls(struct bench *b, double best[POLLS])
{
	static const unsigned fresh[POLLS] = { 1, SHOWN, 0, 0 };
	struct err e;
	unsigned i, k, source;
	double from, us;

	for (k = 0; k < POLLS; k++)
		best[k] = 0;
	for (i = 0; i < ROUNDS; i++)
		for (k = 0; k < POLLS; k++) {
			source = (i * 37 + k * 251) % SOURCES;
			from = cpu_us();
			if (store_begin(b->s, &e) != 0)
				die(&e);
			record(b, source, b->counts[source] + fresh[k], SHOWN, k == POLL_EDIT);
			if (store_commit(b->s, &e) != 0)
				die(&e);
			us = cpu_us() - from;
			best[k] += us / ROUNDS;
		}
}

/* What making the documents costs: to be taken off. */
static double
measure_making(struct bench *b)
{
	struct document d;
	double from = cpu_us();
	unsigned i, k;

	for (i = 0; i < ROUNDS; i++) {
		d = (struct document){ .format = STR_NONE };
		for (k = 0; k < SHOWN; k++)
			make_article(b, list_add(&b->round, &d.articles, sizeof(struct article)), i, k);
		arena_reset(&b->round);
	}
	return (cpu_us() - from) / ROUNDS;
}

static void
measure_feed(struct bench *b, const char *dir, unsigned n_sources, double *compose_us, double *render_us)
{
	size_t *shown = mem_zalloc(SOURCES * sizeof(*shown));
	struct feed feed = { .name = (char *)(uintptr_t)"f", .items_max = 60, .sources = shown, .n_sources = n_sources };
	struct settings settings = { .sources = b->sources, .n_sources = SOURCES, .feeds = &feed, .n_feeds = 1 };
	struct render_site site = { .public_url = (char *)(uintptr_t)"https://p.example" };
	struct composer *c;
	struct composition out;
	struct store *reader;
	struct buf body;
	struct err e;
	unsigned i;
	double from, us;

	for (i = 0; i < n_sources; i++)
		shown[i] = i * (SOURCES / n_sources);
	if (store_open(&reader, "sqlite:", dir, STORE_READER, &e) != 0)
		die(&e);
	c = composer_new(&settings, NULL, NULL);
	buf_init(&body, 64U << 20);
	*compose_us = *render_us = 1e12;
	for (i = 0; i < 10; i++) {
		from = cpu_us();
		if (compose_feed(c, reader, &feed, b->now_s, &b->round, &out, &e) != 0)
			die(&e);
		us = cpu_us() - from;
		*compose_us = us < *compose_us ? us : *compose_us;
		buf_clear(&body);
		from = cpu_us();
		render_feed(FEED_ATOM, &out, &site, &body);
		us = cpu_us() - from;
		*render_us = us < *render_us ? us : *render_us;
		arena_reset(&b->round);
	}
	buf_release(&body);
	composer_free(c);
	store_close(reader);
	free(shown);
}

static void
report(struct bench *b, const char *dir)
{
	double polls[POLLS], making, few[2], all[2];
	struct stat st;
	uint64_t n = b->n;

	making = measure_making(b);
	measure_polls(b, polls);
	measure_feed(b, dir, 10, &few[0], &few[1]);
	measure_feed(b, dir, SOURCES, &all[0], &all[1]);
	stat(b->path, &st);
	printf("%9" PRIu64 " articles: poll none new %.0f us, one of %u new %.0f us, one edit %.0f us, all new %.0f us; compose 60 of 10 sources %.0f us, "
	       "of %u %.0f us; render %.0f us; %.0f bytes an article\n",
	    n, polls[POLL_NONE] - making, SHOWN, polls[POLL_ONE] - making, polls[POLL_EDIT] - making, polls[POLL_ALL] - making, few[0], SOURCES, all[0], all[1],
	    (double)st.st_size / (double)b->n);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	static const uint64_t usual[] = { 10000, 1000000 };
	struct bench *b = mem_zalloc(sizeof(*b));
	struct err e;
	size_t text = 0;
	int i;

	if (argc < 2) {
		fputs("usage: ledger DIR [ARTICLES…]\n", stderr);
		return 2;
	}
	arena_init(&b->a, SIZE_MAX / 4, NULL);
	arena_init(&b->round, SIZE_MAX / 4, NULL);
	b->p = (struct prose){ .state = 1234567, .a = &b->a };
	b->now_s = START + 20 * INT64_C(365) * 86400;
	for (i = 0; i < (int)BODIES; i++)
		text += (b->bodies[i] = prose_html(&b->p, 50 + prose_below(&b->p, 250))).n;
	for (i = 0; i < (int)SOURCES; i++) {
		snprintf(b->names[i], sizeof(b->names[i]), "s%d", i);
		b->sources[i] = (struct source){ .name = b->names[i], .url = b->names[i] };
	}
	snprintf(b->path, sizeof(b->path), "%s/ledger.db", argv[1]);
	if (store_open(&b->s, "sqlite:", argv[1], STORE_WRITER, &e) != 0 || store_sources_sync(b->s, b->sources, SOURCES, &e) != 0)
		die(&e);
	printf("texts of %zu bytes on average\n", text / BODIES);
	for (i = 0; i < (argc > 2 ? argc - 2 : (int)(sizeof(usual) / sizeof(usual[0]))); i++) {
		double from = cpu_us();
		uint64_t before = b->n, want = argc > 2 ? strtoull(argv[i + 2], NULL, 10) : usual[i];

		fill(b, want);
		if (b->n > before)
			printf("filled by %" PRIu64 ": %.0f us an article, its making included\n", b->n - before, (cpu_us() - from) / (double)(b->n - before));
		report(b, argv[1]);
	}
	store_close(b->s);
	arena_release(&b->a);
	arena_release(&b->round);
	free(b);
	return 0;
}
