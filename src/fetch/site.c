#include "config.h"
#include "fetch/site.h"

#include <curl/curl.h>
#include <libpsl.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/url.h"
#include "fetch/address.h"

#define URL_SCRATCH (1U << 20) /* bytes */

/* Everything before path, query and fragment; libcurl ends the authority at the same three. */
static struct str
before_path(const char *url)
{
	const char *p = strstr(url, "://");

	if (p == NULL)
		return str_from(url);
	p += 3;
	return (struct str){ url, (size_t)(p - url) + strcspn(p, "/?#") };
}

/* Where "user:password@" is: from *at on for the bytes returned. */
static size_t
userinfo(struct str start, size_t *at)
{
	size_t i, from;

	from = str_find(start, STR("://"));
	if (from == STR_NPOS)
		return 0;
	from += 3;
	for (i = start.n; i > from; i--)
		if (start.p[i - 1] == '@') {
			*at = from;
			return i - from;
		}
	return 0;
}

char *
site_url_shown(const char *url)
{
	size_t at, n = userinfo(before_path(url), &at);

	if (n == 0)
		return mem_strdup(url);
	return mem_printf("%.*s%s", (int)at, url, url + at + n);
}

/* ---- taking apart what is seen for the first time ---- */

static char *
decoded(CURLU *u, CURLUPart part)
{
	char *text = NULL, *own = NULL;

	if (curl_url_get(u, part, &text, CURLU_URLDECODE) == CURLUE_OK)
		own = mem_strdup(text);
	curl_free(text);
	return own;
}

/* The registrable domain of a host name; itself where there is none ("localhost", "co.uk"). */
static const char *
manners_key(char *host)
{
	const char *domain;
	size_t n = strlen(host);

	if (n > 1 && host[n - 1] == '.')
		host[n - 1] = '\0';
	if (address_is_literal(host))
		return host;
	domain = psl_registrable_domain(psl_builtin(), host);
	return domain != NULL ? domain : host;
}

static void
on_host_closed(uv_handle_t *handle)
{
	struct host *h = handle->data;
	struct sites *s = h->sites;

	free(h);
	s->n_handles--;
	s->timer_gone(s->arg);
}

static struct host *
host_ref(struct sites *s, const char *key)
{
	struct host *h = map_get(s->hosts, str_from(key));
	size_t n = strlen(key) + 1;

	if (h == NULL) {
		h = mem_zalloc(sizeof(*h) + n);
		memcpy(h->name, key, n);
		h->key = str_from(h->name);
		h->sites = s;
		h->is_disk = n == 1;
		uv_timer_init(s->loop, &h->timer);
		h->timer.data = h;
		s->n_handles++;
		map_put(s->hosts, h->key, h);
	}
	h->n_origins++;
	return h;
}

static struct origin *
new_disk(struct sites *s)
{
	struct origin *o = mem_zalloc(sizeof(*o));

	o->is_disk = true;
	o->name = mem_strdup("file:");
	o->host = host_ref(s, "");
	return o;
}

static char *
origin_name(const struct url_parts *u)
{
	struct arena a;
	char *name;

	arena_init(&a, URL_SCRATCH, NULL);
	name = mem_strndup(url_origin(&a, u));
	arena_release(&a);
	return name;
}

/* start: scheme and authority alone. */
static struct origin *
new_origin(struct sites *s, struct str start, struct err *e)
{
	struct url_parts parts;
	struct origin *o;
	char *url = mem_strndup(start), *shown = site_url_shown(url);
	CURLU *u;

	if (url_parse(shown, &parts, e) != 0) {
		free(url);
		free(shown);
		return NULL;
	}
	o = mem_zalloc(sizeof(*o));
	o->is_https = strcmp(parts.scheme, "https") == 0;
	o->is_private_name = strcmp(parts.host, "localhost") == 0 || address_is_literal(parts.host);
	o->is_private_address = address_is_literal(parts.host) && !address_text_is_public(parts.host);
	o->name = origin_name(&parts);
	o->host = host_ref(s, manners_key(parts.host));
	url_parts_release(&parts);
	o->userinfo_n = userinfo(start, &o->userinfo_at);
	u = o->userinfo_n > 0 ? curl_url() : NULL;
	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK) {
		o->username = decoded(u, CURLUPART_USER);
		o->password = decoded(u, CURLUPART_PASSWORD);
	}
	curl_url_cleanup(u);
	free(url);
	free(shown);
	return o;
}

static void
free_origin(struct origin *o)
{
	o->host->n_origins--;
	free(o->username);
	free(o->password);
	free(o->name);
	free(o);
}

struct origin *
site_ref(struct sites *s, const char *url, struct err *e)
{
	struct str start = before_path(url);
	struct origin *o;
	bool is_disk = str_starts_nocase(start, STR("file:"));

	if (is_disk)
		start = STR("file:");
	o = map_get(s->origins, start);
	if (o == NULL) {
		if (!is_disk && !url_is_http(start)) {
			char *shown = site_url_shown(url);

			err_set(e, ERR_INPUT, "%s: only http, https and file URLs are fetched", shown);
			free(shown);
			return NULL;
		}
		o = is_disk ? new_disk(s) : new_origin(s, start, e);
		if (o == NULL)
			return NULL;
		map_put(s->origins, start, o);
	}
	o->n_users++;
	return o;
}

void
site_unref(struct origin *o)
{
	if (o != NULL)
		o->n_users--; /* swept later, with its host */
}

bool
site_is_same(const struct origin *a, const struct origin *b)
{
	return a == b || strcmp(a->name, b->name) == 0;
}

/* ---- life ---- */

void
sites_init(struct sites *s, uv_loop_t *loop, void (*timer_gone)(void *arg), void *arg)
{
	*s = (struct sites){ .loop = loop, .origins = map_new(), .hosts = map_new(), .timer_gone = timer_gone, .arg = arg };
}

static bool
is_idle(const struct host *h, uint64_t now_ms)
{
	return h->n_running == 0 && h->first == NULL && !h->is_ready && h->next_ms <= now_ms && h->hold_ms <= now_ms;
}

void
sites_sweep(struct sites *s, bool all)
{
	uint64_t now_ms = uv_now(s->loop);
	struct str key;
	void *value;
	size_t i;

	for (i = 0; map_each(s->origins, &i, &key, &value);) {
		struct origin *o = value;

		if (all || (o->n_users == 0 && is_idle(o->host, now_ms))) {
			map_remove(s->origins, key);
			free_origin(o);
		}
	}
	for (i = 0; map_each(s->hosts, &i, &key, &value);) {
		struct host *h = value;

		if (h->n_origins == 0) {
			map_remove(s->hosts, key);
			uv_close((uv_handle_t *)&h->timer, on_host_closed);
		}
	}
}

void
sites_release(struct sites *s)
{
	map_free(s->origins);
	map_free(s->hosts);
}
