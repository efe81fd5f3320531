#include "config.h"
#include "publish/http.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "publish/listen.h"
#include "publish/negotiate.h"
#include "publish/peers.h"

#define DYNAMIC_MAX (4U << 20) /* bytes of a page made on request; the rest is cut off */

#define TEXT_PLAIN "text/plain; charset=utf-8"

/*
 * Nothing that a feed brought may run here: no script, no form, no frame. Pages have an inline style and may
 * open what they link to, which then is a page like any other; feeds that a browser shows get nothing at all.
 */
#define POLICY_PAGE                                                                                                           \
	"default-src 'none'; img-src https: http: data:; media-src https: http:; style-src 'unsafe-inline'; base-uri 'none';" \
	" form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
#define POLICY_DATA "default-src 'none'; frame-ancestors 'none'; sandbox"

/* One address: a daemon of libmicrohttpd with its thread. */
struct listener {
	struct http_server *server;
	struct MHD_Daemon *mhd;
	struct peers *peers; /* the thread's */
	char *unix_path;     /* removed at the end; NULL for TCP */
};

struct http_server {
	struct snapshots *snapshots;
	struct http_dynamic dynamic;
	struct listener *listeners;
	size_t n;
	char *url;
};

/* ---- what the client wants ---- */

static struct str
header(struct MHD_Connection *c, const char *name)
{
	return str_from(MHD_lookup_connection_value(c, MHD_HEADER_KIND, name));
}

static bool
brings_body(struct MHD_Connection *c)
{
	struct str length = header(c, MHD_HTTP_HEADER_CONTENT_LENGTH);

	return header(c, MHD_HTTP_HEADER_TRANSFER_ENCODING).p != NULL || (length.p != NULL && !str_is(length, "0"));
}

static bool
is_unchanged_since(struct MHD_Connection *c, const struct snapshot *s)
{
	struct str since = header(c, MHD_HTTP_HEADER_IF_MODIFIED_SINCE);
	int64_t unix_s, changed_s = snapshot_facts(s)->last_modified_s;

	return changed_s > 0 && since.p != NULL && time_from_http(since, &unix_s) == 0 && changed_s <= unix_s;
}

/* What a snapshot comes to for this request. */
struct choice {
	struct str body;
	bool is_gzip, is_known; /* known: the client has these very bytes */
};

static struct choice
choose(struct MHD_Connection *c, const struct snapshot *s)
{
	struct str tags = header(c, MHD_HTTP_HEADER_IF_NONE_MATCH);
	struct str gzip = accepts_gzip(header(c, MHD_HTTP_HEADER_ACCEPT_ENCODING)) ? snapshot_gzip(s) : STR_NONE;
	struct choice to = { .is_gzip = gzip.n > 0 };

	if (tags.p == NULL) { /* RFC 9110, 13.1.3: only then the date is looked at */
		to.is_known = is_unchanged_since(c, s);
	} else if (str_is(str_trim(tags), "*") || names_etag(tags, snapshot_etag(s, to.is_gzip))) {
		to.is_known = true;
	} else if (to.is_gzip && names_etag(tags, snapshot_etag(s, false))) { /* got without gzip once: as good now */
		to.is_known = true;
		to.is_gzip = false;
	}
	to.body = to.is_gzip ? gzip : snapshot_body(s);
	return to;
}

/* ---- answers ---- */

static void
add_type(struct MHD_Response *r, const char *content_type)
{
	bool is_page = strncmp(content_type, "text/html", strlen("text/html")) == 0;

	MHD_add_response_header(r, "Content-Type", content_type);
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(r, "Content-Security-Policy", is_page ? POLICY_PAGE : POLICY_DATA);
}

static enum MHD_Result
send_text(struct MHD_Connection *c, unsigned status, const char *content_type, struct str body)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result rc;

	if (r == NULL)
		return MHD_NO;
	add_type(r, content_type);
	MHD_add_response_header(r, "Cache-Control", "no-store");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(r, "Allow", "GET, HEAD");
	rc = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return rc;
}

/* What 200 and 304 both say (RFC 9110, 15.4.5). */
static void
add_validators(struct MHD_Response *r, const struct snapshot *s, bool is_gzip)
{
	const struct snapshot_info *info = snapshot_facts(s);
	char date[TIME_HTTP_SIZE], cache[64];

	MHD_add_response_header(r, "ETag", snapshot_etag(s, is_gzip));
	MHD_add_response_header(r, "Vary", "Accept-Encoding");
	if (info->last_modified_s > 0) {
		time_http(info->last_modified_s, date);
		MHD_add_response_header(r, "Last-Modified", date);
	}
	snprintf(cache, sizeof(cache), "public, max-age=%lld", info->max_age_s > 0 ? (long long)info->max_age_s : 0LL);
	MHD_add_response_header(r, "Cache-Control", cache);
	/* feeds are for any reader, those that run in a browser, too */
	if (strncmp(info->content_type, "text/html", strlen("text/html")) != 0)
		MHD_add_response_header(r, "Access-Control-Allow-Origin", "*");
}

static void
on_sent(void *snapshot)
{
	snapshot_unref(snapshot);
}

static enum MHD_Result
send_snapshot(struct MHD_Connection *c, const struct snapshot *s)
{
	struct choice to = choose(c, s);
	struct MHD_Response *r;
	enum MHD_Result rc;

	/*
	 * A 304 gets the body, too, which libmicrohttpd does not send: of an empty one it would say "Content-Length: 0",
	 * as if the feed had become empty. What the 200 would say may stand there (RFC 9110, 8.6).
	 */
	r = MHD_create_response_from_buffer_with_free_callback_cls(
	    to.body.n, (void *)(uintptr_t)to.body.p, on_sent, (void *)(uintptr_t)snapshot_ref(s));
	if (r == NULL) {
		snapshot_unref(s);
		return MHD_NO;
	}
	add_validators(r, s, to.is_gzip);
	if (!to.is_known) {
		add_type(r, snapshot_facts(s)->content_type);
		if (to.is_gzip)
			MHD_add_response_header(r, "Content-Encoding", "gzip");
	}
	rc = MHD_queue_response(c, to.is_known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, r);
	MHD_destroy_response(r);
	return rc;
}

static enum MHD_Result
send_dynamic(const struct http_server *s, struct MHD_Connection *c, const char *path)
{
	const char *type = TEXT_PLAIN;
	enum MHD_Result rc;
	struct buf out;
	int status = 0;

	buf_init(&out, DYNAMIC_MAX);
	if (s->dynamic.answer != NULL)
		status = s->dynamic.answer(path, &out, &type, s->dynamic.arg);
	if (status == 0)
		rc = send_text(c, MHD_HTTP_NOT_FOUND, TEXT_PLAIN, STR("not found: / lists what is here\n"));
	else
		rc = send_text(c, (unsigned)status, type, buf_str(&out));
	buf_release(&out);
	return rc;
}

/* Called once for the head and again when the request is complete; an answer to the head refuses the rest. */
static enum MHD_Result
on_request(void *arg, struct MHD_Connection *c, const char *path, const char *method, const char *version, const char *upload,
    size_t *upload_n, void **request)
{
	static int head_was_seen;
	const struct http_server *s = ((struct listener *)arg)->server;
	const struct snapshot *found;
	enum MHD_Result rc;

	(void)version;
	(void)upload;
	(void)upload_n;
	if (*request == NULL) {
		*request = &head_was_seen;
		if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
			return send_text(c, MHD_HTTP_METHOD_NOT_ALLOWED, TEXT_PLAIN, STR("only GET and HEAD\n"));
		if (brings_body(c)) /* it could go on for ever */
			return send_text(c, MHD_HTTP_CONTENT_TOO_LARGE, TEXT_PLAIN, STR("no request has a body here\n"));
		return MHD_YES;
	}
	found = snapshot_get(s->snapshots, path);
	if (found == NULL)
		return send_dynamic(s, c, path);
	rc = send_snapshot(c, found);
	snapshot_unref(found);
	return rc;
}

/* ---- connections ---- */

static void __attribute__((format(printf, 2, 0)))
on_log(void *arg, const char *format, va_list args)
{
	char text[256];

	(void)arg;
	vsnprintf(text, sizeof(text), format, args);
	log_debug("http: %.*s", STR_ARG(str_trim(str_from(text))));
}

static enum MHD_Result
on_accept(void *arg, const struct sockaddr *from, socklen_t from_n)
{
	const struct listener *l = arg;

	(void)from_n;
	return peers_have_room(l->peers, from) ? MHD_YES : MHD_NO;
}

static void
on_connection(void *arg, struct MHD_Connection *c, void **socket_context, enum MHD_ConnectionNotificationCode what)
{
	const struct listener *l = arg;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	(void)socket_context;
	if (info == NULL || info->client_addr == NULL)
		return;
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		peers_join(l->peers, info->client_addr);
	else
		peers_leave(l->peers, info->client_addr);
}

/* ---- life ---- */

static void
stop_listener(struct listener *l)
{
	if (l->unix_path != NULL) /* first: as soon as nobody answers, another server may put its own there */
		unlink(l->unix_path);
	if (l->mhd != NULL)
		MHD_stop_daemon(l->mhd);
	peers_free(l->peers);
	free(l->unix_path);
}

static int
start_listener(struct http_server *s, const struct listen_address *a, struct err *e)
{
	struct listener *l = &s->listeners[s->n];
	int fd = listen_open(a, e);

	if (fd == -1)
		return -1;
	l->server = s;
	l->peers = peers_new(HTTP_HOST_CONNECTIONS_MAX);
	l->unix_path = mem_strdup(a->path);
	if (s->n++ == 0)
		s->url = listen_url(a, fd);
	l->mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, on_accept, l, on_request, l,
	    MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, HTTP_CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_TIMEOUT, HTTP_IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEAD_MAX,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, l, MHD_OPTION_END);
	if (l->mhd == NULL) /* having closed fd or not, as far as it came: better one lost than another's closed */
		return err_set(e, ERR_LOCAL, "listen %s: the HTTP server does not start", a->text);
	return 0;
}

struct http_server *
http_start(const struct listen_address *addresses, size_t n, struct snapshots *snapshots, const struct http_dynamic *dynamic,
    struct err *e)
{
	struct http_server *s = mem_zalloc(sizeof(*s));
	size_t i;

	s->snapshots = snapshots;
	if (dynamic != NULL)
		s->dynamic = *dynamic;
	s->listeners = mem_zalloc(n * sizeof(*s->listeners));
	for (i = 0; i < n; i++)
		if (start_listener(s, &addresses[i], e) != 0) {
			http_stop(s);
			return NULL;
		}
	return s;
}

void
http_stop(struct http_server *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++)
		stop_listener(&s->listeners[i]);
	free(s->listeners);
	free(s->url);
	free(s);
}

const char *
http_url(const struct http_server *s)
{
	return s->url;
}
