#include "config.h"
#include "fetch/transfer.h"

#include <inttypes.h>
#include <stdlib.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/mem.h"
#include "fetch/address.h"
#include "fetch/fetch.h"

#define USER_AGENT "feedwright/" PACKAGE_VERSION " (+" PACKAGE_URL ")"
#define RECEIVE_SIZE 65536L            /* bytes libcurl reads at once */
#define RESERVE_MAX (INT64_C(1) << 20) /* bytes reserved on the word of a Content-Length */
#define RATIO_SLACK RECEIVE_SIZE       /* wire bytes that libcurl has read and perhaps not counted yet */

/* ---- what comes ---- */

static size_t
on_head(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	if (head_line(&t->head, p, n) == 0)
		return n;
	err_set(&t->err, ERR_LIMIT, "%s: more than the limit of %u bytes of header lines", t->plan.url, HEAD_MAX);
	return 0;
}

static bool
is_kept(const struct transfer *t)
{
	return t->status >= 200 && t->status < 300;
}

static int64_t
wire_bytes(const struct transfer *t)
{
	curl_off_t n = 0;

	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &n);
	return n;
}

static int
check_ratio(struct transfer *t, int64_t wire)
{
	if (t->body.n <= FETCH_RATIO_FROM || (int64_t)t->body.n / FETCH_RATIO_MAX <= wire)
		return 0;
	return err_set(&t->err, ERR_LIMIT, "%s: decodes to more than the limit of %d bytes for one", t->plan.url, FETCH_RATIO_MAX);
}

static void
first_bytes(struct transfer *t)
{
	curl_off_t length = -1;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &t->status);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	if (length > 0 && (uint64_t)length <= t->body.max && is_kept(t)) /* one allocation in place of ten */
		buf_reserve(&t->body, (size_t)(length < RESERVE_MAX ? length : RESERVE_MAX));
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	n *= size;
	if (t->status == 0)
		first_bytes(t);
	if (!is_kept(t))
		return n;
	if (buf_add(&t->body, p, n) != 0) {
		err_set(&t->err, ERR_LIMIT, "%s: body exceeds the limit of %zu bytes", t->plan.url, t->body.max);
		return 0;
	}
	if (t->body.n > FETCH_RATIO_FROM && check_ratio(t, wire_bytes(t) + RATIO_SLACK) != 0)
		return 0;
	return n;
}

/* Counts what is on the wire: a body may decode to nothing at all and go on for ever. */
static int
on_progress(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	struct transfer *t = arg;

	(void)total;
	(void)up_total;
	(void)up_now;
	if (now <= FETCH_WIRE_MAX)
		return 0;
	err_set(&t->err, ERR_LIMIT, "%s: transfer exceeds the limit of %" PRId64 " bytes", t->plan.url, FETCH_WIRE_MAX);
	return 1;
}

/* ---- whom we talk to ---- */

static void
refuse(struct transfer *t, const char *address)
{
	err_set(&t->err, ERR_REMOTE, "%s: %s is a private address, refused without allow-private", t->plan.url,
	    address[0] != '\0' ? address : "what it leads to");
}

/* With a proxy the address is the operator's own, and where it leads was looked at before. */
static bool
is_guarded(const struct transfer *t)
{
	return !t->plan.may_be_private && t->plan.proxy == NULL;
}

static curl_socket_t
on_open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct transfer *t = arg;
	struct sockaddr_storage address = { 0 };
	char text[INET6_ADDRSTRLEN] = "address of unknown family";

	(void)purpose;
	memcpy(&address, &a->addr, a->addrlen <= sizeof(address) ? a->addrlen : sizeof(address));
	if (!is_guarded(t) || address_is_public((const struct sockaddr *)&address))
		return curl_loop_open_socket(t->loop, a);
	if (address.ss_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)&address)->sin_addr, text, sizeof(text));
	else if (address.ss_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)&address)->sin6_addr, text, sizeof(text));
	refuse(t, text);
	t->refused(t); /* otherwise each further address of the name is tried as well */
	return CURL_SOCKET_BAD;
}

/* A kept connection was perhaps opened for somebody who may do more. */
static int
on_request(void *arg, char *to, char *from, int to_port, int from_port)
{
	struct transfer *t = arg;

	(void)from;
	(void)to_port;
	(void)from_port;
	if (!is_guarded(t) || address_text_is_public(to))
		return CURL_PREREQFUNC_OK;
	refuse(t, to);
	return CURL_PREREQFUNC_ABORT;
}

/* ---- life ---- */

static void
set_once(struct transfer *t)
{
	CURL *e = t->easy;

	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->reason);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(e, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(e, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(e, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_request);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(e, CURLOPT_HTTPAUTH, CURLAUTH_BASIC); /* sent with the first request, no second one */
	curl_easy_setopt(e, CURLOPT_USERAGENT, USER_AGENT);
	curl_easy_setopt(e, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(e, CURLOPT_NOPROXY, "");
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, FETCH_CONNECT_MS);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, FETCH_LOW_SPEED);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, FETCH_LOW_SPEED_S);
	curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)FETCH_WIRE_MAX);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, RECEIVE_SIZE);
#if LIBCURL_VERSION_NUM >= 0x075700
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L); /* never wait for the thread of a resolver that hangs */
#endif
}

struct transfer *
transfer_new(struct curl_loop *loop, transfer_refused_fn *refused)
{
	struct transfer *t = mem_zalloc(sizeof(*t));

	t->easy = curl_easy_init();
	if (t->easy == NULL) {
		free(t);
		return NULL;
	}
	t->loop = loop;
	t->refused = refused;
	head_init(&t->head);
	buf_init(&t->lines, HEAD_MAX);
	set_once(t);
	curl_loop_prepare(loop, t->easy);
	return t;
}

void
transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	curl_easy_cleanup(t->easy);
	head_release(&t->head);
	buf_release(&t->body);
	buf_release(&t->lines);
	free(t->nodes);
	free(t->user_agent);
	free(t);
}

/* ---- what is asked ---- */

/* Header lines go into one buffer and one array, both kept for the next request. */
static void
add_line(struct transfer *t, const char *name, const char *value, size_t *n)
{
	if (!head_is_sendable(value) || !head_is_sendable(name) || t->lines.max - t->lines.n < strlen(name) + strlen(value) + 4)
		return;
	buf_add_c(&t->lines, name);
	if (value[0] == '\0') { /* libcurl's way to say "name:" and nothing more */
		buf_add_char(&t->lines, ';');
	} else {
		buf_add_c(&t->lines, ": ");
		buf_add_c(&t->lines, value);
	}
	buf_add_char(&t->lines, '\0');
	(*n)++;
}

static struct curl_slist *
make_lines(struct transfer *t)
{
	const struct transfer_plan *plan = &t->plan;
	size_t i, n = 0, room = plan->n_headers + 2;
	char *at;

	buf_clear(&t->lines);
	if (plan->etag != NULL)
		add_line(t, "If-None-Match", plan->etag, &n);
	if (plan->last_modified != NULL)
		add_line(t, "If-Modified-Since", plan->last_modified, &n);
	for (i = 0; i < plan->n_headers; i++)
		add_line(t, plan->headers[i].name, plan->headers[i].value, &n);
	if (n == 0)
		return NULL;
	if (room > t->n_nodes) {
		t->nodes = mem_realloc(t->nodes, room * sizeof(*t->nodes));
		t->n_nodes = room;
	}
	at = t->lines.p;
	for (i = 0; i < n; i++) {
		t->nodes[i].data = at;
		t->nodes[i].next = i + 1 < n ? &t->nodes[i + 1] : NULL;
		at += strlen(at) + 1;
	}
	return t->nodes;
}

static void
set_user_agent(struct transfer *t, const char *wanted)
{
	if (wanted != NULL && !head_is_sendable(wanted))
		wanted = NULL;
	if (wanted == NULL ? t->user_agent == NULL : t->user_agent != NULL && strcmp(wanted, t->user_agent) == 0)
		return;
	free(t->user_agent);
	t->user_agent = mem_strdup(wanted);
	curl_easy_setopt(t->easy, CURLOPT_USERAGENT, wanted != NULL ? wanted : USER_AGENT);
}

/* Secrets of the last request never stay. */
static void
set_secrets(struct transfer *t)
{
	const struct transfer_plan *plan = &t->plan;
	const char *cookies = plan->cookies != NULL && head_is_sendable(plan->cookies) ? plan->cookies : NULL;

	if (plan->username != NULL || t->has_username) {
		curl_easy_setopt(t->easy, CURLOPT_USERNAME, plan->username);
		curl_easy_setopt(t->easy, CURLOPT_PASSWORD, plan->username != NULL ? plan->password : NULL);
		t->has_username = plan->username != NULL;
	}
	if (cookies != NULL || t->has_cookies) {
		curl_easy_setopt(t->easy, CURLOPT_COOKIE, cookies);
		t->has_cookies = cookies != NULL;
	}
	if (plan->proxy != NULL || t->has_proxy) {
		curl_easy_setopt(t->easy, CURLOPT_PROXY, plan->proxy != NULL ? plan->proxy : "");
		t->has_proxy = plan->proxy != NULL;
	}
}

int
transfer_start(struct transfer *t, const struct transfer_plan *plan)
{
	t->plan = *plan;
	t->status = 0;
	t->err.kind = ERR_NONE;
	t->err.text[0] = '\0';
	t->reason[0] = '\0';
	head_clear(&t->head);
	buf_release(&t->body);
	buf_init(&t->body, plan->body_max);
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, make_lines(t));
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)(plan->timeout_ms < INT32_MAX ? plan->timeout_ms : INT32_MAX));
	set_user_agent(t, plan->user_agent);
	set_secrets(t);
	if (curl_easy_setopt(t->easy, CURLOPT_URL, plan->url) != CURLE_OK || curl_loop_add(t->loop, t->easy) != 0)
		return err_set(&t->err, ERR_LOCAL, "%s: libcurl refuses the transfer", plan->url);
	return 0;
}

void
transfer_stop(struct transfer *t)
{
	curl_loop_remove(t->loop, t->easy);
}

void
transfer_settle(struct transfer *t, CURLcode code)
{
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &t->status);
	if (t->err.kind != ERR_NONE)
		return;
	if (code == CURLE_OK)
		check_ratio(t, wire_bytes(t));
	else if (code == CURLE_FILESIZE_EXCEEDED)
		err_set(&t->err, ERR_LIMIT, "%s: transfer exceeds the limit of %" PRId64 " bytes", t->plan.url, FETCH_WIRE_MAX);
	else if (code == CURLE_OUT_OF_MEMORY) /* its word for a line of more than 100 kB; memory itself would not end so quietly */
		err_set(&t->err, ERR_LIMIT, "%s: a header line longer than libcurl takes", t->plan.url);
	else
		err_set(&t->err, ERR_REMOTE, "%s: %s", t->plan.url, t->reason[0] != '\0' ? t->reason : curl_easy_strerror(code));
}

bool
transfer_is_open_ended(const struct transfer *t)
{
	struct curl_header *chunks;
	curl_off_t length = -1;
	long version = 0;

	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
	return is_kept(t) && length < 0 && (version == CURL_HTTP_VERSION_1_0 || version == CURL_HTTP_VERSION_1_1) &&
	       curl_easy_header(t->easy, "Transfer-Encoding", 0, CURLH_HEADER, -1, &chunks) != CURLHE_OK;
}
