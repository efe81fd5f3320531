/*
 * The file is cut into blocks (lines between blank lines). The head is told
 * from the body by what stands in it: facts ("Published: …", "By …") and a
 * caption that ends with a credit. What is above the first of them are
 * headings; without any, the first one or two blocks by their looks.
 */
#include "config.h"
#include "extract/forms.h"

#include "base/url.h"
#include "extract/credit.h"
#include "extract/prose.h"

#define HEAD_BLOCKS 5U       /* facts further down are text */
#define FACTS_MAX 20U        /* lines of facts a block */
#define HEADING_LINES 3U     /* of a hard-wrapped heading */
#define HEADING_COLUMNS 300U /* wider ones are paragraphs */
#define SLOGAN_COLUMNS 80U
#define TITLE_COLUMNS 160U   /* of what is taken for a headline without a fact below it */
#define CAPTION_BYTES 2000U
#define WRAP_MIN 44U         /* columns: text that is broken earlier is verse, addresses and the like */
#define WRAP_MAX 200U        /* columns: text with longer lines has paragraphs for lines */

struct block {
	struct str *lines; /* trimmed, none empty */
	size_t n;
};

struct blocks {
	struct list lines;  /* struct str */
	struct list firsts; /* size_t: the line at which a block begins */
	struct block *v;
	size_t n;
};

static void
cut_blocks(struct arena *a, struct str text, struct blocks *out)
{
	struct str line, *lines;
	size_t i, *firsts;
	bool is_new = true;

	*out = (struct blocks){ .n = 0 };
	while (prose_next_line(&text, &line)) {
		if (line.n == 0) {
			is_new = true;
			continue;
		}
		if (is_new)
			*(size_t *)list_add(a, &out->firsts, sizeof(size_t)) = out->lines.n;
		is_new = false;
		*(struct str *)list_add(a, &out->lines, sizeof(line)) = line;
	}
	out->n = out->firsts.n;
	out->v = arena_alloc(a, (out->n + 1) * sizeof(*out->v));
	lines = out->lines.v;
	firsts = out->firsts.v;
	for (i = 0; i < out->n; i++)
		out->v[i] = (struct block){ lines + firsts[i], (i + 1 < out->n ? firsts[i + 1] : out->lines.n) - firsts[i] };
}

static struct block
rest_of(struct block b, size_t i)
{
	return (struct block){ b.lines + i, b.n - i };
}

/* The lines as one, without their breaks. */
static struct str
joined(struct arena *a, struct block b)
{
	struct str out;
	struct buf text;
	size_t i;

	if (b.n == 1)
		return b.lines[0];
	buf_init(&text, SIZE_MAX / 2);
	for (i = 0; i < b.n; i++) {
		if (i > 0)
			buf_add_c(&text, prose_glue(b.lines[i - 1], b.lines[i]));
		buf_add_str(&text, b.lines[i]);
	}
	out = arena_str(a, buf_str(&text));
	buf_release(&text);
	return out;
}

/* ---- images ---- */

struct image_line {
	struct str src, alt, title;
};

static bool
has_image_ending(struct str url)
{
	static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".heic", ".bmp", ".tif", ".tiff" };
	struct str ending;
	size_t i;

	url = str_head(url, str_find_char(url, '?'));
	url = str_head(url, str_find_char(url, '#'));
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		ending = str_from(endings[i]);
		if (url.n > ending.n && str_eq_nocase(str_skip(url, url.n - ending.n), ending))
			return true;
	}
	return false;
}

static bool
is_url_line(struct str line)
{
	size_t i;

	for (i = 0; i < line.n; i++)
		if (ascii_is_space(line.p[i]))
			return false;
	return line.n <= URL_MAX && url_is_http(line);
}

/* "![alt](src "title")" and nothing else. */
static bool
read_markdown_image(struct str line, struct image_line *out)
{
	struct str inner;
	size_t at, end;

	if (!str_starts(line, STR("![")) || line.p[line.n - 1] != ')' || (at = str_find(line, STR("]("))) == STR_NPOS)
		return false;
	inner = str_trim((struct str){ line.p + at + 2, line.n - at - 3 });
	for (end = 0; end < inner.n && !ascii_is_space(inner.p[end]); end++)
		;
	*out = (struct image_line){ .src = str_head(inner, end), .alt = { line.p + 2, at - 2 }, .title = str_trim(str_skip(inner, end)) };
	if (out->title.n >= 2 && out->title.p[0] == '"' && out->title.p[out->title.n - 1] == '"')
		out->title = (struct str){ out->title.p + 1, out->title.n - 2 };
	return out->src.n > 0;
}

/* In the head every address on a line of its own is an image; elsewhere it must look like one. */
static bool
read_image(struct str line, bool is_head, struct image_line *out)
{
	size_t at;

	if (read_markdown_image(line, out))
		return true;
	if (is_head && (at = str_find_char(line, ':')) != STR_NPOS &&
	    (str_is_nocase(str_head(line, at), "image") || str_is_nocase(str_head(line, at), "photo")) && is_url_line(prose_trim(str_skip(line, at + 1))))
		line = prose_trim(str_skip(line, at + 1));
	if (!is_url_line(line) || !(is_head || has_image_ending(line)))
		return false;
	*out = (struct image_line){ .src = line };
	return true;
}

/* ---- the head ---- */

static bool
is_heading(struct block b)
{
	size_t i, n = 0;

	for (i = 0; i < b.n; i++)
		n += prose_columns(b.lines[i]);
	return b.n <= HEADING_LINES && n <= HEADING_COLUMNS;
}

static bool
ends_with_bracket(struct str s)
{
	return str_ends(s, STR(")")) || str_ends(s, STR(").")) || str_ends(s, STR("]")) || str_ends(s, STR("）")) || str_ends(s, STR("】"));
}

/* Lines of b, from its first on, that make up a caption with its credit; 0 for none. */
static size_t
caption_lines(struct arena *a, struct block b)
{
	struct credit_split split;
	size_t i, n = 0;

	for (i = 0; i < b.n && n < CAPTION_BYTES; i++) {
		n += b.lines[i].n;
		if (!ends_with_bracket(b.lines[i]))
			continue;
		if (credit_split(b.lines[i], &split) || (i > 0 && credit_split(joined(a, (struct block){ b.lines, i + 1 }), &split)))
			return i + 1;
	}
	return 0;
}

/* Facts and images, and the caption, line by line. Returns the lines used. */
static size_t
read_facts(struct draft *w, struct block b)
{
	struct image_line image;
	size_t i, n;

	for (i = 0; i < b.n && i < FACTS_MAX; i += n) {
		n = 1;
		if (draft_fact(w, b.lines[i]))
			continue;
		if (read_image(b.lines[i], true, &image)) {
			draft_image(w, image.src);
			draft_caption(w, image.title.n > 0 ? image.title : image.alt);
			continue;
		}
		n = w->article->image_credit.n == 0 ? caption_lines(w->a, rest_of(b, i)) : 0;
		if (n == 0)
			break;
		draft_caption(w, joined(w->a, (struct block){ b.lines + i, n }));
	}
	return i;
}

/* Where the facts begin: a block and a line in it. False when there are none below nothing but headings. */
static bool
find_facts(struct draft *w, const struct blocks *in, size_t *block, size_t *line)
{
	struct image_line image;
	const struct block *b;
	size_t i, k;

	for (i = 0; i < in->n && i < HEAD_BLOCKS; i++) {
		b = &in->v[i];
		for (k = 0; k < b->n && k <= HEADING_LINES; k++) {
			if (i == 0 && k == 0 ? draft_is_date_fact(w, b->lines[k]) :
			                       draft_is_fact(w, b->lines[k]) || (i > 0 && k == 0 && caption_lines(w->a, *b) > 0) ||
			                           (i > 0 && read_image(b->lines[k], true, &image))) {
				*block = i;
				*line = k;
				return true;
			}
		}
		if (!is_heading(*b))
			return false;
	}
	return false;
}

/* Headings above the facts, in their order: what is what. Returns those used. */
static size_t
name_headings(struct draft *w, const struct str *v, size_t n)
{
	struct article *article = w->article;
	bool has_slogan = n >= 2 && prose_columns(v[0]) <= SLOGAN_COLUMNS;

	if (n == 2 && has_slogan && !prose_ends_sentence(v[0]) && v[1].p[v[1].n - 1] == '.') /* a headline and a sentence below it */
		has_slogan = false;
	if (has_slogan)
		draft_source(w)->description = draft_plain(w, v[0]);
	if (n > has_slogan)
		article->title = draft_plain(w, v[has_slogan]);
	if (n > has_slogan + 1U)
		article->subtitle = draft_plain(w, v[has_slogan + 1U]);
	return has_slogan + 2U < n ? has_slogan + 2U : n;
}

/* Without facts: a slogan where the second block looks more like a headline, else the first block or its first line. */
static void
name_first_blocks(struct draft *w, const struct blocks *in, size_t *block, size_t *line)
{
	struct block first = in->v[0], second = in->n > 1 ? in->v[1] : (struct block){ NULL, 0 };
	size_t width = prose_columns(first.lines[0]);

	*block = *line = 0;
	if (in->n > 2 && first.n == 1 && second.n == 1 && width <= SLOGAN_COLUMNS && prose_columns(second.lines[0]) <= TITLE_COLUMNS &&
	    !prose_ends_sentence(second.lines[0]) && !draft_has_label(second.lines[0]) && (prose_ends_sentence(first.lines[0]) || prose_columns(second.lines[0]) > width)) {
		name_headings(w, (struct str[]){ first.lines[0], second.lines[0] }, 2);
		*block = 2;
	} else if (is_heading(first) && in->n > 1 && first.n <= 2 && !(first.n > 1 && prose_ends_sentence(first.lines[first.n - 1]))) {
		w->article->title = draft_plain(w, joined(w->a, first));
		*block = 1;
	} else if (width <= HEADING_COLUMNS) {
		w->article->title = draft_plain(w, first.lines[0]);
		*line = 1;
	} /* else one long text: it names itself later */
}

/* The head; *block and *line are where the body begins. */
static void
read_head(struct draft *w, struct blocks *in, size_t *block, size_t *line)
{
	struct str headings[HEAD_BLOCKS + 1] = { STR_NONE };
	size_t i, n = 0, used;

	if (!find_facts(w, in, block, line)) {
		name_first_blocks(w, in, block, line);
		return;
	}
	for (i = 0; i < *block; i++)
		headings[n++] = joined(w->a, in->v[i]);
	if (*line > 0)
		headings[n++] = joined(w->a, (struct block){ in->v[*block].lines, *line });
	used = name_headings(w, headings, n);
	for (; used < n; used++) {
		buf_add_c(&w->body, "<p>");
		prose_escape(&w->body, headings[used]);
		buf_add_c(&w->body, "</p>\n");
	}
	while (*block < in->n && *block < HEAD_BLOCKS + 2U) {
		*line += read_facts(w, rest_of(in->v[*block], *line));
		if (*line < in->v[*block].n)
			break;
		*line = 0;
		++*block;
	}
	if (w->article->title.raw.n == 0 && *line == 0 && *block < in->n && in->v[*block].n == 1 &&
	    prose_columns(in->v[*block].lines[0]) <= TITLE_COLUMNS) { /* facts above the headline */
		w->article->title = draft_plain(w, in->v[*block].lines[0]);
		++*block;
	}
}

/* ---- the body ---- */

static bool
is_list_line(struct str line)
{
	size_t i = 0;

	if (str_starts(line, STR("- ")) || str_starts(line, STR("* ")) || str_starts(line, STR("• ")) || str_starts(line, STR("– ")))
		return true;
	while (i < line.n && ascii_is_digit(line.p[i]))
		i++;
	return i > 0 && i <= 3 && i + 1 < line.n && (line.p[i] == '.' || line.p[i] == ')') && line.p[i + 1] == ' ';
}

static size_t
first_word_columns(struct str line)
{
	return prose_columns(str_head(line, str_find_char(line, ' ')));
}

enum gap { GAP_JOIN, GAP_BREAK, GAP_PARAGRAPH };

/* What stands between two lines of a paragraph whose longest line has `width` columns. */
static enum gap
gap_between(struct str before, struct str after, size_t width)
{
	size_t word = first_word_columns(after);

	if (width > WRAP_MAX)
		return GAP_PARAGRAPH;
	if (width < WRAP_MIN || is_list_line(before) || is_list_line(after))
		return GAP_BREAK;
	if (word > width / 3) /* no spaces between words: any character would have fitted */
		word = 2;
	return (prose_columns(before) + 1 + word) * 5 >= width * 4 ? GAP_JOIN : GAP_BREAK;
}

static void
write_line(struct buf *out, struct str line)
{
	if (!is_url_line(line)) {
		prose_escape(out, line);
		return;
	}
	buf_add_c(out, "<a href=\"");
	prose_escape(out, line);
	buf_add_c(out, "\">");
	prose_escape(out, line);
	buf_add_c(out, "</a>");
}

static void
write_paragraph(struct buf *out, struct block b)
{
	size_t i, width = 0, columns;

	if (b.n == 0)
		return;
	for (i = 0; i < b.n; i++) {
		columns = prose_columns(b.lines[i]);
		width = columns > width ? columns : width;
	}
	buf_add_c(out, "<p>");
	for (i = 0; i < b.n; i++) {
		if (i > 0) {
			switch (gap_between(b.lines[i - 1], b.lines[i], width)) {
			case GAP_JOIN:
				buf_add_c(out, prose_glue(b.lines[i - 1], b.lines[i]));
				break;
			case GAP_BREAK:
				buf_add_c(out, "<br>\n");
				break;
			case GAP_PARAGRAPH:
				buf_add_c(out, "</p>\n<p>");
				break;
			}
		}
		write_line(out, b.lines[i]);
	}
	buf_add_c(out, "</p>\n");
}

/* An image and the caption below it. Returns the lines used for both. */
static size_t
write_image(struct draft *w, struct block b, const struct image_line *image)
{
	struct credit_split split = { .caption = image->title };
	size_t n = caption_lines(w->a, rest_of(b, 1));
	bool is_main = w->article->image.n == 0 && w->article->image_caption.n == 0;

	if (n > 0)
		credit_split(joined(w->a, (struct block){ b.lines + 1, n }), &split);
	else if (credit_split(image->title, &split))
		n = 0;
	if (is_main) {
		draft_image(w, image->src);
		draft_caption(w, n > 0 ? joined(w->a, (struct block){ b.lines + 1, n }) : image->title);
	}
	draft_figure(&w->body, image->src, image->alt, split.caption, split.shown);
	return 1 + n;
}

static void
write_block(struct draft *w, struct block b)
{
	struct image_line image;
	size_t i, from = 0;

	for (i = 0; i < b.n; i++) {
		if (!read_image(b.lines[i], false, &image))
			continue;
		write_paragraph(&w->body, (struct block){ b.lines + from, i - from });
		i += write_image(w, rest_of(b, i), &image) - 1;
		from = i + 1;
	}
	write_paragraph(&w->body, rest_of(b, from));
}

int
text_file_read(struct draft *w, struct str text, struct err *e)
{
	struct blocks in;
	size_t block, line;

	cut_blocks(w->a, text, &in);
	if (in.n == 0)
		return err_set(e, ERR_INPUT, "empty article");
	read_head(w, &in, &block, &line);
	draft_top_figure(w, &w->body);
	if (w->article->title.raw.n == 0 && block < in.n)
		w->article->title = draft_plain(w, prose_opening(w->a, in.v[block].lines[line]));
	for (; block < in.n; block++, line = 0)
		write_block(w, rest_of(in.v[block], line));
	return 0;
}
