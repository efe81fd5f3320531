#include "config.h"
#include "cli/try_robots.h"

#include <stdio.h>

#include "base/url.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "fetch/robots.h"

static void
tell_rules(const struct robots *rules, const struct fetch_request *page)
{
	if (!robots_allows(rules, str_from(page->url)))
		printf("%-8s forbids this page to %.*s: no daemon will read it\n", "robots", STR_ARG(robots_token(page->user_agent)));
	else if (robots_delay_s(rules) > 0)
		printf("%-8s allows this page, %lld s between two of them\n", "robots", (long long)robots_delay_s(rules));
	else
		printf("%-8s allows this page\n", "robots");
}

void
try_tell_robots(const struct fetch_request *page)
{
	struct fetch_request request = *page;
	const struct robots *rules;
	struct fetch_result r;
	struct arena a;

	arena_init(&a, SIZE_MAX / 4, NULL);
	request.url = arena_strdup(&a, url_resolve(&a, str_from(page->url), STR("/robots.txt")));
	request.body_max = BODY_MAX;
	fetch_and_wait(&request, &r);
	rules = robots_of_answer(&a, &r, robots_token(page->user_agent));
	if (rules != NULL)
		tell_rules(rules, page);
	else
		printf("%-8s does not come, so that pages are left alone for now\n", "robots");
	fetch_result_release(&r);
	arena_release(&a);
}
