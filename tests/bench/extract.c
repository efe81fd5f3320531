/*
 * How fast pages become articles, and what memory they take: CPU of one core
 * and growth of the heap above what was there before the page, as a worker
 * that already runs does it, but without its process around it.
 * extract [-n ROUNDS] [-v] FILE...
 */
#include "config.h"
#include <libxml/parser.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "worker/job.h"

#define PAGE_MAX (16U << 20)
#define ARENA_MAX (512U << 20)
#define BLOCK_HEAD 16U /* bytes that the heap itself takes for a block */
#define HEAP_BEFORE ((size_t)1 << 40) /* bytes: what is freed of it does not go below nothing */
#define SMALL 16384U   /* bytes of a page of which the ratio says nothing */

/* ---- the heap ---- */

/* All that the library and we ask for goes through these: symbols of the program come before the C library's. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void __libc_free(void *p);

static size_t heap_now, heap_peak;
static bool is_counting; /* in a round of its own: it takes time */

static void *
counted(void *p)
{
	if (p != NULL && is_counting)
		heap_now += malloc_usable_size(p) + BLOCK_HEAD;
	if (heap_now > heap_peak)
		heap_peak = heap_now;
	return p;
}

void *
malloc(size_t n)
{
	return counted(__libc_malloc(n));
}

void *
calloc(size_t n, size_t size)
{
	return counted(__libc_calloc(n, size));
}

void
free(void *p)
{
	if (p != NULL && is_counting)
		heap_now -= malloc_usable_size(p) + BLOCK_HEAD;
	__libc_free(p);
}

void *
realloc(void *p, size_t n)
{
	size_t old = p != NULL && is_counting ? malloc_usable_size(p) + BLOCK_HEAD : 0;
	void *q = __libc_realloc(p, n);

	if (q == NULL && n > 0)
		return NULL;
	heap_now -= old;
	return counted(q);
}

/* ---- pages ---- */

struct page_cost {
	const char *path;
	double cpu_s, growth; /* times the page */
	size_t bytes, peak;
};

static double
cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
read_page(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char piece[65536];
	size_t n;

	buf_clear(out);
	if (f == NULL)
		return -1;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	fclose(f);
	return out->is_full ? -1 : 0;
}

/* True when there is an article in it. */
static bool
measure(struct arena *a, struct str page, int rounds, struct page_cost *cost)
{
	struct job job = { .kind = JOB_PAGE, .bytes = page };
	struct answer answer = { .err = { .kind = ERR_NONE } };
	double start;
	int k;

	for (k = 0; k < rounds; k++) {
		answer = (struct answer){ .err = { .kind = ERR_NONE } };
		arena_reset(a);
		start = cpu_s();
		job_run(a, &job, &answer);
		start = cpu_s() - start;
		cost->cpu_s = k == 0 || start < cost->cpu_s ? start : cost->cpu_s;
	}
	arena_reset(a); /* as a worker that already runs: it keeps its newest chunk */
	answer = (struct answer){ .err = { .kind = ERR_NONE } };
	is_counting = true;
	heap_now = heap_peak = HEAP_BEFORE;
	job_run(a, &job, &answer);
	is_counting = false;
	cost->peak = heap_peak - HEAP_BEFORE;
	cost->bytes = page.n;
	cost->growth = page.n > 0 ? (double)cost->peak / (double)page.n : 0;
	return answer.err.kind == ERR_NONE;
}

static int
compare_growth(const void *a, const void *b)
{
	const struct page_cost *x = a, *y = b;

	return (x->growth > y->growth) - (x->growth < y->growth);
}

static void
print(struct page_cost *v, int n, int failed)
{
	double spent = 0, bytes = 0;
	int i, n_large = 0;
	size_t small = 0;

	for (i = 0; i < n; i++) {
		spent += v[i].cpu_s;
		bytes += (double)v[i].bytes;
		if (v[i].bytes >= SMALL)
			v[n_large++] = v[i];
		else if (v[i].peak > small)
			small = v[i].peak;
	}
	printf("%d pages, %d without an article, %.1f MB, %.3f s: %.0f pages/s, %.1f MB/s\n", n, failed, bytes / 1e6, spent, n / spent, bytes / 1e6 / spent);
	qsort(v, (size_t)n_large, sizeof(*v), compare_growth);
	if (n_large > 0)
		printf("memory: %.1f times the page (half of them), %.1f (99 of 100), %.1f (%s); under %u KiB at most %zu KiB\n", v[n_large / 2].growth, v[n_large * 99 / 100].growth,
		    v[n_large - 1].growth, v[n_large - 1].path, SMALL >> 10, small >> 10);
}

int
main(int argc, char **argv)
{
	int c, rounds = 1, i, n = 0, failed = 0;
	struct page_cost *costs = calloc((size_t)argc, sizeof(*costs));
	bool is_verbose = false;
	struct buf page;
	struct arena a;

	while ((c = getopt(argc, argv, "n:v")) != -1) {
		if (c == 'n')
			rounds = atoi(optarg);
		is_verbose = is_verbose || c == 'v';
	}
	xmlInitParser();
	arena_init(&a, ARENA_MAX, NULL);
	buf_init(&page, PAGE_MAX);
	for (i = optind; i < argc; i++) {
		if (read_page(argv[i], &page) != 0)
			continue;
		costs[n].path = argv[i];
		failed += !measure(&a, buf_str(&page), rounds, &costs[n]);
		if (is_verbose)
			printf("%s: %zu bytes, %.1f ms, %zu KiB (%.1f times)\n", argv[i], costs[n].bytes, 1000 * costs[n].cpu_s, costs[n].peak >> 10, costs[n].growth);
		n++;
	}
	if (n > 0)
		print(costs, n, failed);
	free(costs);
	buf_release(&page);
	arena_release(&a);
	return n > 0 ? 0 : 1;
}
