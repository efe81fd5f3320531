/* feedwright try: what would become of a URL or a file, step by step. Nothing is recorded. */
#include "config.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/common.h"
#include "cli/resources.h"
#include "cli/try_page.h"
#include "cli/try_rules.h"
#include "cli/verbs.h"
#include "daemon/drift.h"
#include "store/store.h"

#define SHOWN_DEFAULT 5
#define KNOWN_MAX (4U << 20) /* bytes of what is known from a source */

static const char usage[] = "usage: feedwright try [-c FILE] [--user-agent TEXT] [--items N] [--base URL] [--page] [--config | --json] URL | FILE | SOURCE\n"
                            "Fetches and parses, and tells each step. Nothing is recorded. A SOURCE of the configuration is looked at with\n"
                            "what is known of it.\n"
                            "  --base    where FILE came from\n"
                            "  --page    as a page with a list of articles, whatever feeds it announces\n"
                            "  --config  only a source block to paste\n"
                            "  -c FILE   the configuration that has SOURCE\n";

struct attempt {
	const char *what; /* as given */
	struct fetch_request request;
	struct job job;
	struct buf body;
	struct fetch_result got; /* its strings, taken over */
	uint64_t started_ms;
	long shown;
	bool is_json, is_page, wants_config;
	const char *settings_path;
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
tell_fetch(const struct attempt *t)
{
	const struct fetch_result *r = &t->got;

	if (t->is_json || t->wants_config)
		return;
	printf("%-8s %s\n", "fetch", t->url);
	if (r->status != 0)
		printf("%-8s status %ld, %zu bytes, %llu ms\n", "", r->status, r->body.n,
		    (unsigned long long)(clock_mono_ms() - t->started_ms));
	if (r->final_url != NULL && strcmp(r->final_url, t->request.url) != 0)
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

static void
tell_article(const struct article *a)
{
	char date[TIME_RFC3339_SIZE] = "-";

	if (a->published.is_set)
		time_rfc3339(a->published.v, date);
	printf("\n%-8s %.*s\n", "article", STR_ARG(a->title.plain));
	printf("%-8s date %s%s%.*s\n", "", date, a->date_from.n > 0 ? ", from " : "", STR_ARG(a->date_from));
	if (a->url.n > 0)
		printf("%-8s link %.*s\n", "", STR_ARG(a->url));
	if (a->id.n > 0)
		printf("%-8s id %.*s\n", "", STR_ARG(a->id));
	if (a->image.n > 0)
		printf("%-8s image %.*s\n", "", STR_ARG(a->image));
	if (a->image_caption.n + a->image_credit.n > 0)
		printf("%-8s caption %.*s (%.*s)\n", "", STR_ARG(a->image_caption), STR_ARG(a->image_credit));
	printf("%-8s content %zu bytes of HTML, %u enclosures, %u categories\n", "", a->content_html.n, a->enclosures.n, a->categories.n);
}

static void
tell_document(const struct attempt *t, const struct document *d)
{
	const struct problem *p = d->problems.v;
	uint32_t i;

	printf("%-8s %.*s, %.*s, %u articles\n", "parse", STR_ARG(d->format), STR_ARG(d->encoding), d->articles.n);
	if (d->title.plain.n > 0)
		printf("%-8s title %.*s\n", "", STR_ARG(d->title.plain));
	for (i = 0; i < d->problems.n; i++)
		printf("%-8s problem in line %lld: %.*s: %.*s\n", "", (long long)p[i].line.v, STR_ARG(p[i].code), STR_ARG(p[i].message));
	for (i = 0; i < d->articles.n && (long)i < t->shown; i++)
		tell_article(&((const struct article *)d->articles.v)[i]);
	if ((long)d->articles.n > t->shown)
		printf("\n%-8s and %ld more (--items)\n", "", (long)d->articles.n - t->shown);
}

static void
print_json(const struct document *d)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	document_to_json(&out, d);
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
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

static int
parse(struct attempt *t)
{
	bool is_auto = t->job.kind == JOB_AUTO, is_html;
	struct answer answer;
	struct arena a;

	t->job.known = buf_str(&t->known);
	t->job.rules = buf_str(&t->rules);
	t->job.wants_details = t->job.kind == JOB_AUTO || t->job.kind == JOB_LISTING || t->rules.n > 0;
	run_job_and_wait(&t->job, &a, &answer);
	is_html = str_is(answer.document.format, "html");
	if (t->is_json) {
		print_json(&answer.document);
	} else if (t->wants_config && answer.err.kind == ERR_NONE) {
		try_tell_config(t->url, &answer.document);
	} else if (answer.err.kind == ERR_NONE && is_auto && is_html) {
		try_tell_announced(&answer.document);
		tell_lists(t);
	} else if (answer.err.kind == ERR_NONE) {
		if (t->rules.n == 0)
			try_tell_lists(&answer.document);
		try_tell_parts(&answer.document, t->shown);
		try_tell_rules(&answer.document);
		tell_document(t, &answer.document);
	} else if (!t->wants_config) {
		try_tell_rules(&answer.document);
	}
	if (answer.err.kind != ERR_NONE)
		fprintf(stderr, "feedwright try: %s: %s\n", t->what, answer.err.text);
	arena_release(&a);
	return answer.err.kind == ERR_NONE ? EXIT_GOOD : EXIT_FOUND;
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
	struct fetch_result *r = &t->got;
	int rc = EXIT_FOUND;

	t->request.url = t->request.trusted_origin_url = t->url;
	t->started_ms = clock_mono_ms();
	fetch_and_wait(&t->request, r);
	tell_fetch(t);
	if (r->err.kind != ERR_NONE) {
		fprintf(stderr, "feedwright try: %s\n", r->err.text);
	} else if (r->status != 200) {
		fprintf(stderr, "feedwright try: %s: HTTP status %ld\n", t->url, r->status);
	} else if (filter(t, &r->body) == 0) {
		t->job = (struct job){ .kind = kind_of_job(t), .bytes = buf_str(&r->body),
			.content_type = str_from(r->content_type), .url = str_from(r->final_url != NULL ? r->final_url : t->url), .content_location = str_from(r->content_location),
			.content_language = str_from(r->content_language) };
		rc = parse(t);
	}
	fetch_result_release(r);
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
		rc = parse(t);
	}
	buf_release(&t->body);
	return rc;
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
	struct settings *s = load_settings(t->settings_path, "try");
	const struct source *src = s != NULL ? settings_source(s, t->what) : NULL;
	char *site = NULL;
	int rc = EXIT_USAGE;

	if (s != NULL && src == NULL)
		fprintf(stderr, "feedwright try: %s is no URL, no file and no source of %s\n", t->what, t->settings_path);
	if (src != NULL && src->url == NULL) {
		t->what = src->path;
		rc = try_file(t);
	} else if (src != NULL) {
		read_known(t, s);
		t->url = src->url;
		t->request = (struct fetch_request){ .user_agent = src->user_agent, .headers = src->headers, .n_headers = src->n_headers,
			.username = src->username, .password = src->password, .proxy = src->proxy, .cookies = src->cookies,
			.allow_private = src->allow_private };
		t->source = src;
		if (src->rules != NULL)
			rules_encode(&t->rules, src->rules);
		if (src->kind == SOURCE_SITEMAP && source_is_site(src))
			t->url = site = mem_printf("%srobots.txt", src->url);
		rc = src->command != NULL ? try_command(t) : try_url(t);
		free(site);
	}
	settings_free(s);
	return rc;
}

int
verb_try(int argc, char **argv)
{
	static const struct option options[] = { { "user-agent", required_argument, NULL, 'u' }, { "items", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' }, { "base", required_argument, NULL, 'b' }, { "page", no_argument, NULL, 'p' }, { "config", no_argument, NULL, 'k' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct attempt t = { .shown = SHOWN_DEFAULT, .settings_path = default_config() };
	int64_t n;
	int c, rc;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'u')
			t.request.user_agent = optarg;
		else if (c == 'j')
			t.is_json = true;
		else if (c == 'b')
			t.base = optarg;
		else if (c == 'p')
			t.is_page = true;
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
	buf_init(&t.known, KNOWN_MAX);
	buf_init(&t.rules, JOB_BYTES_MAX);
	if (strstr(t.what, "://") != NULL)
		rc = try_url(&t);
	else if (strcmp(t.what, "-") != 0 && access(t.what, F_OK) != 0)
		rc = try_source(&t);
	else
		rc = try_file(&t);
	buf_release(&t.known);
	buf_release(&t.rules);
	return rc;
}
