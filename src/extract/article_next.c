#include "config.h"
#include "extract/article_next.h"

#include "base/url.h"

#define DIGITS_MAX 2U    /* of a page's number: more are a date or an id */
#define EXTENSION_MAX 6U /* bytes of ".html" */

static const char *const page_words[] = { "page", "pages", "pg", "p", "seite", "s", "pagina", "pag", "paged", "pn" };

/* A page's address: what all pages of the article have in common, and which of them it is. */
struct place {
	struct str key;
	int64_t number; /* 0: it has none */
};

static bool
is_page_word(struct str s)
{
	size_t i;

	for (i = 0; i < sizeof(page_words) / sizeof(page_words[0]); i++)
		if (str_is_nocase(s, page_words[i]))
			return true;
	return false;
}

static bool
is_separator(char c)
{
	return c == '/' || c == '-' || c == '_' || c == ',' || c == '.' || c == ':';
}

/* The number that s ends with, cut off with its separator and word: "story/page-2" leaves "story". 0: none. */
static int64_t
cut_number(struct str *s)
{
	size_t n = s->n, word;
	int64_t number = 0;

	while (n > 0 && ascii_is_digit(s->p[n - 1]))
		n--;
	if (n == s->n || s->n - n > DIGITS_MAX || n == 0 || str_to_int64(str_skip(*s, n), &number) != 0)
		return 0;
	for (word = n; word > 0 && !is_separator(s->p[word - 1]); word--)
		;
	if (word == n) { /* a separator: perhaps a word before it */
		n--;
		for (word = n; word > 0 && !is_separator(s->p[word - 1]); word--)
			;
		if (word == 0 || !is_page_word((struct str){ s->p + word, n - word }))
			word = n + 1;
	} else if (!is_page_word((struct str){ s->p + word, n - word })) {
		return 0;
	}
	if (word == 0)
		return 0;
	s->n = word - 1;
	return number;
}

/* "?id=7&page=2" leaves "?id=7" */
static int64_t
cut_parameter(struct arena *a, struct str *query)
{
	struct str rest = str_skip(*query, 1), piece, kept = STR_NONE;
	int64_t number = 0, n;

	while (str_next(&rest, '&', &piece)) {
		size_t eq = str_find_char(piece, '=');
		struct str value = eq != STR_NPOS ? str_skip(piece, eq + 1) : STR_NONE;

		if (number == 0 && value.n > 0 && value.n <= DIGITS_MAX && is_page_word(str_head(piece, eq)) && str_to_int64(value, &n) == 0 && n > 0)
			number = n;
		else
			kept = arena_printf(a, "%.*s%c%.*s", STR_ARG(kept), kept.n > 0 ? '&' : '?', STR_ARG(piece));
	}
	if (number > 0)
		*query = kept;
	return number;
}

static struct str
cut_extension(struct str *path)
{
	size_t i = path->n;

	while (i > 0 && path->n - i < EXTENSION_MAX && ascii_is_alnum(path->p[i - 1]))
		i--;
	if (i < 2 || i == path->n || path->p[i - 1] != '.' || !ascii_is_alpha(path->p[i]))
		return STR_NONE;
	i--;
	*path = str_head(*path, i);
	return (struct str){ path->p + i, strnlen(path->p + i, EXTENSION_MAX) };
}

static struct str
without_slash(struct str s)
{
	while (s.n > 0 && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

static struct place
place_of(struct arena *a, struct str url)
{
	struct str whole = str_head(url, str_find_char(url, '#')), path, query, extension;
	size_t mark = str_find_char(whole, '?');
	struct place p = { .number = 0 };

	query = mark != STR_NPOS ? arena_str(a, str_skip(whole, mark)) : STR_NONE;
	path = arena_str(a, without_slash(str_head(whole, mark)));
	if (query.n > 0)
		p.number = cut_parameter(a, &query);
	if (p.number == 0) {
		extension = cut_extension(&path);
		p.number = cut_number(&path);
		path = without_slash(path);
		p.key = arena_printf(a, "%.*s%.*s%.*s", STR_ARG(path), STR_ARG(extension), STR_ARG(query));
	} else {
		p.key = arena_printf(a, "%.*s%.*s", STR_ARG(path), STR_ARG(query));
	}
	return p;
}

bool
article_next_follows(struct arena *a, struct str url, struct str next)
{
	struct place to = place_of(a, next), from = place_of(a, url);
	struct str whole = str_head(url, str_find_char(url, '#'));
	size_t mark = str_find_char(whole, '?');

	if (!url_is_http(next) || to.number < 2)
		return false;
	if (from.number > 0 && to.number == from.number + 1 && str_eq(to.key, from.key))
		return true;
	whole = arena_printf(a, "%.*s%.*s", STR_ARG(without_slash(str_head(whole, mark))), STR_ARG(mark != STR_NPOS ? str_skip(whole, mark) : STR_NONE));
	return to.number == 2 && str_eq(to.key, whole);
}

struct str
article_next(struct arena *a, const struct dom *dom, struct str url)
{
	struct str base = dom_base(a, dom, url), next;
	const xmlNode *n;

	for (n = dom->root; n != NULL; n = dom_next(n, dom->root)) {
		if ((dom_tag(n) != TAG_a && dom_tag(n) != TAG_link) || !dom_attr_has_word(n, "rel", "next"))
			continue;
		next = url_resolve(a, base, dom_attr(n, "href"));
		if (next.n <= URL_MAX && article_next_follows(a, url, next))
			return arena_str(a, next);
	}
	return STR_NONE;
}
