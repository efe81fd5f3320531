/* Any bytes as a sitemap, an index of them, a list of addresses or a robots.txt. */
#include "config.h"
#include "fuzz.h"
#include "worker/job.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct job job = { .kind = JOB_SITEMAP, .bytes = bytes, .url = STR("https://example.org/sitemap.xml") };

	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
}
