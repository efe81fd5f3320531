/*
 * How fast pages become articles: CPU of one core, as a worker does it but
 * without its process around it. extract [-n ROUNDS] FILE...
 */
#include "config.h"
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "worker/job.h"

#define PAGE_MAX (16U << 20)
#define ARENA_MAX (512U << 20)

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

int
main(int argc, char **argv)
{
	int c, rounds = 1, i, k, pages = 0, failed = 0;
	double spent = 0, start, bytes = 0, best;
	struct answer answer;
	struct job job = { .kind = JOB_PAGE };
	struct buf page;
	struct arena a;

	while ((c = getopt(argc, argv, "n:")) == 'n')
		rounds = atoi(optarg);
	xmlInitParser();
	arena_init(&a, ARENA_MAX, NULL);
	buf_init(&page, PAGE_MAX);
	for (i = optind; i < argc; i++) {
		if (read_page(argv[i], &page) != 0)
			continue;
		job.bytes = buf_str(&page);
		for (best = 0, k = 0; k < rounds; k++) {
			answer = (struct answer){ .err = { .kind = ERR_NONE } };
			start = cpu_s();
			job_run(&a, &job, &answer);
			start = cpu_s() - start;
			best = k == 0 || start < best ? start : best;
			arena_reset(&a);
		}
		spent += best;
		bytes += (double)page.n;
		failed += answer.err.kind != ERR_NONE;
		pages++;
	}
	printf("%d pages, %d without an article, %.1f MB, %.3f s: %.0f pages/s, %.1f MB/s\n", pages, failed, bytes / 1e6, spent, pages / spent,
	    bytes / 1e6 / spent);
	buf_release(&page);
	arena_release(&a);
	return 0;
}
