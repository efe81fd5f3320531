#include "config.h"
#include "cli/try_page.h"

#include <stdio.h>

#include "daemon/drift.h"
#include "settings/portable.h"

#define NAME_MAX_BYTES 40U

static bool
is_of(const struct document *d, const char *format)
{
	return str_is(d->format, format);
}

void
try_tell_announced(const struct document *d)
{
	const struct alternate *v = d->alternates.v;
	uint32_t i;

	printf("%-8s a page that announces %u feed%s\n", "detect", d->alternates.n, d->alternates.n == 1 ? "" : "s");
	for (i = 0; i < d->alternates.n; i++)
		printf("%-8s %.*s (%.*s) %.*s\n", "", STR_ARG(v[i].url), STR_ARG(v[i].type), STR_ARG(v[i].title));
}

static void
tell_rules(const struct list_candidate *c, const char *indent, const char *mark)
{
	struct str rest, line;
	struct buf b;

	buf_init(&b, 1 << 16);
	drift_write_rules(c, &b);
	rest = buf_str(&b);
	while (str_next(&rest, '\n', &line))
		if (line.n > 0)
			printf("%s%s%.*s\n", indent, mark, STR_ARG(line));
	buf_release(&b);
}

static void
tell_candidate(const struct list_candidate *c, uint32_t number)
{
	const struct str *titles = c->titles.v;
	uint32_t i;

	printf("\n%-8s %u. %s, %lld items", "list", number, c->is_taken == TRI_TRUE ? "taken" : "not taken", (long long)c->count.v);
	if (c->score.is_set)
		printf(", score %.1f", c->score.v);
	printf(", from %.*s\n", STR_ARG(c->method));
	if (c->why.n > 0)
		printf("%-8s %.*s\n", "", STR_ARG(c->why));
	for (i = 0; i < c->titles.n; i++)
		printf("%-8s - %.*s\n", "", STR_ARG(titles[i]));
	tell_rules(c, "         ", "");
}

/* How many of the articles have what, and the first that has not, where most have. */
static void
tell_have(const struct document *d, const char *what, bool (*has)(const struct article *a))
{
	const struct article *v = d->articles.v, *without = NULL;
	uint32_t i, n = 0;

	for (i = 0; i < d->articles.n; i++) {
		n += has(&v[i]);
		if (without == NULL && !has(&v[i]))
			without = &v[i];
	}
	if (n == 0)
		printf("%-8s %s: none\n", "", what);
	else if (without == NULL)
		printf("%-8s %s: all\n", "", what);
	else
		printf("%-8s %s: %u of %u, not \"%.*s\"\n", "", what, n, d->articles.n, STR_ARG(without->title.plain));
}

static bool
has_date(const struct article *a)
{
	return a->published.is_set;
}

static bool
has_teaser(const struct article *a)
{
	return a->summary.plain.n > 0;
}

static bool
has_picture(const struct article *a)
{
	return a->image.n > 0;
}

static bool
has_people(const struct article *a)
{
	return a->authors.n > 0;
}

static bool
has_topics(const struct article *a)
{
	return a->categories.n > 0;
}

static void
tell_fields(const struct document *d)
{
	static const struct {
		const char *what;
		bool (*has)(const struct article *a);
	} all[] = { { "dates", has_date }, { "teasers", has_teaser }, { "pictures", has_picture }, { "authors", has_people }, { "categories", has_topics } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]) && d->articles.n > 0; i++)
		tell_have(d, all[i].what, all[i].has);
}

void
try_tell_lists(const struct document *d)
{
	const struct page_list *l = d->listing;
	const struct list_candidate *v;
	uint32_t i;

	if (l == NULL)
		return;
	v = l->candidates.v;
	printf("%-8s a page with %u list%s of links; %u articles taken by %.*s\n", "detect", l->candidates.n, l->candidates.n == 1 ? "" : "s",
	    d->articles.n, STR_ARG(l->method));
	if (l->container.n > 0)
		printf("%-8s items %.*s\n", "", STR_ARG(l->container));
	if (d->next_url.n > 0)
		printf("%-8s next page %.*s\n", "", STR_ARG(d->next_url));
	tell_fields(d);
	for (i = 0; i < l->candidates.n; i++)
		tell_candidate(&v[i], i + 1);
	if (l->selectors != NULL)
		printf("\n%-8s try --config prints a source with selectors for all that was taken\n", "paste");
	if (l->proposal == NULL)
		return;
	printf("\n%-8s most of the articles that are known from this source stand in:\n", "known");
	tell_rules(l->proposal, "         ", "");
}

/* ---- lines to paste ---- */

/* "www.example.org/news/" gives "example.org". */
static struct str
name_of(struct str url)
{
	size_t at = str_find(url, STR("://")), i;
	struct str s = at == STR_NPOS ? url : str_skip(url, at + 3);

	if (str_starts(s, STR("www.")))
		s = str_skip(s, 4);
	s = str_head(s, NAME_MAX_BYTES);
	for (i = 0; i < s.n && (ascii_is_alnum(s.p[i]) || s.p[i] == '.' || s.p[i] == '-'); i++)
		;
	s = str_head(s, i);
	return s.n > 0 ? s : STR("page");
}

void
try_tell_config(const char *url, const struct document *d)
{
	const struct alternate *feeds = d->alternates.v;
	struct str address = d->alternates.n > 0 && is_of(d, "html") ? feeds[0].url : str_from(url);
	const struct list_candidate *c;
	struct buf b;

	buf_init(&b, 1 << 16);
	portable_quote(&b, address);
	printf("source \"%.*s\" {\n\turl = %.*s\n", STR_ARG(name_of(address)), (int)b.n, b.p);
	buf_release(&b);
	if (is_of(d, "listing") && d->listing != NULL) {
		c = d->listing->proposal != NULL ? d->listing->proposal : d->listing->selectors;
		puts("\tkind = page");
		if (c != NULL && d->listing->proposal == NULL)
			puts("\t# Without these lines the list is found anew each time:");
		if (c != NULL)
			tell_rules(c, "\t", d->listing->proposal == NULL ? "#" : "");
	}
	puts("}");
}
