#include "config.h"
#include "extract/draft.h"

#include "base/clock.h"
#include "base/url.h"
#include "extract/credit.h"
#include "extract/prose.h"
#include "extract/written_date.h"
#include "parse/field_set.h"
#include "parse/person.h"

#define BODY_FACTOR 7U         /* the longest reference for a byte ("&quot;") and its share of tags */
#define BODY_ROOM (64U << 10)  /* bytes beyond that, for the figure and the like */
#define PEOPLE_MAX 20U         /* authors an article */
#define TAGS_MAX 100U
#define FACT_MAX 300U          /* bytes: longer lines are text */
#define BYLINE_MAX 100U        /* bytes: longer lines that begin with "By" are text */
#define DAY_S 86400
#define PIECES_MAX 6U          /* facts a line */

void
draft_init(struct draft *w, struct arena *a, struct document *d, size_t n_bytes)
{
	*w = (struct draft){ .a = a, .d = d };
	w->article = list_add(a, &d->articles, sizeof(*w->article));
	w->scope = arena_zalloc(a, sizeof(*w->scope));
	buf_init(&w->body, BODY_FACTOR * n_bytes + BODY_ROOM);
}

void
draft_release(struct draft *w)
{
	buf_release(&w->body);
}

int
draft_finish(struct draft *w, struct err *e)
{
	struct article *article = w->article;
	struct str body = str_trim(buf_str(&w->body));

	if (w->scope->base.n == 0)
		w->scope->base = article->url;
	w->scope->lang = article->language;
	if (body.n > 0)
		article->body = (struct text){ .raw = arena_str(w->a, body), .kind = TEXT_HTML, .scope = w->scope };
	if (article->title.raw.n == 0 && body.n == 0)
		return err_set(e, ERR_INPUT, "empty article");
	return 0;
}

struct text
draft_plain(const struct draft *w, struct str text)
{
	return (struct text){ .raw = text, .kind = text.n > 0 ? TEXT_PLAIN : TEXT_NONE, .scope = w->scope };
}

/* ---- members ---- */

/* A date without a time is a day and no midnight. */
static bool
set_date(struct draft *w, struct opt_int *to, struct str *as, struct str date)
{
	char text[TIME_RFC3339_SIZE];
	int64_t s;

	if (!written_date(w->a, date, &s))
		return false;
	if (to->is_set)
		return true;
	*to = (struct opt_int){ s, true };
	if (s % DAY_S == 0) {
		time_rfc3339(s, text);
		*as = arena_str(w->a, str_head(str_from(text), strlen("YYYY-MM-DD")));
	}
	return true;
}

bool
draft_published(struct draft *w, struct str date)
{
	if (!set_date(w, &w->article->published, &w->article->published_as, date))
		return false;
	w->article->date_from = STR("file");
	return true;
}

bool
draft_updated(struct draft *w, struct str date)
{
	return set_date(w, &w->article->updated, &w->article->updated_as, date);
}

void
draft_person(struct draft *w, struct str name)
{
	struct list *l = &w->article->authors;
	const struct person *have = l->v;
	struct person p;
	uint32_t i;

	name = prose_trim(name);
	if (str_starts_nocase(name, STR("by ")))
		name = prose_trim(str_skip(name, 3));
	if (l->n >= PEOPLE_MAX || name.n == 0 || url_is_http(name) || !person_parse(w->a, name, &p))
		return;
	for (i = 0; i < l->n; i++)
		if (str_eq_nocase(have[i].name, p.name) && str_eq_nocase(have[i].email, p.email))
			return;
	*(struct person *)list_add(w->a, l, sizeof(p)) = p;
}

/* The next separator between names: its offset, its bytes in *n. */
static size_t
name_separator(struct str s, size_t *n)
{
	static const char *const separators[] = { ",", ";", " and ", " & ", " und ", " et ", "، ", "、", "，" };
	size_t i, at, best = STR_NPOS;

	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		at = str_find_nocase(s, str_from(separators[i]));
		if (at < best) {
			best = at;
			*n = strlen(separators[i]);
		}
	}
	return best;
}

/* "Doe, Jane": one person, last name first. */
static bool
is_inverted(struct str s)
{
	size_t comma = str_find_char(s, ',');

	return comma != STR_NPOS && str_find_char(str_head(s, comma), ' ') == STR_NPOS &&
	       str_find_char(prose_trim(str_skip(s, comma + 1)), ' ') == STR_NPOS && prose_trim(str_skip(s, comma + 1)).n > 0;
}

void
draft_people(struct draft *w, struct str names)
{
	size_t at, n = 0;

	names = prose_trim(names);
	if (is_inverted(names)) {
		draft_person(w, names);
		return;
	}
	while ((at = name_separator(names, &n)) != STR_NPOS) {
		draft_person(w, str_head(names, at));
		names = prose_trim(str_skip(names, at + n));
		if (str_starts_nocase(names, STR("and "))) /* "A, B, and C" */
			names = str_skip(names, 4);
	}
	draft_person(w, names);
}

void
draft_tag(struct draft *w, struct str tag)
{
	struct list *l = &w->article->categories;
	const struct category *have = l->v;
	uint32_t i;

	tag = prose_trim(tag);
	if (tag.n > 1 && tag.p[0] == '#')
		tag = str_skip(tag, 1);
	if (tag.n == 0 || l->n >= TAGS_MAX)
		return;
	for (i = 0; i < l->n; i++)
		if (str_eq_nocase(have[i].term, tag))
			return;
	*(struct category *)list_add(w->a, l, sizeof(struct category)) = (struct category){ .term = tag };
}

void
draft_tags(struct draft *w, struct str tags)
{
	struct str tag;

	while (str_next(&tags, ',', &tag))
		draft_tag(w, tag);
}

void
draft_url(struct draft *w, struct str url)
{
	url = str_trim(url);
	if (w->article->url.n > 0 || !url_is_http(url) || url.n > URL_MAX)
		return;
	w->article->url = w->scope->base = url_resolve(w->a, STR_NONE, url);
}

void
draft_image(struct draft *w, struct str url)
{
	url = url_resolve(w->a, w->scope->base, url);
	if (w->article->image.n == 0 && url_is_http(url) && url.n <= URL_MAX)
		w->article->image = url;
}

static struct media *
media(struct draft *w)
{
	if (w->article->media == NULL)
		w->article->media = arena_zalloc(w->a, sizeof(*w->article->media));
	return w->article->media;
}

void
draft_credit(struct draft *w, struct str credit)
{
	struct credit *c;

	credit = prose_trim(credit);
	if (credit.n == 0 || w->article->image_credit.n > 0)
		return;
	w->article->image_credit = credit;
	c = list_add(w->a, &media(w)->credits, sizeof(*c));
	*c = (struct credit){ .name = credit, .role = STR("photographer") };
}

void
draft_caption(struct draft *w, struct str caption)
{
	struct credit_split split = { .caption = prose_trim(caption) };

	if (split.caption.n == 0 || w->article->image_caption.n > 0)
		return;
	if (credit_split_caption(split.caption, &split)) {
		if (w->article->image_credit.n == 0)
			w->shown_credit = split.shown;
		draft_credit(w, split.credit);
	}
	if (split.caption.n == 0)
		return;
	w->article->image_caption = split.caption;
	media(w)->description = draft_plain(w, split.caption);
}

struct document *
draft_source(struct draft *w)
{
	if (w->article->source == NULL)
		w->article->source = arena_zalloc(w->a, sizeof(*w->article->source));
	return w->article->source;
}

/* ---- facts ---- */

enum fact { FACT_NONE = 0, FACT_PUBLISHED, FACT_UPDATED, FACT_AUTHOR, FACT_TAGS, FACT_URL };

static const struct {
	const char *label;
	enum fact fact;
} labels[] = {
	{ "published", FACT_PUBLISHED }, { "published on", FACT_PUBLISHED }, { "published at", FACT_PUBLISHED }, { "first published", FACT_PUBLISHED },
	{ "publication date", FACT_PUBLISHED }, { "date", FACT_PUBLISHED }, { "date published", FACT_PUBLISHED }, { "posted", FACT_PUBLISHED },
	{ "posted on", FACT_PUBLISHED }, { "released", FACT_PUBLISHED }, { "veröffentlicht", FACT_PUBLISHED },
	{ "veröffentlicht am", FACT_PUBLISHED }, { "datum", FACT_PUBLISHED }, { "publié", FACT_PUBLISHED }, { "publié le", FACT_PUBLISHED },
	{ "publicado", FACT_PUBLISHED }, { "publicado el", FACT_PUBLISHED }, { "pubblicato", FACT_PUBLISHED }, { "发布", FACT_PUBLISHED },
	{ "发布时间", FACT_PUBLISHED }, { "发布日期", FACT_PUBLISHED }, { "發布", FACT_PUBLISHED }, { "發布時間", FACT_PUBLISHED }, { "日期", FACT_PUBLISHED },
	{ "时间", FACT_PUBLISHED }, { "نشر", FACT_PUBLISHED }, { "نُشر", FACT_PUBLISHED }, { "تاريخ النشر", FACT_PUBLISHED }, { "التاريخ", FACT_PUBLISHED },
	{ "опубликовано", FACT_PUBLISHED }, { "updated", FACT_UPDATED }, { "updated on", FACT_UPDATED }, { "last updated", FACT_UPDATED },
	{ "last updated on", FACT_UPDATED }, { "modified", FACT_UPDATED }, { "last modified", FACT_UPDATED }, { "aktualisiert", FACT_UPDATED },
	{ "更新", FACT_UPDATED }, { "更新时间", FACT_UPDATED }, { "by", FACT_AUTHOR }, { "author", FACT_AUTHOR }, { "authors", FACT_AUTHOR },
	{ "written by", FACT_AUTHOR }, { "byline", FACT_AUTHOR }, { "von", FACT_AUTHOR }, { "autor", FACT_AUTHOR }, { "作者", FACT_AUTHOR },
	{ "الكاتب", FACT_AUTHOR }, { "tags", FACT_TAGS }, { "keywords", FACT_TAGS }, { "topics", FACT_TAGS }, { "categories", FACT_TAGS },
	{ "category", FACT_TAGS }, { "url", FACT_URL }, { "link", FACT_URL }, { "original", FACT_URL }, { "permalink", FACT_URL },
};

static enum fact
fact_of(struct str label)
{
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_is_nocase(label, labels[i].label))
			return labels[i].fact;
	return FACT_NONE;
}

/* "Jane Doe", "Ludwig van der Berg and Ann O'Hara": capitals but for the small words of names. */
static bool
looks_like_names(struct str s)
{
	static const char *const small[] = { "and", "van", "von", "de", "der", "den", "da", "di", "du", "la", "le", "bin", "al", "for", "of", "the", "&", "und",
		"et", "y", "in", "with" };
	struct str word;
	size_t i, n_words = 0;
	bool is_small;

	if (s.n == 0 || s.n > BYLINE_MAX || prose_ends_sentence(s))
		return false;
	while (str_next(&s, ' ', &word)) {
		if (word.n == 0)
			continue;
		for (i = 0, is_small = false; i < sizeof(small) / sizeof(small[0]); i++)
			is_small = is_small || str_is(word, small[i]);
		if (!is_small && !((word.p[0] >= 'A' && word.p[0] <= 'Z') || (unsigned char)word.p[0] >= 0x80))
			return false;
		n_words++;
	}
	return n_words > 0 && n_words <= 12;
}

/* The fact of one piece and its value: behind a colon, or behind a label that stands before a date or names. */
static enum fact
read_piece(struct draft *w, struct str s, struct str *value)
{
	enum fact fact;
	int64_t ignored;
	size_t at, wide;

	at = str_find_char(s, ':');
	wide = str_find(s, STR("："));
	if (wide < at) {
		fact = fact_of(prose_trim(str_head(s, wide)));
		*value = prose_trim(str_skip(s, wide + strlen("：")));
	} else {
		fact = fact_of(prose_trim(str_head(s, at)));
		*value = at == STR_NPOS ? STR_NONE : prose_trim(str_skip(s, at + 1));
	}
	if (fact != FACT_NONE && value->n > 0)
		return fact;
	if (written_date_alone(w->a, s, &ignored)) {
		*value = s;
		return FACT_PUBLISHED;
	}
	for (at = str_find_char(s, ' '); at < s.n; at++) { /* the longest label */
		if (s.p[at] != ' ')
			continue;
		fact = fact_of(str_head(s, at));
		*value = prose_trim(str_skip(s, at));
		if ((fact == FACT_PUBLISHED || fact == FACT_UPDATED) && written_date_alone(w->a, *value, &ignored))
			return fact;
		if (fact == FACT_AUTHOR && looks_like_names(*value))
			return fact;
	}
	return FACT_NONE;
}

struct piece {
	enum fact fact;
	struct str value;
};

/* The pieces of a line, or 0 when any of them is no fact. */
static size_t
read_pieces(struct draft *w, struct str line, struct piece v[PIECES_MAX])
{
	static const char *const separators[] = { "|", "·", "•" };
	struct str rest = prose_trim(line), s;
	size_t i, n = 0, at, best, skip = 0;
	int64_t ignored;

	if (rest.n == 0 || rest.n > FACT_MAX)
		return 0;
	while (rest.n > 0 && n < PIECES_MAX) {
		for (i = 0, best = rest.n; i < sizeof(separators) / sizeof(separators[0]); i++) {
			at = str_find(rest, str_from(separators[i]));
			if (at < best) {
				best = at;
				skip = strlen(separators[i]);
			}
		}
		s = prose_trim(str_head(rest, best));
		rest = best < rest.n ? prose_trim(str_skip(rest, best + skip)) : STR_NONE;
		if (s.n == 0)
			continue;
		v[n].fact = read_piece(w, s, &v[n].value);
		if (v[n].fact == FACT_NONE)
			return 0;
		if ((v[n].fact == FACT_PUBLISHED || v[n].fact == FACT_UPDATED) && !written_date(w->a, v[n].value, &ignored))
			return 0;
		if (v[n].fact == FACT_URL && !url_is_http(v[n].value))
			return 0;
		n++;
	}
	return rest.n > 0 ? 0 : n;
}

bool
draft_is_fact(struct draft *w, struct str line)
{
	struct piece v[PIECES_MAX];

	return read_pieces(w, line, v) > 0;
}

bool
draft_has_label(struct str line)
{
	size_t at = str_find_char(line, ':');

	return at != STR_NPOS && fact_of(prose_trim(str_head(line, at))) != FACT_NONE;
}

bool
draft_is_date_fact(struct draft *w, struct str line)
{
	struct piece v[PIECES_MAX];
	int64_t ignored;

	return read_pieces(w, line, v) > 0 && v[0].fact == FACT_PUBLISHED && !written_date_alone(w->a, line, &ignored);
}

bool
draft_fact(struct draft *w, struct str line)
{
	struct piece v[PIECES_MAX];
	size_t i, n = read_pieces(w, line, v);

	for (i = 0; i < n; i++) {
		switch (v[i].fact) {
		case FACT_PUBLISHED:
			draft_published(w, v[i].value);
			break;
		case FACT_UPDATED:
			draft_updated(w, v[i].value);
			break;
		case FACT_AUTHOR:
			draft_people(w, v[i].value);
			break;
		case FACT_TAGS:
			draft_tags(w, v[i].value);
			break;
		case FACT_URL:
			draft_url(w, v[i].value);
			break;
		case FACT_NONE:
			break;
		}
	}
	return n > 0;
}

/* ---- figures ---- */

void
draft_figure(struct buf *out, struct str src, struct str alt, struct str caption, struct str shown)
{
	if (src.n + caption.n + shown.n == 0)
		return;
	buf_add_c(out, "<figure>");
	if (src.n > 0) {
		buf_add_c(out, "<img src=\"");
		prose_escape(out, src);
		buf_add_c(out, "\" alt=\"");
		prose_escape(out, alt);
		buf_add_c(out, "\">");
	}
	if (caption.n + shown.n > 0) {
		buf_add_c(out, "<figcaption>");
		prose_escape(out, caption);
		if (shown.n > 0) {
			buf_add_c(out, caption.n > 0 ? " <cite>" : "<cite>");
			prose_escape(out, shown);
			buf_add_c(out, "</cite>");
		}
		buf_add_c(out, "</figcaption>");
	}
	buf_add_c(out, "</figure>\n");
}

void
draft_top_figure(struct draft *w, struct buf *out)
{
	const struct article *article = w->article;
	struct str shown = w->shown_credit;

	if (shown.n == 0 && article->image_credit.n > 0)
		shown = arena_printf(w->a, "(Image: %.*s)", STR_ARG(article->image_credit));
	draft_figure(out, article->image, STR_NONE, article->image_caption, shown);
}
