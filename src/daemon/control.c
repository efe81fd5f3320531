#include "config.h"
#include "daemon/control.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "daemon/board.h"
#include "daemon/publisher.h"

#define BACKLOG 16
#define PATIENCE_MS 10000U /* for a client that does not end its line, or does not read */

struct client {
	uv_pipe_t pipe;
	uv_timer_t patience;
	uv_write_t write;
	struct control *c;
	struct buf line, answer;
	unsigned n_open;
	bool is_answering;
	struct client *next, **back; /* the control's list */
};

struct control {
	uv_pipe_t listener;
	struct daemon *d;
	char *path;
	struct client *clients;
};

/* ---- one client ---- */

static void
on_client_closed(uv_handle_t *h)
{
	struct client *cl = h->data;

	if (--cl->n_open > 0)
		return;
	buf_release(&cl->line);
	buf_release(&cl->answer);
	free(cl);
}

static void
close_client(struct client *cl)
{
	if (uv_is_closing((uv_handle_t *)&cl->pipe))
		return;
	*cl->back = cl->next;
	if (cl->next != NULL)
		cl->next->back = cl->back;
	uv_close((uv_handle_t *)&cl->pipe, on_client_closed);
	uv_close((uv_handle_t *)&cl->patience, on_client_closed);
}

static void
on_impatient(uv_timer_t *t)
{
	close_client(t->data);
}

static void
on_written(uv_write_t *write, int status)
{
	(void)status;
	close_client(write->data);
}

static void
refresh(struct daemon *d, struct str names, struct buf *out)
{
	struct str name;
	size_t n = 0;

	names = str_trim(names);
	if (names.n == 0)
		n = daemon_refresh(d, STR_NONE);
	while (str_next(&names, ' ', &name)) {
		if (name.n == 0)
			continue;
		if (daemon_refresh(d, name) == 0) {
			buf_printf(out, "{\"error\":\"there is no source of that name\",\"refreshed\":%zu}\n", n);
			return;
		}
		n++;
	}
	buf_printf(out, "{\"refreshed\":%zu}\n", n);
}

/* The ledger was changed from outside: feeds are composed anew. */
static void
publish(struct daemon *d, struct buf *out)
{
	publisher_all_changed(d->publisher, d->gen);
	daemon_wake(d);
	buf_add_c(out, "{\"publishing\":true}\n");
}

static void
answer(struct client *cl, struct str request)
{
	struct str verb = str_head(request, str_find_char(request, ' '));
	uv_buf_t bytes;

	cl->is_answering = true;
	uv_read_stop((uv_stream_t *)&cl->pipe);
	if (str_is(verb, "status"))
		status_json(cl->c->d, &cl->answer);
	else if (str_is(verb, "refresh"))
		refresh(cl->c->d, str_skip(request, verb.n), &cl->answer);
	else if (str_is(verb, "publish"))
		publish(cl->c->d, &cl->answer);
	else
		buf_add_c(&cl->answer, "{\"error\":\"unknown request\"}\n");
	bytes = uv_buf_init(cl->answer.p, (unsigned)cl->answer.n);
	cl->write.data = cl;
	if (uv_write(&cl->write, (uv_stream_t *)&cl->pipe, &bytes, 1, on_written) != 0)
		close_client(cl);
}

static void
on_alloc(uv_handle_t *h, size_t hint, uv_buf_t *buf)
{
	struct client *cl = h->data;
	size_t room = CONTROL_LINE_MAX - cl->line.n;

	if (hint < room)
		room = hint;
	buf->base = room > 0 ? buf_reserve(&cl->line, room) : NULL;
	buf->len = room;
}

static void
on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
	struct client *cl = stream->data;
	struct str line;
	size_t end;

	(void)buf;
	if (got < 0) { /* UV_ENOBUFS for a line over its limit, too */
		close_client(cl);
		return;
	}
	buf_added(&cl->line, (size_t)got);
	line = buf_str(&cl->line);
	end = str_find_char(line, '\n');
	if (end != STR_NPOS)
		answer(cl, str_trim(str_head(line, end)));
}

static void
on_connection(uv_stream_t *listener, int status)
{
	struct control *c = listener->data;
	struct client *cl;

	if (status != 0)
		return;
	cl = mem_zalloc(sizeof(*cl));
	cl->c = c;
	cl->n_open = 2;
	buf_init(&cl->line, CONTROL_LINE_MAX);
	buf_init(&cl->answer, CONTROL_ANSWER_MAX);
	uv_pipe_init(&c->d->loop, &cl->pipe, 0);
	uv_timer_init(&c->d->loop, &cl->patience);
	cl->pipe.data = cl->patience.data = cl;
	cl->next = c->clients;
	cl->back = &c->clients;
	if (cl->next != NULL)
		cl->next->back = &cl->next;
	c->clients = cl;
	uv_timer_start(&cl->patience, on_impatient, PATIENCE_MS, 0);
	if (uv_accept(listener, (uv_stream_t *)&cl->pipe) != 0 || uv_read_start((uv_stream_t *)&cl->pipe, on_alloc, on_read) != 0)
		close_client(cl);
}

/* ---- the socket ---- */

static int
connect_to(const char *path, struct err *e)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(to.sun_path))
		return err_set(e, ERR_LOCAL, "control socket %s: the path is over %zu bytes", path, sizeof(to.sun_path) - 1);
	memcpy(to.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		err_set(e, ERR_LOCAL, "control socket %s: %s", path,
		    errno == ENOENT || errno == ECONNREFUSED ? "no daemon is running there" : strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	return fd;
}

static void
on_control_closed(uv_handle_t *h)
{
	struct control *c = h->data;

	free(c->path);
	free(c);
}

struct control *
control_open(struct daemon *d, const char *path, struct err *e)
{
	struct control *c = mem_zalloc(sizeof(*c));
	mode_t old;
	int rc;

	c->d = d;
	c->path = mem_strdup(path);
	uv_pipe_init(&d->loop, &c->listener, 0);
	c->listener.data = c;
	unlink(path); /* ours by the lock on the state directory: who made it is dead */
	old = umask(0117);
	rc = uv_pipe_bind(&c->listener, path);
	umask(old);
	if (rc == 0)
		rc = uv_listen((uv_stream_t *)&c->listener, BACKLOG, on_connection);
	if (rc == 0)
		return c;
	err_set(e, ERR_LOCAL, "control socket %s: %s", path, uv_strerror(rc));
	uv_close((uv_handle_t *)&c->listener, on_control_closed);
	return NULL;
}

void
control_close(struct control *c)
{
	if (c == NULL)
		return;
	while (c->clients != NULL)
		close_client(c->clients);
	unlink(c->path);
	uv_close((uv_handle_t *)&c->listener, on_control_closed);
}

/* ---- the other end ---- */

int
control_ask(const char *path, const char *request, struct buf *out, struct err *e)
{
	int fd = connect_to(path, e);
	char piece[8192];
	ssize_t n = 0;

	if (fd == -1)
		return -1;
	if (dprintf(fd, "%s\n", request) >= 0)
		while ((n = read(fd, piece, sizeof(piece))) > 0 || (n == -1 && errno == EINTR))
			if (n > 0)
				buf_add(out, piece, (size_t)n);
	close(fd);
	if (n == -1 || out->n == 0)
		return err_set(e, ERR_LOCAL, "control socket %s: the daemon gave no answer", path);
	return 0;
}
