#include "config.h"
#include "cli/try_robots.h"

#include <stdio.h>

#include "base/url.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "fetch/robots.h"

static void
tell_answer(const struct fetch_request *request, const struct fetch_result *r, struct arena *a)
{
	struct str token = request->user_agent != NULL ? robots_token(str_from(request->user_agent)) : STR(ROBOTS_OUR_TOKEN);
	struct robots *rules = robots_read(a, r->status < 300 ? buf_str(&r->body) : STR_NONE, token);

	if (!robots_allows(rules, str_from(request->url)))
		printf("%-8s forbids this page to %.*s: no daemon will read it\n", "robots", STR_ARG(token));
	else if (robots_delay_s(rules) > 0)
		printf("%-8s allows this page, %lld s between two of them\n", "robots", (long long)robots_delay_s(rules));
	else
		printf("%-8s allows this page\n", "robots");
}

void
try_tell_robots(const struct fetch_request *request)
{
	struct fetch_request robots = *request;
	struct fetch_result r;
	struct arena a;

	arena_init(&a, SIZE_MAX / 4, NULL);
	robots.url = arena_strdup(&a, url_resolve(&a, str_from(request->url), STR("/robots.txt")));
	robots.body_max = BODY_MAX;
	fetch_and_wait(&robots, &r);
	if (r.err.kind != ERR_NONE || r.status >= 500 || r.status == 429 || r.status < 200)
		printf("%-8s does not come, so that pages are left alone for now\n", "robots");
	else
		tell_answer(request, &r, &a);
	fetch_result_release(&r);
	arena_release(&a);
}
