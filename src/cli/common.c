#include "config.h"
#include "cli/common.h"

#include <errno.h>
#include <stdio.h>
#include <uv.h>

#include "worker/pool.h"

static const char *program = "/proc/self/exe"; /* this very file, replaced on disk or not */

const char *
own_program(void)
{
	return program;
}

void
own_program_is(const char *path)
{
	program = path;
}

int
read_bytes(const char *path, const char *verb, struct buf *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char piece[65536];
	size_t n;
	int rc = 0;

	if (f == NULL) {
		fprintf(stderr, "feedwright %s: %s: %s\n", verb, path, strerror(errno));
		return -1;
	}
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), f)) > 0)
		rc = buf_add(out, piece, n);
	if (rc != 0) {
		fprintf(stderr, "feedwright %s: %s: over %zu bytes\n", verb, path, out->max);
	} else if (ferror(f)) {
		fprintf(stderr, "feedwright %s: %s: %s\n", verb, path, strerror(errno));
		rc = -1;
	}
	if (f != stdin)
		fclose(f);
	return rc;
}

struct wait {
	struct arena *a;
	struct answer *out;
	struct pool *pool;
};

static void
on_closed(void *arg)
{
	(void)arg;
}

static void
on_answer(struct answer *answer, struct arena *arena, void *arg)
{
	struct wait *w = arg;

	*w->a = *arena;
	arena_init(arena, arena->max, NULL);
	*w->out = *answer;
	pool_close(w->pool, on_closed, NULL);
}

void
run_job_and_wait(const struct job *job, struct arena *a, struct answer *out)
{
	struct pool_options o = { .program = program, .n_workers = 1 };
	struct wait w = { .a = a, .out = out };
	uv_loop_t loop;

	uv_loop_init(&loop);
	w.pool = pool_new(&loop, &o);
	pool_start(w.pool, job, on_answer, &w);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
}

bool
is_article_file(const char *name)
{
	static const char *const endings[] = { ".txt", ".md", ".markdown" };
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_ends(str_from(name), str_from(endings[i])))
			return true;
	return false;
}
