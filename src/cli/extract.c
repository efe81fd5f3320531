/* feedwright extract: the one article in a page or an article file, as JSON. */
#include "config.h"
#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/common.h"
#include "cli/verbs.h"
#include "render/json_out.h"

/* As the page has it, or in UTC where only the moment is known. */
static void
print_date(struct json *j, const char *key, struct str as, struct opt_int moment)
{
	char text[TIME_RFC3339_SIZE];

	if (as.n == 0 && moment.is_set) {
		time_rfc3339(moment.v, text);
		as = str_from(text);
	}
	json_maybe(j, key, as);
}

static void
print_image(struct json *j, const struct article *article)
{
	if (article->image.n + article->image_caption.n + article->image_credit.n == 0)
		return;
	json_object(j, "image");
	json_maybe(j, "url", article->image);
	json_maybe(j, "caption", article->image_caption);
	json_maybe(j, "credit", article->image_credit);
	if (article->image_width.is_set)
		json_integer(j, "width", article->image_width.v);
	if (article->image_height.is_set)
		json_integer(j, "height", article->image_height.v);
	json_end(j);
}

static void
print_people(struct json *j, const struct list *people)
{
	const struct person *v = people->v;
	uint32_t i;

	if (people->n == 0)
		return;
	json_array(j, "authors");
	for (i = 0; i < people->n; i++)
		json_string(j, NULL, v[i].name.n > 0 ? v[i].name : v[i].email);
	json_end(j);
}

static void
print_tags(struct json *j, const struct list *categories)
{
	const struct category *v = categories->v;
	uint32_t i;

	if (categories->n == 0)
		return;
	json_array(j, "tags");
	for (i = 0; i < categories->n; i++)
		json_string(j, NULL, v[i].label.n > 0 ? v[i].label : v[i].term);
	json_end(j);
}

static void
print_article(struct json *j, const struct article *article)
{
	json_maybe(j, "title", article->title.plain);
	json_maybe(j, "subtitle", article->subtitle.plain);
	print_people(j, &article->authors);
	print_date(j, "published", article->published_as, article->published);
	print_date(j, "updated", article->updated_as, article->updated);
	if (article->source != NULL) {
		json_maybe(j, "site_name", article->source->title.plain);
		json_maybe(j, "slogan", article->source->description.plain);
	}
	json_maybe(j, "language", article->language);
	json_maybe(j, "url", article->url);
	print_image(j, article);
	json_maybe(j, "content_html", article->content_html);
	json_maybe(j, "content_text", article->content_text);
	print_tags(j, &article->categories);
	json_maybe(j, "method", article->method);
}

static int
print(const struct job *job, const char *path)
{
	const struct article *article = NULL;
	struct answer answer;
	struct arena a;
	struct buf out;
	struct json j;

	run_job_and_wait(job, &a, &answer);
	if (answer.err.kind != ERR_NONE)
		fprintf(stderr, "feedwright extract: %s: %s\n", path, answer.err.text);
	else if (answer.document.articles.n > 0)
		article = answer.document.articles.v;
	buf_init(&out, SIZE_MAX / 4);
	json_init(&j, &out);
	json_object(&j, NULL);
	if (article != NULL)
		print_article(&j, article);
	json_end(&j);
	json_finish(&j);
	fwrite(out.p, 1, out.n, stdout);
	fputc('\n', stdout);
	buf_release(&out);
	arena_release(&a);
	return article != NULL ? EXIT_GOOD : EXIT_FOUND;
}

int
verb_extract(int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { "content-type", required_argument, NULL, 't' },
		{ "base", required_argument, NULL, 'b' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	static const char usage[] = "usage: feedwright extract [--json] [--content-type TYPE] [--base URL] FILE\n"
				    "Prints the article in FILE, a web page or a text or Markdown file (- is a page on standard input), as JSON.\n";
	struct job job = { .kind = JOB_PAGE, .wants_details = true };
	struct buf body;
	int c, rc = EXIT_USAGE;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 't')
			job.content_type = str_from(optarg);
		else if (c == 'b')
			job.url = str_from(optarg);
		else if (c != 'j') {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (is_article_file(argv[optind])) {
		job.kind = JOB_FILE;
		job.name = str_from(argv[optind]);
	}
	buf_init(&body, BODY_MAX);
	if (read_bytes(argv[optind], "extract", &body) == 0) {
		job.bytes = buf_str(&body);
		rc = print(&job, argv[optind]);
	}
	buf_release(&body);
	return rc;
}
