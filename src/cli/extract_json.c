#include "config.h"
#include "cli/extract_json.h"

#include "base/clock.h"
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

static bool
print(struct buf *out, const struct answer *answer)
{
	const struct article *article = answer->err.kind == ERR_NONE && answer->document.articles.n > 0 ? answer->document.articles.v : NULL;
	struct json j;

	json_init(&j, out);
	json_object(&j, NULL);
	if (article != NULL)
		print_article(&j, article);
	json_end(&j);
	json_finish(&j);
	return article != NULL;
}

const struct document_verb extract_verb = {
	.name = "extract",
	.usage = "usage: feedwright extract [--json] [--content-type TYPE] [--base URL] [--header 'Name: value']\n"
	         "                          [--config FILE | --sites DIR] FILE\n"
	         "Prints the article in FILE, a web page or a text or Markdown file (- is a page on standard input), as JSON.\n"
	         "  --config  by the rules that this configuration has for the site that --base belongs to\n"
	         "  --sites   by those of the files in DIR\n",
	.kind = JOB_PAGE,
	.wants_details = true,
	.takes_article_files = true,
	.print = print,
};
