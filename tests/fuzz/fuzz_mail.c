/* Any bytes as a mail with a newsletter. */
#include "config.h"
#include "fuzz.h"
#include "worker/job.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct job job = { .kind = JOB_MAIL, .bytes = bytes, .name = STR("1.host") };

	job_run(a, &job, answer);
	fuzz_send(a, &answer->document);
}
