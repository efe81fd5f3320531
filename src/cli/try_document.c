#include "config.h"
#include "cli/try_document.h"

#include <stdio.h>

#include "base/clock.h"

static void
tell_people(const struct list *people)
{
	const struct person *v = people->v;
	uint32_t i;

	for (i = 0; i < people->n; i++)
		printf("%s%.*s", i == 0 ? "         by " : ", ", STR_ARG(v[i].name.n > 0 ? v[i].name : v[i].email));
	if (people->n > 0)
		puts("");
}

void
try_tell_one(const struct article *a)
{
	char date[TIME_RFC3339_SIZE] = "-";

	if (a->published.is_set)
		time_rfc3339(a->published.v, date);
	printf("\n%-8s %.*s\n", "article", STR_ARG(a->title.plain));
	printf("%-8s date %s%s%.*s\n", "", date, a->date_from.n > 0 ? ", from " : "", STR_ARG(a->date_from));
	tell_people(&a->authors);
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

void
try_tell_document(const struct document *d, long max)
{
	const struct problem *p = d->problems.v;
	uint32_t i;

	printf("%-8s %.*s%s%.*s, %u articles\n", "parse", STR_ARG(d->format), d->encoding.n > 0 ? ", " : "", STR_ARG(d->encoding), d->articles.n);
	if (d->title.plain.n > 0)
		printf("%-8s title %.*s\n", "", STR_ARG(d->title.plain));
	for (i = 0; i < d->problems.n; i++)
		printf("%-8s problem in line %lld: %.*s: %.*s\n", "", (long long)p[i].line.v, STR_ARG(p[i].code), STR_ARG(p[i].message));
	for (i = 0; i < d->articles.n && (long)i < max; i++)
		try_tell_one(&((const struct article *)d->articles.v)[i]);
	if ((long)d->articles.n > max)
		printf("\n%-8s and %ld more (--items)\n", "", (long)d->articles.n - max);
}

void
try_print_document(const struct document *d, bool with_all)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	if (with_all) {
		model_to_json(&out, d, &shape_document, true);
		buf_add_char(&out, '\n');
	} else {
		document_to_json(&out, d);
	}
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
}
