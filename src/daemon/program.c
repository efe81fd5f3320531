#include "config.h"
#include "daemon/program.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ARGUMENTS_MAX 64U
#define PIECE (64U << 10)

struct program {
	struct program **list;
	struct program *next, **at; /* in the list */
	char *name;
	uv_process_t process;
	uv_pipe_t in, out, err_pipe;
	uv_timer_t timer; /* the start that failed, or the deadline */
	uv_write_t write;
	uv_shutdown_t shutdown;
	struct str input;
	struct program_result result;
	struct buf said;  /* standard error */
	char piece[PIECE];
	int64_t status;
	int term_signal;
	unsigned n_open; /* handles */
	bool has_started, has_exited, is_closing;
	program_done_fn *done;
	void *arg;
};

/* ---- the end ---- */

static void
free_program(struct program *p)
{
	*p->at = p->next;
	if (p->next != NULL)
		p->next->at = p->at;
	p->done(&p->result, p->arg);
	buf_release(&p->result.output);
	buf_release(&p->said);
	free(p->name);
	free(p);
}

static void
on_closed(uv_handle_t *h)
{
	struct program *p = h->data;

	if (--p->n_open == 0)
		free_program(p);
}

static void
close_handle(uv_handle_t *h)
{
	if (!uv_is_closing(h))
		uv_close(h, on_closed);
}

static void
close_all(struct program *p)
{
	if (p->is_closing)
		return;
	p->is_closing = true;
	close_handle((uv_handle_t *)&p->in);
	close_handle((uv_handle_t *)&p->out);
	close_handle((uv_handle_t *)&p->err_pipe);
	close_handle((uv_handle_t *)&p->timer);
	if (p->process.loop != NULL) /* libuv has seen it */
		close_handle((uv_handle_t *)&p->process);
}

/* The process and whatever it has started. */
static void
kill_all(struct program *p)
{
	if (p->has_started)
		kill(-p->process.pid, SIGKILL);
}

static void
give_up(struct program *p, enum err_kind kind, const char *what)
{
	if (p->result.err.kind == ERR_NONE)
		err_set(&p->result.err, kind, "%s: %s", p->name, what);
	kill_all(p);
}

static struct str
first_line(struct program *p)
{
	struct str rest = buf_str(&p->said), line = STR_NONE;

	while (line.n == 0 && str_next(&rest, '\n', &line))
		line = str_trim(line);
	return str_head(line, utf8_valid_prefix(line));
}

static void
judge(struct program *p)
{
	struct str said = first_line(p);
	const char *colon = said.n > 0 ? ": " : "";

	if (p->result.err.kind != ERR_NONE || (p->status == 0 && p->term_signal == 0))
		return;
	if (p->term_signal == SIGXCPU)
		err_set(&p->result.err, ERR_LIMIT, "%s: over its limit of CPU time", p->name);
	else if (p->term_signal != 0)
		err_set(&p->result.err, ERR_REMOTE, "%s: killed by signal %d%s%.*s", p->name, p->term_signal, colon, STR_ARG(said));
	else
		err_set(&p->result.err, ERR_REMOTE, "%s: exit status %d%s%.*s", p->name, (int)p->status, colon, STR_ARG(said));
}

/* It has ended when it is gone and both of its outputs are at their end. */
static void
look(struct program *p)
{
	if (!p->has_exited || !uv_is_closing((uv_handle_t *)&p->out) || !uv_is_closing((uv_handle_t *)&p->err_pipe))
		return;
	judge(p);
	close_all(p);
}

static void
on_exited(uv_process_t *process, int64_t status, int term_signal)
{
	struct program *p = process->data;

	p->has_exited = true;
	p->status = status;
	p->term_signal = term_signal;
	kill_all(p); /* what it left behind must not keep the pipes open */
	look(p);
}

static void
on_deadline(uv_timer_t *t)
{
	struct program *p = t->data;

	if (!p->has_started)
		close_all(p);
	else
		give_up(p, ERR_REMOTE, "it took too long and was killed");
}

/* ---- pipes ---- */

static void
on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *buf)
{
	struct program *p = h->data;

	(void)hint;
	*buf = uv_buf_init(p->piece, sizeof(p->piece));
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct program *p = stream->data;
	bool is_output = stream == (uv_stream_t *)&p->out;

	if (n < 0) {
		close_handle((uv_handle_t *)stream);
		look(p);
	} else if (is_output && buf_add(&p->result.output, buf->base, (size_t)n) != 0) {
		give_up(p, ERR_LIMIT, "it writes more than max-size");
	} else if (!is_output && p->said.n < PROGRAM_STDERR_MAX) {
		buf_add(&p->said, buf->base, (size_t)n < PROGRAM_STDERR_MAX - p->said.n ? (size_t)n : PROGRAM_STDERR_MAX - p->said.n);
	}
}

static void
on_shut(uv_shutdown_t *shutdown, int status)
{
	struct program *p = shutdown->data;

	(void)status;
	close_handle((uv_handle_t *)&p->in);
}

static void
on_written(uv_write_t *write, int status)
{
	struct program *p = write->data;

	p->shutdown.data = p;
	if (uv_is_closing((uv_handle_t *)&p->in))
		return;
	if (status != 0 || uv_shutdown(&p->shutdown, (uv_stream_t *)&p->in, on_shut) != 0)
		close_handle((uv_handle_t *)&p->in); /* it does not want all of it: that is its affair */
}

static void
start_pipes(struct program *p)
{
	uv_buf_t input = uv_buf_init((char *)(uintptr_t)p->input.p, (unsigned)p->input.n);

	uv_read_start((uv_stream_t *)&p->out, on_alloc, on_read);
	uv_read_start((uv_stream_t *)&p->err_pipe, on_alloc, on_read);
	p->write.data = p;
	if (p->input.n == 0 || uv_write(&p->write, (uv_stream_t *)&p->in, &input, 1, on_written) != 0)
		close_handle((uv_handle_t *)&p->in);
}

/* ---- starting ---- */

static int
set_user(uv_process_options_t *po, const char *user, struct err *e)
{
	const struct passwd *pw = user != NULL ? getpwnam(user) : NULL;

	if (user == NULL)
		return 0;
	if (pw == NULL)
		return err_set(e, ERR_LOCAL, "there is no user %s", user);
	if (pw->pw_uid == geteuid())
		return 0;
	po->flags |= UV_PROCESS_SETUID | UV_PROCESS_SETGID;
	po->uid = pw->pw_uid;
	po->gid = pw->pw_gid;
	return 0;
}

static void
open_handles(struct program *p, uv_loop_t *loop)
{
	uv_handle_t *handles[] = { (uv_handle_t *)&p->in, (uv_handle_t *)&p->out, (uv_handle_t *)&p->err_pipe, (uv_handle_t *)&p->timer,
		(uv_handle_t *)&p->process };
	size_t i;

	uv_pipe_init(loop, &p->in, 0);
	uv_pipe_init(loop, &p->out, 0);
	uv_pipe_init(loop, &p->err_pipe, 0);
	uv_timer_init(loop, &p->timer);
	p->n_open = sizeof(handles) / sizeof(handles[0]);
	for (i = 0; i < p->n_open; i++)
		handles[i]->data = p;
}

static int
spawn(struct program *p, const struct program_options *o)
{
	char *argv[ARGUMENTS_MAX + 4], *env[6] = { NULL }, limit_s[32];
	uv_stdio_container_t stdio[3] = {
		{ .flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data = { .stream = (uv_stream_t *)&p->in } },
		{ .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data = { .stream = (uv_stream_t *)&p->out } },
		{ .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data = { .stream = (uv_stream_t *)&p->err_pipe } },
	};
	uv_process_options_t po = { .exit_cb = on_exited, .file = o->own_program, .args = argv, .env = env, .cwd = "/",
		.flags = UV_PROCESS_DETACHED, .stdio_count = 3, .stdio = stdio };
	const char *path = getenv("PATH");
	size_t n = 3, i;
	int rc;

	snprintf(limit_s, sizeof(limit_s), "%lld", (long long)(o->timeout_ms + 999) / 1000);
	argv[0] = (char *)(uintptr_t)"feedwright";
	argv[1] = (char *)(uintptr_t)"limit";
	argv[2] = limit_s;
	for (i = 0; i < ARGUMENTS_MAX && o->argv[i] != NULL; i++)
		argv[n++] = o->argv[i];
	argv[n] = NULL;
	env[0] = mem_printf("PATH=%s", path != NULL ? path : "/usr/local/bin:/usr/bin:/bin");
	env[1] = mem_printf("LANG=C.UTF-8");
	env[2] = mem_printf("HOME=/");
	env[3] = mem_printf("FEEDWRIGHT_SOURCE=%s", o->source);
	env[4] = o->url != NULL ? mem_printf("FEEDWRIGHT_URL=%s", o->url) : NULL;
	rc = set_user(&po, o->user, &p->result.err) == 0 ? uv_spawn(o->loop, &p->process, &po) : UV_EINVAL;
	for (i = 0; i < 5; i++)
		free(env[i]);
	if (rc != 0 && p->result.err.kind == ERR_NONE)
		err_set(&p->result.err, ERR_LOCAL, "%s: %s", p->name, uv_strerror(rc));
	return rc;
}

void
program_start(const struct program_options *o, program_done_fn *done, void *arg)
{
	struct program *p = mem_zalloc(sizeof(*p));
	int rc;

	p->list = o->list;
	p->at = o->list;
	p->next = *o->list;
	if (p->next != NULL)
		p->next->at = &p->next;
	*o->list = p;
	p->name = mem_strdup(o->argv[0]);
	p->input = o->input;
	p->done = done;
	p->arg = arg;
	buf_init(&p->result.output, o->output_max);
	buf_init(&p->said, PROGRAM_STDERR_MAX);
	open_handles(p, o->loop);
	rc = spawn(p, o);
	if (rc != 0) {
		p->n_open -= p->process.loop == NULL;
		uv_timer_start(&p->timer, on_deadline, 0, 0);
		return;
	}
	p->has_started = true;
	uv_timer_start(&p->timer, on_deadline, (uint64_t)o->timeout_ms, 0);
	start_pipes(p);
}

void
programs_cancel(struct program *list)
{
	for (; list != NULL; list = list->next)
		give_up(list, ERR_CANCELLED, "stopping");
}
