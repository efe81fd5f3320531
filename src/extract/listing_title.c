#include "config.h"
#include "extract/listing_title.h"

#include "base/utf8.h"
#include "extract/byline.h"
#include "extract/listing_words.h"
#include "extract/prose.h"
#include "extract/written_date.h"

#define TITLE_LEVELS 3U   /* a heading so far above a link heads it */
#define CARD_WIDTH 140U   /* columns: a longer line is a text, not a title */
#define LINE_GOOD 15U     /* columns: shorter lines above a title are labels */
#define LINE_TEASER 60U   /* columns: a sentence of this length is a teaser */
#define CARD_PARTS 200U   /* elements of a link that are looked at */
#define SERVICE_MAX 48U   /* bytes: longer texts say something */

/* ---- texts that say nothing ---- */

/* Whole texts, in lower case without marks at the ends. */
static const char *const service_texts[] = { "read more", "more", "read", "continue reading", "continue", "read the full story", "full story", "read article",
	"read full article", "read the article", "view", "view more", "view article", "view post", "view details", "details", "see more", "show more",
	"learn more", "find out more", "keep reading", "read on", "more info", "more details", "go", "open", "link", "permalink", "share", "tweet", "reply",
	"comment", "comments", "leave a comment", "leave a reply", "add comment", "add a comment", "no comments", "post a comment", "next", "previous",
	"prev", "older", "newer", "older posts", "newer posts", "older entries", "next page", "previous page", "last", "first", "home", "login", "log in",
	"sign in", "sign up", "register", "subscribe", "rss", "edit", "hide", "save", "report", "flag", "discuss", "apply", "apply now", "download",
	"listen", "watch", "watch now", "listen now", "play", "view all", "see all", "all", "all posts", "all news", "top", "back", "print", "email",
	"weiterlesen", "mehr", "mehr lesen", "weiter", "mehr erfahren", "mehr dazu", "zum artikel", "artikel lesen", "ganzen artikel lesen", "kommentare",
	"zurück", "nächste", "lire la suite", "lire plus", "en savoir plus", "suite", "lire", "lire l'article", "suivant", "précédent", "commentaires",
	"leer más", "leer mas", "seguir leyendo", "sigue leyendo", "más", "ver más", "ver mas", "más información", "continuar leyendo", "siguiente",
	"anterior", "comentarios", "leggi tutto", "leggi", "continua", "continua a leggere", "leggi di più", "commenti", "scopri di più", "leia mais",
	"ler mais", "saiba mais", "continue lendo", "mais", "lees meer", "lees verder", "meer", "meer lezen", "verder lezen", "läs mer", "läs vidare",
	"les mer", "læs mere", "lue lisää", "czytaj więcej", "czytaj dalej", "więcej", "číst dále", "číst více", "čítať ďalej", "tovább", "tovább olvasom",
	"citește mai mult", "mai mult", "devamını oku", "devamı", "читать далее", "читать дальше", "подробнее", "далее", "читать", "комментарии",
	"комментировать", "ещё", "еще", "детальніше", "читати далі", "прочетете повече", "περισσότερα", "διαβάστε περισσότερα", "続きを読む", "もっと見る",
	"詳細", "次へ", "阅读全文", "查看更多", "更多", "下一页", "閱讀更多", "繼續閱讀", "더보기", "자세히 보기", "اقرأ المزيد", "المزيد", "קרא עוד",
	"baca selengkapnya", "selengkapnya", "xem thêm", "đọc tiếp", "आगे पढ़ें", "और पढ़ें", "বিস্তারিত", "আরও পড়ুন", "อ่านต่อ" };

static struct str
without_marks(struct str s)
{
	static const char *const marks[] = { "…", "»", "«", "→", "›", "‹", "←", "▶", "►", "&raquo;" };
	size_t i, before;

	do {
		before = s.n;
		s = prose_trim(s);
		while (s.n > 0 && strchr(".:>[]()!<-+*|", s.p[s.n - 1]) != NULL)
			s.n--;
		while (s.n > 0 && strchr(".:>[]()!<-+*|", s.p[0]) != NULL)
			s = str_skip(s, 1);
		for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (str_ends(s, str_from(marks[i])))
				s.n -= strlen(marks[i]);
			if (str_starts(s, str_from(marks[i])))
				s = str_skip(s, strlen(marks[i]));
		}
	} while (s.n != before);
	return s;
}

/* "3", "#3", "12 comments", "0 Kommentare", "(5)": a number and at most one word. */
static bool
is_count(struct str s)
{
	size_t i, digits = 0, words = 0;

	if (s.n > 1 && s.p[0] == '#')
		s = str_skip(s, 1);
	if (s.n == 0 || !ascii_is_digit(s.p[0]))
		return false;
	for (i = 0; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == ',' || s.p[i] == '.'); i++)
		digits++;
	if (i < s.n && s.p[i] != ' ' && s.n > digits + 2) /* "5G is here": not a count */
		return false;
	for (; i < s.n; i++) {
		if (ascii_is_digit(s.p[i]))
			return false;
		words += s.p[i] == ' ';
	}
	return words == 0 || (words == 1 && s.n <= 28);
}

bool
title_is_service(struct arena *a, struct str text)
{
	bool is_in_brackets = text.n > 1 && text.p[0] == '[' && text.p[text.n - 1] == ']'; /* "[ thread ]" */
	size_t i;
	int64_t ignored;

	text = without_marks(text);
	if (text.n == 0)
		return true;
	if (text.n > SERVICE_MAX)
		return false;
	if (is_in_brackets || is_count(text) || (text.p[0] == '@' && str_find_char(text, ' ') == STR_NPOS))
		return true;
	for (i = 0; i < sizeof(service_texts) / sizeof(service_texts[0]); i++)
		if (str_is_nocase(text, service_texts[i]))
			return true;
	return page_text_is_dated(text) && written_date_alone(a, text, &ignored);
}

/* ---- titles ---- */

const xmlNode *
title_heading(const struct page *p, struct range r)
{
	const xmlNode *named = NULL;
	uint32_t id;

	for (id = r.from; id <= r.to; id++) {
		if (page_is_heading(dom_tag(p->node[id])))
			return p->node[id];
		if ((named == NULL || dom_contains(named, p->node[id])) && (p->words[id] & LIST_TITLE) != 0 && dom_tag(p->node[id]) != TAG_img)
			named = p->node[id]; /* the innermost: beside it may stand what the box of a title holds too */
	}
	return named;
}

static struct str
title_from_attributes(const struct page *p, const xmlNode *n)
{
	struct range r = page_subtree(p, dom_id(n));
	struct str s = dom_attr(n, "title");
	uint32_t id;

	if (s.n == 0)
		s = dom_attr(n, "aria-label");
	for (id = r.from; id <= r.to && s.n == 0; id++)
		if (dom_tag(p->node[id]) == TAG_img)
			s = dom_attr(p->node[id], "alt");
	return arena_str(p->a, utf8_head(s, TITLE_BYTES_MAX));
}

static bool
is_headed_from_above(const struct page *p, uint32_t id)
{
	unsigned i;

	for (i = 0; i <= TITLE_LEVELS && id > 0; i++, id = p->parent[id])
		if (page_is_heading(dom_tag(p->node[id])) || (p->words[id] & LIST_TITLE) != 0)
			return true;
	return false;
}

/* A link that is a whole card: its title is one of its lines, behind a label and before a teaser, say. */
struct card {
	struct str first, widest, strong; /* the first good line, the widest, what is printed strongly; empty where there is none */
	uint32_t first_id, widest_id, strong_id;
	bool is_past_title;
};

static void
take_line(const struct page *p, uint32_t id, struct card *card)
{
	enum dom_tag tag = dom_tag(p->node[id]);
	struct str s = page_block_text(p, p->node[id], true, TITLE_BYTES_MAX);
	size_t columns = prose_columns(s);

	if (columns == 0 || columns > CARD_WIDTH || page_text_is_dated(s) || byline_has_opening(s) || title_is_service(p->a, s))
		return;
	if ((tag == TAG_strong || tag == TAG_b) && card->strong.n == 0) {
		card->strong = s;
		card->strong_id = id;
	}
	card->is_past_title = card->widest.n > 0 && columns >= LINE_TEASER && prose_ends_sentence(s);
	if (card->is_past_title)
		return;
	if (card->first.n == 0 && columns >= LINE_GOOD) {
		card->first = s;
		card->first_id = id;
	}
	if (columns > prose_columns(card->widest)) {
		card->widest = s;
		card->widest_id = id;
	}
}

/* Empty when the link has no parts to choose from. */
static struct str
title_in_card(const struct page *p, uint32_t link, uint32_t *title_id)
{
	uint32_t id, last = p->last[link] - link > CARD_PARTS ? link + CARD_PARTS : p->last[link];
	struct card card = { .first_id = 0 };

	for (id = link; id <= last && !card.is_past_title; id++) {
		enum dom_tag tag = dom_tag(p->node[id]);

		if (id != link && page_is_label(p, id))
			id = p->last[id];
		else if (id == link || dom_tag_is_block(tag) || tag == TAG_strong || tag == TAG_b)
			take_line(p, id, &card);
	}
	*title_id = card.strong.n > 0 ? card.strong_id : card.first.n > 0 ? card.first_id : card.widest_id;
	return card.strong.n > 0 ? card.strong : card.first.n > 0 ? card.first : card.widest;
}

void
title_read(const struct page *p, struct anchor *l)
{
	const xmlNode *n = p->node[l->id], *heading = title_heading(p, page_subtree(p, l->id));

	if (heading != NULL && heading != n) {
		l->title = page_text(p, heading, TITLE_BYTES_MAX);
		l->title_id = dom_id(heading);
	}
	if (l->title.n > 0) {
		l->flags |= LINK_HEADED;
	} else {
		if (p->last[l->id] > l->id)
			l->title = title_in_card(p, l->id, &l->title_id);
		if (l->title.n == 0) {
			l->title = page_text(p, n, TITLE_BYTES_MAX);
			l->title_id = l->id;
		}
		if (is_headed_from_above(p, l->id))
			l->flags |= LINK_HEADED;
	}
	if (l->title.n == 0) {
		l->title = title_from_attributes(p, n);
		l->title_id = 0;
	}
	if (title_is_service(p->a, l->title))
		l->flags |= LINK_MORE;
	l->width = (uint32_t)prose_columns(l->title);
}
