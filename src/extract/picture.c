#include "config.h"
#include "extract/picture.h"

#include "base/url.h"

#define SIDE_MIN 100         /* pixels: smaller ones are icons */
#define NUMBER_MIN 8U        /* bytes of a part of a name that is a picture's number … */
#define NUMBER_DIGITS 5U     /* … and digits in it */
#define HASH_MIN 8U          /* digits of a hash at the end of a name */

/* The word in an address, no letter before or behind it and no folder below it: "/default.jpg", not "/default/files/" or "catalogo". */
static bool
has_word(struct str url, struct str word)
{
	size_t at, from;

	for (from = 0; (at = str_find_nocase(str_skip(url, from), word)) != STR_NPOS; from += at + word.n) {
		struct str behind = str_skip(url, from + at + word.n);

		if ((from + at == 0 || word.p[0] == '/' || !ascii_is_alpha(url.p[from + at - 1])) && (behind.n == 0 || !ascii_is_alpha(behind.p[0])) &&
		    !(word.p[0] == '/' && behind.n > 0 && behind.p[0] == '/'))
			return true;
	}
	return false;
}

bool
picture_is_url(struct str url)
{
	static const char *const none[] = { "placeholder", "gravatar", "spacer", "blank.", "favicon", "no-image", "noimage", "opengraph-default", "og-default", "default-image", "default_image" };
	static const char *const words[] = { "logo", "logos", "avatar", "avatars", "/default", "1x1", "/pixel" };
	size_t i;

	if (!url_is_http(url) || url.n > URL_MAX)
		return false;
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (str_find_nocase(url, str_from(none[i])) != STR_NPOS)
			return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(url, str_from(words[i])))
			return false;
	return true;
}

bool
picture_is_big(const xmlNode *n)
{
	int64_t width = 0, height = 0;

	str_to_int64(dom_attr(n, "width"), &width);
	str_to_int64(dom_attr(n, "height"), &height);
	return (width == 0 || width >= SIDE_MIN) && (height == 0 || height >= SIDE_MIN);
}

/* "a.jpg 640w, b.jpg 320w" where an address should be. */
static struct str
first_of_set(struct str s)
{
	size_t at = str_find_char(s, ' '), i;

	for (i = at; at != STR_NPOS && i + 1 < s.n && (s.p[i] == ' ' || ascii_is_digit(s.p[i])); i++)
		;
	return at != STR_NPOS && i > at + 1 && i < s.n && (s.p[i] == 'w' || s.p[i] == 'x') ? str_head(s, at) : s;
}

struct str
picture_source(const xmlNode *img)
{
	static const char *const names[] = { "data-src", "data-original", "data-lazy-src", "data-lazy", "data-orig-file", "data-full-src", "data-hi-res-src", "src" };
	struct str s, set;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s = dom_attr(img, names[i]);
		if (s.n > 0 && !str_starts_nocase(s, STR("data:")) && !(str_starts(s, STR("{")) || str_starts(s, STR("["))))
			return first_of_set(s);
	}
	set = dom_attr(img, "srcset");
	if (set.n == 0)
		set = dom_attr(img, "data-srcset");
	for (i = 0; i < set.n && !ascii_is_space(set.p[i]) && !(set.p[i] == ',' && i + 1 < set.n && ascii_is_space(set.p[i + 1])); i++)
		;
	s = str_head(set, i);
	return str_starts_nocase(s, STR("data:")) ? STR_NONE : s;
}

/* ---- the same picture ---- */

/* "fish-in-pond" of ".../fish-in-pond-1024x683.jpg?w=3": the file's name without ending and size. */
static struct str
name_of(struct str url)
{
	static const char *const tails[] = { "-scaled", "-large", "_large", "-small", "_small", "-thumb", "_thumb", "-medium", "@2x" };
	size_t i, k, end;

	for (i = 0; i < url.n && url.p[i] != '?' && url.p[i] != '#'; i++)
		;
	url = str_head(url, i);
	while (url.n > 0 && url.p[url.n - 1] == '/')
		url.n--;
	for (i = url.n; i > 0 && url.p[i - 1] != '/'; i--)
		;
	url = str_skip(url, i);
	for (i = url.n; i > 0 && url.p[i - 1] != '.'; i--)
		;
	if (i > 1 && url.n - i <= 5)
		url = str_head(url, i - 1);
	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (str_ends(url, str_from(tails[i])))
			url = str_head(url, url.n - strlen(tails[i]));
	for (end = url.n; end > 0 && (ascii_is_digit(url.p[end - 1]) || (url.p[end - 1] >= 'a' && url.p[end - 1] <= 'f')); end--)
		;
	if (end > PICTURE_KEY_MIN && url.n - end >= HASH_MIN && (url.p[end - 1] == '_' || url.p[end - 1] == '-'))
		return str_head(url, end - 1); /* of the size that was asked for */
	for (end = url.n; end > 0 && ascii_is_digit(url.p[end - 1]); end--)
		;
	if (end > 1 && end < url.n && url.p[end - 1] == 'x') { /* -1024x683 */
		for (k = end - 1; k > 0 && ascii_is_digit(url.p[k - 1]); k--)
			;
		if (k > 1 && k < end - 1 && (url.p[k - 1] == '-' || url.p[k - 1] == '_'))
			url = str_head(url, k - 1);
	}
	return url;
}

/* The longest part of a file's name that has digits enough to be a number of the picture; empty without. */
static struct str
number_in(struct str name)
{
	struct str best = STR_NONE;
	size_t i, k, digits;

	for (i = 0; i < name.n; i = k + 1) {
		for (k = i, digits = 0; k < name.n && ascii_is_alnum(name.p[k]); k++)
			digits += ascii_is_digit(name.p[k]);
		if (digits >= NUMBER_DIGITS && k - i >= NUMBER_MIN && k - i > best.n)
			best = (struct str){ name.p + i, k - i };
	}
	return best;
}

/* "folder/fish" of ".../folder/fish-facebook.jpg": its folder and the first part of its name. */
static struct str
place_in(struct str url, struct str name)
{
	size_t i, n;

	for (n = 0; n < name.n && ascii_is_alnum(name.p[n]); n++)
		;
	if (n < PICTURE_KEY_MIN || name.p < url.p + 2)
		return STR_NONE;
	for (i = (size_t)(name.p - url.p) - 1; i > 0 && url.p[i - 1] != '/'; i--)
		;
	return (struct str){ url.p + i, (size_t)(name.p - url.p) + n - i };
}

void
picture_keys(struct str url, struct str keys[PICTURE_KEYS])
{
	keys[0] = name_of(url);
	keys[1] = number_in(keys[0]);
	keys[2] = place_in(url, keys[0]);
}

bool
picture_has_key(const xmlNode *n, struct str key)
{
	const xmlAttr *at;

	for (at = n->properties; at != NULL; at = at->next) {
		struct str name = str_from((const char *)at->name);

		if (at->children == NULL || (str_find(name, STR("src")) == STR_NPOS && !str_starts(name, STR("data-"))))
			continue;
		if (str_find_nocase(str_from((const char *)at->children->content), key) != STR_NPOS)
			return true;
	}
	return false;
}
