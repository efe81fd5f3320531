/*
 * What it costs to find an article's story, by the number of articles that the
 * ledger has: processor time for each of the last LAST added, at every tenfold.
 * usage: cluster [ARTICLES [DAYS]]: so many articles spread over so many days.
 */
#include "config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/cluster.h"

#define LAST 5000
#define WORDS 160      /* of a text */
#define VOCABULARY 60000
#define SOURCES 500
#define RETOLD 5       /* one article of so many tells the story of one before, with every third word changed */
#define RECENT 64      /* stories that may be told again */

struct random {
	uint64_t state;
};

static uint64_t
next(struct random *r)
{
	r->state = r->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return r->state >> 33;
}

/* Few words are most of a text, as in any language. */
static unsigned
word(struct random *r)
{
	double x = (double)(next(r) % 1000000) / 1000000;

	return (unsigned)(x * x * x * VOCABULARY);
}

static void
spell(unsigned n, struct random *r, char *out)
{
	static const char letters[] = "etaoinshrdlucmfwypvbgkjqxz";
	unsigned i, length = 4 + n % 7;

	for (i = 0; i < length; i++, n = n / 26 + 7919 * (i + 1))
		out[i] = letters[n % 26];
	out[length] = '\0';
	if (next(r) % 12 == 0)
		out[0] = (char)(out[0] - 'a' + 'A');
}

static void
write_text(const unsigned *words, struct random *r, struct buf *out)
{
	char text[16];
	unsigned i;

	buf_clear(out);
	for (i = 0; i < WORDS; i++) {
		spell(words[i], r, text);
		buf_printf(out, "%s ", text);
		if (i % 40 == 20)
			buf_printf(out, "%u ", words[i] + 10);
	}
}

static double
cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fill(struct store *s, int64_t n_all, int64_t days)
{
	static unsigned recent[RECENT][WORDS];
	struct random r = { 42 }, caps;
	double began = 0;
	int64_t row, when_s, next_stop = 10000;
	struct err e;
	struct buf text;
	unsigned i, slot;

	buf_init(&text, 1 << 20);
	for (row = 1; row <= n_all; row++) {
		struct article a = { .url = STR_NONE };
		char url[64];

		if (row == next_stop - LAST)
			began = cpu_s();
		slot = (unsigned)(next(&r) % RECENT);
		for (i = 0; i < WORDS; i++)
			if (row % RETOLD != 0 || row < RECENT || next(&r) % 3 == 0)
				recent[slot][i] = word(&r);
		caps.state = slot;
		write_text(recent[slot], &caps, &text);
		snprintf(url, sizeof(url), "https://s%u.example/%lld", (unsigned)(row % SOURCES), (long long)row);
		a.url = str_from(url);
		a.content_text = buf_str(&text);
		when_s = 1700000000 + row * days * 86400 / n_all;
		if ((row % 1000 == 1 && store_begin(s, &e) != 0) || cluster_add(s, row, row % SOURCES, when_s, when_s, &a, &e) != 0 ||
		    (row % 1000 == 0 && store_commit(s, &e) != 0)) {
			fprintf(stderr, "%s\n", e.text);
			exit(1);
		}
		if (row == next_stop || row == n_all) {
			printf("%10lld articles in %lld days: %.3f ms of processor time for one more\n", (long long)row, (long long)days,
			    (cpu_s() - began) * 1e3 / LAST);
			fflush(stdout);
			next_stop = next_stop * 10 < n_all ? next_stop * 10 : n_all;
		}
	}
	buf_release(&text);
}

int
main(int argc, char **argv)
{
	int64_t n_all = argc > 1 ? atoll(argv[1]) : 1000000, days = argc > 2 ? atoll(argv[2]) : 365;
	char dir[] = "/tmp/cluster.XXXXXX", command[64];
	struct store *s;
	struct err e;

	if (n_all < 10000 || mkdtemp(dir) == NULL || store_open(&s, "sqlite:", dir, STORE_WRITER, &e) != 0)
		return 1;
	fill(s, n_all - n_all % 1000, days);
	snprintf(command, sizeof(command), "du -sk %s", dir);
	if (system(command) != 0)
		return 1;
	store_close(s);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command) == 0 ? 0 : 1;
}
