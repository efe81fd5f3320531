/* feedwright discover: what a site offers to be read by: feeds, hubs, sitemaps, lists of articles. Nothing is recorded. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/url.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "cli/try_page.h"
#include "cli/verbs.h"
#include "daemon/probe.h"
#include "fetch/robots.h"

#define FEEDS_MAX 10U    /* announced ones that are looked into */
#define SITEMAPS_MAX 20U /* that are told */

static const char usage[] = "usage: feedwright discover [--user-agent TEXT] [--json] URL\n"
                            "Tells the feeds that a page announces and what is in them, or else one at a usual address that robots.txt allows\n"
                            "to ask; their hubs, the site's sitemaps, and the lists of articles in the page itself. Nothing is recorded.\n";

struct search {
	const char *url, *user_agent;
	bool is_json;
	cJSON *feeds, *hubs, *sitemaps, *lists, *asked; /* all for --json */
	unsigned n_found;
	char *site_url;         /* of the page, where it was in the end */
	struct arena memory;    /* of the rules */
	struct robots *robots;  /* of the site; NULL: they do not come, nothing is to be guessed */
	struct fetch_result robots_txt;
};

static struct fetch_request
request_for(const struct search *s, const char *url)
{
	return (struct fetch_request){ .url = url, .user_agent = s->user_agent, .trusted_origin_url = s->url };
}

/* What came, read; the document lives in *a, whatever comes back. */
static int
read_as(const struct fetch_result *r, const char *url, enum job_kind kind, struct arena *a, struct answer *out)
{
	struct job job = { .kind = kind, .wants_details = kind == JOB_LISTING };

	arena_init(a, SIZE_MAX, NULL);
	*out = (struct answer){ .err = { .kind = ERR_NONE } };
	if (r->err.kind != ERR_NONE) {
		out->err = r->err;
	} else if (r->status != 200) {
		err_set(&out->err, ERR_REMOTE, "%s: HTTP status %ld", url, r->status);
	} else {
		job.bytes = buf_str(&r->body);
		job.content_type = str_from(r->content_type);
		job.url = str_from(r->final_url != NULL ? r->final_url : url);
		arena_release(a);
		run_job_and_wait(&job, a, out);
	}
	return out->err.kind == ERR_NONE ? 0 : -1;
}

static int
look(const struct search *s, const char *url, enum job_kind kind, struct arena *a, struct answer *out)
{
	struct fetch_request request = request_for(s, url);
	struct fetch_result r;
	int rc;

	fetch_and_wait(&request, &r);
	rc = read_as(&r, url, kind, a, out);
	fetch_result_release(&r);
	return rc;
}

static cJSON *
add_object(cJSON *list, const char *name, struct str value)
{
	cJSON *o = cJSON_CreateObject();
	char *text = mem_strndup(value);

	cJSON_AddStringToObject(o, name, text);
	cJSON_AddItemToArray(list, o);
	free(text);
	return o;
}

static void
add_text(cJSON *o, const char *name, struct str value)
{
	char *text = mem_strndup(value);

	if (value.n > 0)
		cJSON_AddStringToObject(o, name, text);
	free(text);
}

/* ---- feeds and their hubs ---- */

static bool
is_told(const cJSON *list, struct str url)
{
	const cJSON *o;

	cJSON_ArrayForEach(o, list)
		if (str_is(url, cJSON_GetObjectItem(o, "url")->valuestring))
			return true;
	return false;
}

static void
tell_hubs(struct search *s, const struct document *d)
{
	const struct hub *v = d->hubs.v;
	uint32_t i;

	for (i = 0; i < d->hubs.n; i++) {
		if (is_told(s->hubs, v[i].url))
			continue;
		add_text(add_object(s->hubs, "url", v[i].url), "type", v[i].type);
		if (!s->is_json)
			printf("%-8s %.*s (%.*s)\n", "hub", STR_ARG(v[i].url), STR_ARG(v[i].type));
	}
}

/* problem: why it is none, or NULL. */
static void
tell_feed(struct search *s, struct str url, struct str title, const struct document *d, const char *problem)
{
	cJSON *o;

	if (is_told(s->feeds, url))
		return;
	o = add_object(s->feeds, "url", url);
	if (title.n == 0)
		title = d->title.plain;
	add_text(o, "title", title);
	if (problem != NULL) {
		cJSON_AddStringToObject(o, "problem", problem);
		if (!s->is_json)
			printf("%-8s %.*s: %s\n", "feed", STR_ARG(url), problem);
		return;
	}
	s->n_found++;
	add_text(o, "format", d->format);
	cJSON_AddNumberToObject(o, "articles", d->articles.n);
	if (!s->is_json)
		printf("%-8s %.*s (%.*s, %u articles) %.*s\n", "feed", STR_ARG(url), STR_ARG(d->format), d->articles.n, STR_ARG(title));
	tell_hubs(s, d);
}

static void
look_into_feeds(struct search *s, const struct document *page)
{
	const struct alternate *v = page->alternates.v;
	struct answer answer;
	struct arena a;
	uint32_t i;

	for (i = 0; i < page->alternates.n && i < FEEDS_MAX; i++) {
		char *url = mem_strndup(v[i].url);
		int rc = look(s, url, JOB_FEED, &a, &answer);

		tell_feed(s, v[i].url, v[i].title, &answer.document, rc == 0 ? NULL : answer.err.text);
		arena_release(&a);
		free(url);
	}
}

/* ---- sitemaps ---- */

static void
tell_sitemap(struct search *s, struct str url, const char *from)
{
	cJSON *o;

	if (is_told(s->sitemaps, url) || cJSON_GetArraySize(s->sitemaps) >= (int)SITEMAPS_MAX)
		return;
	s->n_found++;
	o = add_object(s->sitemaps, "url", url);
	cJSON_AddStringToObject(o, "from", from);
	if (!s->is_json)
		printf("%-8s %.*s (%s)\n", "sitemap", STR_ARG(url), from);
}

/* ---- what nobody announces ---- */

static char *
address_of(const struct search *s, const char *path)
{
	struct arena a;
	char *url;

	arena_init(&a, SIZE_MAX, NULL);
	url = mem_strndup(url_resolve(&a, str_from(s->site_url), str_from(path)));
	arena_release(&a);
	return url;
}

static void
read_robots(struct search *s)
{
	char *url = address_of(s, "/robots.txt");
	struct fetch_request request = request_for(s, url);

	fetch_and_wait(&request, &s->robots_txt);
	s->robots = robots_of_answer(&s->memory, &s->robots_txt, robots_token(s->user_agent));
	free(url);
}

static void
tell_asked(struct search *s, const char *url, const char *outcome)
{
	add_text(add_object(s->asked, "url", str_from(url)), "outcome", str_from(outcome));
	if (!s->is_json)
		printf("%-8s %s: %s\n", "asked", url, outcome);
}

/* True: the answer, a redirect within the site followed, is in *r. What came of it otherwise is told. */
static bool
ask(struct search *s, char **url, struct fetch_result *r)
{
	struct fetch_request request;
	unsigned n = 0;
	char *elsewhere;

	for (;; n++) {
		if (!robots_allows(s->robots, str_from(*url))) {
			tell_asked(s, *url, "robots.txt forbids it");
			return false;
		}
		request = request_for(s, *url);
		request.stops_at_redirects = true;
		fetch_and_wait(&request, r);
		if (r->redirect_url == NULL)
			return true;
		if (n == FETCH_REDIRECTS_MAX || !str_eq(url_site(str_from(r->redirect_url)), url_site(str_from(s->site_url)))) {
			elsewhere = mem_printf("leads to %s", r->redirect_url);
			tell_asked(s, *url, elsewhere);
			free(elsewhere);
			fetch_result_release(r);
			return false;
		}
		free(*url);
		*url = mem_strdup(r->redirect_url);
		fetch_result_release(r);
	}
}

enum guess { GUESS_WRONG = 0, GUESS_RIGHT, GUESS_NO_MORE };

/* Whether the site has something of that kind there. */
static enum guess
guess(struct search *s, const char *path, enum job_kind kind)
{
	char *url = address_of(s, path);
	struct answer answer;
	struct fetch_result r;
	enum guess outcome = GUESS_WRONG;
	struct arena a;

	if (ask(s, &url, &r)) {
		if (read_as(&r, url, kind, &a, &answer) == 0 && answer.document.articles.n + answer.document.parts.n > 0)
			outcome = GUESS_RIGHT;
		else if (r.status == 0 || r.status == 429 || r.status == 503) /* its host wants to be left alone */
			outcome = GUESS_NO_MORE;
		tell_asked(s, url, outcome == GUESS_RIGHT ? "found" : answer.err.kind != ERR_NONE ? answer.err.text : "empty");
		if (outcome == GUESS_RIGHT && kind == JOB_FEED)
			tell_feed(s, str_from(url), STR_NONE, &answer.document, NULL);
		else if (outcome == GUESS_RIGHT)
			tell_sitemap(s, str_from(url), "the usual address");
		arena_release(&a);
		fetch_result_release(&r);
	}
	free(url);
	return outcome;
}

static void
guess_feeds(struct search *s)
{
	size_t i;

	for (i = 0; s->robots != NULL && probe_usual[i] != NULL && guess(s, probe_usual[i], JOB_FEED) == GUESS_WRONG; i++)
		;
}

static void
look_for_sitemaps(struct search *s)
{
	const struct sitemap_part *v;
	struct answer answer;
	struct arena a;
	uint32_t i;

	if (read_as(&s->robots_txt, "robots.txt", JOB_SITEMAP, &a, &answer) == 0) {
		v = answer.document.parts.v;
		for (i = 0; i < answer.document.parts.n; i++)
			tell_sitemap(s, v[i].url, "robots.txt");
	}
	arena_release(&a);
	if (cJSON_GetArraySize(s->sitemaps) == 0 && s->robots != NULL)
		guess(s, "/sitemap.xml", JOB_SITEMAP);
}

/* ---- lists in the page ---- */

static void
look_for_lists(struct search *s, const struct fetch_result *page)
{
	const struct list_candidate *v;
	struct answer answer;
	struct arena a;
	uint32_t i;

	if (read_as(page, s->url, JOB_LISTING, &a, &answer) == 0 && answer.document.listing != NULL) {
		s->n_found++;
		v = answer.document.listing->candidates.v;
		for (i = 0; i < answer.document.listing->candidates.n; i++) {
			cJSON *o = add_object(s->lists, "item", v[i].item);

			add_text(o, "method", v[i].method);
			cJSON_AddNumberToObject(o, "count", (double)v[i].count.v);
			cJSON_AddBoolToObject(o, "taken", v[i].is_taken == TRI_TRUE);
		}
		if (!s->is_json)
			try_tell_lists(&answer.document);
	}
	arena_release(&a);
}

static void
look_at_page(struct search *s, const struct fetch_result *page)
{
	struct answer answer;
	struct arena a;
	bool is_page;

	if (read_as(page, s->url, JOB_AUTO, &a, &answer) != 0 && !str_is(answer.document.format, "html"))
		fprintf(stderr, "feedwright discover: %s: %s\n", s->url, answer.err.text);
	is_page = str_is(answer.document.format, "html") || str_is(answer.document.format, "listing");
	if (is_page)
		look_into_feeds(s, &answer.document);
	else if (answer.err.kind == ERR_NONE)
		tell_feed(s, str_from(s->url), STR_NONE, &answer.document, NULL);
	arena_release(&a);
	if (is_page && s->n_found == 0)
		guess_feeds(s);
	look_for_sitemaps(s);
	if (is_page)
		look_for_lists(s, page);
}

static int
discover(struct search *s)
{
	struct fetch_request request = request_for(s, s->url);
	struct fetch_result page;

	fetch_and_wait(&request, &page);
	s->site_url = mem_strdup(page.final_url != NULL ? page.final_url : s->url);
	arena_init(&s->memory, SIZE_MAX, NULL);
	read_robots(s);
	look_at_page(s, &page);
	fetch_result_release(&page);
	fetch_result_release(&s->robots_txt);
	arena_release(&s->memory);
	free(s->site_url);
	return s->n_found > 0 ? EXIT_GOOD : EXIT_FOUND;
}

static void
print_json(cJSON *all)
{
	char *text = cJSON_PrintUnformatted(all);

	puts(text);
	cJSON_free(text);
}

int
verb_discover(int argc, char **argv)
{
	static const struct option options[] = { { "user-agent", required_argument, NULL, 'u' }, { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct search s = { .url = NULL };
	cJSON *all;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'u')
			s.user_agent = optarg;
		else if (c == 'j')
			s.is_json = true;
		else {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc || !url_is_http(str_from(argv[optind]))) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	s.url = argv[optind];
	all = cJSON_CreateObject();
	cJSON_AddStringToObject(all, "url", s.url);
	s.feeds = cJSON_AddArrayToObject(all, "feeds");
	s.hubs = cJSON_AddArrayToObject(all, "hubs");
	s.sitemaps = cJSON_AddArrayToObject(all, "sitemaps");
	s.lists = cJSON_AddArrayToObject(all, "lists");
	s.asked = cJSON_AddArrayToObject(all, "asked");
	rc = discover(&s);
	if (s.is_json)
		print_json(all);
	cJSON_Delete(all);
	return rc;
}
