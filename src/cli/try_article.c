#include "config.h"
#include "cli/try_article.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/common.h"
#include "cli/try_document.h"
#include "cli/try_rules.h"
#include "daemon/site_rules.h"

#define OPENING_MAX 160U /* bytes of the text that are shown */

/* A page read by its rules. */
struct reading {
	struct buf rules;
	struct arena a;
	struct answer answer;
};

static void
read_page(struct reading *r, const struct settings *s, const struct source *source, const struct job *page)
{
	struct job job = { .kind = JOB_PAGE, .bytes = page->bytes, .content_type = page->content_type, .url = page->url,
		.content_language = page->content_language, .wants_details = true };

	buf_init(&r->rules, JOB_BYTES_MAX);
	site_rules_encode(s, source, page->url, &r->rules);
	job.rules = buf_str(&r->rules);
	run_job_and_wait(&job, &r->a, &r->answer);
}

static void
let_go(struct reading *r)
{
	arena_release(&r->a);
	buf_release(&r->rules);
}

static bool
has_article(const struct reading *r)
{
	return r->answer.err.kind == ERR_NONE && r->answer.document.articles.n > 0;
}

/* Some rule of a site that is not only asked whether it is for the page. */
static bool
is_read_by_site(const struct document *d)
{
	const struct rule_report *v = d->rule_reports.v;
	uint32_t i;

	for (i = 0; i < d->rule_reports.n; i++)
		if (!str_is(v[i].key, "when") || v[i].is_taken == TRI_TRUE)
			return true;
	return false;
}

static void
tell_sites(const struct settings *s, struct str url)
{
	const struct site *sites[SITES_FOR_MAX];
	char *address = mem_strndup(url);
	size_t i, n = s != NULL ? settings_sites_for(s, address, sites) : 0;

	for (i = 0; i < n; i++)
		printf("%-8s %s, %s:%u\n", "site", sites[i]->name, sites[i]->file, sites[i]->line);
	if (n == 0 && s != NULL)
		printf("%-8s none of %zu is for this address\n", "site", s->n_sites);
	free(address);
}

/* How the text was found, and if not by a rule, why not. */
static void
tell_text(const struct document *d)
{
	const struct article *article = d->articles.v;
	const struct rule_report *v = d->rule_reports.v;
	struct str text = article->content_text, opening = utf8_head(text, OPENING_MAX);
	bool is_asked = false;
	uint32_t i;

	for (i = 0; i < d->rule_reports.n; i++) {
		bool is_content = str_is(v[i].key, "content");

		is_asked = is_asked || is_content;
		if (is_content && v[i].is_taken == TRI_TRUE)
			printf("%-8s what content names, by %.*s\n", "text", STR_ARG(v[i].at));
	}
	if (!str_is(article->method, "rule"))
		printf("%-8s found by %.*s, for %s\n", "text", STR_ARG(article->method),
		    is_asked ? "content names nothing in the page" : "no rule says which it is");
	printf("%-8s begins: %.*s%s\n", "", STR_ARG(opening), opening.n < text.n ? "\xe2\x80\xa6" : "");
	if (d->next_url.n > 0)
		printf("%-8s goes on at %.*s\n", "", STR_ARG(d->next_url));
}

bool
try_tell_article(const struct settings *s, const struct source *source, const struct job *page, bool only_by_site)
{
	struct reading r;
	bool is_one;

	read_page(&r, s, source, page);
	is_one = has_article(&r);
	if (!only_by_site || is_read_by_site(&r.answer.document)) {
		printf("%-8s an article's own page%s%.*s\n", "page", page->url.n > 0 ? ", " : "", STR_ARG(page->url));
		tell_sites(s, page->url);
		try_tell_rules(&r.answer.document);
		if (is_one) {
			tell_text(&r.answer.document);
			try_tell_one(r.answer.document.articles.v);
		} else {
			fprintf(stderr, "feedwright try: %.*s: %s\n", STR_ARG(page->url), r.answer.err.text);
		}
	}
	let_go(&r);
	return is_one;
}

bool
try_print_article(const struct settings *s, const struct source *source, const struct job *page)
{
	struct reading r;
	bool is_one;

	read_page(&r, s, source, page);
	is_one = has_article(&r);
	try_print_document(&r.answer.document);
	let_go(&r);
	return is_one;
}
