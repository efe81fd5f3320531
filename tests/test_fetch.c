#include "config.h"
#include "check.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "base/clock.h"
#include "base/mem.h"
#include "fetch/address.h"
#include "fetch/fetch.h"
#include "fetch/head.h"
#include "fetch/site.h"

/* ---- a server on the same loop: answers by path, and remembers what it was asked ---- */

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
	bool is_ending;
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
static struct fetcher *fetcher;
static bool is_closed;

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
	buf_release(&g->r.body);
	free(g->r.etag);
	free(g->r.last_modified);
	free(g->r.content_type);
	free(g->r.content_location);
	free(g->r.content_language);
	free(g->r.final_url);
	free(g->r.permanent_url);
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

/* ---- answers ---- */

static void
test_answer(void **state)
{
	struct got g;

	(void)state;
	get(&g, 0, "/ok");
	assert_text(g.r.err.text, "");
	assert_int_equal(g.r.err.kind, ERR_NONE);
	assert_int_equal(g.r.status, 200);
	expect_text("body", buf_str(&g.r.body), "hello");
	assert_text(g.r.etag, "\"one\"");
	assert_text(g.r.last_modified, "yesterday, perhaps");
	assert_text(g.r.content_type, "text/xml");
	assert_text(g.r.content_language, "de");
	assert_text(g.r.content_location, "/other");
	assert_text(g.r.final_url, g.url);
	assert_null(g.r.permanent_url);
	assert_int_equal(g.r.max_age_s, 300);
	assert_int_equal(g.r.retry_after_s, 0);
	assert_true(was_sent(0, "User-Agent: feedwright/" PACKAGE_VERSION " (+" PACKAGE_URL ")\r\n"));
	assert_true(was_sent(0, "Accept-Encoding: "));
	assert_false(was_sent(0, "If-None-Match"));
	release(&g);
}

static void
test_not_modified(void **state)
{
	struct got g;
	struct fetch_request r;

	(void)state;
	r = request_of(&g, 0, "/cached");
	r.etag = "\"one\"";
	r.last_modified = "yesterday";
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_NONE);
	assert_int_equal(g.r.status, 304);
	assert_int_equal(g.r.body.n, 0);
	release(&g);
	get(&g, 0, "/cached"); /* the same handle: nothing of the last request is left in it */
	assert_int_equal(g.r.status, 200);
	assert_false(was_sent(1, "If-"));
	release(&g);
}

static void
test_plain_statuses(void **state)
{
	static const struct {
		const char *path;
		long status;
		int64_t retry_after_s;
	} cases[] = { { "/404", 404, 0 }, { "/410", 410, 0 }, { "/500", 500, 60 }, { "/nowhere", 302, 0 }, { "/early", 200, 0 } };
	struct got g;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		get(&g, 0, cases[i].path);
		assert_int_equal(g.r.err.kind, ERR_NONE);
		assert_int_equal(g.r.status, cases[i].status);
		assert_int_equal(g.r.retry_after_s, cases[i].retry_after_s);
		assert_int_equal(g.r.body.n, cases[i].status == 200 ? 2 : 0);
		assert_null(g.r.etag);
		release(&g);
	}
}

static void
test_connection_is_kept(void **state)
{
	struct got g;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		get(&g, 0, "/ok");
		assert_int_equal(g.r.status, 200);
		release(&g);
	}
	assert_int_equal(n_asked, 3);
}

/* ---- redirects ---- */

static void
test_redirects(void **state)
{
	static const struct {
		const char *path, *final, *permanent;
	} cases[] = {
		{ "/301", "/ok", "/ok" },
		{ "/301to301", "/ok", "/ok" },
		{ "/302", "/ok", NULL },
		{ "/308to302", "/ok", "/302" },
		{ "/307to301", "/ok", NULL },
	};
	struct got g;
	struct fetch_request r;
	char *url;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		n_asked = 0;
		r = request_of(&g, 0, cases[i].path);
		r.etag = "\"tag\"";
		start(&g, &r);
		run_one(&g);
		assert_text(g.r.err.text, "");
		assert_int_equal(g.r.status, 200);
		url = url_of(0, cases[i].final);
		expect_text(cases[i].path, str_from(g.r.final_url), url);
		free(url);
		url = cases[i].permanent != NULL ? url_of(0, cases[i].permanent) : NULL;
		expect_text(cases[i].path, str_from(g.r.permanent_url), url != NULL ? url : "");
		free(url);
		assert_true(was_sent(0, "If-None-Match: \"tag\""));
		assert_false(was_sent(n_asked - 1, "If-None-Match")); /* it belongs to the first URL */
		release(&g);
	}
}

static void
test_refused_redirects(void **state)
{
	static const struct {
		const char *path, *why;
		unsigned n_asked;
	} cases[] = {
		{ "/loop", "redirect loop", 2 },
		{ "/chain0", "limit of 5 redirects", 6 },
		{ "/toftp", "only http and https", 1 },
		{ "/tofile", "only http and https", 1 },
	};
	struct got g;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		n_asked = 0;
		get(&g, 0, cases[i].path);
		assert_int_equal(g.r.err.kind, ERR_REMOTE);
		assert_in(g.r.err.text, cases[i].why);
		assert_int_equal(n_asked, cases[i].n_asked);
		release(&g);
	}
}

static void
test_secrets_stay_home(void **state)
{
	static char name[] = "X-Api-Key", value[] = "k1";
	static const struct header headers[] = { { name, value } };
	struct got g;
	struct fetch_request r;

	(void)state;
	r = request_of(&g, 0, "/toother");
	r.headers = headers;
	r.n_headers = 1;
	r.username = "ann";
	r.password = "pw";
	r.cookies = "a=b";
	r.allow_private = true;
	start(&g, &r);
	run_one(&g);
	assert_text(g.r.err.text, "");
	assert_int_equal(g.r.status, 200);
	assert_int_equal(n_asked, 2);
	assert_int_equal(asked[1].server, 1);
	assert_true(was_sent(0, "X-Api-Key: k1\r\n"));
	assert_true(was_sent(0, "Authorization: Basic YW5uOnB3\r\n"));
	assert_true(was_sent(0, "Cookie: a=b\r\n"));
	assert_false(was_sent(1, "X-Api-Key"));
	assert_false(was_sent(1, "Authorization"));
	assert_false(was_sent(1, "Cookie"));
	release(&g);

	r = request_of(&g, 0, "/302"); /* but they go along inside the origin */
	r.headers = headers;
	r.n_headers = 1;
	r.username = "ann";
	start(&g, &r);
	run_one(&g);
	assert_true(was_sent(3, "X-Api-Key: k1\r\n") && was_sent(3, "Authorization: Basic"));
	release(&g);

	get(&g, 0, "/ok"); /* and are gone from the handle */
	assert_false(was_sent(4, "X-Api-Key") || was_sent(4, "Authorization") || was_sent(4, "Cookie"));
	release(&g);
}

static void
test_secrets_belong_to_the_configured_origin(void **state)
{
	struct got g;
	struct fetch_request r;
	char *configured = url_of(0, "/feed");

	(void)state;
	r = request_of(&g, 1, "/ok"); /* where the feed once moved to */
	r.trusted_origin_url = configured;
	r.cookies = "a=b";
	r.allow_private = true;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.status, 200);
	assert_false(was_sent(0, "Cookie"));
	release(&g);
	free(configured);
}

static void
test_password_in_url(void **state)
{
	struct got g = { 0 };
	struct fetch_request r;

	(void)state;
	r = request_of(&g, 0, "/ok");
	free(g.url);
	g.url = mem_printf("http://ann:p%%40w@127.0.0.1:%d/302", servers[0].port);
	r.url = r.trusted_origin_url = g.url;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.status, 200);
	assert_true(was_sent(0, "Authorization: Basic YW5uOnBAdw==\r\n"));
	assert_true(was_sent(1, "Authorization: Basic YW5uOnBAdw==\r\n"));
	assert_null(strstr(g.r.final_url, "ann"));
	release(&g);

	get(&g, 0, "/tosecretother"); /* refused, and says so without the password */
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_null(strstr(g.r.err.text, "pw"));
	release(&g);
}

static void
test_bad_urls(void **state)
{
	static const char *const urls[] = { "ftp://ann:secret@example.org/", "http://", "nothing", "http://ann:secret@exa mple.org/", "" };
	struct got g = { 0 };
	struct fetch_request r = { .body_max = 100 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(urls); i++) {
		r.url = r.trusted_origin_url = urls[i];
		start(&g, &r);
		run_one(&g);
		assert_int_equal(g.r.err.kind, ERR_INPUT);
		assert_null(strstr(g.r.err.text, "secret"));
		assert_null(strstr(g.r.final_url, "secret"));
		release(&g);
	}
}

static void
test_hostile_header_values_are_not_sent(void **state)
{
	static char name[] = "X-A", value[] = "b\r\nX-Evil: 1";
	static const struct header headers[] = { { name, value } };
	struct got g;
	struct fetch_request r;

	(void)state;
	r = request_of(&g, 0, "/ok");
	r.etag = "\"x\"\r\nX-Evil: 2";
	r.headers = headers;
	r.n_headers = 1;
	r.user_agent = "mine\nX-Evil: 3";
	r.cookies = "a\r\nX-Evil: 4";
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.status, 200);
	assert_false(was_sent(0, "X-Evil"));
	release(&g);
}

/* ---- limits and faults ---- */

static void
test_limits(void **state)
{
	static const struct {
		const char *path, *why;
		size_t body_max;
	} cases[] = {
		{ "/ok", "limit of 4 bytes", 4 },
		{ "/bomb", "limit of 200 bytes for one", 64U << 20 },
		{ "/bomb", "limit of 1000000 bytes", 1000000 },
		{ "/huge", "limit of 8388608 bytes", 16U << 20 },
		{ "/endless", "limit of 8388608 bytes", 16U << 20 },
		{ "/longhead", "limit of 65536 bytes of header", 16U << 20 },
	};
	struct got g;
	struct fetch_request r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = request_of(&g, 0, cases[i].path);
		r.body_max = cases[i].body_max;
		start(&g, &r);
		run_one(&g);
		if (g.r.err.kind != ERR_LIMIT)
			fail_msg("%s: no error of a limit but %d \"%s\"", cases[i].path, (int)g.r.err.kind, g.r.err.text);
		assert_in(g.r.err.text, cases[i].why);
		assert_int_equal(g.r.body.n, 0);
		release(&g);
	}
}

static void
test_truncated(void **state)
{
	struct got g;

	(void)state;
	get(&g, 0, "/short");
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, g.url);
	assert_int_equal(g.r.status, 200);
	expect_text("what came is kept", buf_str(&g.r.body), "ten bytes.");
	release(&g);
	get(&g, 0, "/reset");
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_int_equal(g.r.status, 0);
	release(&g);
}

static void
test_timeout(void **state)
{
	struct got g;
	struct fetch_request r;

	(void)state;
	r = request_of(&g, 0, "/wait");
	r.timeout_ms = 50;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, "timed out");
	release(&g);
}

/* ---- manners ---- */

static void
test_retry_after_holds_the_host(void **state)
{
	struct got g;

	(void)state;
	get(&g, 0, "/429");
	assert_int_equal(g.r.status, 429);
	assert_int_equal(g.r.retry_after_s, 120);
	release(&g);
	get(&g, 0, "/ok");
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_int_equal(g.r.status, 0);
	assert_in_range(g.r.retry_after_s, 100, 120);
	assert_int_equal(n_asked, 1);
	release(&g);
	get(&g, 1, "/ok"); /* another host has nothing to do with it */
	assert_int_equal(g.r.status, 200);
	release(&g);
}

static void
test_spacing(void **state)
{
	static const struct fetcher_options o = { .connections = 8, .host_connections = 2, .host_spacing_ms = 30 };
	static const char *const paths[] = { "GET /ok ", "GET /404 ", "GET /410 " };
	struct got g[3], other;
	struct fetch_request r;
	size_t i;

	(void)state;
	fetcher_set_options(fetcher, &o);
	n_ended = 0;
	for (i = 0; i < COUNT(g); i++) {
		char *path = mem_strndup((struct str){ paths[i] + 4, strlen(paths[i]) - 5 });

		r = request_of(&g[i], 0, path);
		start(&g[i], &r);
		free(path);
	}
	r = request_of(&other, 1, "/ok");
	start(&other, &r);
	assert_int_equal(fetcher_waiting(fetcher), 4);
	run_one(&g[2]);
	assert_int_equal(fetcher_waiting(fetcher), 0);
	assert_int_equal(other.n_done, 1);
	assert_true(other.order < g[1].order); /* the other host did not wait */
	for (i = 0; i < COUNT(g); i++) {
		unsigned k, n = 0;

		for (k = 0; k < n_asked; k++) { /* among those of this host, number i is the i-th */
			if (asked[k].server != 0)
				continue;
			if (n++ == i)
				assert_true(was_sent(k, paths[i]));
		}
		release(&g[i]);
	}
	assert_true(asked[n_asked - 1].at_ms - asked[0].at_ms >= 50); /* two spaces of 30, rounding taken off */
	release(&other);
}

static void
answer_waiting(void)
{
	unsigned i;

	for (i = 0; i < n_waiting; i++)
		if (waiting[i] != NULL)
			send_text(waiting[i], "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	n_waiting = 0;
}

static void
test_places(void **state)
{
	static const struct fetcher_options one_a_host = { .connections = 8, .host_connections = 1 };
	static const struct fetcher_options one = { .connections = 1, .host_connections = 4 };
	struct got g[3];
	struct fetch_request r;
	size_t i;

	(void)state;
	fetcher_set_options(fetcher, &one_a_host);
	for (i = 0; i < 3; i++) {
		r = request_of(&g[i], i == 2, "/wait");
		start(&g[i], &r);
	}
	while (n_waiting < 2)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(fetcher_waiting(fetcher), 1); /* the second at the first host */
	answer_waiting();
	while (n_waiting < 1)
		uv_run(&loop, UV_RUN_ONCE);
	answer_waiting();
	run_one(&g[1]);
	for (i = 0; i < 3; i++) {
		assert_int_equal(g[i].r.status, 200);
		release(&g[i]);
	}
	fetcher_set_options(fetcher, &one);
	for (i = 0; i < 2; i++) {
		r = request_of(&g[i], (unsigned)i, "/wait");
		start(&g[i], &r);
	}
	while (n_waiting < 1)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(fetcher_waiting(fetcher), 1); /* one in all, whatever the host */
	answer_waiting();
	while (n_waiting < 1)
		uv_run(&loop, UV_RUN_ONCE);
	answer_waiting();
	run_one(&g[1]);
	release(&g[0]);
	release(&g[1]);
}

static void
test_hold(void **state)
{
	struct got g, h;
	struct fetch_request r;

	(void)state;
	fetcher_hold(fetcher, true);
	r = request_of(&g, 0, "/ok");
	start(&g, &r);
	uv_run(&loop, UV_RUN_NOWAIT);
	uv_run(&loop, UV_RUN_NOWAIT);
	assert_int_equal(fetcher_waiting(fetcher), 1);
	fetcher_hold(fetcher, false);
	run_one(&g);
	assert_int_equal(g.r.status, 200);
	get(&h, 1, "/ok");
	assert_int_equal(h.r.status, 200);
	release(&g);
	release(&h);
}

/* ---- private addresses ---- */

static void
test_addresses(void **state)
{
	static const struct {
		const char *text;
		bool is_public;
	} cases[] = {
		{ "8.8.8.8", true }, { "1.1.1.1", true }, { "11.0.0.1", true }, { "172.32.0.1", true }, { "100.128.0.1", true },
		{ "2606:4700::1111", true }, { "64:ff9b::808:808", true }, { "0.0.0.0", false }, { "10.1.2.3", false },
		{ "100.64.0.1", false }, { "100.127.255.255", false }, { "127.0.0.1", false }, { "127.255.0.1", false },
		{ "169.254.169.254", false }, { "172.16.0.1", false }, { "172.31.255.255", false }, { "192.0.0.8", false },
		{ "192.168.0.1", false }, { "198.18.0.1", false }, { "198.19.255.255", false }, { "224.0.0.1", false },
		{ "239.1.1.1", false }, { "240.0.0.1", false }, { "255.255.255.255", false }, { "::", false }, { "::1", false },
		{ "::ffff:127.0.0.1", false }, { "::ffff:8.8.8.8", false }, { "::127.0.0.1", false }, { "64:ff9b::7f00:1", false },
		{ "64:ff9b::a00:1", false }, { "64:ff9b:1::808:808", false }, { "2002:7f00:1::", false }, { "2002:808:808::1", false },
		{ "2001:0:7f00:1::", false }, { "2001:10::1", false }, { "fc00::1", false }, { "fd00:ec2::254", false },
		{ "fe80::1", false }, { "fec0::1", false }, { "ff02::1", false }, { "example.org", false }, { "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (address_text_is_public(cases[i].text) != cases[i].is_public)
			fail_msg("%s is taken for %s", cases[i].text, cases[i].is_public ? "private" : "public");
}

static void
test_private_is_refused(void **state)
{
	struct got g;
	struct fetch_request r;
	char *configured = url_of(0, "/x");

	(void)state;
	r = request_of(&g, 0, "/ok");
	r.trusted_origin_url = NULL;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, "127.0.0.1 is a private address");
	assert_in(g.r.err.text, g.url);
	release(&g);

	r = request_of(&g, 1, "/ok"); /* another origin than the configured one */
	r.trusted_origin_url = configured;
	start(&g, &r);
	run_one(&g);
	assert_in(g.r.err.text, "private address");
	release(&g);

	get(&g, 0, "/toother"); /* the configured one may be private, not where it redirects to */
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, "127.0.0.2 is a private address");
	assert_int_equal(n_asked, 1);
	release(&g);
	free(configured);
}

static void
test_private_names(void **state)
{
	static const struct {
		const char *host;
		bool is_trusted;
	} cases[] = { { "localhost", true }, { "LOCALHOST", true }, { "127.1", true }, { "0x7f000001", true }, { "sub.localhost", false } };
	struct got g = { 0 };
	struct fetch_request r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = request_of(&g, 0, "/ok");
		free(g.url);
		g.url = mem_printf("http://%s:%d/ok", cases[i].host, servers[0].port);
		r.url = r.trusted_origin_url = g.url;
		start(&g, &r);
		run_one(&g);
		if ((g.r.status == 200) != cases[i].is_trusted)
			fail_msg("%s: %s", g.url, g.r.err.text);
		release(&g);
	}
}

static void
test_kept_connection_opens_no_door(void **state)
{
	struct got g;
	struct fetch_request r;

	(void)state;
	get(&g, 0, "/ok"); /* leaves a connection behind */
	assert_int_equal(g.r.status, 200);
	release(&g);
	r = request_of(&g, 0, "/ok");
	r.trusted_origin_url = NULL;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, "private address");
	assert_int_equal(n_asked, 1);
	release(&g);
}

/* ---- files ---- */

static void
test_files(void **state)
{
	char dir[] = "/tmp/test-fetch-XXXXXX", path[64];
	struct got g = { 0 };
	struct fetch_request r = { .body_max = 10 };
	char *validator;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/a feed.xml", dir);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "hello", 5), 5);
	g.url = mem_printf("file://%s/a%%20feed.xml", dir);
	r.url = r.trusted_origin_url = g.url;
	start(&g, &r);
	run_one(&g);
	assert_text(g.r.err.text, "");
	assert_int_equal(g.r.status, 200);
	expect_text("body", buf_str(&g.r.body), "hello");
	validator = g.r.last_modified;
	assert_non_null(validator);
	g.r.last_modified = NULL;
	release(&g);

	g.url = mem_printf("file://%s/a%%20feed.xml", dir);
	r.url = r.trusted_origin_url = g.url;
	r.last_modified = validator;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.status, 304);
	assert_text(g.r.last_modified, validator);
	release(&g);

	assert_int_equal(write(fd, "world!", 6), 6);
	g.url = mem_printf("file://%s/a%%20feed.xml", dir);
	r.url = r.trusted_origin_url = g.url;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_LIMIT); /* changed, and too long now */
	release(&g);

	r.url = r.trusted_origin_url = "file:///nowhere/at/all";
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_LOCAL);
	assert_in(g.r.err.text, "No such file");
	release(&g);
	r.url = r.trusted_origin_url = "file:///tmp";
	start(&g, &r);
	run_one(&g);
	assert_in(g.r.err.text, "not a regular file");
	release(&g);
	free(validator);
	close(fd);
	unlink(path);
	rmdir(dir);
}

/* ---- the end ---- */

static void
test_close_cancels(void **state)
{
	static const struct fetcher_options o = { .connections = 8, .host_connections = 1 };
	static const char *const paths[] = { "/wait", "/wait", "/wait" };
	struct got g[3], file = { 0 };
	struct fetch_request r;
	size_t i;

	(void)state;
	fetcher_set_options(fetcher, &o);
	for (i = 0; i < 3; i++) {
		r = request_of(&g[i], i == 1, paths[i]);
		start(&g[i], &r);
	}
	while (n_waiting < 2)
		uv_run(&loop, UV_RUN_ONCE);
	r = (struct fetch_request){ .url = "file:///etc/passwd", .body_max = 1U << 20 };
	start(&file, &r);
	fetcher_close(fetcher, on_fetcher_closed, NULL);
	assert_int_equal(g[0].n_done, 0);
	run_until_closed();
	fetcher = NULL;
	for (i = 0; i < 3; i++) {
		assert_int_equal(g[i].n_done, 1);
		assert_int_equal(g[i].r.err.kind, ERR_CANCELLED);
		release(&g[i]);
	}
	assert_int_equal(file.n_done, 1);
	assert_int_equal(file.r.err.kind, ERR_CANCELLED);
	release(&file);
}

static struct got more;
static struct fetch_request more_request;

static void
on_done_again(struct fetch_result *r, void *arg)
{
	on_done(r, arg);
	start(&more, &more_request); /* and close behind it */
	fetcher_close(fetcher, on_fetcher_closed, NULL);
}

static void
on_done_more(struct fetch_result *r, void *arg)
{
	on_done(r, arg);
	start(&more, &more_request);
}

static void
test_callback_may_do_anything(void **state)
{
	struct got g;
	struct fetch_request r;

	(void)state;
	more_request = request_of(&more, 0, "/ok");
	r = request_of(&g, 0, "/ok");
	g.is_started = true;
	fetch_start(fetcher, &r, on_done_more, &g);
	run_one(&more);
	assert_int_equal(more.r.status, 200);
	release(&g);
	release(&more);

	more_request = request_of(&more, 0, "/ok");
	r = request_of(&g, 0, "/ok");
	g.is_started = true;
	fetch_start(fetcher, &r, on_done_again, &g);
	run_until_closed();
	fetcher = NULL;
	assert_int_equal(more.n_done, 1);
	assert_int_equal(more.r.err.kind, ERR_CANCELLED);
	release(&g);
	release(&more);
}

/* ---- heads ---- */

static void
test_head_times(void **state)
{
	static const struct {
		const char *name, *line;
		int64_t retry_after_s, max_age_s;
	} cases[] = {
		{ "nothing said", "X: y\r\n", 0, -1 },
		{ "seconds", "Retry-After: 120\r\n", 120, -1 },
		{ "raised to a minute", "retry-after:1\r\n", 60, -1 },
		{ "cut to a day", "Retry-After: 99999999999999999999999\r\n", 86400, -1 },
		{ "a date", "Retry-After: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 1000, -1 },
		{ "a date that is past", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", 60, -1 },
		{ "nonsense", "Retry-After: soon\r\n", 0, -1 },
		{ "negative", "Retry-After: -5\r\n", 0, -1 },
		{ "max-age", "Cache-Control: public, Max-Age=\"600\", x\r\n", 0, 600 },
		{ "max-age of a year", "Cache-Control: max-age=31536000\r\n", 0, 86400 },
		{ "two lines are one list", "Cache-Control: public\r\nCache-Control: max-age=7\r\n", 0, 7 },
		{ "no-cache", "Cache-Control: max-age=600, no-cache\r\n", 0, 0 },
		{ "Cache-Control before Expires", "Expires: Thu, 01 Jan 1970 00:33:20 GMT\r\nCache-Control: max-age=5\r\n", 0, 5 },
		{ "Expires by our clock", "Expires: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 0, 1000 },
		{ "Expires by theirs", "Date: Thu, 01 Jan 1970 00:33:00 GMT\r\nExpires: Thu, 01 Jan 1970 00:33:20 GMT\r\n", 0, 20 },
		{ "Expires 0", "Expires: 0\r\n", 0, 0 },
	};
	struct head h;
	struct str rest, line;
	size_t i;

	(void)state;
	head_init(&h);
	for (i = 0; i < COUNT(cases); i++) {
		head_clear(&h);
		for (rest = str_from(cases[i].line); str_next(&rest, '\n', &line);)
			assert_int_equal(head_line(&h, line.p, line.n), 0);
		if (head_retry_after_s(&h, 1000) != cases[i].retry_after_s || head_max_age_s(&h, 1000) != cases[i].max_age_s)
			fail_msg("%s: %" PRId64 ", %" PRId64, cases[i].name, head_retry_after_s(&h, 1000), head_max_age_s(&h, 1000));
	}
	head_release(&h);
}

/* ---- sites ---- */

static void
on_timer_gone(void *arg)
{
	(void)arg;
}

static void
test_sites(void **state)
{
	static const struct {
		const char *name, *a, *b;
		bool is_same_origin, is_same_host;
	} cases[] = {
		{ "the path does not matter", "https://example.org/a", "https://EXAMPLE.org:443?b", true, true },
		{ "the scheme is of the origin", "https://example.org/", "http://example.org/", false, true },
		{ "and the port", "http://example.org/", "http://example.org:81/", false, true },
		{ "manners go by the registrable domain", "http://a.example.co.uk/", "http://b.c.example.co.uk./", false, true },
		{ "a public suffix is nobody's domain", "http://a.github.io/", "http://b.github.io/", false, false },
		{ "each address is its own", "http://192.0.2.1/", "http://192.0.2.2/", false, false },
		{ "however it is written", "http://[2001:DB8::1]/", "http://[2001:db8:0::1]/", true, true },
		{ "a password changes nothing", "http://a:b@example.org/", "http://example.org/", true, true },
	};
	struct sites s;
	struct origin *a, *b;
	uv_loop_t own;
	size_t i;

	(void)state;
	uv_loop_init(&own);
	sites_init(&s, &own, on_timer_gone, NULL);
	for (i = 0; i < COUNT(cases); i++) {
		a = site_ref(&s, cases[i].a, NULL);
		b = site_ref(&s, cases[i].b, NULL);
		assert_non_null(a);
		assert_non_null(b);
		if (site_is_same(a, b) != cases[i].is_same_origin || (a->host == b->host) != cases[i].is_same_host)
			fail_msg("%s: %s, %s", cases[i].name, a->name, b->name);
		site_unref(a);
		site_unref(b);
	}
	a = site_ref(&s, "http://kept.example/", NULL);
	sites_sweep(&s, false);
	assert_int_equal(map_count(s.origins), 1); /* the idle ones are dropped */
	assert_int_equal(map_count(s.hosts), 1);
	site_unref(a);
	sites_sweep(&s, true);
	uv_run(&own, UV_RUN_DEFAULT);
	assert_int_equal(s.n_handles, 0);
	sites_release(&s);
	assert_int_equal(uv_loop_close(&own), 0);
}

#define test_with_server(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_head_times),
		cmocka_unit_test(test_sites),
		test_with_server(test_answer),
		test_with_server(test_not_modified),
		test_with_server(test_plain_statuses),
		test_with_server(test_connection_is_kept),
		test_with_server(test_redirects),
		test_with_server(test_refused_redirects),
		test_with_server(test_secrets_stay_home),
		test_with_server(test_secrets_belong_to_the_configured_origin),
		test_with_server(test_password_in_url),
		test_with_server(test_bad_urls),
		test_with_server(test_hostile_header_values_are_not_sent),
		test_with_server(test_limits),
		test_with_server(test_truncated),
		test_with_server(test_timeout),
		test_with_server(test_retry_after_holds_the_host),
		test_with_server(test_spacing),
		test_with_server(test_places),
		test_with_server(test_hold),
		test_with_server(test_private_is_refused),
		test_with_server(test_private_names),
		test_with_server(test_kept_connection_opens_no_door),
		test_with_server(test_files),
		test_with_server(test_close_cancels),
		test_with_server(test_callback_may_do_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
