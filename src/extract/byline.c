#include "config.h"
#include "extract/byline.h"

#include "base/utf8.h"
#include "extract/fold.h"
#include "extract/prose.h"

#define RAW_MAX 400U    /* bytes: nothing longer is a line of names */
#define NAME_MAX 60U
#define KNOWN_LETTERS 7U /* folded bytes of a name that others may begin with */
#define WORDS_MAX 6U

static const char *const openings[] = { "written by", "posted by", "published by", "reported by", "reporting by", "story by", "article by", "text by", "words by", "review by",
	"by", "von", "par", "por", "di", "door", "av", "af", "da", "autor:", "autorin:", "author:", "autore:", "auteur:", "auteur :", "автор:", "автор", "автори:", "text:", "tekst:", "texte:", "texto:", "testo:", "yazan:", "foto:",
	"geschrieben von", "ein artikel von", "verfasst von", "veröffentlicht von", "publié par", "rédigé par", "écrit par", "escrito por", "publicado por", "scritto da", "a cura di", "geschreven door", "skriven av", "skrevet av", "napisał", "oleh", "文/", "記者", "记者", "作者:", "作者：", "文：", "文:" };

/* Words behind which nothing of the name stands. */
static const char *const ends[] = { " updated", " published", " posted", " on ", " am ", " le ", " el ", " - ", " – ", " — ", " | ", " • ", " · ", " (", "\t", " @", " in ", " for ", " at ", " via ", " aktualisiert", " um ", " is a ", " is the ", " is an ", " ist ",
	" der ", " view all", " all posts", " follow ", " contributor", " correspondent", " editor", " reporter", " writer", " staff", " journalist", " redakteur", " redaktion", " special to", " columnist", " redacción", " senior ", " opinion " };

/* No names of people. */
static const char *const nobody[] = { "admin", "administrator", "staff", "staffwriter", "staffwriters", "staffreporter", "editor", "editors", "editorial", "editorialteam", "editorialstaff", "theeditors", "theeditorialboard", "newsdesk", "newsroom", "onlinedesk", "webdesk", "redaktion", "redaktionsteam", "onlineredaktion",
	"rédaction", "larédaction", "redacción", "laredacción", "redacao", "redação", "redazione", "redactie", "redakcja", "редакция", "guest", "guestauthor", "guestcontributor", "author", "autor", "contributor", "contributors", "unknown", "anonymous", "webmaster", "news", "team", "pressrelease", "root", "user", "moderator", "home", "more", "share", "facebook", "twitter", "email",
	"null", "none", "undefined", "senioreditor", "seniorreporter", "reporter", "correspondent", "journalist", "senioradvisor", "copyright", "opinion", "video", "photo", "agencies", "agencias", "agenturen", "mitarbeit", "et al", "phd", "md", "jr", "sr" };

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

/* Up to what ends a name; the first joint is looked for elsewhere. */
static struct str
up_to_end(struct str s)
{
	size_t i, at;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		at = str_find_nocase(s, str_from(ends[i]));
		if (at != STR_NPOS && at > 0)
			s = str_head(s, at);
	}
	for (i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			return str_head(s, i);
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

static bool
is_number(struct str s)
{
	size_t i;

	for (i = 0; i < s.n && ascii_is_digit(s.p[i]); i++)
		;
	return i == s.n;
}

static bool
is_name(struct arena *a, struct str s, struct str site, bool is_sure)
{
	struct str key = fold(a, s);
	size_t i, words = 1;

	if (key.n < 3 || s.n > NAME_MAX || str_find(s, STR("://")) != STR_NPOS || str_find_char(s, '@') != STR_NPOS || str_starts_nocase(s, STR("www.")))
		return false;
	if (site.n > 0 && (str_eq(key, fold(a, site)) || (!is_sure && memmem(key.p, key.n, fold(a, site).p, fold(a, site).n) != NULL)))
		return false;
	for (i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		if (str_is(key, nobody[i]))
			return false;
	for (i = 0; i < s.n; i++)
		words += s.p[i] == ' ';
	if (words > WORDS_MAX || !has_upper(s))
		return is_sure && words <= 2 && key.n <= 30;
	return is_sure || words >= 2 || (unsigned char)s.p[0] >= 0xe3;
}

static void
add_name(struct arena *a, struct list *authors, struct str s, struct str site, bool is_sure)
{
	struct str *have = authors->v;
	uint32_t i;

	s = without_opening(up_to_end(prose_trim(s)));
	while (s.n > 0 && strchr(",.:;|/-*\"'()[]", s.p[s.n - 1]) != NULL && !(s.p[s.n - 1] == '.' && s.n > 2 && s.p[s.n - 3] == ' '))
		s = prose_trim(str_head(s, s.n - 1));
	while (s.n > 0 && strchr(",.:;|/-*\"'()[]", s.p[0]) != NULL)
		s = prose_trim(str_skip(s, 1));
	if (authors->n == BYLINE_AUTHORS_MAX || !is_name(a, s, site, is_sure))
		return;
	for (i = 0; i < authors->n; i++) { /* once, and not again with what somebody is */
		struct str known = fold(a, have[i]);

		if (str_eq(known, fold(a, s)) || (known.n > KNOWN_LETTERS && str_starts(fold(a, s), known)))
			return;
	}
	*(struct str *)list_add(a, authors, sizeof(struct str)) = arena_str(a, s);
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

void
byline_add(struct arena *a, struct list *authors, struct str raw, struct str site, bool is_sure)
{
	struct str s = without_opening(utf8_head(prose_trim(raw), RAW_MAX));
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
	struct str s = without_opening(prose_trim(raw));

	if (s.n < 2 || s.n > NAME_MAX || is_number(s) || str_find(s, STR("://")) != STR_NPOS || s.p[0] == '@' || authors->n == BYLINE_AUTHORS_MAX)
		return;
	*(struct str *)list_add(a, authors, sizeof(struct str)) = arena_str(a, s);
}
