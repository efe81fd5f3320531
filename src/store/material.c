#include "config.h"
#include "store/material.h"

#include "base/buf.h"
#include "base/url.h"
#include "normalise/html_token.h"
#include "normalise/text.h"
#include "model/document.h"
#include "store/identity.h"

#define TEXT_MAX (8U << 20) /* bytes that are compared: two contents at their cap fit */
#define WORD_MAX 32U        /* bytes of a word that may be in a table */
#define REACH 2U            /* words between a number and what makes a relative time of it */

/* Words of several languages, ASCII in lower case. */
static const char *const counters[] = { "comment", "comments", "reply", "replies", "response", "responses", "view", "views", "like", "likes",
	"share", "shares", "point", "points", "vote", "votes", "upvotes", "reads", "retweets", "reposts", "reactions", "claps", "followers",
	"kommentar", "kommentare", "antworten", "aufrufe", "commentaire", "commentaires", "vues", "comentario", "comentarios",
	"coment\xc3\xa1rios", "commenti", "reacties", "kommentarer", "komentarze", "komentarzy", "visitas",
	"\xd0\xba\xd0\xbe\xd0\xbc\xd0\xbc\xd0\xb5\xd0\xbd\xd1\x82\xd0\xb0\xd1\x80\xd0\xb8\xd0\xb5\xd0\xb2" };
static const char *const units[] = { "second", "seconds", "sec", "secs", "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs", "h",
	"day", "days", "week", "weeks", "month", "months", "year", "years", "sekunde", "sekunden", "minuten", "stunde", "stunden", "tag", "tage",
	"tagen", "woche", "wochen", "monat", "monate", "monaten", "jahr", "jahre", "jahren", "seconde", "secondes", "heure", "heures", "jour",
	"jours", "semaine", "semaines", "mois", "ans", "segundos", "minuto", "minutos", "hora", "horas", "d\xc3\xad""a", "d\xc3\xad""as", "semana",
	"semanas", "mes", "meses", "minuti", "ora", "ore", "giorno", "giorni", "uur", "dag", "dagen", "minuter", "timmar", "dagar", "timer", "dager",
	"minut", "godzin", "godziny", "dni", "\xd0\xbc\xd0\xb8\xd0\xbd\xd1\x83\xd1\x82", "\xd1\x87\xd0\xb0\xd1\x81\xd0\xbe\xd0\xb2",
	"\xd1\x87\xd0\xb0\xd1\x81\xd0\xb0", "\xd0\xb4\xd0\xbd\xd0\xb5\xd0\xb9", "\xd0\xb4\xd0\xbd\xd1\x8f" };
static const char *const agos[] = { "ago", "vor", "hace", "fa", "y", "h\xc3\xa1", "atr\xc3\xa1s", "geleden", "temu", "sedan", "siden", "sitten",
	"\xd0\xbd\xd0\xb0\xd0\xb7\xd0\xb0\xd0\xb4" };
static const char *const ones[] = { "a", "an", "one", "einer", "einem", "une", "un", "una" };

#define IN(word, table) is_in((word), (table), sizeof(table) / sizeof((table)[0]))

static bool
is_in(struct str word, const char *const *table, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is_nocase(word, table[i]))
			return true;
	return false;
}

/* "(12" and "12," are 12 */
static struct str
bare(struct str w)
{
	while (w.n > 0 && strchr("([{\"'.,:;!?)]}", w.p[0]) != NULL)
		w = str_skip(w, 1);
	while (w.n > 0 && strchr("([{\"'.,:;!?)]}", w.p[w.n - 1]) != NULL)
		w.n--;
	return w;
}

/* "12", "1,204", "3.5k" */
static bool
is_number(struct str w)
{
	size_t i;

	w = bare(w);
	if (w.n > 1 && strchr("kKmM+", w.p[w.n - 1]) != NULL)
		w.n--;
	if (w.n == 0 || !ascii_is_digit(w.p[0]))
		return false;
	for (i = 0; i < w.n; i++)
		if (!ascii_is_digit(w.p[i]) && w.p[i] != '.' && w.p[i] != ',')
			return false;
	return true;
}

struct words {
	struct str *v;
	size_t n, at;
};

/* The word at so many places from the current one, without its punctuation. */
static struct str
word_at(const struct words *w, ptrdiff_t offset)
{
	size_t i = w->at + (size_t)offset;
	struct str word;

	if (i >= w->n) /* before the first one too */
		return STR_NONE;
	word = bare(w->v[i]);
	return word.n <= WORD_MAX ? word : STR_NONE;
}

static bool
is_counter(const struct words *w)
{
	return is_number(w->v[w->at]) && (IN(word_at(w, 1), counters) || IN(word_at(w, -1), counters));
}

/* A number and a unit with an "ago" before, between or behind: how many words it is; 0 for none. */
static size_t
relative_time(const struct words *w)
{
	ptrdiff_t i;

	if (str_is_nocase(word_at(w, 0), "just") && str_is_nocase(word_at(w, 1), "now"))
		return 2;
	if ((!is_number(w->v[w->at]) && !IN(word_at(w, 0), ones)) || !IN(word_at(w, 1), units))
		return 0;
	for (i = 1; i <= (ptrdiff_t)REACH; i++)
		if (IN(word_at(w, 1 + i), agos) || IN(word_at(w, -i), agos))
			return 2;
	return 0;
}

static bool
is_ago_of_next(const struct words *w)
{
	return IN(word_at(w, 0), agos);
}

static size_t
count_words(struct str s)
{
	size_t i, n = 1;

	for (i = 0; i < s.n; i++)
		n += ascii_is_space(s.p[i]);
	return n;
}

static void
split_words(struct arena *a, struct str s, struct words *w)
{
	size_t i = 0, from;

	*w = (struct words){ .v = arena_alloc(a, count_words(s) * sizeof(*w->v)) };
	while (i < s.n) {
		for (; i < s.n && ascii_is_space(s.p[i]); i++)
			;
		for (from = i; i < s.n && !ascii_is_space(s.p[i]); i++)
			;
		if (i > from)
			w->v[w->n++] = (struct str){ s.p + from, i - from };
	}
}

/* Words with a space behind each; counters and relative times as one character. */
static void
add_text(struct arena *a, struct buf *b, struct str s)
{
	struct words w;
	size_t n;

	split_words(a, s, &w);
	for (w.at = 0; w.at < w.n; w.at += n) {
		n = relative_time(&w);
		if (n > 0) {
			buf_add_c(b, "@ ");
			if (is_ago_of_next(&(struct words){ w.v, w.n, w.at + n }))
				n++;
			continue;
		}
		n = 1;
		if (is_counter(&w))
			buf_add_char(b, '#');
		else
			buf_add_str(b, w.v[w.at]);
		buf_add_char(b, ' ');
	}
	buf_add_char(b, '\n');
}

/* Where a link leads on its host: that moves with the whole site. Or all of it. */
static void
add_path(struct arena *a, struct buf *b, struct str url, bool is_whole)
{
	struct str key = link_match_key(a, url);

	buf_add_str(b, is_whole ? url_without_tracking(a, url) : key.n > 0 ? str_skip(key, str_find_char(key, '/')) : url);
	buf_add_char(b, '\n');
}

/* The file's name: folders, sizes and signatures change with the machinery that serves images. */
static void
add_image(struct buf *b, struct str url, bool is_whole)
{
	struct str path = str_head(url, str_find_char(url, '?')), name = STR_NONE, piece;

	if (is_whole)
		name = path;
	while (!is_whole && str_next(&path, '/', &piece))
		name = piece;
	buf_add_str(b, name);
	buf_add_char(b, '\n');
}

static void
add_addresses(struct arena *a, struct buf *b, struct str html, bool is_whole)
{
	struct html_token t;
	size_t i = 0;

	for (html_next(a, html, &i, &t); t.kind != HTML_END; html_next(a, html, &i, &t)) {
		if (t.kind != HTML_OPEN)
			continue;
		if (str_is_nocase(t.name, "a"))
			add_path(a, b, html_attribute_value(&t, "href"), is_whole);
		else if (str_is_nocase(t.name, "img"))
			add_image(b, html_attribute_value(&t, "src"), is_whole);
		else if (str_is_nocase(t.name, "video") || str_is_nocase(t.name, "audio") || str_is_nocase(t.name, "iframe") ||
		    str_is_nocase(t.name, "source"))
			add_path(a, b, html_attribute_value(&t, "src"), is_whole);
	}
}

/* All that counts of an article, as text. */
static void
write_out(struct arena *a, const struct article *article, struct buf *b)
{
	const struct enclosure *e = article->enclosures.v;
	const struct person *p = article->authors.v;
	bool is_html;
	struct str body = article_body(article, &is_html);
	uint32_t i;

	add_text(a, b, article->title.plain);
	add_text(a, b, article->summary.plain);
	add_text(a, b, is_html ? text_from_html(a, body) : body);
	if (is_html)
		add_addresses(a, b, body, false);
	add_image(b, article->image, false);
	add_text(a, b, article->image_caption);
	add_text(a, b, article->image_credit);
	for (i = 0; i < article->enclosures.n; i++)
		add_path(a, b, e[i].url, false);
	for (i = 0; i < article->authors.n; i++)
		add_text(a, b, p[i].name);
}

typedef void write_fn(struct arena *a, const struct article *article, struct buf *b);

static bool
differs(struct arena *a, const struct article *old, const struct article *new, write_fn *write)
{
	struct buf x, y;
	bool differs;

	buf_init(&x, TEXT_MAX);
	buf_init(&y, TEXT_MAX);
	write(a, old, &x);
	write(a, new, &y);
	differs = !str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return differs;
}

static void
write_addresses(struct arena *a, const struct article *article, struct buf *b)
{
	bool is_html;
	struct str body = article_body(article, &is_html);

	if (is_html)
		add_addresses(a, b, body, true);
	add_image(b, article->image, true);
}

/* All that is neither text nor count, with the texts of the other, which are as good. */
static void
write_rest(struct article a, const struct article *texts, struct buf *b)
{
	struct comments comments;
	struct media media;

	a.title = texts->title;
	a.subtitle = texts->subtitle;
	a.summary = texts->summary;
	a.content_html = texts->content_html;
	a.content_text = texts->content_text;
	a.image = texts->image;
	a.image_caption = texts->image_caption;
	a.image_credit = texts->image_credit;
	a.raw_hash = a.published = a.updated = a.created = (struct opt_int){ .is_set = false };
	if (a.comments != NULL) {
		comments = *a.comments;
		comments.count.is_set = false;
		a.comments = &comments;
	}
	if (a.media != NULL) {
		media = *a.media;
		media.community = NULL;
		a.media = &media;
	}
	model_encode(b, &a, &shape_article);
}

enum edit
material_compare(struct arena *a, const struct article *old, const struct article *new)
{
	struct buf x, y;
	bool is_same;

	if (differs(a, old, new, write_out))
		return EDIT_MATERIAL;
	if (differs(a, old, new, write_addresses))
		return EDIT_QUIET;
	buf_init(&x, TEXT_MAX);
	buf_init(&y, TEXT_MAX);
	write_rest(*old, old, &x);
	write_rest(*new, old, &y);
	is_same = str_eq(buf_str(&x), buf_str(&y));
	buf_release(&x);
	buf_release(&y);
	return is_same ? EDIT_NONE : EDIT_QUIET;
}
