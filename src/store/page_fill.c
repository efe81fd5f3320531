#include "config.h"
#include "store/page_fill.h"

#include "base/url.h"
#include "normalise/text.h"
#include "store/identity.h"

#define PIECES_MAX 30U             /* of a text's beginning that are looked for in the page */
#define PIECES_MIN 3U              /* fewer say nothing */
#define PIECE_BYTES_MIN 4U
#define PIECE_BYTES_MAX 12U
#define MORE_WORDS(n) ((n) + (n) / 5) /* so many are more than n */
#define TEASER_WORDS_MAX 100U      /* of a text that can be a summary */

/* U+3000 to U+9FFF: each character is a word. */
static bool
is_ideograph(char c)
{
	return (unsigned char)c >= 0xe3 && (unsigned char)c <= 0xe9;
}

static size_t
count_words(struct str text)
{
	bool is_in_word = false;
	size_t i, n = 0;

	for (i = 0; i < text.n; i++) {
		bool is_letter = !ascii_is_space(text.p[i]);

		if (is_ideograph(text.p[i]) || (is_letter && !is_in_word))
			n++;
		is_in_word = is_letter;
	}
	return n;
}

static bool
is_of_word(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The next run of letters, cut at a whole character. False at the end. */
static bool
next_piece(struct str *text, struct str *out)
{
	size_t i = 0, n;

	while (i < text->n && !is_of_word(text->p[i]))
		i++;
	*text = str_skip(*text, i);
	for (n = 0; n < text->n && n < PIECE_BYTES_MAX && is_of_word(text->p[n]); n++)
		;
	while (n > 0 && n < text->n && ((unsigned char)text->p[n] & 0xc0) == 0x80)
		n--;
	*out = str_head(*text, n);
	*text = str_skip(*text, n);
	return n > 0;
}

static struct str
text_of(struct arena *a, const struct article *article)
{
	bool is_html;
	struct str body = article_body(article, &is_html);

	return is_html ? text_from_html(a, body) : body;
}

/* Whether the page tells what the text begins with: an address may lead to a page of consent, of an error, of something else. */
static bool
holds_beginning(struct str page, struct str text)
{
	struct str piece;
	unsigned n = 0, n_found = 0;

	while (n < PIECES_MAX && next_piece(&text, &piece)) {
		if (piece.n < PIECE_BYTES_MIN)
			continue;
		n++;
		n_found += str_find_nocase(page, piece) != STR_NPOS;
	}
	return n < PIECES_MIN || 2 * n_found >= n;
}

static struct field_from *
find_note(const struct article *article, const char *field)
{
	struct field_from *v = article->fields_from.v;
	uint32_t i;

	for (i = 0; i < article->fields_from.n; i++)
		if (str_is(v[i].field, field))
			return &v[i];
	return NULL;
}

static void
note(struct arena *a, struct article *article, const char *field)
{
	struct field_from *f = find_note(article, field);

	if (f == NULL)
		f = list_add(a, &article->fields_from, sizeof(*f));
	*f = (struct field_from){ str_from(field), STR("page") };
}

bool
page_gives_title(const struct article *article)
{
	const struct field_from *f = find_note(article, "title");

	return f != NULL && str_is(f->from, "url");
}

bool
page_is_of_use(const struct source *source, const struct article *article)
{
	return source->full_text_pages > 0 && (source->full_text || page_gives_title(article)) && url_is_http(article->url);
}

static void
take_title(struct arena *a, struct article *article, const struct article *page)
{
	if (page->title.plain.n == 0 || !page_gives_title(article))
		return;
	article->title = page->title;
	note(a, article, "title");
}

static void
take_summary(struct arena *a, struct article *article, const struct article *page)
{
	if (page->summary.plain.n == 0)
		return;
	article->summary = page->summary;
	note(a, article, "summary");
}

static void
take_text(struct arena *a, struct article *article, const struct article *page, struct str text)
{
	if (article->summary.plain.n == 0 && text.n > 0 && count_words(text) <= TEASER_WORDS_MAX)
		article->summary = (struct text){ .plain = text };
	article->content_html = page->content_html;
	article->content_text = page->content_text;
	article->method = page->method;
	note(a, article, "content");
}

static struct str
file_name(struct str url)
{
	struct str path = str_head(url, str_find_char(url, '?')), name = STR_NONE, piece;

	while (str_next(&path, '/', &piece))
		name = piece;
	return name;
}

static void
take_image(struct arena *a, struct article *article, const struct article *page)
{
	bool is_same = page->image.n > 0 && str_eq(file_name(article->image), file_name(page->image));

	if (page->image.n > 0 && article->image.n == 0) {
		article->image = page->image;
		article->image_width = page->image_width;
		article->image_height = page->image_height;
		is_same = true;
		note(a, article, "image");
	}
	if (is_same && article->image_caption.n == 0 && page->image_caption.n > 0) {
		article->image_caption = page->image_caption;
		note(a, article, "image_caption");
	}
	if (is_same && article->image_credit.n == 0 && page->image_credit.n > 0) {
		article->image_credit = page->image_credit;
		note(a, article, "image_credit");
	}
}

static void
take_rest(struct arena *a, struct article *article, const struct article *page)
{
	if (article->authors.n == 0 && page->authors.n > 0) {
		article->authors = page->authors;
		note(a, article, "authors");
	}
	if (article->categories.n == 0 && page->categories.n > 0) {
		article->categories = page->categories;
		note(a, article, "categories");
	}
	if (article->language.n == 0 && page->language.n > 0) {
		article->language = page->language;
		note(a, article, "language");
	}
}

int
page_fill(struct arena *a, struct article *article, const struct page_data *data, struct err *e)
{
	struct article page = { .id = STR_NONE };
	struct str text = text_of(a, article), full, whole;

	if (model_decode(a, data->cbor, &page, &shape_article, e) != 0)
		return -1;
	full = text_of(a, &page);
	whole = arena_printf(a, "%.*s %.*s %.*s", STR_ARG(page.title.plain), STR_ARG(page.summary.plain), STR_ARG(full));
	if (!holds_beginning(whole, text))
		return 0;
	if (!data->has_common_title)
		take_title(a, article, &page);
	if (text.n == 0)
		take_summary(a, article, &page);
	if (page.content_html.n + page.content_text.n > 0 && count_words(full) > MORE_WORDS(count_words(text)))
		take_text(a, article, &page, text);
	take_image(a, article, &page);
	take_rest(a, article, &page);
	return 0;
}
