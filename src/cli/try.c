/* feedwright try: what would become of a URL or a file, step by step. Nothing is recorded. */
#include "config.h"
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/url.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "cli/try_article.h"
#include "cli/try_document.h"
#include "cli/try_folder.h"
#include "cli/try_page.h"
#include "cli/try_robots.h"
#include "cli/try_rules.h"
#include "cli/verbs.h"
#include "daemon/bring.h"
#include "daemon/drift.h"
#include "store/store.h"

#define SHOWN_DEFAULT 5
#define KNOWN_MAX (4U << 20) /* bytes of what is known from a source */

static const char usage[] = "usage: feedwright try [-c FILE | --sites DIR] [--user-agent TEXT] [--items N] [--base URL] [--page | --article]\n"
                            "                      [--config | --json] URL | FILE | FOLDER | SOURCE\n"
                            "Fetches and parses, and tells each step. Nothing is recorded. A FOLDER is one of article files or\n"
                            "a maildir; a SOURCE of the configuration is looked at with what is known of it.\n"
                            "  --base     where FILE came from\n"
                            "  --page     as a page with a list of articles, whatever feeds it announces\n"
                            "  --article  as an article's own page, by the rules of its site\n"
                            "  --config   only a source block to paste, or a site block with --article\n"
                            "  -c FILE    the configuration that has SOURCE, and rules of sites\n"
                            "  --sites    only the rules of sites in DIR\n";

struct attempt {
	const char *what; /* as given */
	struct fetch_request request;
	struct job job;
	struct buf body;
	long shown;
	bool is_json, is_page, is_article, wants_config;
	const char *settings_path, *sites_dir; /* NULL: the usual configuration, if there is one; no folder of sites */
	struct settings *settings; /* NULL: there is no configuration */
	const char *base; /* of a file: where it came from; NULL: nobody knows */
	const char *url;  /* that is fetched: what, or the source's */
	struct buf known; /* of a source: what the ledger has from it */
	struct buf rules; /* of a source, as jobs have them */
	const struct source *source; /* NULL: it is none of the configuration */
};

static void
say(const struct attempt *t, const char *step, const char *what, const char *value)
{
	if (!t->is_json && !t->wants_config && value != NULL)
		printf("%-8s %s%s\n", step, what, value);
}

static void
tell_fetch(const struct attempt *t, const struct fetch_request *request, const struct fetch_result *r, uint64_t took_ms)
{
	if (t->is_json || t->wants_config)
		return;
	printf("%-8s %s\n", "fetch", request->url);
	if (r->status != 0)
		printf("%-8s status %ld, %zu bytes, %llu ms\n", "", r->status, r->body.n, (unsigned long long)took_ms);
	if (r->final_url != NULL && strcmp(r->final_url, request->url) != 0)
		say(t, "", "led to ", r->final_url);
	say(t, "", "moved permanently to ", r->permanent_url);
	say(t, "", "content-type ", r->content_type);
	say(t, "", "etag ", r->etag);
	say(t, "", "last-modified ", r->last_modified);
	if (r->max_age_s >= 0)
		printf("%-8s fresh for %lld s\n", "", (long long)r->max_age_s);
	if (r->retry_after_s > 0)
		printf("%-8s asks to wait %lld s\n", "", (long long)r->retry_after_s);
}

/* A page: what lists does it hold besides what was found in it already? */
static void
tell_lists(const struct attempt *t)
{
	struct job job = t->job;
	struct answer answer;
	struct arena a;

	job.kind = JOB_LISTING;
	job.wants_details = true;
	run_job_and_wait(&job, &a, &answer);
	puts("");
	try_tell_lists(&answer.document);
	arena_release(&a);
}

/* As the daemon would read it, but for what a page announces. */
static enum job_kind
kind_of_job(const struct attempt *t)
{
	static const enum job_kind kinds[] = { [SOURCE_AUTO] = JOB_AUTO, [SOURCE_FEED] = JOB_FEED, [SOURCE_PAGE] = JOB_LISTING,
		[SOURCE_JSON] = JOB_JSON, [SOURCE_SITEMAP] = JOB_SITEMAP, [SOURCE_MAILDIR] = JOB_MAIL, [SOURCE_FOLDER] = JOB_FILE };

	return t->is_page ? JOB_LISTING : t->source != NULL ? kinds[t->source->kind] : JOB_AUTO;
}

/* 0 with all of it in *r, for fetch_result_release(); or -1 after a message, with nothing. */
static int
fetch(const struct attempt *t, struct fetch_request *request, struct fetch_result *r)
{
	uint64_t started_ms = clock_mono_ms();

	fetch_and_wait(request, r);
	tell_fetch(t, request, r, clock_mono_ms() - started_ms);
	if (r->err.kind == ERR_NONE && r->status == 200)
		return 0;
	if (r->err.kind != ERR_NONE)
		fprintf(stderr, "feedwright try: %s\n", r->err.text);
	else
		fprintf(stderr, "feedwright try: %s: HTTP status %ld\n", request->url, r->status);
	fetch_result_release(r);
	return -1;
}

static struct job
job_of(const struct fetch_request *request, const struct fetch_result *r)
{
	return (struct job){ .bytes = buf_str(&r->body), .content_type = str_from(r->content_type),
		.url = str_from(r->final_url != NULL ? r->final_url : request->url), .content_location = str_from(r->content_location),
		.content_language = str_from(r->content_language), .as_of_s = r->as_of_s };
}

/* Of a source that wants full texts, the page of one article. */
static void
try_first_page(const struct attempt *t, const struct document *d)
{
	const struct article *v = d->articles.v;
	struct fetch_request request;
	struct fetch_result r;
	struct job page;
	char *url;
	uint32_t i;

	for (i = 0; i < d->articles.n && !url_is_http(v[i].url); i++)
		;
	if (i == d->articles.n)
		return;
	url = mem_strndup(v[i].url);
	request = bring_request(t->source, url);
	puts("");
	try_tell_robots(&request);
	if (fetch(t, &request, &r) == 0) {
		page = job_of(&request, &r);
		try_tell_article(t->settings, t->source, &page, false);
		fetch_result_release(&r);
	}
	free(url);
}

static bool
is_page(const struct document *d)
{
	return str_is(d->format, "html") || str_is(d->format, "listing");
}

/* Of a document that was read, for people. */
static void
tell(const struct attempt *t, const struct answer *answer, bool is_auto)
{
	const struct document *d = &answer->document;
	bool has_items = t->source != NULL && t->source->rules != NULL && t->source->rules[RULE_ITEM].n > 0;

	if (answer->err.kind != ERR_NONE) {
		try_tell_rules(d);
	} else if (is_auto && str_is(d->format, "html")) {
		try_tell_announced(d);
		tell_lists(t);
	} else {
		if (!has_items)
			try_tell_lists(d);
		try_tell_parts(d, t->shown);
		try_tell_rules(d);
		try_tell_document(d, t->shown);
	}
}

/* A page without a list may be an article; one with a list is told as an article too where its site has rules for it. */
static bool
tell_page_itself(const struct attempt *t, const struct answer *answer)
{
	bool has_list = answer->err.kind == ERR_NONE;

	if (!has_list)
		say(t, "detect", "", answer->err.text);
	return try_tell_article(t->settings, NULL, &t->job, has_list);
}

static int
parse(struct attempt *t)
{
	bool is_auto = t->job.kind == JOB_AUTO, is_good;
	struct answer answer;
	struct arena a;

	t->job.known = buf_str(&t->known);
	t->job.rules = buf_str(&t->rules);
	t->job.wants_details = t->job.kind == JOB_AUTO || t->job.kind == JOB_LISTING || t->rules.n > 0;
	run_job_and_wait(&t->job, &a, &answer);
	is_good = answer.err.kind == ERR_NONE;
	if (t->is_json)
		try_print_document(&answer.document, false);
	else if (t->wants_config && is_good)
		try_tell_config(t->url, &answer.document);
	else if (!t->wants_config)
		tell(t, &answer, is_auto);
	if (!t->is_json && !t->wants_config) {
		if (is_good && t->source != NULL && t->source->full_text)
			try_first_page(t, &answer.document);
		else if (t->source == NULL && is_auto && is_page(&answer.document))
			is_good |= tell_page_itself(t, &answer);
	}
	if (!is_good)
		fprintf(stderr, "feedwright try: %s: %s\n", t->what, answer.err.text);
	arena_release(&a);
	return is_good ? EXIT_GOOD : EXIT_FOUND;
}

static int
try_article(struct attempt *t)
{
	bool is_one;

	if (t->is_json)
		is_one = try_print_article(t->settings, t->source, &t->job);
	else if (t->wants_config)
		is_one = try_propose_site(t->settings, t->source, &t->job);
	else
		is_one = try_tell_article(t->settings, t->source, &t->job, false);
	return is_one ? EXIT_GOOD : EXIT_FOUND;
}

/* What came goes through the source's filter; 0 when there is none. */
static int
filter(struct attempt *t, struct buf *body)
{
	struct program_result r;

	if (t->source == NULL || t->source->filter == NULL)
		return 0;
	run_program_and_wait(t->source, t->source->filter, buf_str(body), &r);
	say(t, "filter", "", t->source->filter[0]);
	buf_release(body);
	*body = r.output;
	if (r.err.kind != ERR_NONE)
		fprintf(stderr, "feedwright try: %s\n", r.err.text);
	return r.err.kind == ERR_NONE ? 0 : -1;
}

static int
try_command(struct attempt *t)
{
	struct program_result r;
	int rc = EXIT_FOUND;

	run_program_and_wait(t->source, t->source->command, STR_NONE, &r);
	say(t, "command", "", t->source->url);
	if (r.err.kind != ERR_NONE) {
		fprintf(stderr, "feedwright try: %s\n", r.err.text);
	} else if (filter(t, &r.output) == 0) {
		t->job = (struct job){ .kind = kind_of_job(t), .bytes = buf_str(&r.output) };
		rc = parse(t);
	}
	buf_release(&r.output);
	return rc;
}

static int
try_url(struct attempt *t)
{
	struct fetch_result r;
	int rc = EXIT_FOUND;

	if (t->source != NULL)
		t->request = bring_request(t->source, t->url);
	t->request.url = t->request.trusted_origin_url = t->url;
	if (fetch(t, &t->request, &r) != 0)
		return EXIT_FOUND;
	if (filter(t, &r.body) == 0) {
		t->job = job_of(&t->request, &r);
		t->job.kind = kind_of_job(t);
		rc = t->is_article ? try_article(t) : parse(t);
	}
	fetch_result_release(&r);
	return rc;
}

static int
try_file(struct attempt *t)
{
	const char *slash = strrchr(t->what, '/');
	int rc = EXIT_USAGE;

	buf_init(&t->body, BODY_MAX);
	if (read_bytes(t->what, "try", &t->body) == 0) {
		say(t, "read", "", t->what);
		t->job = (struct job){ .kind = t->is_page ? JOB_LISTING : is_article_file(t->what) ? JOB_FILE : JOB_AUTO, .bytes = buf_str(&t->body),
			.url = str_from(t->base), .name = str_from(slash != NULL ? slash + 1 : t->what) };
		rc = t->is_article ? try_article(t) : parse(t);
	}
	buf_release(&t->body);
	return rc;
}

static enum try_form
form_of(const struct attempt *t)
{
	return t->is_json ? TRY_JSON : t->wants_config ? TRY_CONFIG : TRY_FOR_PEOPLE;
}

/* A folder of article files, or one of mails. */
static int
try_path(const struct attempt *t)
{
	char *path = realpath(t->what, NULL);
	struct source source;
	int rc;

	if (path == NULL) {
		fprintf(stderr, "feedwright try: %s: %s\n", t->what, strerror(errno));
		return EXIT_USAGE;
	}
	try_folder_source(&source, path);
	rc = try_folder(&source, form_of(t), t->shown);
	free(path);
	return rc;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void
read_known(struct attempt *t, const struct settings *s)
{
	struct store *store;
	struct err e;

	if (store_open(&store, s->store, s->state_dir, STORE_READER, &e) != 0 || drift_known(store, t->what, &t->known, &e) != 0)
		fprintf(stderr, "feedwright try: %s\n", e.text); /* the page can be looked at without it */
	store_close(store);
}

static int
try_source(struct attempt *t)
{
	const struct source *src = t->settings != NULL ? settings_source(t->settings, t->what) : NULL;
	char *site = NULL;
	int rc;

	if (src == NULL) {
		fprintf(stderr, "feedwright try: %s is no URL, no file and no source of %s\n", t->what, t->settings_path);
		return EXIT_USAGE;
	}
	if (src->path != NULL)
		return try_folder(src, form_of(t), t->shown);
	read_known(t, t->settings);
	t->url = src->url;
	t->source = src;
	rules_encode(&t->rules, src->rules);
	if (src->kind == SOURCE_SITEMAP && source_is_site(src))
		t->url = site = mem_printf("%srobots.txt", src->url);
	rc = src->command != NULL ? try_command(t) : try_url(t);
	free(site);
	return rc;
}

/* For a source all of it; for the rest there may be none. -1 after a message. */
static int
find_settings(struct attempt *t, bool is_source)
{
	bool is_named = t->settings_path != NULL || t->sites_dir != NULL;

	if (t->settings_path == NULL)
		t->settings_path = default_config();
	if (t->sites_dir != NULL && !is_source)
		t->settings = load_sites(t->sites_dir, "try");
	else if (is_source || is_named || access(t->settings_path, F_OK) == 0)
		t->settings = load_settings(t->settings_path, "try");
	return t->settings == NULL && (is_source || is_named) ? -1 : 0;
}

static int
try_it(struct attempt *t)
{
	bool is_url = strstr(t->what, "://") != NULL, is_source = !is_url && strcmp(t->what, "-") != 0 && access(t->what, F_OK) != 0;
	int rc = EXIT_USAGE;

	buf_init(&t->known, KNOWN_MAX);
	buf_init(&t->rules, JOB_BYTES_MAX);
	if (find_settings(t, is_source) == 0)
		rc = is_url ? try_url(t) : is_source ? try_source(t) : is_folder(t->what) ? try_path(t) : try_file(t);
	settings_free(t->settings);
	buf_release(&t->known);
	buf_release(&t->rules);
	return rc;
}

int
verb_try(int argc, char **argv)
{
	static const struct option options[] = { { "user-agent", required_argument, NULL, 'u' }, { "items", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' }, { "base", required_argument, NULL, 'b' }, { "page", no_argument, NULL, 'p' },
		{ "article", no_argument, NULL, 'a' }, { "sites", required_argument, NULL, 's' }, { "config", no_argument, NULL, 'k' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct attempt t = { .shown = SHOWN_DEFAULT };
	int64_t n;
	int c;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'u')
			t.request.user_agent = optarg;
		else if (c == 'j')
			t.is_json = true;
		else if (c == 'b')
			t.base = optarg;
		else if (c == 'p')
			t.is_page = true;
		else if (c == 'a')
			t.is_article = true;
		else if (c == 's')
			t.sites_dir = optarg;
		else if (c == 'k')
			t.wants_config = true;
		else if (c == 'c')
			t.settings_path = optarg;
		else if (c == 'n' && str_to_int64(str_from(optarg), &n) == 0 && n >= 0)
			t.shown = (long)n;
		else {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	t.what = t.url = argv[optind];
	return try_it(&t);
}
