#include "config.h"
#include "worker/pool.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "worker/worker.h"

#define DEATH "parser killed: " /* how errors of dead workers begin */
#define TRIES_MAX 2U            /* for a worker that ended between two documents */
#define WORKERS_MAX 256U

struct pool_job {
	struct job_head head;
	struct str bytes;
	char *rest; /* the other parts, one behind another */
	size_t rest_n;
	unsigned tries;
	uv_write_t write;
	bool is_writing, is_ended; /* the answer may be read before libuv tells that the job was written */
	pool_done_fn *done;
	void *arg;
	struct pool_job *next;
};

enum worker_state { WORKER_DOWN = 0, WORKER_IDLE, WORKER_BUSY, WORKER_DYING };

struct worker {
	struct pool *p;
	uv_process_t process;
	uv_pipe_t pipe;
	uv_timer_t deadline;
	enum worker_state state;
	unsigned n_open;        /* handles of this life */
	bool has_hello;
	bool has_converters;
	bool is_lacking;        /* it said that it needs them */
	bool is_late;           /* killed by the deadline */
	int64_t exit_status;
	int term_signal;
	struct pool_job *job;
	struct arena arena;     /* of the answer under way */
	struct answer_head head;
	char *body;
	size_t have;            /* bytes of hello, head or body */
	enum { READ_HELLO = 0, READ_HEAD, READ_BODY } reading;
	unsigned failures;      /* starts that failed in a row */
};

struct pool {
	uv_loop_t *loop;
	char *program;
	unsigned n_workers, deadline_ms;
	struct worker *workers;
	uv_idle_t idle; /* hands out jobs after pool_start() has returned */
	struct pool_job *first, **last;
	size_t n_waiting;
	uint64_t n_jobs, n_killed;
	bool needs_converters;  /* a document did: workers that start from now on open them */
	bool has_report;
	bool is_cancelled; /* no job is done any more */
	bool is_closing;
	unsigned n_closing;
	struct sandbox_report sandbox;
	void (*closed)(void *);
	void *closed_arg;
};

static void hand_out(struct pool *p);

bool
pool_error_is_death(const struct err *e)
{
	return e->kind == ERR_INPUT && strncmp(e->text, DEATH, strlen(DEATH)) == 0;
}

/* ---- jobs ---- */

static void
free_job(struct pool_job *j)
{
	free(j->rest);
	free(j);
}

static void
end_job(struct pool_job *j, struct answer *answer, struct arena *arena)
{
	j->done(answer, arena, j->arg);
	j->is_ended = true;
	if (!j->is_writing)
		free_job(j);
}

static void
fail_job(struct pool_job *j, enum err_kind kind, const char *text)
{
	struct answer answer = { .err = { .kind = ERR_NONE } };
	struct arena none;

	arena_init(&none, SIZE_MAX / 4, NULL);
	err_set(&answer.err, kind, "%s", text);
	end_job(j, &answer, &none);
	arena_release(&none);
}

static void
push_front(struct pool *p, struct pool_job *j)
{
	j->next = p->first;
	p->first = j;
	if (j->next == NULL)
		p->last = &j->next;
	p->n_waiting++;
}

static struct pool_job *
take_first(struct pool *p)
{
	struct pool_job *j = p->first;

	p->first = j->next;
	if (p->first == NULL)
		p->last = &p->first;
	p->n_waiting--;
	return j;
}

/* ---- the death of a worker ---- */

static const char *
cause(const struct worker *w)
{
	if (w->is_late)
		return DEATH "over its deadline";
	switch (w->term_signal) {
	case SIGPROF:
	case SIGXCPU:
		return DEATH "over 2 s of CPU";
	case SIGSYS:
		return DEATH "it tried a forbidden system call";
	case SIGABRT:
		return DEATH "out of memory or a failed check";
	case SIGSEGV:
	case SIGBUS:
		return DEATH "it crashed";
	case SIGKILL:
		return DEATH "by the system";
	case 0:
		return DEATH "it ended by itself";
	default:
		return DEATH "by a signal";
	}
}

static void
finish_close(struct pool *p)
{
	if (!p->is_closing || p->n_closing > 0)
		return;
	p->closed(p->closed_arg);
	free(p->workers);
	free(p->program);
	free(p);
}

/* All handles of a dead worker are closed: its job ends, its place is free. */
static void
bury(struct worker *w)
{
	struct pool *p = w->p;
	struct pool_job *j = w->job;
	bool is_counted = p->is_closing; /* a close that begins in the job's callback does not wait for this worker */
	bool was_between = w->have == 0 && w->reading != READ_BODY && w->term_signal == 0 && !w->is_late;

	w->job = NULL;
	w->state = WORKER_DOWN;
	arena_release(&w->arena);
	if (j != NULL && p->is_cancelled) {
		fail_job(j, ERR_CANCELLED, "stopping");
	} else if (j != NULL && (w->is_lacking || (was_between && j->tries < TRIES_MAX))) {
		push_front(p, j); /* it could not open what this one needs, or had used up its documents before it saw it */
	} else if (j != NULL) {
		p->n_killed++;
		fail_job(j, ERR_INPUT, cause(w));
	}
	if (is_counted) {
		p->n_closing--;
		finish_close(p);
	} else if (!p->is_closing) {
		hand_out(p);
	}
}

static void
on_handle_closed(uv_handle_t *h)
{
	struct worker *w = h->data;

	if (--w->n_open == 0)
		bury(w);
}

static void
close_handles(struct worker *w)
{
	if (w->state == WORKER_DYING)
		return;
	w->state = WORKER_DYING;
	uv_close((uv_handle_t *)&w->pipe, on_handle_closed);
	uv_close((uv_handle_t *)&w->deadline, on_handle_closed);
}

static void
on_exited(uv_process_t *process, int64_t status, int term_signal)
{
	struct worker *w = process->data;

	w->exit_status = status;
	w->term_signal = term_signal;
	uv_close((uv_handle_t *)process, on_handle_closed);
	/* What it wrote before it went is still in the socket: end of file closes the rest, unless that was seen. */
	if (w->state == WORKER_IDLE || w->job == NULL || term_signal != 0)
		close_handles(w);
}

static void
on_deadline(uv_timer_t *t)
{
	struct worker *w = t->data;

	w->is_late = true;
	uv_process_kill(&w->process, SIGKILL);
}

/* ---- answers ---- */

static size_t
body_size(const struct worker *w)
{
	return (size_t)w->head.err_n + w->head.n;
}

static void
end_answer(struct worker *w)
{
	struct pool_job *j = w->job;
	struct answer *answer = arena_alloc(&w->arena, sizeof(*answer));
	struct arena arena;
	struct err e = { .kind = ERR_NONE };

	uv_timer_stop(&w->deadline);
	w->job = NULL;
	w->state = WORKER_IDLE;
	w->reading = READ_HEAD;
	w->have = 0;
	if (answer_decode(&w->arena, &w->head, (struct str){ w->body, body_size(w) }, answer, &e) != 0) {
		answer->err = e;
		uv_process_kill(&w->process, SIGKILL); /* who breaks the form once is not asked again */
	}
	arena = w->arena;
	arena_init(&w->arena, arena.max, NULL);
	end_job(j, answer, &arena);
	arena_release(&arena);
	hand_out(w->p);
}

/* The worker ends for want of converters, which is no fault of its job. Believed once: the next one has them. */
static bool
is_lacking(struct worker *w)
{
	w->is_lacking = w->head.magic == LACKING_MAGIC && w->job != NULL && !w->has_converters;
	if (w->is_lacking) {
		w->p->needs_converters = true;
		w->job->tries = 0;
	}
	return w->is_lacking;
}

static int
start_body(struct worker *w)
{
	if (w->head.magic != ANSWER_MAGIC || w->head.err_n >= ERR_TEXT_MAX || w->head.n > ANSWER_BYTES_MAX || w->job == NULL)
		return -1;
	w->reading = READ_BODY;
	w->have = 0;
	w->body = arena_alloc(&w->arena, body_size(w) + 1U);
	return 0;
}

/* Where the next bytes go, and how many are still to come. */
static char *
wanted(struct worker *w, size_t *n)
{
	switch (w->reading) {
	case READ_HELLO:
		*n = sizeof(w->p->sandbox) - w->have;
		return (char *)&w->p->sandbox + w->have;
	case READ_HEAD:
		*n = sizeof(w->head) - w->have;
		return (char *)&w->head + w->have;
	case READ_BODY:
		break;
	}
	*n = body_size(w) - w->have;
	return w->body + w->have;
}

static void
on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *buf)
{
	struct worker *w = h->data;
	size_t n;

	(void)hint;
	buf->base = wanted(w, &n);
	buf->len = n;
}

static void
on_hello(struct worker *w)
{
	const struct sandbox_report *s = &w->p->sandbox;

	w->reading = READ_HEAD;
	w->have = 0;
	w->failures = 0;
	if (w->p->has_report)
		return;
	w->p->has_report = true;
	if (!s->has_seccomp || !s->has_landlock || !s->has_limits)
		log_warning("sandbox: missing here:%s%s%s", s->has_seccomp ? "" : " seccomp", s->has_landlock ? "" : " landlock",
		    s->has_limits ? "" : " limits");
}

static void
on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct worker *w = stream->data;
	size_t left;

	(void)buf;
	if (got == 0)
		return;
	if (got < 0) {
		uv_process_kill(&w->process, SIGKILL);
		close_handles(w);
		return;
	}
	w->have += (size_t)got;
	wanted(w, &left);
	if (left > 0)
		return;
	if (w->reading == READ_HELLO) {
		on_hello(w);
	} else if (w->reading == READ_HEAD) {
		if (is_lacking(w) || start_body(w) != 0) {
			uv_process_kill(&w->process, SIGKILL);
			close_handles(w);
		} else if (body_size(w) == 0) {
			end_answer(w);
		}
	} else {
		end_answer(w);
	}
}

/* ---- starting ---- */

static void
on_written(uv_write_t *write, int status)
{
	struct pool_job *j = write->data;

	(void)status; /* a worker that does not read has died, and on_exited() tells */
	j->is_writing = false;
	if (j->is_ended)
		free_job(j);
}

static void
give(struct worker *w, struct pool_job *j)
{
	uv_buf_t parts[3];
	unsigned n = 1;

	w->job = j;
	j->tries++;
	w->state = WORKER_BUSY;
	parts[0] = uv_buf_init((char *)&j->head, sizeof(j->head));
	if (j->bytes.n > 0)
		parts[n++] = uv_buf_init((char *)(uintptr_t)j->bytes.p, (unsigned)j->bytes.n);
	if (j->rest_n > 0)
		parts[n++] = uv_buf_init(j->rest, (unsigned)j->rest_n);
	w->p->n_jobs++;
	uv_timer_start(&w->deadline, on_deadline, w->p->deadline_ms, 0);
	j->write.data = j;
	j->is_writing = uv_write(&j->write, (uv_stream_t *)&w->pipe, parts, n, on_written) == 0;
}

static int
spawn(struct worker *w, int theirs)
{
	struct pool *p = w->p;
	char *argv[] = { (char *)(uintptr_t)"feedwright", (char *)(uintptr_t)"worker",
		w->has_converters ? (char *)(uintptr_t)WORKER_WITH_CONVERTERS : NULL, NULL };
	char *env[] = { (char *)(uintptr_t)"ASAN_OPTIONS=detect_leaks=0:handle_segv=0:handle_abort=0", NULL };
	uv_stdio_container_t stdio[SANDBOX_FD + 1] = { { .flags = UV_IGNORE }, { .flags = UV_IGNORE },
		{ .flags = UV_INHERIT_FD, .data = { .fd = STDERR_FILENO } }, { .flags = UV_INHERIT_FD, .data = { .fd = theirs } } };
	uv_process_options_t o = { .exit_cb = on_exited, .file = p->program, .args = argv, .env = env, .stdio_count = SANDBOX_FD + 1,
		.stdio = stdio };

	return uv_spawn(p->loop, &w->process, &o);
}

static int
start_worker(struct worker *w)
{
	struct pool *p = w->p;
	int ends[2], rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		log_error("worker: socketpair: %s", strerror(errno));
		return -1;
	}
	*w = (struct worker){ .p = p, .failures = w->failures, .has_converters = p->needs_converters };
	w->process.data = w->pipe.data = w->deadline.data = w;
	arena_init(&w->arena, SIZE_MAX / 4, NULL);
	uv_pipe_init(p->loop, &w->pipe, 0);
	uv_pipe_open(&w->pipe, ends[0]);
	uv_timer_init(p->loop, &w->deadline);
	w->n_open = 3;
	rc = spawn(w, ends[1]);
	close(ends[1]);
	if (rc != 0) {
		log_error("worker: %s: %s", p->program, uv_strerror(rc));
		w->failures++;
		uv_close((uv_handle_t *)&w->process, on_handle_closed);
		close_handles(w);
		return -1;
	}
	w->state = WORKER_IDLE;
	uv_read_start((uv_stream_t *)&w->pipe, on_alloc, on_read);
	return 0;
}

static struct worker *
find(struct pool *p, enum worker_state state)
{
	unsigned i;

	for (i = 0; i < p->n_workers; i++)
		if (p->workers[i].state == state)
			return &p->workers[i];
	return NULL;
}

static bool
all_fail(const struct pool *p)
{
	unsigned i;

	for (i = 0; i < p->n_workers; i++)
		if (p->workers[i].failures < 3)
			return false;
	return true;
}

static void
hand_out(struct pool *p)
{
	struct worker *w;

	while (p->first != NULL && !p->is_closing) {
		if (p->is_cancelled) {
			fail_job(take_first(p), ERR_CANCELLED, "stopping");
			continue;
		}
		if (all_fail(p)) {
			fail_job(take_first(p), ERR_LOCAL, "no parser worker can be started");
			continue;
		}
		w = find(p, WORKER_IDLE);
		if (w == NULL) {
			w = find(p, WORKER_DOWN);
			if (w == NULL || start_worker(w) != 0)
				return;
		}
		give(w, take_first(p));
	}
}

static void
on_idle(uv_idle_t *idle)
{
	uv_idle_stop(idle);
	hand_out(idle->data);
}

void
pool_start(struct pool *p, const struct job *job, pool_done_fn *done, void *arg)
{
	struct pool_job *j = mem_zalloc(sizeof(*j));
	struct str parts[JOB_PARTS];
	size_t i, at = 0;

	job_parts(job, parts);
	j->head = (struct job_head){ .magic = JOB_MAGIC, .kind = job->kind, .items_max = job->items_max,
		.wants_details = job->wants_details, .ending = (uint16_t)job->ending, .settings_hash = job->settings_hash,
		.as_of_s = job->as_of_s };
	j->bytes = job->bytes;
	for (i = 0; i < JOB_PARTS; i++) {
		j->head.n[i] = (uint32_t)parts[i].n;
		j->rest_n += i > 0 ? parts[i].n : 0;
	}
	j->rest = mem_alloc(j->rest_n);
	for (i = 1; i < JOB_PARTS; i++) {
		if (parts[i].n > 0)
			memcpy(j->rest + at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	j->done = done;
	j->arg = arg;
	*p->last = j;
	p->last = &j->next;
	p->n_waiting++;
	uv_idle_start(&p->idle, on_idle);
}

struct pool *
pool_new(uv_loop_t *loop, const struct pool_options *o)
{
	struct pool *p = mem_zalloc(sizeof(*p));
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned i;

	p->loop = loop;
	p->program = mem_strdup(o->program);
	p->n_workers = o->n_workers > 0 ? o->n_workers : cpus > 2 ? (unsigned)cpus : 2;
	if (p->n_workers > WORKERS_MAX)
		p->n_workers = WORKERS_MAX;
	p->deadline_ms = o->deadline_ms > 0 ? o->deadline_ms : POOL_DEADLINE_MS;
	p->workers = mem_zalloc(p->n_workers * sizeof(*p->workers));
	for (i = 0; i < p->n_workers; i++)
		p->workers[i].p = p;
	p->last = &p->first;
	uv_idle_init(loop, &p->idle);
	p->idle.data = p;
	return p;
}

static void
on_idle_closed(uv_handle_t *h)
{
	struct pool *p = h->data;

	p->n_closing--;
	finish_close(p);
}

static void
end_worker(struct worker *w)
{
	uv_process_kill(&w->process, SIGKILL);
	close_handles(w);
}

void
pool_cancel(struct pool *p)
{
	unsigned i;

	p->is_cancelled = true;
	uv_idle_start(&p->idle, on_idle); /* those that wait */
	for (i = 0; i < p->n_workers; i++)
		if (p->workers[i].job != NULL && p->workers[i].state != WORKER_DYING)
			end_worker(&p->workers[i]);
}

void
pool_close(struct pool *p, void (*closed)(void *arg), void *arg)
{
	struct worker *w;
	unsigned i;

	p->is_cancelled = p->is_closing = true;
	p->closed = closed;
	p->closed_arg = arg;
	p->n_closing = 1;
	while (p->first != NULL)
		fail_job(take_first(p), ERR_CANCELLED, "stopping");
	for (i = 0; i < p->n_workers; i++) {
		w = &p->workers[i];
		if (w->state == WORKER_DOWN)
			continue;
		p->n_closing++;
		if (w->state != WORKER_DYING)
			end_worker(w);
	}
	uv_close((uv_handle_t *)&p->idle, on_idle_closed);
}

void
pool_status(const struct pool *p, struct pool_status *out)
{
	unsigned i;

	*out = (struct pool_status){ .n_workers = p->n_workers, .n_waiting = p->n_waiting, .n_jobs = p->n_jobs, .n_killed = p->n_killed,
		.has_report = p->has_report, .sandbox = p->sandbox };
	for (i = 0; i < p->n_workers; i++)
		out->n_busy += p->workers[i].state == WORKER_BUSY;
}
