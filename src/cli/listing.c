/* feedwright listing: the list of articles that a page holds, as JSON. */
#include "config.h"
#include "base/clock.h"
#include "cli/document_verb.h"
#include "cli/verbs.h"
#include "render/json_out.h"

#define DAY_S 86400

/* Midnight is a day without a time: pages rarely tell more. */
static void
print_date(struct json *j, const char *key, struct opt_int date)
{
	char text[TIME_RFC3339_SIZE];

	if (!date.is_set)
		return;
	time_rfc3339(date.v, text);
	json_string(j, key, str_head(str_from(text), date.v % DAY_S == 0 ? strlen("YYYY-MM-DD") : sizeof(text)));
}

static void
print_article(struct json *j, const struct article *a)
{
	const struct person *people = a->authors.v;
	const struct category *topics = a->categories.v;
	uint32_t i;

	json_object(j, NULL);
	json_maybe_url(j, "url", a->url);
	json_maybe(j, "title", a->title.plain);
	print_date(j, "published", a->published);
	json_maybe(j, "summary", a->summary.plain);
	json_maybe_url(j, "image", a->image);
	if (people != NULL && a->authors.n > 0) {
		json_array(j, "authors");
		for (i = 0; i < a->authors.n; i++)
			json_string(j, NULL, people[i].name);
		json_end(j);
	}
	if (topics != NULL && a->categories.n > 0) {
		json_array(j, "tags");
		for (i = 0; i < a->categories.n; i++)
			json_string(j, NULL, topics[i].term);
		json_end(j);
	}
	json_end(j);
}

static bool
print(struct buf *out, const struct answer *answer)
{
	const struct document *d = &answer->document;
	const struct article *v = d->articles.v;
	struct json j;
	uint32_t i;

	json_init(&j, out);
	json_object(&j, NULL);
	json_array(&j, "items");
	for (i = 0; i < d->articles.n; i++)
		print_article(&j, &v[i]);
	json_end(&j);
	if (d->listing != NULL) {
		json_maybe(&j, "method", d->listing->method);
		json_maybe(&j, "container", d->listing->container);
	}
	json_maybe_url(&j, "next_url", d->next_url);
	json_end(&j);
	json_finish(&j);
	return answer->err.kind == ERR_NONE;
}

int
verb_listing(int argc, char **argv)
{
	static const struct document_verb verb = {
		.name = "listing",
		.usage = "usage: feedwright listing [--json] [--content-type TYPE] [--base URL] [--header 'Name: value'] FILE\n"
		         "Prints the list of articles that the web page in FILE (- is standard input) holds, as JSON.\n",
		.kind = JOB_LISTING,
		.print = print,
	};

	return document_verb_run(&verb, argc, argv);
}
