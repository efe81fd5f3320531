/*
 * What reading feeds costs: drives what a parser worker does, over documents
 * from files, in one process, and says what it has read. tests/bench/run.py
 * measures it beside others.
 *
 *   parse model LIST          XML or JSON into the model, HTML bodies as they stood
 *   parse answer LIST         and normalised, sanitised and encoded: all that a worker does
 *   parse learn LIST FILE     the same, and keeps every item's fingerprint in FILE
 *   parse again LIST FILE     the same when 19 of 20 of those are known: a poll that brings 5 % new items
 *
 * LIST names one document a line. One at a time is in memory, as in a worker.
 */
#include "config.h"
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "parse/charset.h"
#include "parse/parse.h"
#include "worker/job.h"

#define BASE STR("http://example.org/feed")

struct bench {
	struct arena a;
	struct buf body, out, known;
	struct str rest;    /* of the fingerprints */
	size_t n_documents, n_bytes, n_articles, n_failed, n_answered;
	uint64_t answers; /* hash of all answers: runs of one program must agree */
};

static int
read_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *to;
	size_t n;

	buf_clear(b);
	if (f == NULL)
		return -1;
	while ((to = buf_reserve(b, 65536)) != NULL && (n = fread(to, 1, 65536, f)) > 0)
		buf_added(b, n);
	fclose(f);
	return 0;
}

static int
write_file(const char *path, struct str bytes)
{
	FILE *f = fopen(path, "wb");
	size_t n = f != NULL ? fwrite(bytes.p, 1, bytes.n, f) : 0;

	return f != NULL && fclose(f) == 0 && n == bytes.n ? 0 : -1;
}

static void
run_model(struct bench *b)
{
	struct parse_input in = { .bytes = buf_str(&b->body), .base_url = BASE };
	struct document *d = arena_zalloc(&b->a, sizeof(*d));
	struct err e;

	if (parse_document(&b->a, &in, d, &e) != 0)
		b->n_failed++;
	b->n_articles += d->articles.n;
}

static int
by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Their number, and they in ascending order, every twentieth item left out. */
static void
keep_fingerprints(struct buf *to, const struct document *d)
{
	const struct article *v = d->articles.v;
	size_t head = to->n;
	int64_t n = 0;
	uint32_t i;

	buf_add(to, &n, sizeof(n));
	for (i = 0; i < d->articles.n; i++)
		if (i % 20 != 0 && v[i].raw_hash.is_set && ++n > 0)
			buf_add(to, &v[i].raw_hash.v, sizeof(v[i].raw_hash.v));
	memcpy(to->p + head, &n, sizeof(n));
	qsort(to->p + head + sizeof(n), (size_t)n, sizeof(n), by_value);
}

static void
answer_job(struct bench *b, struct str known, bool learns)
{
	struct job job = { .kind = JOB_FEED, .bytes = buf_str(&b->body), .url = BASE, .fingerprints = known };
	struct answer *answer = arena_zalloc(&b->a, sizeof(*answer));

	job_run(&b->a, &job, answer);
	buf_clear(&b->out);
	if (answer->err.kind != ERR_NONE || model_encode(&b->out, &answer->document, &shape_document) != 0)
		b->n_failed++;
	b->n_articles += answer->document.articles.n;
	b->n_answered += b->out.n;
	b->answers = hash_fast(buf_str(&b->out), b->answers);
	if (learns)
		keep_fingerprints(&b->known, &answer->document);
}

static void
run_answer(struct bench *b)
{
	answer_job(b, STR_NONE, false);
}

static void
run_learn(struct bench *b)
{
	answer_job(b, STR_NONE, true);
}

static void
run_again(struct bench *b)
{
	int64_t n = 0;
	struct str known;

	if (b->rest.n >= sizeof(n))
		memcpy(&n, b->rest.p, sizeof(n));
	b->rest = str_skip(b->rest, sizeof(n));
	known = str_head(b->rest, (size_t)n * sizeof(n));
	b->rest = str_skip(b->rest, known.n);
	answer_job(b, known, false);
}

static const struct mode {
	const char *name;
	void (*run)(struct bench *b);
} modes[] = { { "model", run_model }, { "answer", run_answer }, { "learn", run_learn }, { "again", run_again } };

static const struct mode *
find_mode(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, name) == 0)
			return &modes[i];
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct mode *mode = argc >= 3 ? find_mode(argv[1]) : NULL;
	bool is_learning = mode != NULL && mode->run == run_learn, needs_file = is_learning || (mode != NULL && mode->run == run_again);
	struct bench b = { .n_documents = 0 };
	char path[4096];
	FILE *list;

	if (mode == NULL || argc != 3 + needs_file || (list = fopen(argv[2], "r")) == NULL) {
		fputs("usage: parse model|answer LIST, parse learn|again LIST FILE\n", stderr);
		return 2;
	}
	xmlInitParser();
	arena_init(&b.a, SIZE_MAX / 4, NULL);
	buf_init(&b.body, SIZE_MAX / 4);
	buf_init(&b.out, SIZE_MAX / 4);
	buf_init(&b.known, SIZE_MAX / 4);
	if (needs_file && !is_learning && read_file(&b.known, argv[3]) != 0)
		return 1;
	b.rest = buf_str(&b.known);
	while (fgets(path, sizeof(path), list) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		if (read_file(&b.body, path) != 0) {
			fprintf(stderr, "parse: %s: cannot be read\n", path);
			return 1;
		}
		b.n_documents++;
		b.n_bytes += b.body.n;
		mode->run(&b);
		arena_reset(&b.a);
	}
	fclose(list);
	printf("documents=%zu bytes=%zu articles=%zu failed=%zu answered=%zu hash=%016llx\n", b.n_documents, b.n_bytes, b.n_articles,
	    b.n_failed, b.n_answered, (unsigned long long)b.answers);
	if (is_learning && write_file(argv[3], buf_str(&b.known)) != 0)
		return 1;
	buf_release(&b.known);
	buf_release(&b.out);
	buf_release(&b.body);
	arena_release(&b.a);
	return 0;
}
