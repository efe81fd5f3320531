/*
 * Any bytes as a worker's answer: a head and what follows it. The main process
 * takes it for hostile, so whatever it lets through must be text and encode again.
 */
#include "config.h"
#include "fuzz.h"
#include "worker/job.h"

static void
fuzz(struct arena *a, struct str bytes)
{
	struct answer_head head = { ANSWER_MAGIC, ERR_NONE, 0, 0 };
	struct answer *answer = arena_zalloc(a, sizeof(*answer));
	struct err e;

	if (bytes.n < 2)
		return;
	head.err_kind = (unsigned char)bytes.p[0] & 7U;
	head.err_n = (unsigned char)bytes.p[1];
	bytes = str_skip(bytes, 2);
	if (head.err_n > bytes.n)
		return; /* the pool reads as much as the head says */
	head.n = (uint32_t)(bytes.n - head.err_n);
	if (answer_decode(a, &head, bytes, answer, &e) == 0)
		fuzz_send(a, &answer->document);
}
