#include "config.h"
#include "base/url.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "base/mem.h"

static char *
curl_part(CURLU *u, CURLUPart part, unsigned flags)
{
	char *p = NULL, *own;

	if (curl_url_get(u, part, &p, flags) != CURLUE_OK)
		return mem_strdup("");
	own = mem_strdup(p);
	curl_free(p);
	return own;
}

int
url_parse(const char *url, struct url_parts *out, struct err *e)
{
	CURLU *u = curl_url();
	CURLUcode code;
	char *port, *c;
	size_t n;
	int64_t number = 0;

	*out = (struct url_parts){ 0 };
	if (u == NULL)
		return err_set(e, ERR_LOCAL, "%s: out of memory", url);
	code = curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);
	if (code != CURLUE_OK) {
		curl_url_cleanup(u);
		return err_set(e, ERR_INPUT, "%s: %s", url, curl_url_strerror(code));
	}
	out->scheme = curl_part(u, CURLUPART_SCHEME, 0);
	out->host = curl_part(u, CURLUPART_HOST, 0);
	out->path = curl_part(u, CURLUPART_PATH, 0);
	port = curl_part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	curl_url_cleanup(u);
	if (port[0] != '\0' && str_to_int64(str_from(port), &number) == 0)
		out->port = (unsigned)number;
	free(port);
	for (c = out->host; *c != '\0'; c++)
		*c = ascii_lower(*c);
	n = strlen(out->host);
	if (n >= 2 && out->host[0] == '[') {
		memmove(out->host, out->host + 1, n - 2);
		out->host[n - 2] = '\0';
	}
	if (strcmp(out->scheme, "http") != 0 && strcmp(out->scheme, "https") != 0 && strcmp(out->scheme, "file") != 0) {
		url_parts_release(out);
		return err_set(e, ERR_INPUT, "%s: only http, https and file URLs are fetched", url);
	}
	return 0;
}

void
url_parts_release(struct url_parts *u)
{
	free(u->scheme);
	free(u->host);
	free(u->path);
	*u = (struct url_parts){ 0 };
}

struct str
url_origin(struct arena *a, const struct url_parts *u)
{
	bool v6 = strchr(u->host, ':') != NULL;
	unsigned usual = strcmp(u->scheme, "https") == 0 ? 443 : 80;

	if (u->port == usual || u->port == 0)
		return arena_printf(a, v6 ? "%s://[%s]" : "%s://%s", u->scheme, u->host);
	return arena_printf(a, v6 ? "%s://[%s]:%u" : "%s://%s:%u", u->scheme, u->host, u->port);
}
