/* feedwright try: what would become of a URL or a file, step by step. Nothing is recorded. */
#include "config.h"
#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/common.h"
#include "cli/verbs.h"

#define SHOWN_DEFAULT 5

static const char usage[] = "usage: feedwright try [--user-agent TEXT] [--items N] [--json] URL | FILE\n"
                            "Fetches and parses, and tells each step. Nothing is recorded.\n";

struct attempt {
	const char *what; /* as given */
	struct fetch_request request;
	struct job job;
	struct buf body;
	struct fetch_result got; /* its strings, taken over */
	uint64_t started_ms;
	long shown;
	bool is_json;
};

static void
say(const struct attempt *t, const char *step, const char *what, const char *value)
{
	if (!t->is_json && value != NULL)
		printf("%-8s %s%s\n", step, what, value);
}

static void
tell_fetch(const struct attempt *t)
{
	const struct fetch_result *r = &t->got;

	if (t->is_json)
		return;
	printf("%-8s %s\n", "fetch", t->what);
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

static int
parse(struct attempt *t)
{
	struct answer answer;
	struct arena a;
	struct buf out;

	run_job_and_wait(&t->job, &a, &answer);
	if (t->is_json) {
		buf_init(&out, SIZE_MAX / 4);
		document_to_json(&out, &answer.document);
		fwrite(out.p, 1, out.n, stdout);
		buf_release(&out);
	} else if (answer.err.kind == ERR_NONE) {
		tell_document(t, &answer.document);
	}
	if (answer.err.kind != ERR_NONE)
		fprintf(stderr, "feedwright try: %s: %s\n", t->what, answer.err.text);
	arena_release(&a);
	return answer.err.kind == ERR_NONE ? EXIT_GOOD : EXIT_FOUND;
}

static int
try_url(struct attempt *t)
{
	struct fetch_result *r = &t->got;
	int rc = EXIT_FOUND;

	t->request.url = t->request.trusted_origin_url = t->what;
	t->started_ms = clock_mono_ms();
	fetch_and_wait(&t->request, r);
	tell_fetch(t);
	if (r->err.kind != ERR_NONE) {
		fprintf(stderr, "feedwright try: %s\n", r->err.text);
	} else if (r->status != 200) {
		fprintf(stderr, "feedwright try: %s: HTTP status %ld\n", t->what, r->status);
	} else {
		t->job = (struct job){ .kind = JOB_FEED, .bytes = buf_str(&r->body), .content_type = str_from(r->content_type),
			.url = str_from(r->final_url != NULL ? r->final_url : t->what), .content_location = str_from(r->content_location),
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
		t->job = (struct job){ .kind = is_article_file(t->what) ? JOB_FILE : JOB_FEED, .bytes = buf_str(&t->body),
			.name = str_from(slash != NULL ? slash + 1 : t->what) };
		rc = parse(t);
	}
	buf_release(&t->body);
	return rc;
}

int
verb_try(int argc, char **argv)
{
	static const struct option options[] = { { "user-agent", required_argument, NULL, 'u' }, { "items", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct attempt t = { .shown = SHOWN_DEFAULT };
	int64_t n;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'u')
			t.request.user_agent = optarg;
		else if (c == 'j')
			t.is_json = true;
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
	t.what = argv[optind];
	return strstr(t.what, "://") != NULL ? try_url(&t) : try_file(&t);
}
