#include "config.h"
#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "publish/http.h"

#define ANSWER_MAX (1U << 20)
#define CHANGED_S 1700000000 /* "Tue, 14 Nov 2023 22:13:20 GMT" */

struct bench {
	char dir[32];
	struct snapshots *snapshots;
	struct http_server *http;
	char *socket_path;
	struct listen_address at[2];
};

static char long_body[6000]; /* compresses well */

static char *
in_dir(const struct bench *b, const char *name)
{
	return mem_printf("%s/%s", b->dir, name);
}

static void
put(struct snapshots *s, const char *path, const char *body)
{
	struct snapshot_info info = { path, "application/atom+xml; charset=utf-8", CHANGED_S, 300 };

	snapshots_put(s, &info, str_from(body));
}

/* ---- a client ---- */

static int
dial(const char *url)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const char *colon = strrchr(url, ':');
	int fd;

	if (strncmp(url, "unix:", 5) == 0) {
		snprintf(at.sun_path, sizeof(at.sun_path), "%s", url + 5);
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
		return fd;
	}
	assert_int_equal(strncmp(url, "http://127.0.0.1:", 17), 0);
	v4.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&v4, sizeof(v4)), 0);
	return fd;
}

/* Everything until the server closes. */
static void
listen_to_end(int fd, struct buf *out)
{
	char *room;
	ssize_t n;

	do {
		room = buf_reserve(out, 4096);
		assert_non_null(room);
		n = read(fd, room, 4096);
		if (n > 0)
			buf_added(out, (size_t)n);
	} while (n > 0);
	buf_add_char(out, '\0');
	out->n--;
}

static void
say(int fd, struct str s)
{
	ssize_t n;

	while (s.n > 0) {
		n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		s = str_skip(s, (size_t)n);
	}
}

struct answer {
	struct buf all;
	int status;
	struct str head, body;
};

/* lines: more of the head, each with its "\r\n"; or NULL. */
static void
ask_at(const char *url, const char *method, const char *path, const char *lines, struct answer *a)
{
	char *request =
	    mem_printf("%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", method, path, lines != NULL ? lines : "");
	int fd = dial(url);
	size_t end;

	say(fd, str_from(request));
	free(request);
	buf_init(&a->all, ANSWER_MAX);
	listen_to_end(fd, &a->all);
	close(fd);
	end = str_find(buf_str(&a->all), STR("\r\n\r\n"));
	if (end == STR_NPOS || strncmp(a->all.p, "HTTP/1.", 7) != 0)
		fail_msg("%s %s: no HTTP answer: %s", method, path, a->all.p);
	a->status = (int)strtol(a->all.p + 9, NULL, 10);
	a->head = str_head(buf_str(&a->all), end + 2);
	a->body = str_skip(buf_str(&a->all), end + 4);
}

static void
ask(struct bench *b, const char *method, const char *path, const char *lines, struct answer *a)
{
	ask_at(http_url(b->http), method, path, lines, a);
}

/* The value of the only line of that name in the head, or NULL in p. */
static struct str
line_of(const struct answer *a, const char *name)
{
	struct str rest = a->head, line, found = STR_NONE;
	size_t colon;

	while (str_next(&rest, '\n', &line)) {
		colon = str_find_char(line, ':');
		if (colon == STR_NPOS || !str_is_nocase(str_head(line, colon), name))
			continue;
		if (found.p != NULL)
			fail_msg("%s stands there twice", name);
		found = str_trim(str_skip(line, colon + 1));
	}
	return found;
}

static void
expect_line(const struct answer *a, const char *name, const char *want)
{
	struct str got = line_of(a, name);

	if (want == NULL ? got.p != NULL : !str_is(got, want))
		fail_msg("%s: got \"%.*s\", want \"%s\"", name, STR_ARG(got), want != NULL ? want : "(none)");
}

static void
done(struct answer *a)
{
	buf_release(&a->all);
}

/* ---- the server ---- */

static int
answer_dynamic(const char *path, struct buf *out, const char **content_type, void *arg)
{
	(void)arg;
	if (strcmp(path, "/healthz") == 0) {
		buf_add_c(out, "ok\n");
		return 200;
	}
	if (strcmp(path, "/readyz") == 0) {
		*content_type = "application/json; charset=utf-8";
		buf_add_c(out, "{}");
		return 503;
	}
	return 0;
}

static int
set_up(void **state)
{
	struct bench *b = mem_zalloc(sizeof(*b));

	strcpy(b->dir, "/tmp/publish.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	b->snapshots = snapshots_new();
	*state = b;
	return 0;
}

static int
set_up_http(void **state)
{
	struct http_dynamic dynamic = { answer_dynamic, NULL };
	struct snapshot_info page = { "/", "text/html; charset=utf-8", 0, 60 };
	struct bench *b;
	struct err e = { 0 };

	set_up(state);
	b = *state;
	memset(long_body, 'x', sizeof(long_body) - 1);
	put(b->snapshots, "/feeds/a.atom", "<feed/>");
	put(b->snapshots, "/feeds/long.atom", long_body);
	snapshots_put(b->snapshots, &page, STR("<p>"));
	b->socket_path = mem_printf("%s/http.sock", b->dir);
	b->at[0] = (struct listen_address){ .text = (char *)(uintptr_t)"127.0.0.1:0", .host = (char *)(uintptr_t)"127.0.0.1" };
	b->at[1] = (struct listen_address){ .text = b->socket_path, .path = b->socket_path };
	b->http = http_start(b->at, 2, b->snapshots, &dynamic, &e);
	if (b->http == NULL)
		fail_msg("%s", e.text);
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;
	char command[64];

	http_stop(b->http);
	snapshots_free(b->snapshots);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	assert_int_equal(system(command), 0);
	free(b->socket_path);
	free(b);
	return 0;
}

static void
test_get(void **state)
{
	struct bench *b = *state;
	struct answer a;

	ask(b, "GET", "/feeds/a.atom", NULL, &a);
	assert_int_equal(a.status, 200);
	expect_text("the body", a.body, "<feed/>");
	expect_line(&a, "Content-Type", "application/atom+xml; charset=utf-8");
	expect_line(&a, "Content-Length", "7");
	expect_line(&a, "Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT");
	expect_line(&a, "Cache-Control", "public, max-age=300");
	expect_line(&a, "Vary", "Accept-Encoding");
	expect_line(&a, "X-Content-Type-Options", "nosniff");
	expect_line(&a, "Referrer-Policy", "no-referrer");
	expect_line(&a, "Access-Control-Allow-Origin", "*");
	expect_line(&a, "Content-Encoding", NULL);
	expect_line(&a, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
	assert_int_equal(line_of(&a, "ETag").n, 34);
	assert_non_null(line_of(&a, "Date").p);
	done(&a);

	ask(b, "GET", "/?utm_source=x", NULL, &a);
	assert_int_equal(a.status, 200);
	expect_line(&a, "Content-Type", "text/html; charset=utf-8");
	expect_line(&a, "Last-Modified", NULL);
	expect_line(&a, "Access-Control-Allow-Origin", NULL);
	if (str_find(line_of(&a, "Content-Security-Policy"), STR("img-src https: http: data:;")) == STR_NPOS)
		fail_msg("a page may show images");
	done(&a);
}

static void
test_head(void **state)
{
	struct bench *b = *state;
	struct answer a;

	ask(b, "HEAD", "/feeds/long.atom", NULL, &a);
	assert_int_equal(a.status, 200);
	expect_line(&a, "Content-Length", "5999");
	expect_text("HEAD has no body", a.body, "");
	done(&a);
	ask(b, "HEAD", "/nothing", NULL, &a);
	assert_int_equal(a.status, 404);
	expect_text("nor for what is not there", a.body, "");
	done(&a);
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *method, *path, *lines;
		int want;
	} cases[] = {
		{ "GET", "/nothing", NULL, 404 },
		{ "GET", "/feeds/a.atom/", NULL, 404 },
		{ "GET", "/feeds/../etc/passwd", NULL, 404 },
		{ "POST", "/feeds/a.atom", "Content-Length: 0\r\n", 405 },
		{ "POST", "/feeds/a.atom", "Content-Length: 99999999999\r\n", 405 },
		{ "DELETE", "/feeds/a.atom", NULL, 405 },
		{ "OPTIONS", "/nothing", NULL, 405 },
		{ "BREW", "/feeds/a.atom", NULL, 405 },
		{ "GET", "/feeds/a.atom", "Content-Length: 99999999999\r\n", 413 },
		{ "GET", "/feeds/a.atom", "Transfer-Encoding: chunked\r\n", 413 },
		{ "GET", "/feeds/a.atom", "Content-Length: 0\r\n", 200 },
	};
	struct bench *b = *state;
	struct answer a;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		ask(b, cases[i].method, cases[i].path, cases[i].lines, &a);
		if (a.status != cases[i].want)
			fail_msg("%s %s %s: %d", cases[i].method, cases[i].path, cases[i].lines, a.status);
		if (cases[i].want == 405)
			expect_line(&a, "Allow", "GET, HEAD");
		if (cases[i].want != 200)
			expect_line(&a, "Cache-Control", "no-store");
		done(&a);
	}
}

static void
test_large_head(void **state)
{
	struct bench *b = *state;
	char *lines = mem_alloc(HTTP_HEAD_MAX * 2);
	struct answer a;

	memset(lines, 'x', HTTP_HEAD_MAX * 2);
	memcpy(lines, "X-Long: ", 8);
	memcpy(lines + HTTP_HEAD_MAX * 2 - 3, "\r\n", 3);
	ask(b, "GET", "/feeds/a.atom", lines, &a);
	if (a.status != 431 && a.status != 413)
		fail_msg("a head over the limit is refused: %d", a.status);
	done(&a);
	free(lines);
}

static void
test_dynamic(void **state)
{
	struct bench *b = *state;
	struct answer a;

	ask(b, "GET", "/healthz", NULL, &a);
	assert_int_equal(a.status, 200);
	expect_text("made on request", a.body, "ok\n");
	expect_line(&a, "Cache-Control", "no-store");
	expect_line(&a, "Access-Control-Allow-Origin", NULL);
	expect_line(&a, "Content-Type", "text/plain; charset=utf-8");
	done(&a);
	ask(b, "GET", "/readyz", NULL, &a);
	assert_int_equal(a.status, 503);
	expect_line(&a, "Content-Type", "application/json; charset=utf-8");
	done(&a);
}

static void
test_conditional(void **state)
{
	static const struct {
		const char *claim, *lines; /* %s is the ETag without its quotes */
		int want;
		bool is_gzip; /* the ETag told is the compressed form's */
	} cases[] = {
		{ "the ETag it has", "If-None-Match: \"%s\"\r\n", 304, false },
		{ "weakly", "If-None-Match: W/\"%s\"\r\n", 304, false },
		{ "in a list", "If-None-Match: \"other\", \"%s\"\r\n", 304, false },
		{ "any", "If-None-Match: *\r\n", 304, false },
		{ "another ETag", "If-None-Match: \"other\"\r\n", 200, false },
		{ "the compressed form, to a client that does not take it", "If-None-Match: \"%s-gz\"\r\n", 200, false },
		{ "the compressed form", "If-None-Match: \"%s-gz\"\r\nAccept-Encoding: gzip\r\n", 304, true },
		{ "neither form", "If-None-Match: \"other\"\r\nAccept-Encoding: gzip\r\n", 200, true },
		{ "the plain form, to a client that takes both", "If-None-Match: \"%s\"\r\nAccept-Encoding: gzip\r\n", 304, false },
		{ "the very date", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT\r\n", 304, false },
		{ "a later date", "If-Modified-Since: Tue, 14 Nov 2023 22:13:21 GMT\r\n", 304, false },
		{ "an earlier date", "If-Modified-Since: Tue, 14 Nov 2023 22:13:19 GMT\r\n", 200, false },
		{ "no date", "If-Modified-Since: yesterday\r\n", 200, false },
		{ "an ETag goes before the date",
		    "If-None-Match: \"other\"\r\nIf-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT\r\n", 200, false },
	};
	struct bench *b = *state;
	const struct snapshot *s = snapshot_get(b->snapshots, "/feeds/long.atom");
	char etag[ETAG_SIZE], lines[256];
	const char *hole;
	struct answer a;
	size_t i;

	snprintf(etag, sizeof(etag), "%.32s", snapshot_etag(s, false) + 1);
	for (i = 0; i < COUNT(cases); i++) {
		hole = strstr(cases[i].lines, "%s");
		if (hole == NULL)
			snprintf(lines, sizeof(lines), "%s", cases[i].lines);
		else
			snprintf(lines, sizeof(lines), "%.*s%s%s", (int)(hole - cases[i].lines), cases[i].lines, etag, hole + 2);
		ask(b, "GET", "/feeds/long.atom", lines, &a);
		if (a.status != cases[i].want || (a.body.n > 0) != (cases[i].want == 200))
			fail_msg("%s: %d with %zu bytes", cases[i].claim, a.status, a.body.n);
		expect_line(&a, "Vary", "Accept-Encoding");
		expect_line(&a, "Cache-Control", "public, max-age=300");
		if (!str_is(line_of(&a, "ETag"), snapshot_etag(s, cases[i].is_gzip)))
			fail_msg("%s: the ETag told is that of the form", cases[i].claim);
		if (str_is(line_of(&a, "Content-Length"), "0"))
			fail_msg("%s: 304 does not claim an empty body", cases[i].claim);
		if (a.status == 304)
			expect_line(&a, "Content-Type", NULL);
		done(&a);
	}
	snapshot_unref(s);
}

static void
test_304_keeps_connection(void **state)
{
	struct bench *b = *state;
	struct buf all;
	int fd = dial(http_url(b->http));
	size_t second;

	buf_init(&all, ANSWER_MAX);
	say(fd, STR("GET /feeds/a.atom HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n"
	            "GET /feeds/a.atom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
	listen_to_end(fd, &all);
	close(fd);
	assert_int_equal(strncmp(all.p, "HTTP/1.1 304 ", 13), 0);
	second = str_find(buf_str(&all), STR("\r\n\r\n"));
	if (strncmp(all.p + second + 4, "HTTP/1.1 200 ", 13) != 0 || !str_ends(buf_str(&all), STR("\r\n\r\n<feed/>")))
		fail_msg("the next answer follows right behind a 304: %s", all.p);
	buf_release(&all);
}

static void
test_gzip(void **state)
{
	struct bench *b = *state;
	struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
	char plain[sizeof(long_body)];
	struct answer a;
	size_t n = 0;

	ask(b, "GET", "/feeds/long.atom", "Accept-Encoding: br;q=1, gzip;q=0.8\r\n", &a);
	assert_int_equal(a.status, 200);
	expect_line(&a, "Content-Encoding", "gzip");
	expect_line(&a, "Content-Type", "application/atom+xml; charset=utf-8");
	assert_true(str_ends(line_of(&a, "ETag"), STR("-gz\"")));
	assert_true(a.body.n < 200);
	assert_int_equal(libdeflate_gzip_decompress(z, a.body.p, a.body.n, plain, sizeof(plain), &n), LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(z);
	assert_true(str_is((struct str){ plain, n }, long_body));
	done(&a);

	ask(b, "GET", "/feeds/long.atom", "Accept-Encoding: gzip;q=0\r\n", &a);
	expect_line(&a, "Content-Encoding", NULL);
	assert_int_equal(a.body.n, sizeof(long_body) - 1);
	done(&a);

	ask(b, "GET", "/feeds/a.atom", "Accept-Encoding: gzip\r\n", &a);
	expect_line(&a, "Content-Encoding", NULL);
	expect_text("short bodies stay as they are", a.body, "<feed/>");
	done(&a);
}

/* ---- versions that change while they are read ---- */

#define N_VERSIONS 300
#define VERSION_SIZE 20000

struct writer {
	struct snapshots *snapshots;
	atomic_bool is_over;
};

static void *
write_versions(void *arg)
{
	struct writer *w = arg;
	struct snapshot_info info = { "/feeds/busy.json", "application/feed+json; charset=utf-8", CHANGED_S, 0 };
	char *body = mem_alloc(VERSION_SIZE);
	int i;

	for (i = 0; i < N_VERSIONS; i++) {
		memset(body, 'a' + i % 26, VERSION_SIZE);
		snapshots_put(w->snapshots, &info, (struct str){ body, VERSION_SIZE });
	}
	free(body);
	atomic_store(&w->is_over, true);
	return NULL;
}

static void
test_put_while_reading(void **state)
{
	struct bench *b = *state;
	struct writer w = { .snapshots = b->snapshots };
	struct answer a;
	pthread_t thread;
	bool is_last;
	size_t i;

	put(b->snapshots, "/feeds/busy.json", "a");
	assert_int_equal(pthread_create(&thread, NULL, write_versions, &w), 0);
	do {
		is_last = atomic_load(&w.is_over);
		ask(b, "GET", "/feeds/busy.json", NULL, &a);
		assert_int_equal(a.status, 200);
		for (i = 1; i < a.body.n; i++)
			if (a.body.p[i] != a.body.p[0])
				fail_msg("an answer is one version from start to end");
		if (a.body.n != 1 && a.body.n != VERSION_SIZE)
			fail_msg("and all of it: %zu bytes", a.body.n);
		done(&a);
	} while (!is_last);
	pthread_join(thread, NULL);
}

/* ---- addresses ---- */

static void
test_unix_socket(void **state)
{
	struct bench *b = *state;
	char *url = mem_printf("unix:%s", b->socket_path);
	struct answer a;
	struct stat st;

	assert_int_equal(stat(b->socket_path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0666);
	ask_at(url, "GET", "/feeds/a.atom", NULL, &a);
	assert_int_equal(a.status, 200);
	expect_text("the same pages there", a.body, "<feed/>");
	done(&a);
	http_stop(b->http);
	b->http = NULL;
	if (stat(b->socket_path, &st) == 0)
		fail_msg("the socket goes with the server");
	free(url);
}

static void
test_socket_in_use(void **state)
{
	struct bench *b = *state;
	struct err e = { 0 };
	struct answer a;
	char *url = mem_printf("unix:%s", b->socket_path);

	assert_null(http_start(&b->at[1], 1, b->snapshots, NULL, &e));
	assert_int_equal(e.kind, ERR_LOCAL);
	assert_non_null(strstr(e.text, "another server answers there"));
	ask_at(url, "GET", "/feeds/a.atom", NULL, &a);
	if (a.status != 200)
		fail_msg("the first server goes on");
	done(&a);
	free(url);
}

/* A socket file as a crash leaves it. */
static void
leave_socket(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	close(fd);
}

static void
test_stale_socket(void **state)
{
	struct bench *b = *state;
	char *path = in_dir(b, "s"), *url = mem_printf("unix:%s", path);
	struct listen_address at = { .text = path, .path = path };
	struct err e = { 0 };
	struct answer a;

	leave_socket(path);
	b->http = http_start(&at, 1, b->snapshots, NULL, &e);
	if (b->http == NULL)
		fail_msg("%s", e.text);
	expect_text("it names itself", str_from(http_url(b->http)), url);
	ask_at(url, "GET", "/anything", NULL, &a);
	assert_int_equal(a.status, 404);
	done(&a);
	free(path);
	free(url);
}

static void
test_bad_addresses(void **state)
{
	struct bench *b = *state;
	char *file = in_dir(b, "precious"), *fresh = in_dir(b, "fresh");
	char *far = mem_printf("%s/%0200d", b->dir, 0);
	struct listen_address at[2] = { { .text = fresh, .path = fresh }, { .text = file, .path = file } };
	struct err e = { 0 };
	struct stat st;
	int fd;

	fd = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd != -1);
	close(fd);
	assert_null(http_start(at, 2, b->snapshots, NULL, &e));
	assert_non_null(strstr(e.text, "is not a socket"));
	if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
		fail_msg("a file that is no socket is left alone");
	if (stat(fresh, &st) == 0)
		fail_msg("all addresses or none");
	at[0].path = at[0].text = far;
	assert_null(http_start(at, 1, b->snapshots, NULL, &e));
	assert_non_null(strstr(e.text, "the path is over 107 bytes"));
	at[0] = (struct listen_address){ .text = (char *)(uintptr_t)"here:80", .host = (char *)(uintptr_t)"here", .port = 80 };
	assert_null(http_start(at, 1, b->snapshots, NULL, &e));
	assert_non_null(strstr(e.text, "here:80: not an address"));
	http_stop(NULL);
	free(file);
	free(fresh);
	free(far);
}

static void
test_taken_port(void **state)
{
	struct bench *b = *state;
	struct listen_address at = b->at[0];
	struct err e = { 0 };

	at.port = (unsigned)strtoul(strrchr(http_url(b->http), ':') + 1, NULL, 10);
	assert_true(at.port > 0);
	assert_null(http_start(&at, 1, b->snapshots, NULL, &e));
	assert_int_equal(e.kind, ERR_LOCAL);
}

/* A client that says nothing does not keep the others waiting, nor the end. */
static void
test_silent_client(void **state)
{
	struct bench *b = *state;
	int quiet[HTTP_HOST_CONNECTIONS_MAX * 2];
	struct answer a;
	size_t i;

	for (i = 0; i < COUNT(quiet); i++)
		quiet[i] = dial(http_url(b->http));
	ask(b, "GET", "/feeds/a.atom", NULL, &a);
	if (a.status != 200)
		fail_msg("loopback may have many connections");
	done(&a);
	http_stop(b->http);
	b->http = NULL;
	for (i = 0; i < COUNT(quiet); i++)
		close(quiet[i]);
}

#define PLAIN(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define SERVED(f) cmocka_unit_test_setup_teardown(f, set_up_http, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(test_get),
		SERVED(test_head),
		SERVED(test_refusals),
		SERVED(test_large_head),
		SERVED(test_dynamic),
		SERVED(test_conditional),
		SERVED(test_304_keeps_connection),
		SERVED(test_gzip),
		SERVED(test_put_while_reading),
		SERVED(test_unix_socket),
		SERVED(test_socket_in_use),
		PLAIN(test_stale_socket),
		PLAIN(test_bad_addresses),
		SERVED(test_taken_port),
		SERVED(test_silent_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
