/*
 * What the tests of fetch stand on: a little HTTP server on the test's own loop,
 * which answers by path and remembers what it was asked, and a fetcher for each
 * test. For one test program, which is why everything is static.
 */
#ifndef TESTS_FETCH_SERVER_H
#define TESTS_FETCH_SERVER_H

#include <uv.h>

#include "check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "fetch/fetch.h"

#define ASKED_MAX 32
#define HEAD_ROOM 8192

struct asked {
	char text[HEAD_ROOM]; /* the whole head of the request */
	unsigned server;
	uint64_t at_ms;
};

struct client {
	uv_tcp_t tcp;
	struct server *server;
	char text[HEAD_ROOM];
	size_t n;
};

struct server {
	uv_tcp_t tcp;
	int port;
	unsigned number;
};

static uv_loop_t loop;
static struct server servers[2]; /* 127.0.0.1 and 127.0.0.2 */
static struct asked asked[ASKED_MAX];
static unsigned n_asked;
static struct client *waiting[8]; /* that asked for /wait */
static unsigned n_waiting;
static struct client *last_client; /* that asked for anything */

struct sending {
	uv_write_t write;
	char *bytes;
	bool is_last; /* the connection is closed behind it */
};

static void
on_client_closed(uv_handle_t *h)
{
	free(h->data);
}

static void
close_client(struct client *c)
{
	if (!uv_is_closing((uv_handle_t *)&c->tcp))
		uv_close((uv_handle_t *)&c->tcp, on_client_closed);
}

static void
on_sent(uv_write_t *w, int status)
{
	struct sending *s = w->data;
	struct client *c = w->handle->data;

	(void)status;
	if (s->is_last)
		close_client(c);
	free(s->bytes);
	free(s);
}

static void
send_bytes(struct client *c, const void *p, size_t n, bool is_last)
{
	struct sending *s = mem_zalloc(sizeof(*s));
	uv_buf_t b;

	s->bytes = mem_alloc(n);
	memcpy(s->bytes, p, n);
	s->is_last = is_last;
	s->write.data = s;
	b = uv_buf_init(s->bytes, (unsigned)n);
	uv_write(&s->write, (uv_stream_t *)&c->tcp, &b, 1, on_sent);
}

static void
send_text(struct client *c, const char *text)
{
	send_bytes(c, text, strlen(text), false);
}

static void
send_redirect(struct client *c, int status, const char *to, const char *host)
{
	char *text = mem_printf("HTTP/1.1 %d R\r\nLocation: %s%s\r\nContent-Length: 4\r\n\r\ngone", status, host, to);

	send_text(c, text);
	free(text);
}

/*
 * gzip with codes of its own (RFC 1951, 3.2.7): a zero byte, then "258 bytes, 1 back" in two zero bits as
 * often as wanted: 1 to 1,032, the most that deflate can do. It has no end, nobody should come to it.
 */
static void
make_bomb(struct buf *b, size_t n_zeros)
{
	static const struct {
		unsigned value, n; /* bits, the lowest first */
	} bits[] = {
		{ 1, 1 }, { 2, 2 }, { 29, 5 }, { 0, 5 }, { 14, 4 }, /* last block, own codes; how many lengths follow */
		{ 0, 6 }, { 1, 3 }, { 0, 36 }, { 2, 3 }, { 0, 3 }, { 2, 3 }, /* "18" has 1 bit, "2" and "1" have 2 */
		{ 3, 2 }, { 0, 1 }, { 127, 7 }, { 0, 1 }, { 106, 7 }, { 3, 2 }, /* 0: 2 bits, 255 unused ones, end: 2 bits */
		{ 0, 1 }, { 17, 7 }, { 1, 2 }, { 1, 2 }, { 1, 2 }, /* 28 unused, 258: 1 bit, 1 back: 1 bit; a zero byte */
	};
	static const char head[10] = { 0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
	uint64_t held = 0;
	unsigned n_held = 0;
	size_t i;

	buf_add(b, head, sizeof(head));
	for (i = 0; i < COUNT(bits); i++) {
		held |= (uint64_t)bits[i].value << n_held;
		n_held += bits[i].n;
		for (; n_held >= 8; n_held -= 8, held >>= 8)
			buf_add_char(b, (char)(held & 0xff));
	}
	buf_add_char(b, (char)held);
	for (i = 0; i < n_zeros; i++)
		buf_add_char(b, 0);
}

static void
send_bomb(struct client *c)
{
	struct buf b, all;

	buf_init(&b, SIZE_MAX / 4);
	buf_init(&all, SIZE_MAX / 4);
	make_bomb(&b, 40000); /* 41 MB */
	buf_printf(&all, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", b.n);
	buf_add_str(&all, buf_str(&b));
	send_bytes(c, all.p, all.n, false);
	buf_release(&b);
	buf_release(&all);
}

/* More on the wire than is read of any body, with a status whose body is not even kept. */
static void
send_endless(struct client *c)
{
	size_t n = 9U << 20;
	char *p = mem_alloc(n);

	memset(p, 'x', n);
	send_text(c, "HTTP/1.1 404 No\r\nConnection: close\r\n\r\n");
	send_bytes(c, p, n, true);
	free(p);
}

static void
send_long_head(struct client *c)
{
	struct buf b;
	int i;

	buf_init(&b, SIZE_MAX / 4);
	buf_add_c(&b, "HTTP/1.1 200 OK\r\n");
	for (i = 0; i < 800; i++)
		buf_printf(&b, "X-Filler-%d: %080d\r\n", i, i);
	buf_add_c(&b, "Content-Length: 0\r\n\r\n");
	send_bytes(c, b.p, b.n, false);
	buf_release(&b);
}

static void
answer(struct client *c, struct str path)
{
	static const struct {
		const char *path, *text;
	} fixed[] = {
		{ "/ok", "HTTP/1.1 200 OK\r\nETag: \"one\"\r\nLast-Modified: yesterday, perhaps\r\nContent-Type: text/xml\r\n"
			 "Content-Language: de\r\nContent-Location: /other\r\nCache-Control: public, max-age=300\r\nContent-Length: 5\r\n\r\nhello" },
		{ "/404", "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nsorry" },
		{ "/410", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n" },
		{ "/429", "HTTP/1.1 429 Slow\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n" },
		{ "/500", "HTTP/1.1 500 Oops\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n" },
		{ "/early", "HTTP/1.1 103 Early Hints\r\nETag: \"no\"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" },
		{ "/chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" },
		{ "/nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n" },
		{ "/toftp", "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/\r\nContent-Length: 0\r\n\r\n" },
		{ "/tofile", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n" },
	};
	char *other = mem_printf("http://127.0.0.2:%d", servers[1].port);
	unsigned n = 0;
	size_t i;

	for (i = 0; i < COUNT(fixed); i++)
		if (str_is(path, fixed[i].path))
			send_text(c, fixed[i].text);
	if (str_is(path, "/cached"))
		send_text(c, strstr(c->text, "If-None-Match: \"one\"\r\n") != NULL && strstr(c->text, "If-Modified-Since: yesterday\r\n") != NULL ?
		    "HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
	else if (str_is(path, "/301to301"))
		send_redirect(c, 301, "/301", "");
	else if (str_is(path, "/301"))
		send_redirect(c, 301, "/ok#part", "");
	else if (str_is(path, "/308to302"))
		send_redirect(c, 308, "/302", "");
	else if (str_is(path, "/302"))
		send_redirect(c, 302, "/ok", "");
	else if (str_is(path, "/307to301"))
		send_redirect(c, 307, "/301", "");
	else if (str_is(path, "/loop"))
		send_redirect(c, 301, "/loop2", "");
	else if (str_is(path, "/loop2"))
		send_redirect(c, 301, "/loop", "");
	else if (str_starts(path, STR("/chain")) && sscanf(path.p, "/chain%u", &n) == 1) {
		char *to = mem_printf("/chain%u", n + 1);

		send_redirect(c, 302, to, "");
		free(to);
	} else if (str_is(path, "/toother"))
		send_redirect(c, 302, "/ok", other);
	else if (str_is(path, "/tosecretother"))
		send_redirect(c, 301, "/ok", "http://eve:pw@127.0.0.2:1");
	else if (str_is(path, "/short")) {
		static const char text[] = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 100\r\n\r\nten bytes.";

		send_bytes(c, text, sizeof(text) - 1, true);
	} else if (str_is(path, "/untold")) {
		static const char text[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\nwho knows";

		send_bytes(c, text, sizeof(text) - 1, true);
	} else if (str_is(path, "/reset"))
		close_client(c);
	else if (str_is(path, "/bomb"))
		send_bomb(c);
	else if (str_is(path, "/endless"))
		send_endless(c);
	else if (str_is(path, "/huge"))
		send_text(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n");
	else if (str_is(path, "/longhead"))
		send_long_head(c);
	else if (str_is(path, "/wait"))
		waiting[n_waiting++] = c;
	free(other);
}

static void
on_request(struct client *c)
{
	struct str rest = str_from(c->text), word, path;

	if (n_asked < ASKED_MAX) {
		memcpy(asked[n_asked].text, c->text, sizeof(c->text));
		asked[n_asked].server = c->server->number;
		asked[n_asked++].at_ms = clock_mono_ms();
	}
	str_next(&rest, ' ', &word);
	str_next(&rest, ' ', &path);
	last_client = c;
	answer(c, path);
	c->n = 0;
	uv_stop(&loop);
}

static void
on_alloc(uv_handle_t *h, size_t n, uv_buf_t *b)
{
	struct client *c = h->data;

	(void)n;
	*b = uv_buf_init(c->text + c->n, (unsigned)(sizeof(c->text) - 1 - c->n));
}

static void
on_read(uv_stream_t *s, ssize_t n, const uv_buf_t *b)
{
	struct client *c = s->data;

	(void)b;
	if (n < 0) {
		unsigned i;

		for (i = 0; i < n_waiting; i++)
			if (waiting[i] == c)
				waiting[i] = NULL;
		close_client(c);
		return;
	}
	c->n += (size_t)n;
	c->text[c->n] = '\0';
	if (strstr(c->text, "\r\n\r\n") != NULL)
		on_request(c);
}

static void
on_connection(uv_stream_t *s, int status)
{
	struct client *c = mem_zalloc(sizeof(*c));

	(void)status;
	c->server = s->data;
	uv_tcp_init(&loop, &c->tcp);
	c->tcp.data = c;
	uv_accept(s, (uv_stream_t *)&c->tcp);
	uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
}

static void
listen_at(unsigned number, const char *address)
{
	struct server *s = &servers[number];
	struct sockaddr_in a;
	int n = sizeof(a);

	uv_ip4_addr(address, 0, &a);
	uv_tcp_init(&loop, &s->tcp);
	s->tcp.data = s;
	s->number = number;
	uv_tcp_bind(&s->tcp, (const struct sockaddr *)&a, 0);
	assert_int_equal(uv_listen((uv_stream_t *)&s->tcp, 64, on_connection), 0);
	uv_tcp_getsockname(&s->tcp, (struct sockaddr *)&a, &n);
	s->port = ntohs(a.sin_port);
}

/* ---- one fetcher a test ---- */

static struct fetcher *fetcher;
static bool is_closed;

static void
on_fetcher_closed(void *arg)
{
	(void)arg;
	is_closed = true;
	uv_stop(&loop);
}

static int
set_up(void **state)
{
	static const struct fetcher_options o = { .connections = 8, .host_connections = 8 };

	(void)state;
	uv_loop_init(&loop);
	n_asked = n_waiting = 0;
	is_closed = false;
	listen_at(0, "127.0.0.1");
	listen_at(1, "127.0.0.2");
	fetcher = fetcher_new(&loop, &o);
	return fetcher != NULL ? 0 : -1;
}

static void
close_one(uv_handle_t *h, void *arg)
{
	(void)arg;
	if (!uv_is_closing(h))
		uv_close(h, h == (uv_handle_t *)&servers[0].tcp || h == (uv_handle_t *)&servers[1].tcp ? NULL : on_client_closed);
}

static void
run_until_closed(void)
{
	while (!is_closed)
		uv_run(&loop, UV_RUN_ONCE);
}

static int
tear_down(void **state)
{
	(void)state;
	if (fetcher != NULL)
		fetcher_close(fetcher, on_fetcher_closed, NULL);
	run_until_closed();
	fetcher = NULL;
	uv_walk(&loop, close_one, NULL); /* only the server's are left */
	uv_run(&loop, UV_RUN_DEFAULT);
	return uv_loop_close(&loop);
}

/* ---- one fetch ---- */

struct got {
	struct fetch_result r;
	char *url;
	unsigned n_done;
	unsigned order;
	bool is_started;
};

static unsigned n_ended;

static void
on_done(struct fetch_result *r, void *arg)
{
	struct got *g = arg;

	assert_true(g->is_started); /* never before fetch_start() has returned */
	g->r = *r;
	g->n_done++;
	g->order = n_ended++;
	uv_stop(&loop); /* timers run before the loop goes to sleep */
	*r = (struct fetch_result){ 0 };
}

static void
release(struct got *g)
{
	fetch_result_release(&g->r);
	free(g->url);
	*g = (struct got){ 0 };
}

static char *
url_of(unsigned server, const char *path)
{
	return mem_printf("http://127.0.0.%u:%d%s", server + 1, servers[server].port, path);
}

/* A request for path, trusted as a configured one; more may be filled in before it starts. */
static struct fetch_request
request_of(struct got *g, unsigned server, const char *path)
{
	*g = (struct got){ .url = url_of(server, path) };
	return (struct fetch_request){ .url = g->url, .trusted_origin_url = g->url, .timeout_ms = 20000, .body_max = 16U << 20 };
}

static void
start(struct got *g, const struct fetch_request *r)
{
	fetch_start(fetcher, r, on_done, g);
	g->is_started = true;
}

static void
run_one(struct got *g)
{
	while (g->n_done == 0)
		uv_run(&loop, UV_RUN_ONCE);
}

static void
get(struct got *g, unsigned server, const char *path)
{
	struct fetch_request r = request_of(g, server, path);

	start(g, &r);
	run_one(g);
}

static bool
was_sent(unsigned i, const char *line)
{
	return i < n_asked && strstr(asked[i].text, line) != NULL;
}

#define assert_text(got, want) expect_text(#got, str_from(got), want)
#define assert_in(text, part) \
	do { \
		if (strstr(text, part) == NULL) \
			fail_msg("\"%s\" says nothing of \"%s\"", text, part); \
	} while (0)

#endif
