#include "config.h"
#include "extract/byline.h"

#include "base/utf8.h"
#include "extract/fold.h"
#include "extract/month_names.h"
#include "extract/prose.h"

#define RAW_MAX 400U     /* bytes: nothing longer is a line of names */
#define NAME_MAX 60U     /* bytes of one name */
#define KNOWN_LETTERS 7U /* folded bytes of a name that others may begin with */
#define SITE_LETTERS 4U  /* folded bytes of a site's name that are no coincidence in a longer word */
#define WORDS_MAX 6U     /* of one name */
#define KIND_MAX 24U     /* bytes of what was done, before "by" */

/* The longer of two with one beginning first. */
static const char *const openings[] = { "view all posts by", "view all articles by", "see all posts by", "all posts by", "posts by", "more posts by", "more articles by", "more from", "articles by",
	"show all articles of", "show all posts by", "zeige alle beiträge von", "alle beiträge von", "alle artikel von", "beiträge von", "mehr von", "voir tous les articles de", "voir tous les articles par", "tous les articles de",
	"ver todas las entradas de", "ver todos los posts de", "ver todos los artículos de", "vedi tutti gli articoli di", "bekijk alle berichten van", "visa alla inlägg av",
	"written by", "posted by", "published by", "reported by", "reporting by", "edited by", "story by", "article by", "text by", "words by", "review by", "interview by", "by", "von", "vom", "par", "por", "di", "door", "av", "af", "da",
	"autorin/autor:", "autorin/autor", "author", "authors", "autor", "autorin", "redakteur:", "autor/in:", "autor:innen:", "autor:innen", "autor*innen:", "autor*innen", "autor(en):", "autor:", "autorin:", "autoren:", "autores:", "author:", "authors:", "author(s):", "autore:", "auteur:", "auteur :", "автор:", "автор",
	"автори:", "text:", "tekst:", "texte:", "texto:", "testo:", "yazan:", "geschrieben von", "ein artikel von", "ein beitrag von", "ein interview von", "eine kolumne von", "ein gastbeitrag von", "gastbeitrag von", "verfasst von", "erstellt von", "eingestellt von", "veröffentlicht von", "publié par", "rédigé par",
	"écrit par", "escrito por", "publicado por", "scritto da", "a cura di", "geschreven door", "skriven av", "skrevet av", "napisał", "oleh", "文/", "责编：", "责编:", "责任编辑：", "责任编辑:", "責任編輯：", "编辑：", "编辑:", "記者", "记者", "作者:", "作者：", "文：", "文:" };

/* Words behind which nothing of the name stands. */
static const char *const ends[] = { " updated", " published", " posted", " on ", " am ", " le ", " el ", " - ", " – ", " — ", " | ", " • ", " · ", " (", "\t", " →", " ›", " »", " @", " in ", " for ", " at ", " via ", " aktualisiert", " um ", " is a ", " is the ", " is an ", " ist ",
	" view all", " all posts", " follow ", " special to", " im gespräch", " im interview" };

/* What somebody is, behind the name; alone with one word it is the name of a desk: "Pond staff". */
static const char *const roles[] = { " senior", " chief", " contributing", " contributor", " correspondent", " editor", " reporter", " writer", " staff", " journalist", " redakteur", " redaktion", " columnist", " redacción", " opinion " };

/* No names of people. */
static const char *const nobody[] = { "admin", "administrator", "staff", "staffwriter", "staffwriters", "staffreporter", "editor", "editors", "editorial", "editorialteam", "editorialstaff", "theeditors", "theeditorialboard", "newsdesk", "newsroom", "onlinedesk", "webdesk", "redaktion", "redaktionsteam", "onlineredaktion",
	"rédaction", "larédaction", "redacción", "laredacción", "redacao", "redação", "redazione", "redactie", "redakcja", "редакция", "guest", "guestauthor", "guestcontributor", "author", "autor", "contributor", "contributors", "unknown", "anonymous", "webmaster", "news", "team", "pressrelease", "root", "user", "moderator", "home", "more", "share", "facebook", "twitter", "email",
	"null", "none", "undefined", "senioreditor", "seniorreporter", "reporter", "correspondent", "journalist", "senioradvisor", "noauthor", "followus", "copyright", "opinion", "video", "photo", "agencies", "agencias", "agenturen", "mitarbeit", "et al", "phd", "md", "jr", "sr" };

static const char *const joints[] = { ",", ";", "|", "/", "&", "\n", "•", "·", "、", "，", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ", " i ", " with ", " mit ", " и ", " ve ", " dan " };

static struct str
without_opening(struct str s)
{
	bool again;
	size_t i;

	do {
		again = false;
		s = prose_trim(s);
		for (i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
			struct str o = str_from(openings[i]), rest;

			if (!str_starts_nocase(s, o))
				continue;
			rest = str_skip(s, o.n);
			if (rest.n == 0)
				return STR_NONE;
			if (ascii_is_alpha(o.p[o.n - 1]) && !ascii_is_space(rest.p[0]) && rest.p[0] != ':' && !((unsigned char)rest.p[0] == 0xc2))
				continue;
			while (rest.n > 0 && (rest.p[0] == ':' || ascii_is_space(rest.p[0])))
				rest = str_skip(rest, 1);
			s = rest;
			again = true;
			break;
		}
	} while (again && s.n > 0);
	return s;
}

bool
byline_has_opening(struct str raw)
{
	raw = prose_trim(raw);
	return raw.n > 0 && without_opening(raw).n < raw.n;
}

static struct str
up_to(struct str s, const char *const *words, size_t n_words, bool needs_two)
{
	size_t i, at;

	for (i = 0; i < n_words; i++) {
		at = str_find_nocase(s, str_from(words[i]));
		if (at != STR_NPOS && at > 0 && !(needs_two && str_find_char(prose_trim(str_head(s, at)), ' ') == STR_NPOS))
			s = str_head(s, at);
	}
	return s;
}

/* "Ann Roe March", where a day stood behind it. */
static struct str
without_month(struct str s)
{
	size_t i, n;

	s = prose_trim(s);
	for (i = s.n; i > 0 && s.p[i - 1] != ' '; i--)
		;
	return i > 0 && month_name_at(s, i, &n) != 0 && i + n >= s.n - (s.p[s.n - 1] == '.') ? prose_trim(str_head(s, i)) : s;
}

/* Up to what ends a name; the first joint is looked for elsewhere. */
static struct str
up_to_end(struct str s)
{
	size_t i;

	s = up_to(s, ends, sizeof(ends) / sizeof(ends[0]), false);
	s = up_to(s, roles, sizeof(roles) / sizeof(roles[0]), true);
	for (i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]) && (i == 0 || !ascii_is_alnum(s.p[i - 1])))
			return without_month(str_head(s, i));
	return s;
}

static bool
has_upper(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* Of a name all words are capitalised but for those of nobility, and what other scripts write. */
static bool
is_capitalised(struct str s)
{
	static const char *const small[] = { "van", "von", "vom", "zu", "zum", "zur", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "d", "la", "le", "los", "las", "y", "e", "i", "al", "el", "bin", "bint", "ibn", "ter", "ten", "te", "af", "av", "of", "the" };
	struct str word;
	size_t i;

	while (str_next(&s, ' ', &word)) {
		if (word.n == 0 || !(word.p[0] >= 'a' && word.p[0] <= 'z') || (word.n > 2 && word.p[1] == '\''))
			continue;
		for (i = 0; i < sizeof(small) / sizeof(small[0]) && !str_is(word, small[i]); i++)
			;
		if (i == sizeof(small) / sizeof(small[0]))
			return false;
	}
	return true;
}

static bool
is_number(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && ascii_is_digit(s.p[i]); i++)
		;
	return i == s.n;
}

/* Whether the site's name, folded, is in s: as one of its words where it is so short that names of people may have it in them. */
static bool
names_site(struct arena *a, struct str s, struct str site)
{
	struct str key = fold(a, s), word;

	if (site.n >= SITE_LETTERS)
		return memmem(key.p, key.n, site.p, site.n) != NULL;
	while (site.n > 0 && str_next(&s, ' ', &word))
		if (str_eq(fold(a, word), site))
			return true;
	return false;
}

static bool
is_name(struct arena *a, struct str s, struct str site, bool is_sure)
{
	struct str key = fold(a, s);
	size_t i, words = 1;

	if (key.n < 3 || s.n > NAME_MAX || str_find(s, STR("://")) != STR_NPOS || str_find_char(s, '@') != STR_NPOS || str_starts_nocase(s, STR("www.")) ||
	    str_find(s, STR(": ")) != STR_NPOS || str_find(s, STR("：")) != STR_NPOS)
		return false;
	if (str_eq(key, fold(a, site)) || (!is_sure && names_site(a, s, fold(a, site))))
		return false;
	for (i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		if (str_is(key, nobody[i]))
			return false;
	for (i = 0; i < s.n; i++)
		words += s.p[i] == ' ';
	if (words > WORDS_MAX || !has_upper(s))
		return is_sure && words <= 2 && key.n <= 30;
	return is_sure || ((words >= 2 || (unsigned char)s.p[0] >= 0xe3) && is_capitalised(s));
}

/* Without what separates names at its ends; the full stop of an initial stays. */
static struct str
without_marks(struct str s)
{
	static const char marks[] = ",.:;|/-*\"'()[]";

	while (s.n > 0 && strchr(marks, s.p[s.n - 1]) != NULL && !(s.p[s.n - 1] == '.' && s.n > 2 && s.p[s.n - 3] == ' '))
		s = prose_trim(str_head(s, s.n - 1));
	while (s.n > 0 && strchr(marks, s.p[0]) != NULL)
		s = prose_trim(str_skip(s, 1));
	return s;
}

bool
byline_is_name(struct arena *a, struct str raw, struct str site)
{
	size_t i, spaces = 0;

	for (i = 0; i < raw.n; i++) {
		if (ascii_is_digit(raw.p[i]) || (raw.p[i] != ' ' && raw.p[i] != '.' && raw.p[i] != '-' && raw.p[i] != '\'' && (unsigned char)raw.p[i] < 0x80 && !ascii_is_alpha(raw.p[i])))
			return false;
		spaces += raw.p[i] == ' ';
	}
	return spaces >= 1 && spaces <= 3 && str_eq(without_marks(without_opening(up_to_end(raw))), raw) && is_name(a, raw, site, false);
}

/* With single spaces between its words. */
static struct str
one_line(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t i, used = 0;

	for (i = 0; i < s.n; i++) {
		bool is_wide = i + 1 < s.n && memcmp(s.p + i, "\xc2\xa0", 2) == 0;

		if (!is_wide && !ascii_is_space(s.p[i]))
			out[used++] = s.p[i];
		else if (used > 0 && out[used - 1] != ' ')
			out[used++] = ' ';
		i += is_wide;
	}
	return (struct str){ out, used };
}

static void
add_name(struct arena *a, struct list *authors, struct str s, struct str site, bool is_sure)
{
	struct str *have = authors->v;
	uint32_t i;

	s = without_marks(without_opening(up_to_end(prose_trim(s))));
	if (authors->n == BYLINE_AUTHORS_MAX || !is_name(a, s, site, is_sure))
		return;
	for (i = 0; i < authors->n; i++) { /* once, and not again with what somebody is */
		struct str known = fold(a, have[i]);

		if (str_eq(known, fold(a, s)) || (known.n > KNOWN_LETTERS && str_starts(fold(a, s), known)))
			return;
	}
	*(struct str *)list_add(a, authors, sizeof(struct str)) = one_line(a, s);
}

/* Where the next joint in s is, and how long; s.n when there is none. */
static size_t
next_joint(struct str s, size_t *n)
{
	size_t i, at, best = s.n;

	*n = 0;
	for (i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		at = str_find_nocase(s, str_from(joints[i]));
		if (at != STR_NPOS && at < best) {
			best = at;
			*n = strlen(joints[i]);
		}
	}
	return best;
}

/* "Analysis by Ann Roe": "by" near the start, whatever is before it. */
static struct str
without_kind(struct str s)
{
	size_t at = str_find_nocase(s, STR(" by "));

	return at != STR_NPOS && at <= KIND_MAX ? prose_trim(str_skip(s, at + strlen(" by "))) : s;
}

void
byline_add(struct arena *a, struct list *authors, struct str raw, struct str site, bool is_sure)
{
	struct str s = without_opening(without_kind(utf8_head(prose_trim(raw), RAW_MAX)));
	size_t at, n;

	while (s.n > 0) {
		at = next_joint(s, &n);
		add_name(a, authors, str_head(s, at), site, is_sure);
		s = str_skip(s, at + n);
	}
}

void
byline_add_declared(struct arena *a, struct list *authors, struct str raw)
{
	struct str s = without_marks(without_opening(prose_trim(raw)));

	if (s.n < 2 || s.n > NAME_MAX || is_number(s) || str_find(s, STR("://")) != STR_NPOS || s.p[0] == '@' || ascii_is_digit(s.p[0]) || authors->n == BYLINE_AUTHORS_MAX)
		return;
	*(struct str *)list_add(a, authors, sizeof(struct str)) = arena_str(a, s);
}
