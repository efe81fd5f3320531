#include "config.h"
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "fetch_server.h"

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
test_who_knows_whether_it_is_whole(void **state)
{
	static const struct {
		const char *path;
		bool is_open_ended;
	} cases[] = { { "/ok", false }, { "/chunks", false }, { "/untold", true } };
	struct got g;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		get(&g, 0, cases[i].path);
		assert_int_equal(g.r.err.kind, ERR_NONE);
		if (g.r.body.n == 0 || g.r.is_open_ended != cases[i].is_open_ended)
			fail_msg("%s: %zu bytes, %d", cases[i].path, g.r.body.n, g.r.is_open_ended);
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

static void
test_answer_nobody_asked_for(void **state)
{
	struct got g;

	(void)state;
	get(&g, 0, "/404");
	release(&g);
	send_text(last_client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong");
	uv_run(&loop, UV_RUN_NOWAIT); /* it is in the socket already: one round to see it */
	uv_run(&loop, UV_RUN_NOWAIT);
	get(&g, 0, "/ok");
	assert_int_equal(g.r.status, 200);
	expect_text("the answer to this request", buf_str(&g.r.body), "hello");
	release(&g);
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
test_redirects_that_are_told(void **state)
{
	struct fetch_request r;
	struct got g;
	char *url;

	(void)state;
	r = request_of(&g, 0, "/302");
	r.stops_at_redirects = true;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.err.kind, ERR_NONE);
	assert_int_equal(g.r.status, 302);
	url = url_of(0, "/ok");
	assert_text(g.r.redirect_url, url);
	free(url);
	assert_int_equal(n_asked, 1);
	release(&g);
	r = request_of(&g, 0, "/tofile");
	r.stops_at_redirects = true;
	start(&g, &r);
	run_one(&g);
	assert_in(g.r.err.text, "only http and https");
	assert_null(g.r.redirect_url);
	release(&g);
	r = request_of(&g, 0, "/ok");
	r.stops_at_redirects = true;
	start(&g, &r);
	run_one(&g);
	assert_int_equal(g.r.status, 200);
	assert_null(g.r.redirect_url);
	release(&g);
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
	servers[0].port = 1; /* nobody there */
	get(&g, 0, "/ok");
	assert_int_equal(g.r.err.kind, ERR_REMOTE);
	assert_in(g.r.err.text, "connect");
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

/* A request may want its host to be left alone for longer. */
static void
test_own_spacing(void **state)
{
	struct fetch_request r;
	struct got g[2];

	(void)state;
	r = request_of(&g[0], 0, "/ok");
	r.spacing_ms = 60;
	start(&g[0], &r);
	r = request_of(&g[1], 0, "/ok");
	start(&g[1], &r);
	run_one(&g[1]);
	assert_int_equal(g[0].n_done, 1);
	assert_true(asked[1].at_ms - asked[0].at_ms >= 55);
	release(&g[0]);
	release(&g[1]);
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

/* Whatever an answer may lead to. */
static void
test_files_are_of_the_operator(void **state)
{
	static const char *const configured[] = { NULL, "http://127.0.0.1/", "https://a.example/etc/passwd" };
	struct fetch_request r = { .url = "file:///etc/passwd", .body_max = 1U << 20, .allow_private = true };
	struct got g = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(configured); i++) {
		r.trusted_origin_url = configured[i];
		start(&g, &r);
		run_one(&g);
		assert_in(g.r.err.text, "a file, refused");
		assert_int_equal(g.r.body.n, 0);
		release(&g);
	}
}

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
test_cancelling(void **state)
{
	struct fetch_request r;
	struct got g[2];

	(void)state;
	r = request_of(&g[0], 0, "/ok");
	start(&g[0], &r);
	fetcher_cancel(fetcher);
	run_one(&g[0]);
	assert_int_equal(g[0].r.err.kind, ERR_CANCELLED);
	r = request_of(&g[1], 0, "/ok"); /* by somebody who has not heard of it */
	start(&g[1], &r);
	run_one(&g[1]);
	assert_int_equal(g[1].r.err.kind, ERR_CANCELLED);
	assert_int_equal(n_asked, 0);
	release(&g[0]);
	release(&g[1]);
}

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
	r = (struct fetch_request){ .url = "file:///etc/passwd", .trusted_origin_url = "file:///etc/passwd", .body_max = 1U << 20 };
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

#define test_with_server(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test_with_server(test_answer),
		test_with_server(test_not_modified),
		test_with_server(test_plain_statuses),
		test_with_server(test_who_knows_whether_it_is_whole),
		test_with_server(test_connection_is_kept),
		test_with_server(test_answer_nobody_asked_for),
		test_with_server(test_redirects),
		test_with_server(test_redirects_that_are_told),
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
		test_with_server(test_own_spacing),
		test_with_server(test_places),
		test_with_server(test_hold),
		test_with_server(test_private_is_refused),
		test_with_server(test_private_names),
		test_with_server(test_kept_connection_opens_no_door),
		test_with_server(test_files),
		test_with_server(test_files_are_of_the_operator),
		test_with_server(test_cancelling),
		test_with_server(test_close_cancels),
		test_with_server(test_callback_may_do_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
