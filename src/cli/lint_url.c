/* feedwright lint URL: what is wrong with a feed, and with how it is served. */
#include "config.h"
#include <stdio.h>

#include "cli/common.h"
#include "cli/lint_findings.h"
#include "cli/resources.h"
#include "cli/verbs.h"

static void
look_at_answer(struct lint *l, const struct fetch_result *r)
{
	if (r->permanent_url != NULL)
		report_add(&l->of_http, RULE_HTTP_REDIRECT, NOWHERE, "the feed has moved permanently to %s", r->permanent_url);
	else if (r->final_url != NULL && strcmp(r->final_url, l->what) != 0)
		report_add(&l->of_http, RULE_HTTP_REDIRECT, NOWHERE, "the address leads to %s", r->final_url);
	if (r->etag == NULL && r->last_modified == NULL)
		report_add(&l->of_http, RULE_HTTP_VALIDATOR, NOWHERE,
		    "neither ETag nor Last-Modified: every reader fetches all of it every time");
}

static int
lint_url(struct lint *l, char **argv)
{
	struct fetch_request request = { .url = l->what, .trusted_origin_url = l->what };
	struct fetch_result r;
	int rc = EXIT_FOUND;

	(void)argv;
	fetch_and_wait(&request, &r);
	if (r.err.kind != ERR_NONE) {
		fprintf(stderr, "feedwright lint: %s\n", r.err.text);
	} else if (r.status != 200) {
		fprintf(stderr, "feedwright lint: %s: HTTP status %ld\n", l->what, r.status);
	} else {
		if (!str_starts(str_from(l->what), STR("file:")))
			look_at_answer(l, &r);
		if (l->content_type.n == 0)
			l->content_type = str_from(r.content_type);
		rc = lint_bytes(l, buf_str(&r.body));
	}
	fetch_result_release(&r);
	return rc;
}

int
verb_lint_url(int argc, char **argv)
{
	return lint_run(argc, argv, lint_url);
}
