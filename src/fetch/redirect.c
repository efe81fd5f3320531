#include "config.h"
#include "fetch/redirect.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/url.h"
#include "fetch/site.h"

#define URL_SCRATCH (1U << 20) /* bytes to resolve a URL in: a Location is no longer than a head */

bool
redirect_is_one(long status, const struct head *h)
{
	if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308)
		return false;
	return head_get(h, HEAD_LOCATION).n > 0;
}

bool
redirect_is_permanent(long status)
{
	return status == 301 || status == 308;
}

/* NULL when it is too long to be stored. */
static char *
resolve(const char *from, struct str location)
{
	struct arena a;
	struct str url;
	char *copy = NULL;

	arena_init(&a, URL_SCRATCH, NULL);
	url = url_resolve(&a, str_from(from), location);
	url = str_head(url, str_find_char(url, '#'));
	if (url.n <= URL_MAX && url.n > 0 && memchr(url.p, '\0', url.n) == NULL)
		copy = mem_strndup(url);
	arena_release(&a);
	return copy;
}

char *
redirect_target(const char *from, struct str location, struct err *e)
{
	char *url = resolve(from, location), *target;

	if (url == NULL) {
		err_set(e, ERR_REMOTE, "%s: redirect to a URL of no or more than %d bytes", from, URL_MAX);
		return NULL;
	}
	target = site_url_shown(url);
	free(url);
	if (url_is_http(str_from(target)))
		return target;
	err_set(e, ERR_REMOTE, "%s: redirect to %s: only http and https are followed", from, target);
	free(target);
	return NULL;
}
