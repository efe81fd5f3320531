#include "config.h"
#include "check.h"

#include <fcntl.h>
#include <libxml/xmlmemory.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "base/mem.h"
#include "parse/converters.h"
#include "worker/pool.h"
#include "worker/worker.h"

/* ---- in the worker: instead of parsing, does what the job's bytes say ---- */

#define LEFT_OPEN 100 /* a descriptor of the main process without close-on-exec */

static volatile char *sink;

static void
say(struct arena *a, struct answer *out, bool could)
{
	out->document.format = arena_str(a, could ? STR("could") : STR("could not"));
}

void
job_run(struct arena *a, const struct job *job, struct answer *out)
{
	const struct answer_head lacking = { .magic = LACKING_MAGIC };
	char byte;

	if (str_is(job->bytes, "good"))
		out->document.format = STR("good");
	else if (str_is(job->bytes, "error"))
		err_set(&out->err, ERR_INPUT, "not a feed");
	else if (str_is(job->bytes, "open"))
		say(a, out, open("/etc/passwd", O_RDONLY) >= 0);
	else if (str_is(job->bytes, "create"))
		say(a, out, open("/tmp/feedwright-worker-was-here", O_WRONLY | O_CREAT, 0600) >= 0);
	else if (str_is(job->bytes, "socket"))
		say(a, out, socket(AF_INET, SOCK_STREAM, 0) >= 0);
	else if (str_is(job->bytes, "fork"))
		say(a, out, fork() >= 0);
	else if (str_is(job->bytes, "exec"))
		say(a, out, execl("/bin/true", "true", (char *)NULL) == 0);
	else if (str_is(job->bytes, "kill parent"))
		say(a, out, kill(getppid(), SIGTERM) == 0);
	else if (str_is(job->bytes, "crash"))
		raise(SIGSEGV);
	else if (str_is(job->bytes, "wait")) /* for another job, while the pool waits for an answer */
		say(a, out, read(SANDBOX_FD, &byte, 1) == 1);
	else if (str_is(job->bytes, "loop"))
		for (;;)
			;
	else if (str_is(job->bytes, "bomb"))
		for (;;)
			sink = arena_zalloc(a, 1 << 20);
	else if (str_is(job->bytes, "hoard"))
		for (;;)
			sink = memset(mem_alloc(1 << 20), 1, 1 << 20);
	else if (str_is(job->bytes, "hoard in libxml2"))
		for (;;)
			sink = memset(xmlMalloc(1 << 20), 1, 1 << 20);
	else if (str_is(job->bytes, "code"))
		say(a, out, mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
	else if (str_is(job->bytes, "descriptor"))
		say(a, out, dup(2) >= 0);
	else if (str_is(job->bytes, "be dumped"))
		say(a, out, prctl(PR_SET_DUMPABLE, 1) == 0);
	else if (str_is(job->bytes, "trace"))
		say(a, out, ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0);
	else if (str_is(job->bytes, "use what was open"))
		say(a, out, write(LEFT_OPEN, "x", 1) == 1);
	else if (str_is(job->bytes, "decode an old encoding"))
		say(a, out, converter_find(STR("koi8-r")) != NULL && converter_find(STR("big5")) != NULL);
	else if (str_is(job->bytes, "ask for converters for ever")) {
		if (write(SANDBOX_FD, &lacking, sizeof(lacking)) == sizeof(lacking))
			_exit(0);
	} else if (str_is(job->bytes, "leave"))
		_exit(3);
}

/* ---- in the main process ---- */

struct outcome {
	const char *want_format, *want_error; /* one of them */
	bool is_done, is_good;
	char got[ERR_TEXT_MAX];
};

static void
on_done(struct answer *answer, struct arena *arena, void *arg)
{
	struct outcome *o = arg;

	(void)arena;
	assert_false(o->is_done);
	o->is_done = true;
	if (answer->err.kind != ERR_NONE) {
		snprintf(o->got, sizeof(o->got), "%s", answer->err.text);
		o->is_good = o->want_error != NULL && strstr(answer->err.text, o->want_error) != NULL;
	} else {
		snprintf(o->got, sizeof(o->got), "%.*s", STR_ARG(answer->document.format));
		o->is_good = o->want_format != NULL && str_is(answer->document.format, o->want_format);
	}
}

static void
on_closed(void *arg)
{
	*(bool *)arg = true;
}

struct bench {
	uv_loop_t loop;
	struct pool *pool;
};

static char self[4096];

static void
open_pool(struct bench *b, unsigned n, unsigned deadline_ms)
{
	struct pool_options o = { .program = self, .n_workers = n, .deadline_ms = deadline_ms };

	assert_int_equal(uv_loop_init(&b->loop), 0);
	b->pool = pool_new(&b->loop, &o);
}

static void
close_pool(struct bench *b)
{
	bool is_closed = false;

	pool_close(b->pool, on_closed, &is_closed);
	uv_run(&b->loop, UV_RUN_DEFAULT);
	assert_true(is_closed);
	assert_int_equal(uv_loop_close(&b->loop), 0);
}

static void
ask(struct bench *b, const char *what, struct outcome *o)
{
	struct job job = { .kind = JOB_FEED, .bytes = str_from(what), .url = STR("http://example.org/") };

	pool_start(b->pool, &job, on_done, o);
	assert_false(o->is_done);
}

static void
wait_for(struct bench *b, struct outcome *o)
{
	while (!o->is_done)
		uv_run(&b->loop, UV_RUN_ONCE);
}

static void
test_gives_up_everything(void **state)
{
	static const struct {
		const char *what, *format, *error;
	} cases[] = {
		{ "good", "good", NULL },
		{ "error", NULL, "not a feed" },
		{ "open", "could not", NULL },
		{ "create", "could not", NULL },
		{ "socket", NULL, "forbidden system call" },
		{ "fork", NULL, "forbidden system call" },
		{ "exec", NULL, "forbidden system call" },
		{ "kill parent", NULL, "forbidden system call" },
		{ "code", NULL, "forbidden system call" },
		{ "descriptor", NULL, "forbidden system call" },
		{ "be dumped", NULL, "forbidden system call" },
		{ "trace", NULL, "forbidden system call" },
		{ "use what was open", "could not", NULL },
#ifndef HAVE_SANITIZERS
		{ "hoard", NULL, "more than 256 MiB" },
		{ "hoard in libxml2", NULL, "more than 256 MiB" },
#endif
		{ "crash", NULL, "parser killed" },
		{ "leave", NULL, "parser killed" },
		{ "decode an old encoding", "could", NULL },
		{ "ask for converters for ever", NULL, "parser killed" },
		{ "bomb", NULL, "more than 256 MiB" },
		{ "good", "good", NULL },
	};
	struct bench b;
	struct pool_status st;
	size_t i;

	(void)state;
	open_pool(&b, 1, 0);
	for (i = 0; i < COUNT(cases); i++) {
		struct outcome o = { .want_format = cases[i].format, .want_error = cases[i].error };

		ask(&b, cases[i].what, &o);
		wait_for(&b, &o);
		if (!o.is_good)
			fail_msg("%s: %s", cases[i].what, o.got);
	}
	pool_status(b.pool, &st);
	assert_true(st.has_report && st.sandbox.has_seccomp && st.sandbox.has_limits);
	close_pool(&b);
}

/* The one that waits does so until the pool is closed: whatever else is answered was answered beside it. */
static void
test_one_that_hangs_delays_nobody(void **state)
{
	struct outcome hangs = { .want_error = "stopping" }, good[20];
	struct bench b;
	size_t i;

	(void)state;
	open_pool(&b, 2, 600000);
	ask(&b, "wait", &hangs);
	for (i = 0; i < COUNT(good); i++) {
		good[i] = (struct outcome){ .want_format = "good" };
		ask(&b, "good", &good[i]);
	}
	for (i = 0; i < COUNT(good); i++) {
		wait_for(&b, &good[i]);
		assert_true(good[i].is_good);
	}
	assert_false(hangs.is_done);
	close_pool(&b);
	if (!hangs.is_good)
		fail_msg("%s", hangs.got);
}

static void
test_deadline(void **state)
{
	struct outcome hangs = { .want_error = "over its deadline" };
	struct bench b;

	(void)state;
	open_pool(&b, 1, 100);
	ask(&b, "wait", &hangs);
	wait_for(&b, &hangs);
	if (!hangs.is_good)
		fail_msg("%s", hangs.got);
	close_pool(&b);
}

static void
test_cpu_limit(void **state)
{
	struct outcome loop = { .want_error = "2 s of CPU" };
	struct bench b;

	(void)state;
	open_pool(&b, 1, 600000); /* a busy machine needs long for 2 s of CPU */
	ask(&b, "loop", &loop);
	wait_for(&b, &loop);
	if (!loop.is_good)
		fail_msg("%s", loop.got);
	close_pool(&b);
}

/* More documents than a worker's life: every one is answered. */
static void
test_recycling(void **state)
{
	static struct outcome o[WORKER_DOCUMENTS * 2 + 50];
	struct bench b;
	size_t i;

	(void)state;
	open_pool(&b, 1, 0);
	for (i = 0; i < COUNT(o); i++) {
		o[i] = (struct outcome){ .want_format = "good" };
		ask(&b, "good", &o[i]);
	}
	for (i = 0; i < COUNT(o); i++) {
		wait_for(&b, &o[i]);
		if (!o[i].is_good)
			fail_msg("%zu: %s", i, o[i].got);
	}
	close_pool(&b);
}

static void
test_close_ends_all(void **state)
{
	struct outcome o[3];
	struct bench b;
	size_t i;

	(void)state;
	open_pool(&b, 1, 0);
	for (i = 0; i < COUNT(o); i++) {
		o[i] = (struct outcome){ .want_error = "stopping" };
		ask(&b, "loop", &o[i]);
	}
	uv_run(&b.loop, UV_RUN_NOWAIT);
	close_pool(&b);
	for (i = 0; i < COUNT(o); i++)
		assert_true(o[i].is_done && o[i].is_good);
}

/* Has another job for the pool whenever one is over, as who reads a folder has. */
struct persistent {
	struct bench b;
	unsigned n_left, n_cancelled;
};

static void
ask_again(struct answer *answer, struct arena *arena, void *arg)
{
	struct job job = { .kind = JOB_FEED, .bytes = STR("loop") };
	struct persistent *x = arg;

	(void)arena;
	x->n_cancelled += answer->err.kind == ERR_CANCELLED;
	if (--x->n_left > 0)
		pool_start(x->b.pool, &job, ask_again, x);
}

static void
test_a_cancelled_pool_takes_jobs_and_ends_them(void **state)
{
	struct job job = { .kind = JOB_FEED, .bytes = STR("loop") };
	struct persistent x = { .n_left = 5 };
	struct pool_status status;

	(void)state;
	open_pool(&x.b, 1, 0);
	pool_start(x.b.pool, &job, ask_again, &x);
	uv_run(&x.b.loop, UV_RUN_NOWAIT);
	pool_cancel(x.b.pool);
	pool_cancel(x.b.pool);
	while (x.n_left > 0)
		uv_run(&x.b.loop, UV_RUN_ONCE);
	assert_int_equal(x.n_cancelled, 5);
	pool_status(x.b.pool, &status);
	assert_int_equal(status.n_killed, 0);
	close_pool(&x.b);
}

struct ending {
	struct bench b;
	bool is_closed;
};

static void
close_when_done(struct answer *answer, struct arena *arena, void *arg)
{
	struct ending *x = arg;

	(void)arena;
	assert_int_not_equal(answer->err.kind, ERR_NONE);
	pool_close(x->b.pool, on_closed, &x->is_closed);
}

/* One job and then the end, as the command line does it, with a document that kills its worker. */
static void
test_close_in_a_dead_job(void **state)
{
	struct job job = { .kind = JOB_FEED, .bytes = STR("crash") };
	struct ending x = { .is_closed = false };

	(void)state;
	open_pool(&x.b, 1, 0);
	pool_start(x.b.pool, &job, close_when_done, &x);
	uv_run(&x.b.loop, UV_RUN_DEFAULT);
	assert_true(x.is_closed);
	assert_int_equal(uv_loop_close(&x.b.loop), 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_gives_up_everything), cmocka_unit_test(test_one_that_hangs_delays_nobody),
		cmocka_unit_test(test_deadline), cmocka_unit_test(test_cpu_limit), cmocka_unit_test(test_recycling),
		cmocka_unit_test(test_close_ends_all), cmocka_unit_test(test_a_cancelled_pool_takes_jobs_and_ends_them), cmocka_unit_test(test_close_in_a_dead_job) };
	ssize_t n;

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc > 2);
	signal(SIGPIPE, SIG_IGN);
	if (dup2(STDERR_FILENO, LEFT_OPEN) == -1)
		return 1;
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return 1;
	self[n] = '\0';
	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
