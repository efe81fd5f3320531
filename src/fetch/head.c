#include "config.h"
#include "fetch/head.h"

#include "base/clock.h"
#include "base/mem.h"

#define WAIT_MIN_S INT64_C(60)
#define WAIT_MAX_S INT64_C(86400)

void
head_init(struct head *h)
{
	*h = (struct head){ 0 };
	buf_init(&h->text, HEAD_MAX);
}

void
head_release(struct head *h)
{
	buf_release(&h->text);
}

void
head_clear(struct head *h)
{
	buf_clear(&h->text);
	h->has = 0;
	h->n_seen = 0;
	h->is_whole = false;
}

/* Most lines of an answer fall through on their first letter and length. */
static enum head_field
field_of(struct str name)
{
	static const struct {
		const char *name;
		enum head_field field;
	} c_names[] = {
		{ "content-type", HEAD_CONTENT_TYPE },
		{ "cache-control", HEAD_CACHE_CONTROL },
		{ "content-location", HEAD_CONTENT_LOCATION },
		{ "content-language", HEAD_CONTENT_LANGUAGE },
	};
	size_t i;

	switch (name.p[0] | 0x20) {
	case 'c':
		if (name.n < sizeof("content-type") - 1)
			return HEAD_N;
		for (i = 0; i < sizeof(c_names) / sizeof(c_names[0]); i++)
			if (str_is_nocase(name, c_names[i].name))
				return c_names[i].field;
		return HEAD_N;
	case 'd':
		return str_is_nocase(name, "date") ? HEAD_DATE : HEAD_N;
	case 'e':
		if (str_is_nocase(name, "etag"))
			return HEAD_ETAG;
		return str_is_nocase(name, "expires") ? HEAD_EXPIRES : HEAD_N;
	case 'l':
		if (str_is_nocase(name, "last-modified"))
			return HEAD_LAST_MODIFIED;
		return str_is_nocase(name, "location") ? HEAD_LOCATION : HEAD_N;
	case 'r':
		return str_is_nocase(name, "retry-after") ? HEAD_RETRY_AFTER : HEAD_N;
	default:
		return HEAD_N;
	}
}

static void
keep(struct head *h, enum head_field field, struct str value)
{
	if (h->has >> field & 1) {
		if (field != HEAD_CACHE_CONTROL)
			return; /* of two the first, but for lists: they go on */
		if (h->field[field].at + h->field[field].n == h->text.n && buf_add_c(&h->text, ", ") == 0 &&
		    buf_add_str(&h->text, value) == 0)
			h->field[field].n += 2 + value.n;
		return;
	}
	h->field[field].at = h->text.n;
	h->field[field].n = value.n;
	if (buf_add_str(&h->text, value) == 0)
		h->has |= 1U << field;
}

int
head_line(struct head *h, const char *p, size_t n)
{
	struct str line = { p, n }, name;
	const char *colon;
	enum head_field field;

	h->n_seen += n;
	if (h->n_seen > HEAD_MAX)
		return -1;
	if (h->is_whole && str_starts(line, STR("HTTP/"))) {
		buf_clear(&h->text);
		h->has = 0;
		h->is_whole = false;
		return 0;
	}
	if (n == 0 || p[0] == '\r' || p[0] == '\n') {
		h->is_whole = true;
		return 0;
	}
	if (h->is_whole)
		return 0; /* a trailer */
	colon = memchr(p, ':', n);
	if (colon == NULL || colon == p)
		return 0;
	name = str_head(line, (size_t)(colon - p));
	field = field_of(name);
	if (field != HEAD_N)
		keep(h, field, str_trim(str_skip(line, name.n + 1)));
	return 0;
}

struct str
head_get(const struct head *h, enum head_field field)
{
	if ((h->has >> field & 1) == 0)
		return STR_NONE;
	return (struct str){ h->text.p + h->field[field].at, h->field[field].n };
}

char *
head_copy(const struct head *h, enum head_field field)
{
	struct str s = head_get(h, field);

	return s.n > 0 && memchr(s.p, '\0', s.n) == NULL ? mem_strndup(s) : NULL;
}

bool
head_is_sendable(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7f)
			return false;
	return true;
}

char *
head_copy_validator(const struct head *h, enum head_field field)
{
	struct str s = head_get(h, field);
	size_t i;

	if (s.n == 0 || s.n > HEAD_VALIDATOR_MAX)
		return NULL;
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return NULL;
	return mem_strndup(s);
}

static int64_t
clamp(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

/* Digits only; what does not fit is a very large number, and still one. */
static int
seconds_from(struct str s, int64_t *out)
{
	size_t i;

	if (s.n == 0)
		return -1;
	*out = 0;
	for (i = 0; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]))
			return -1;
		if (*out <= WAIT_MAX_S)
			*out = *out * 10 + (s.p[i] - '0');
	}
	return 0;
}

int64_t
head_retry_after_s(const struct head *h, int64_t now_s)
{
	struct str s = head_get(h, HEAD_RETRY_AFTER);
	int64_t v;

	if (s.n == 0)
		return 0;
	if (seconds_from(s, &v) != 0) {
		if (time_from_http(s, &v) != 0)
			return 0;
		v -= now_s;
	}
	return clamp(v, WAIT_MIN_S, WAIT_MAX_S);
}

static int64_t
from_cache_control(struct str list)
{
	struct str piece, value;
	int64_t v, found = -1;

	while (str_next(&list, ',', &piece)) {
		piece = str_trim(piece);
		if (str_is_nocase(piece, "no-cache") || str_is_nocase(piece, "no-store"))
			return 0;
		if (!str_starts_nocase(piece, STR("max-age=")))
			continue;
		value = str_trim(str_skip(piece, sizeof("max-age=") - 1));
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct str){ value.p + 1, value.n - 2 };
		if (seconds_from(value, &v) == 0 && found == -1)
			found = v;
	}
	return found;
}

int64_t
head_date_s(const struct head *h, int64_t now_s)
{
	int64_t date_s;

	if (time_from_http(head_get(h, HEAD_DATE), &date_s) != 0 || date_s > now_s + WAIT_MAX_S || date_s < now_s - WAIT_MAX_S)
		return now_s;
	return date_s;
}

int64_t
head_max_age_s(const struct head *h, int64_t now_s)
{
	struct str s = head_get(h, HEAD_CACHE_CONTROL);
	int64_t v = -1, date_s;

	if (s.n > 0)
		v = from_cache_control(s);
	if (v >= 0)
		return clamp(v, 0, WAIT_MAX_S);
	s = head_get(h, HEAD_EXPIRES);
	if (s.n == 0)
		return -1;
	if (time_from_http(s, &v) != 0)
		return 0; /* RFC 9111, 5.3: "0" and other nonsense is a time in the past */
	if (time_from_http(head_get(h, HEAD_DATE), &date_s) != 0)
		date_s = now_s; /* otherwise their clock against itself */
	return clamp(v - date_s, 0, WAIT_MAX_S);
}
