#include "config.h"
#include "render/uri_out.h"

#include "base/url.h"
#include "base/utf8.h"

enum { PLAIN = 0, ENCODE, PERCENT, AMP, BRACKET, HASH };

#define E16                                                                                                                     \
	ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, ENCODE, \
	    ENCODE

static const uint8_t classes[128] = {
	[0] = E16,
	E16,
	[' '] = ENCODE,
	['"'] = ENCODE,
	['<'] = ENCODE,
	['>'] = ENCODE,
	['\\'] = ENCODE,
	['^'] = ENCODE,
	['`'] = ENCODE,
	['{'] = ENCODE,
	['|'] = ENCODE,
	['}'] = ENCODE,
	[127] = ENCODE,
	['%'] = PERCENT,
	['&'] = AMP,
	['['] = BRACKET,
	[']'] = BRACKET,
	['#'] = HASH,
};

static bool
is_hex(char c)
{
	return ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

/* Brackets below this offset are an IPv6 host's. */
static size_t
host_end(struct str uri)
{
	size_t at = str_find(uri, STR("://["));

	if (at == STR_NPOS)
		return 0;
	at += str_find_char(str_skip(uri, at), ']') != STR_NPOS ? str_find_char(str_skip(uri, at), ']') + 1 : 0;
	return at;
}

struct walk {
	struct str uri;
	size_t host_end;
	bool is_ascii, has_hash;
};

/* RFC 3987, 2.2 and 4.1: what an IRI may hold beyond ASCII; and no kind of space, which readers cut at. */
static bool
is_fit_for_iri(uint32_t c)
{
	if (c <= 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
	    (c >= 0x205f && c <= 0x206f))
		return false;
	return c != 0x3000 && (c < 0xe000 || c > 0xf8ff) && (c < 0xfff0 || c > 0xffff) && (c & 0xfffe) != 0xfffe && c < 0xe0000;
}

/* A whole character at i that may stay. Its other bytes are none, so that all of a bad one are encoded. */
static bool
is_fit_at(struct str s, size_t i)
{
	return utf8_valid_prefix(str_head(str_skip(s, i), 4)) > 0 && is_fit_for_iri(utf8_next(s, &i));
}

/* Whether the byte at i is to be encoded. */
static bool
is_bad(struct walk *w, size_t i)
{
	struct str s = w->uri;
	unsigned char c = (unsigned char)s.p[i];

	if (c >= 0x80)
		return w->is_ascii || !is_fit_at(s, i);
	switch (classes[c]) {
	case ENCODE:
		return true;
	case PERCENT:
		return i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2]);
	case BRACKET:
		return i >= w->host_end;
	case HASH:
		if (w->has_hash)
			return true;
		w->has_hash = true;
		return false;
	default: /* stays */
		return false;
	}
}

static size_t
character_size(struct str s, size_t i)
{
	size_t from = i;

	if ((unsigned char)s.p[i] < 0x80)
		return 1;
	utf8_next(s, &i);
	return i - from;
}

void
uri_add(struct buf *out, struct str uri, bool is_ascii, const char *amp)
{
	struct walk w = { uri, host_end(uri), is_ascii, false };
	size_t i, from = 0, step;

	for (i = 0; i < uri.n; i += step) {
		step = 1;
		if ((unsigned char)uri.p[i] < 0x80 && classes[(unsigned char)uri.p[i]] == PLAIN)
			continue;
		if (uri.p[i] == '&') {
			buf_add(out, uri.p + from, i - from);
			buf_add_c(out, amp);
			from = i + 1;
		} else if (is_bad(&w, i)) {
			buf_add(out, uri.p + from, i - from);
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)uri.p[i]);
			from = i + 1;
		} else {
			step = character_size(uri, i);
		}
	}
	buf_add_str(out, str_skip(uri, from));
}

bool
uri_is_clean(struct str uri, bool is_ascii)
{
	struct walk w = { uri, host_end(uri), is_ascii, false };
	size_t i;

	for (i = 0; i < uri.n; i += character_size(uri, i))
		if (is_bad(&w, i))
			return false;
	return true;
}

bool
uri_is_absolute(struct str uri)
{
	struct str scheme = url_scheme(uri);

	return scheme.n > 0 && uri.n > scheme.n + 1;
}
