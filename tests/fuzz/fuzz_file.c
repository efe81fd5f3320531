/* Any bytes as an article file; the first line is its name. */
#include "config.h"
#include "fuzz.h"
#include "worker/job.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct job job = { .kind = JOB_FILE };
	size_t line = str_find_char(bytes, '\n');

	if (line == STR_NPOS)
		return;
	job.name = str_head(bytes, line);
	job.bytes = str_skip(bytes, line + 1);
	job_run(a, &job, answer);
	FUZZ_CHECK(answer->err.kind != ERR_NONE || answer->document.articles.n == 1);
	fuzz_send(a, &answer->document);
}
