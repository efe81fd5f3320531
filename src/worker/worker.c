#include "config.h"
#include "worker/worker.h"

#include <errno.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/mem.h"
#include "parse/converters.h"
#include "worker/job.h"
#include "worker/sandbox.h"

#define EMPTY_MAP STR("\xa0") /* in CBOR */
#define ARENA_KEPT_MAX (64U << 20) /* bytes: after a document that took more, all of it is given back */
#define TRIM_EVERY 64U /* documents between two times that freed memory is given back */

static int
read_all(void *to, size_t n)
{
	char *p = to;
	ssize_t got;

	while (n > 0) {
		got = read(SANDBOX_FD, p, n);
		if (got <= 0) {
			if (got == -1 && errno == EINTR)
				continue;
			return -1;
		}
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

static int
write_all(const void *from, size_t n)
{
	const char *p = from;
	ssize_t put;

	while (n > 0) {
		put = write(SANDBOX_FD, p, n);
		if (put <= 0) {
			if (put == -1 && errno == EINTR)
				continue;
			return -1;
		}
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static int
send_answer(const struct err *e, struct str document)
{
	struct str text = str_from(e->kind != ERR_NONE ? e->text : "");
	struct answer_head head = { ANSWER_MAGIC, e->kind, (uint32_t)text.n, (uint32_t)document.n };

	return write_all(&head, sizeof(head)) != 0 || write_all(text.p, text.n) != 0 || write_all(document.p, document.n) != 0 ? -1 : 0;
}

/* The arena's cap or the process's: nothing below can go on, but the operator is told why. */
static void
on_memory_full(void)
{
	struct err e;

	err_set(&e, ERR_LIMIT, "the document needs more than %llu MiB of memory", WORKER_MEMORY_MAX >> 20);
	send_answer(&e, EMPTY_MAP);
	_exit(0);
}

static void
on_converters_lacking(void)
{
	struct answer_head head = { .magic = LACKING_MAGIC };

	write_all(&head, sizeof(head));
	_exit(0);
}

static void
set_cpu_limit(int seconds)
{
	struct itimerval t = { .it_value = { .tv_sec = seconds } };

	setitimer(ITIMER_PROF, &t, NULL);
}

static int
answer_job(struct arena *a, const struct job *job, struct buf *out)
{
	struct answer *answer = arena_zalloc(a, sizeof(*answer));

	set_cpu_limit(WORKER_CPU_S);
	job_run(a, job, answer);
	buf_clear(out);
	if (model_encode(out, &answer->document, &shape_document) != 0) {
		err_set(&answer->err, ERR_LIMIT, "the document is over %u MiB when parsed", ANSWER_BYTES_MAX >> 20);
		buf_clear(out);
		buf_add_str(out, EMPTY_MAP);
	}
	set_cpu_limit(0);
	return send_answer(&answer->err, buf_str(out));
}

static int
read_job(const struct job_head *head, struct buf *bytes, struct job *job)
{
	struct str *parts[JOB_PARTS] = { &job->bytes, &job->name, &job->content_type, &job->url, &job->content_location,
		&job->content_language, &job->around, &job->known, &job->rules, &job->fingerprints };
	size_t total = 0, at = 0;
	unsigned i;

	if (head->magic != JOB_MAGIC)
		return -1;
	for (i = 0; i < JOB_PARTS; i++) {
		if (head->n[i] > JOB_BYTES_MAX)
			return -1;
		total += head->n[i];
	}
	buf_clear(bytes);
	if (buf_reserve(bytes, total) == NULL || read_all(bytes->p, total) != 0)
		return -1;
	buf_added(bytes, total);
	*job = (struct job){ .kind = (enum job_kind)head->kind, .items_max = head->items_max,
		.settings_hash = head->settings_hash, .as_of_s = head->as_of_s, .wants_details = head->wants_details != 0, .ending = (enum parse_ending)head->ending };
	for (i = 0; i < JOB_PARTS; i++) {
		*parts[i] = (struct str){ bytes->p + at, head->n[i] };
		at += head->n[i];
	}
	return 0;
}

int
worker_main(bool has_converters)
{
	struct sandbox_report report;
	struct job_head head;
	struct buf in, out;
	struct arena a;
	struct job job;
	struct err e;
	unsigned n;

	/* libxml2 goes on without memory that it was refused, and may never come back from that. */
	xmlMemSetup(free, mem_alloc, mem_realloc, mem_strdup);
	if (has_converters) /* what opens files does it now */
		converters_open();
	converters_shut(on_converters_lacking);
	xmlInitParser();
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 8 << 20); /* and keeps its blocks: a worker that maps and unmaps for each document is slow */
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	if (sandbox_enter(&report, &e) != 0 || write_all(&report, sizeof(report)) != 0)
		return 1;
	mem_on_failure(on_memory_full);
	arena_init(&a, WORKER_MEMORY_MAX, on_memory_full);
	buf_init(&in, JOB_PARTS * (size_t)JOB_BYTES_MAX);
	buf_init(&out, ANSWER_BYTES_MAX);
	for (n = 0; n < WORKER_DOCUMENTS; n++) {
		if (read_all(&head, sizeof(head)) != 0 || read_job(&head, &in, &job) != 0)
			break;
		if (answer_job(&a, &job, &out) != 0)
			break;
		if (a.used > ARENA_KEPT_MAX) {
			arena_release(&a);
			malloc_trim(0);
		}
		arena_reset(&a);
		if (n % TRIM_EVERY == TRIM_EVERY - 1 && in.room > (4U << 20)) {
			buf_release(&in);
			buf_release(&out);
			malloc_trim(0);
		}
	}
	_exit(0); /* nothing to flush, and no exit handlers in a sandbox */
}
