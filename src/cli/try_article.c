#include "config.h"
#include "cli/try_article.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/utf8.h"
#include "cli/common.h"
#include "cli/try_document.h"
#include "cli/try_rules.h"
#include "daemon/site_rules.h"
#include "settings/portable.h"

#define OPENING_MAX 160U /* bytes of the text that are shown */
#define GOOD_SHARE 50U   /* of 100: rules that read less of a page alike are only a hint */

/* A page read by its rules. */
struct reading {
	struct buf rules;
	struct arena a;
	struct answer answer;
};

static void
read_page_as(struct reading *r, enum job_kind kind, const struct settings *s, const struct source *source, const struct job *page)
{
	struct job job = { .kind = kind, .bytes = page->bytes, .content_type = page->content_type, .url = page->url,
		.content_language = page->content_language, .as_of_s = page->as_of_s, .wants_details = true };

	buf_init(&r->rules, JOB_BYTES_MAX);
	site_rules_encode(s, source, page->url, &r->rules);
	job.rules = buf_str(&r->rules);
	run_job_and_wait(&job, &r->a, &r->answer);
}

static void
read_page(struct reading *r, const struct settings *s, const struct source *source, const struct job *page)
{
	read_page_as(r, JOB_PAGE, s, source, page);
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
	try_print_document(&r.answer.document, true);
	let_go(&r);
	return is_one;
}

/* ---- lines to paste ---- */

/* Bytes of the lines of one text that stand in the other, and of all of them. */
static size_t
count_common(struct str text, struct str other, size_t *all)
{
	struct map *lines = map_new();
	struct str line;
	size_t n = 0;

	while (str_next(&other, '\n', &line))
		map_put(lines, str_trim(line), lines);
	for (*all = 0; str_next(&text, '\n', &line); *all += line.n)
		n += map_has(lines, str_trim(line)) ? line.n : 0;
	map_free(lines);
	return n;
}

/* How much of the page's text is read so by the rules alone: of 100. */
static unsigned
read_alike(const struct page_guess *guess, const struct job *page, struct str text)
{
	const struct str *strip = guess->strip.v;
	struct rule content = { .key = "content" }, *v;
	struct rules rules[RULE_COUNT] = { [RULE_CONTENT] = { &content, 1 } };
	struct source source = { .rules = rules };
	size_t n_here = 0, n_there = 0, common = 0;
	struct reading r;
	struct arena a;
	uint32_t i;

	arena_init(&a, SIZE_MAX, NULL);
	content.text = arena_strdup(&a, guess->content);
	v = arena_zalloc(&a, (guess->strip.n + 1) * sizeof(*v));
	for (i = 0; i < guess->strip.n; i++)
		v[i] = (struct rule){ .key = "strip", .text = arena_strdup(&a, strip[i]) };
	rules[RULE_STRIP] = (struct rules){ v, guess->strip.n };
	read_page(&r, NULL, &source, page);
	if (has_article(&r)) {
		struct str other = ((const struct article *)r.answer.document.articles.v)->content_text;

		common = count_common(text, other, &n_here) + count_common(other, text, &n_there);
	}
	let_go(&r);
	arena_release(&a);
	return common == 0 ? 0 : (unsigned)(100 * common / (n_here + n_there));
}

static void
print_site(const struct page_guess *guess, struct str url, const char *mark)
{
	const struct str *strip = guess->strip.v;
	struct url_parts parts = { .host = NULL };
	struct err e;
	struct buf b;
	char *address = mem_strndup(url);
	uint32_t i;

	url_parse(address, &parts, &e);
	buf_init(&b, 64 << 10);
	buf_printf(&b, "%ssite \"%s\" {\n%s\tcontent = ", mark, parts.host != NULL && parts.host[0] != '\0' ? parts.host : "example.org", mark);
	portable_quote(&b, guess->content);
	for (i = 0; i < guess->strip.n; i++) {
		if (i == 0)
			buf_printf(&b, "\n%s\tstrip   = {", mark);
		else
			buf_add_c(&b, ", ");
		portable_quote(&b, strip[i]);
	}
	printf("%.*s%s\n%s}\n", (int)b.n, b.p, guess->strip.n > 0 ? "}" : "", mark);
	buf_release(&b);
	url_parts_release(&parts);
	free(address);
}

bool
try_propose_site(const struct settings *s, const struct source *source, const struct job *page)
{
	const struct article *article;
	const struct page_guess *guess;
	struct reading r;
	bool is_found = false;
	unsigned share;

	read_page_as(&r, JOB_GUESS, s, source, page);
	article = r.answer.document.articles.v;
	guess = r.answer.document.guess;
	if (!has_article(&r)) {
		fprintf(stderr, "feedwright try: %.*s: %s\n", STR_ARG(page->url), r.answer.err.text);
	} else if (str_is(article->method, "rule")) {
		fprintf(stderr, "feedwright try: %.*s: there are rules for it: %.*s\n", STR_ARG(page->url), STR_ARG(article->page_rules));
	} else if (guess == NULL || guess->content.n == 0) {
		fprintf(stderr, "feedwright try: %.*s: nothing tells the text from the rest of the page\n", STR_ARG(page->url));
	} else {
		is_found = true;
		printf("# The text of %.*s was found by %.*s.\n", STR_ARG(page->url), STR_ARG(article->method));
		share = read_alike(guess, page, article->content_text);
		printf("# These rules read %u %% of it alike; look at other pages of the site, too.\n", share);
		print_site(guess, page->url, share < GOOD_SHARE ? "#" : "");
	}
	let_go(&r);
	return is_found;
}
