#include "config.h"
#include "extract/credit.h"

#include "extract/prose.h"

#define CREDIT_MAX 300U      /* bytes: a longer parenthesis is part of the text */
#define OPEN_CREDIT_MAX 120U /* the same for a credit without parentheses */

#define AGENCY_MAX 40U       /* bytes behind the last sentence that may be a credit */
#define CAPTION_BEFORE 15U   /* bytes of a caption before names behind a separator */
#define WORDS_MAX 6U         /* of a bare credit */

enum { MEDIA = 1, LINK = 2, OWN = 4, FILLER = 8 };

/* Words that introduce a credit. MEDIA need a colon or a LINK behind them, OWN stand for both. */
static const struct {
	const char *word;
	unsigned kind;
} words[] = {
	{ "image", MEDIA }, { "images", MEDIA }, { "photo", MEDIA }, { "photos", MEDIA }, { "picture", MEDIA }, { "pictures", MEDIA },
	{ "photograph", MEDIA }, { "photographs", MEDIA }, { "photography", MEDIA }, { "photographer", MEDIA }, { "illustration", MEDIA },
	{ "graphic", MEDIA }, { "drawing", MEDIA }, { "painting", MEDIA }, { "artwork", MEDIA }, { "screenshot", MEDIA }, { "video", MEDIA },
	{ "still", MEDIA }, { "credit", MEDIA }, { "credits", MEDIA }, { "source", MEDIA }, { "file", FILLER }, { "stock", FILLER },
	{ "foto", MEDIA }, { "fotos", MEDIA }, { "bild", MEDIA }, { "quelle", MEDIA }, { "crédit", MEDIA }, { "crédits", MEDIA },
	{ "imagen", MEDIA }, { "imagem", MEDIA }, { "immagine", MEDIA }, { "crédito", MEDIA }, { "afbeelding", MEDIA },
	{ "фото", MEDIA }, { "图片来源", MEDIA }, { "图片", MEDIA }, { "图源", MEDIA }, { "图", MEDIA }, { "圖片來源", MEDIA }, { "圖片", MEDIA },
	{ "圖", MEDIA }, { "摄影", MEDIA }, { "攝影", MEDIA }, { "写真", MEDIA }, { "사진", MEDIA }, { "출처", MEDIA }, { "제공", MEDIA }, { "ảnh", MEDIA }, { "fotó", MEDIA }, { "kuva", MEDIA }, { "fotoğraf", MEDIA },
	{ "fuente", MEDIA }, { "fonte", MEDIA }, { "bron", MEDIA }, { "källa", MEDIA }, { "kilde", MEDIA }, { "beeld", MEDIA }, { "nuotr", MEDIA }, { "zdj", MEDIA }, { "autor", MEDIA }, { "الصورة", MEDIA }, { "صورة", MEDIA },
	{ "تصوير", MEDIA }, { "by", LINK }, { "via", LINK }, { "von", LINK }, { "par", LINK }, { "por", LINK }, { "courtesy", OWN | MEDIA },
	{ "of", FILLER }, { "©", OWN | MEDIA }, { "(c)", OWN | MEDIA }, { "copyright", OWN | MEDIA }, { "dok.", OWN | MEDIA },
};

/* Names that make a parenthesis a credit without any such word. */
static const char *const agencies[] = { "getty images", "reuters", "ap photo", "/ap", "associated press", "afp", "epa-efe", "shutterstock",
	"istock", "alamy", "unsplash", "pexels", "pixabay", "wikimedia", "flickr", "public domain", "bloomberg", "dpa", "zuma", "upi photo",
	"adobe stock", "stock.adobe.com", "cc by", "cc-by", "cc0", "imago", "picture alliance", "keystone", "ap", "epa", "efe", "ansa", "apa", "tass", "xinhua",
	"pa wire", "pa images", "ntb", "scanpix", "belga", "anp", "cuartoscuro", "europa press", "yonhap", "kyodo", "nurphoto", "sipa", "뉴시스", "연합뉴스", "뉴스1" };

static bool
is_word_byte(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static size_t
colon_at(struct str s)
{
	if (s.n > 0 && s.p[0] == ':')
		return 1;
	if (str_starts(s, STR("：")) || str_starts(s, STR("＝")))
		return strlen("：");
	return s.n > 0 && s.p[0] == '=' ? 1 : 0;
}

/* The introducing word at the start of s, or NULL. It ends at a word's end, at a colon, or where it is no Latin. */
static size_t
word_at(struct str s, unsigned *kind)
{
	struct str w, rest;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		w = str_from(words[i].word);
		if (!str_starts_nocase(s, w))
			continue;
		rest = str_skip(s, w.n);
		if (rest.n > 0 && is_word_byte(rest.p[0]) && colon_at(rest) == 0 && (words[i].kind & OWN) == 0)
			continue;
		*kind = words[i].kind;
		return w.n;
	}
	return 0;
}

struct str
credit_name(struct str text)
{
	struct str s = prose_trim(text), named = STR_NONE;
	unsigned kind = 0, seen = 0;
	size_t n;

	while ((n = word_at(s, &kind)) > 0) {
		if ((kind & FILLER) != 0 && (seen & OWN) == 0 && seen != 0)
			break; /* "photo of a dog" */
		seen |= kind;
		s = prose_trim(str_skip(s, n));
		n = colon_at(s);
		if (n > 0 && (seen & MEDIA) != 0) {
			s = named = prose_trim(str_skip(s, n));
			if (word_at(s, &kind) > 0 && (kind & LINK) == 0)
				continue; /* "Photo: Courtesy of Name" */
			return s;
		}
		if (s.n > 0 && s.p[0] == '/' && (seen & MEDIA) != 0)
			return prose_trim(str_skip(s, 1));
	}
	return (seen & MEDIA) != 0 && (seen & (LINK | OWN)) != 0 ? s : named;
}

static bool
names_agency(struct str s)
{
	struct str name;
	size_t i, at;

	for (i = 0; i < sizeof(agencies) / sizeof(agencies[0]); i++) {
		name = str_from(agencies[i]);
		at = str_find_nocase(s, name);
		if (at != STR_NPOS && (at == 0 || !ascii_is_alnum(s.p[at - 1]) || name.p[0] == '/') &&
		    (at + name.n == s.n || !ascii_is_alnum(s.p[at + name.n])))
			return true;
	}
	return false;
}

/* What stood between caption and credit goes too. */
static struct str
caption_before(struct str s)
{
	static const char *const separators[] = { "|", "–", "—", "-", "/", "•", "·" };
	size_t i;

	s = prose_trim(s);
	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
		if (str_ends(s, str_from(separators[i])))
			return prose_trim(str_head(s, s.n - strlen(separators[i])));
	return s;
}

/* Where the bracket that closes at the end of s opens; STR_NPOS when it does not. */
static size_t
opening(struct str s, struct str open, struct str close)
{
	size_t i = s.n - close.n, depth = 1;

	while (i > 0) {
		i--;
		if (str_starts(str_skip(s, i), close))
			depth++;
		else if (str_starts(str_skip(s, i), open) && --depth == 0)
			return i;
	}
	return STR_NPOS;
}

/* "Name" of "Name took it", for languages that say so behind the name. */
static struct str
taken_by(struct str s)
{
	static const char *const ends[] = { "撮影", "提供", "摄", "攝", "摄影", "촬영", "제공", "nuotr." };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(s, str_from(ends[i])))
			return prose_trim(str_head(s, s.n - strlen(ends[i])));
	return STR_NONE;
}

bool
credit_split(struct str text, struct credit_split *out)
{
	static const char *const pairs[][2] = { { "(", ")" }, { "[", "]" }, { "（", "）" }, { "【", "】" } };
	struct str s = prose_trim(text), inner, name;
	size_t i, at, n;

	if (s.n > 1 && s.p[s.n - 1] == '.' && (s.p[s.n - 2] == ')' || s.p[s.n - 2] == ']'))
		s.n--;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct str open = str_from(pairs[i][0]), close = str_from(pairs[i][1]);

		if (!str_ends(s, close) || (at = opening(s, open, close)) == STR_NPOS)
			continue;
		n = s.n - at - open.n - close.n;
		if (n > CREDIT_MAX)
			return false;
		inner = prose_trim((struct str){ s.p + at + open.n, n });
		name = credit_name(inner);
		if (name.n == 0)
			name = taken_by(inner);
		if (name.n == 0 && names_agency(inner))
			name = inner;
		if (name.n == 0)
			return false;
		*out = (struct credit_split){ caption_before(str_head(s, at)), name, str_skip(s, at) };
		return true;
	}
	return false;
}

static bool
may_precede(struct str before)
{
	before = prose_trim(before);
	return before.n == 0 || prose_ends_sentence(before) || caption_before(before).n < before.n;
}

/* Two to five capitalised words, or names with a slash between: what stands so in brackets behind a caption is whose it is. */
static bool
looks_like_credit(struct str s)
{
	static const char *const places[] = { "left", "right", "archiv", "archive", "file", "symbol", "links", "rechts", "center", "top", "bottom" };
	bool has_slash = str_find_char(s, '/') != STR_NPOS;
	struct str rest = s, word;
	size_t i, n = 0;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (str_find_nocase(s, str_from(places[i])) != STR_NPOS)
			return false;
	while (str_next(&rest, ' ', &word)) {
		if (word.n == 0 || str_is(word, "/"))
			continue;
		if (ascii_is_digit(word.p[0]) || ascii_is_alpha(word.p[0]) == (word.p[0] >= 'a'))
			return false;
		n++;
	}
	return n <= WORDS_MAX && (n >= 2 || (n == 1 && has_slash));
}

/* "(Name/Agency)" at the end of a caption without a word that says so. */
static bool
split_bare(struct str s, struct credit_split *out)
{
	struct str inner;
	size_t at;

	if (s.n < 4 || s.p[s.n - 1] != ')' || (at = opening(s, STR("("), STR(")"))) == STR_NPOS || s.n - at > OPEN_CREDIT_MAX)
		return false;
	inner = prose_trim((struct str){ s.p + at + 1, s.n - at - 2 });
	if (!looks_like_credit(inner))
		return false;
	*out = (struct credit_split){ caption_before(str_head(s, at)), inner, str_skip(s, at) };
	return true;
}

/* "The harbour / Name / Agency", "The harbour | Name": names to the end behind a separator. */
static bool
split_behind_slash(struct str s, struct credit_split *out)
{
	static const char *const separators[] = { " / ", " | " };
	struct str rest;
	size_t i, k, at;

	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++)
		for (k = 0; (at = str_find(str_skip(s, k), str_from(separators[i]))) != STR_NPOS; k += at + 3) {
			rest = prose_trim(str_skip(s, k + at + 3));
			if (k + at < CAPTION_BEFORE || rest.n > OPEN_CREDIT_MAX || (taken_by(rest).n == 0 && !looks_like_credit(rest)))
				continue;
			*out = (struct credit_split){ prose_trim(str_head(s, k + at)), taken_by(rest).n > 0 ? taken_by(rest) : rest, str_skip(s, k + at + 1) };
			return true;
		}
	return false;
}

/* "The ferry lies in the harbour. Agency": behind the last sentence. */
static bool
split_behind_sentence(struct str s, struct credit_split *out)
{
	struct str rest;
	size_t i;

	for (i = s.n > AGENCY_MAX ? s.n - AGENCY_MAX : 1; i < s.n; i++) {
		rest = prose_trim(str_skip(s, i));
		if (s.p[i] != ' ' || !prose_ends_sentence(str_head(s, i)) || !names_agency(rest) || prose_ends_sentence(rest))
			continue;
		*out = (struct credit_split){ str_head(s, i), rest, rest };
		return true;
	}
	return false;
}

bool
credit_split_caption(struct str text, struct credit_split *out)
{
	struct str s = prose_trim(text), name;
	size_t i;

	if (credit_split(s, out))
		return true;
	for (i = 0; i < s.n; i++) {
		if (i > 0 && !ascii_is_space(s.p[i - 1]) && (unsigned char)s.p[i - 1] < 0x80)
			continue;
		if (s.n - i > CREDIT_MAX || !may_precede(str_head(s, i)))
			continue;
		name = credit_name(str_skip(s, i));
		if (name.n == 0 || name.n > OPEN_CREDIT_MAX)
			continue;
		*out = (struct credit_split){ caption_before(str_head(s, i)), name, str_skip(s, i) };
		return true;
	}
	if (split_behind_slash(s, out) || split_behind_sentence(s, out))
		return true;
	if (s.n <= OPEN_CREDIT_MAX && names_agency(s) && !prose_ends_sentence(s)) { /* nothing but a credit */
		*out = (struct credit_split){ STR_NONE, s, s };
		return true;
	}
	return split_bare(s, out);
}
