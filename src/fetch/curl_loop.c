#include "config.h"
#include "fetch/curl_loop.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

#define WASTE_SIZE 4096U /* bytes read at once, and how often, off a connection that is given up */
#define WASTE_READS 16

/*
 * When a transfer ends libcurl lets go of the socket of a kept connection, and takes it up again for the next
 * one. Such a socket stays polled as it was: the usual pair costs no system call, and if the peer says
 * something meanwhile the connection is given up. That needs to know when the socket is closed, which libcurl
 * tells for those that we opened; the resolver's are dropped at once.
 */
struct sock {
	uv_poll_t poll;
	struct curl_loop *c;
	curl_socket_t fd;
	int polled, wanted; /* UV_READABLE, UV_WRITABLE */
	bool is_ours;
};

struct curl_loop {
	uv_loop_t *loop;
	CURLM *multi;
	uv_timer_t timer;
	struct sock **socks; /* by descriptor */
	size_t n_socks;
	unsigned n_handles; /* of libuv, that are not closed yet */
	curl_loop_done_fn *done;
	curl_loop_idle_fn *idle;
	void *arg;
	bool is_closing; /* multi is gone; its last sockets have been closed */
	void (*closed)(void *arg);
	void *closed_arg;
};

/* ---- what happened ---- */

static void
reap(struct curl_loop *c)
{
	CURLMsg *m;
	CURL *easy;
	CURLcode code;
	int left;

	while ((m = curl_multi_info_read(c->multi, &left)) != NULL) {
		if (m->msg != CURLMSG_DONE)
			continue;
		easy = m->easy_handle; /* m dies with the removal */
		code = m->data.result;
		c->done(easy, code, c->arg);
	}
	c->idle(c->arg);
}

static void
on_timer(uv_timer_t *t)
{
	struct curl_loop *c = t->data;
	int running;

	curl_multi_socket_action(c->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	reap(c);
}

static void on_poll(uv_poll_t *p, int status, int events);

static struct sock *
get_sock(struct curl_loop *c, curl_socket_t fd)
{
	return fd >= 0 && (size_t)fd < c->n_socks ? c->socks[fd] : NULL;
}

static void
sock_wants(struct sock *s, int events)
{
	if (s->wanted == 0)
		uv_ref((uv_handle_t *)&s->poll);
	s->wanted = events;
	if (s->polled == events)
		return;
	s->polled = events;
	uv_poll_start(&s->poll, events, on_poll);
}

/*
 * Something came on an idle connection: mostly its end. If it is an answer that nobody asked for, libcurl
 * (7.88) would take it for that to the next request, and so on for as long as the connection lives.
 */
static void
give_up(struct sock *s)
{
	char waste[WASTE_SIZE];
	int i;

	for (i = 0; i < WASTE_READS && recv(s->fd, waste, sizeof(waste), MSG_DONTWAIT) > 0; i++)
		;
	shutdown(s->fd, SHUT_RDWR); /* libcurl finds it dead, and closes it */
	uv_poll_stop(&s->poll);
	s->polled = 0;
}

static void
on_poll(uv_poll_t *p, int status, int events)
{
	struct sock *s = p->data;
	struct curl_loop *c = s->c;
	curl_socket_t fd = s->fd;
	int flags = 0, running;

	if (s->wanted == 0) {
		give_up(s);
		return;
	}
	if (status < 0) { /* libuv has stopped polling; libcurl finds out by trying, and then says what it was */
		s->polled = 0;
		events = UV_READABLE | UV_WRITABLE;
	}
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	curl_multi_socket_action(c->multi, fd, flags, &running);
	if (status < 0 && get_sock(c, fd) == s && s->wanted != 0) /* it did not mind */
		sock_wants(s, s->wanted);
	reap(c);
}

/* ---- what libcurl wants ---- */

static int
on_timer_wanted(CURLM *multi, long timeout_ms, void *arg)
{
	struct curl_loop *c = arg;

	(void)multi;
	if (timeout_ms < 0)
		uv_timer_stop(&c->timer);
	else
		uv_timer_start(&c->timer, on_timer, (uint64_t)timeout_ms, 0);
	return 0;
}

static void
handle_gone(struct curl_loop *c)
{
	if (--c->n_handles > 0 || !c->is_closing)
		return;
	c->closed(c->closed_arg);
	free(c->socks);
	free(c);
}

static void
on_sock_closed(uv_handle_t *h)
{
	struct sock *s = h->data;
	struct curl_loop *c = s->c;

	free(s);
	handle_gone(c);
}

static void
drop_sock(struct curl_loop *c, struct sock *s)
{
	c->socks[s->fd] = NULL;
	uv_poll_stop(&s->poll);
	uv_close((uv_handle_t *)&s->poll, on_sock_closed);
}

static struct sock *
new_sock(struct curl_loop *c, curl_socket_t fd, bool is_ours)
{
	size_t i = (size_t)fd, n;
	struct sock *s;

	if (i >= c->n_socks) {
		n = i + 64;
		c->socks = mem_realloc(c->socks, n * sizeof(struct sock *));
		memset(c->socks + c->n_socks, 0, (n - c->n_socks) * sizeof(struct sock *));
		c->n_socks = n;
	}
	s = mem_zalloc(sizeof(*s));
	if (uv_poll_init_socket(c->loop, &s->poll, fd) != 0) {
		free(s);
		return NULL;
	}
	s->poll.data = s;
	s->c = c;
	s->fd = fd;
	s->is_ours = is_ours;
	uv_unref((uv_handle_t *)&s->poll); /* an idle connection keeps nobody waiting */
	c->n_handles++;
	c->socks[i] = s;
	return s;
}

static int
on_socket_wanted(CURL *easy, curl_socket_t fd, int what, void *arg, void *sock_arg)
{
	struct curl_loop *c = arg;
	struct sock *s = get_sock(c, fd);
	int events;

	(void)easy;
	(void)sock_arg;
	if (what == CURL_POLL_REMOVE) {
		if (s == NULL)
			return 0;
		if (!s->is_ours) {
			drop_sock(c, s);
		} else if (s->wanted != 0) {
			s->wanted = 0;
			uv_unref((uv_handle_t *)&s->poll);
		}
		return 0;
	}
	events = ((what & CURL_POLL_IN) ? UV_READABLE : 0) | ((what & CURL_POLL_OUT) ? UV_WRITABLE : 0);
	if (s == NULL)
		s = new_sock(c, fd, false);
	if (s == NULL)
		return -1;
	sock_wants(s, events);
	return 0;
}

static int
on_close_socket(void *arg, curl_socket_t fd)
{
	struct curl_loop *c = arg;
	struct sock *s = get_sock(c, fd);

	if (s != NULL)
		drop_sock(c, s);
	return close(fd);
}

curl_socket_t
curl_loop_open_socket(struct curl_loop *c, const struct curl_sockaddr *a)
{
	int fd = socket(a->family, a->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->protocol);

	if (fd == -1)
		return CURL_SOCKET_BAD;
	if (new_sock(c, fd, true) == NULL) {
		close(fd);
		return CURL_SOCKET_BAD;
	}
	return fd;
}

/* ---- transfers ---- */

void
curl_loop_prepare(struct curl_loop *c, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, c);
}

int
curl_loop_add(struct curl_loop *c, CURL *easy)
{
	return curl_multi_add_handle(c->multi, easy) == CURLM_OK ? 0 : -1;
}

void
curl_loop_remove(struct curl_loop *c, CURL *easy)
{
	curl_multi_remove_handle(c->multi, easy);
}

void
curl_loop_set_connections(struct curl_loop *c, unsigned n)
{
	curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)n);
}

struct curl_loop *
curl_loop_new(uv_loop_t *loop, curl_loop_done_fn *done, curl_loop_idle_fn *idle, void *arg)
{
	struct curl_loop *c = mem_zalloc(sizeof(*c));

	c->multi = curl_multi_init();
	if (c->multi == NULL) {
		free(c);
		return NULL;
	}
	c->loop = loop;
	c->done = done;
	c->idle = idle;
	c->arg = arg;
	uv_timer_init(loop, &c->timer);
	c->timer.data = c;
	c->n_handles = 1;
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket_wanted);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
	return c;
}

static void
on_timer_closed(uv_handle_t *h)
{
	handle_gone(h->data);
}

void
curl_loop_close(struct curl_loop *c, void (*closed)(void *arg), void *arg)
{
	c->closed = closed;
	c->closed_arg = arg;
	curl_multi_cleanup(c->multi); /* closes the kept connections through on_close_socket() */
	c->is_closing = true;
	uv_close((uv_handle_t *)&c->timer, on_timer_closed);
}
