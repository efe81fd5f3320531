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

#define FEEDS_MAX 10U    /* announced ones that are looked into */
#define SITEMAPS_MAX 20U /* that are told */

static const char usage[] = "usage: feedwright discover [--user-agent TEXT] [--json] URL\n"
                            "Tells the feeds that a page announces and what is in them, their hubs, the site's sitemaps, and the lists of\n"
                            "articles in the page itself. Nothing is recorded.\n";

struct search {
	const char *url, *user_agent;
	bool is_json;
	cJSON *feeds, *hubs, *sitemaps, *lists; /* all for --json */
	unsigned n_found;
};

/* One address, fetched and read; the document lives in *a, whatever comes back. */
static int
look(const struct search *s, const char *url, enum job_kind kind, struct arena *a, struct answer *out)
{
	struct fetch_request request = { .url = url, .user_agent = s->user_agent, .trusted_origin_url = s->url };
	struct fetch_result r;
	struct job job = { .kind = kind, .wants_details = kind == JOB_LISTING };

	arena_init(a, SIZE_MAX, NULL);
	*out = (struct answer){ .err = { .kind = ERR_NONE } };
	fetch_and_wait(&request, &r);
	if (r.err.kind != ERR_NONE) {
		out->err = r.err;
	} else if (r.status != 200) {
		err_set(&out->err, ERR_REMOTE, "%s: HTTP status %ld", url, r.status);
	} else {
		job.bytes = buf_str(&r.body);
		job.content_type = str_from(r.content_type);
		job.url = str_from(r.final_url != NULL ? r.final_url : url);
		arena_release(a);
		run_job_and_wait(&job, a, out);
	}
	fetch_result_release(&r);
	return out->err.kind == ERR_NONE ? 0 : -1;
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

static void
look_for_sitemaps(struct search *s)
{
	struct arena addresses, a;
	struct answer answer;
	const struct sitemap_part *v;
	struct str robots, usual;
	uint32_t i;

	arena_init(&addresses, SIZE_MAX, NULL);
	robots = url_resolve(&addresses, str_from(s->url), STR("/robots.txt"));
	usual = url_resolve(&addresses, str_from(s->url), STR("/sitemap.xml"));
	if (look(s, arena_strdup(&addresses, robots), JOB_SITEMAP, &a, &answer) == 0) {
		v = answer.document.parts.v;
		for (i = 0; i < answer.document.parts.n; i++)
			tell_sitemap(s, v[i].url, "robots.txt");
	}
	arena_release(&a);
	if (cJSON_GetArraySize(s->sitemaps) == 0) {
		if (look(s, arena_strdup(&addresses, usual), JOB_SITEMAP, &a, &answer) == 0)
			tell_sitemap(s, usual, "the usual address");
		arena_release(&a);
	}
	arena_release(&addresses);
}

/* ---- lists in the page ---- */

static void
look_for_lists(struct search *s)
{
	const struct list_candidate *v;
	struct answer answer;
	struct arena a;
	uint32_t i;

	if (look(s, s->url, JOB_LISTING, &a, &answer) == 0 && answer.document.listing != NULL) {
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

static int
discover(struct search *s)
{
	struct answer answer;
	struct arena a;
	bool is_page;

	if (look(s, s->url, JOB_AUTO, &a, &answer) != 0 && !str_is(answer.document.format, "html"))
		fprintf(stderr, "feedwright discover: %s: %s\n", s->url, answer.err.text);
	is_page = str_is(answer.document.format, "html") || str_is(answer.document.format, "listing");
	if (is_page)
		look_into_feeds(s, &answer.document);
	else if (answer.err.kind == ERR_NONE)
		tell_feed(s, str_from(s->url), STR_NONE, &answer.document, NULL);
	arena_release(&a);
	look_for_sitemaps(s);
	if (is_page)
		look_for_lists(s);
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
	rc = discover(&s);
	if (s.is_json)
		print_json(all);
	cJSON_Delete(all);
	return rc;
}
