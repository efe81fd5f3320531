/* Any bytes as a sitemap, a mail or a gzip file of either, by the way of a worker's job. */
#include "config.h"
#include "fuzz.h"
#include "worker/job.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	static const enum job_kind kinds[] = { JOB_SITEMAP, JOB_MAIL };
	struct answer *answer;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct job job = { .kind = kinds[i], .bytes = bytes, .url = STR("https://example.org/map.xml") };

		answer = arena_zalloc(a, sizeof(*answer));
		job_run(a, &job, answer);
		fuzz_send(a, &answer->document);
	}
}
