#include "config.h"
#include "render/json_out.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "base/utf8.h"
#include "render/uri_out.h"

#define S8 1, 1, 1, 1, 1, 1, 1, 1

/* What stops a run: controls, quote, backslash, DEL, and the byte that U+2028 begins with. */
static const uint8_t stops[256] = { [0] = S8, S8, S8, S8, ['"'] = 1, ['\\'] = 1, [127] = 1, [0xe2] = 1 };

/* The next byte that stops a run; end when there is none. */
static const char *
next_stop(const char *p, const char *end)
{
	const unsigned char *u;

	for (; end - p >= 8; p += 8) {
		u = (const unsigned char *)p;
		if ((stops[u[0]] | stops[u[1]] | stops[u[2]] | stops[u[3]] | stops[u[4]] | stops[u[5]] | stops[u[6]] |
			stops[u[7]]) != 0)
			break;
	}
	while (p < end && stops[(unsigned char)*p] == 0)
		p++;
	return p;
}

static void
add_run(struct buf *out, struct str s)
{
	const char *from = s.p, *p, *end = s.p + s.n;

	for (p = next_stop(from, end); p < end; p = next_stop(p + 1, end)) {
		if (*p == '\xe2' && (end - p < 3 || p[1] != '\x80' || (p[2] != '\xa8' && p[2] != '\xa9')))
			continue;
		buf_add(out, from, (size_t)(p - from));
		if (*p == '\xe2') {
			buf_add_c(out, p[2] == '\xa8' ? "\\u2028" : "\\u2029");
			p += 2;
		} else if (*p == '"') {
			buf_add_c(out, "\\\"");
		} else if (*p == '\\') {
			buf_add_c(out, "\\\\");
		} else if (*p == '\n') {
			buf_add_c(out, "\\n");
		} else {
			buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*p);
		}
		from = p + 1;
	}
	buf_add(out, from, (size_t)(end - from));
}

static void
add_string(struct buf *out, struct str s)
{
	size_t n;

	buf_add_char(out, '"');
	while (s.n > 0) {
		n = utf8_valid_prefix(s);
		add_run(out, str_head(s, n));
		s = str_skip(s, n);
		if (s.n == 0)
			break;
		buf_add_utf8(out, UTF8_BAD);
		s = str_skip(s, 1);
	}
	buf_add_char(out, '"');
}

static void
begin(struct json *j, const char *key)
{
	if (j->depth > 0) {
		assert((j->close[j->depth - 1] == '}') == (key != NULL));
		if (j->has_member[j->depth - 1])
			buf_add_char(j->out, ',');
		j->has_member[j->depth - 1] = true;
		buf_add_char(j->out, '\n');
	}
	if (key != NULL) {
		add_string(j->out, str_from(key));
		buf_add_char(j->out, ':');
	}
}

static void
open_container(struct json *j, const char *key, const char *brackets)
{
	assert(j->depth < JSON_DEPTH_MAX);
	begin(j, key);
	buf_add_char(j->out, brackets[0]);
	j->close[j->depth] = brackets[1];
	j->has_member[j->depth++] = false;
}

void
json_init(struct json *j, struct buf *out)
{
	*j = (struct json){ .out = out };
}

int
json_finish(struct json *j)
{
	assert(j->depth == 0);
	buf_add_char(j->out, '\n');
	return j->out->is_full ? -1 : 0;
}

void
json_object(struct json *j, const char *key)
{
	open_container(j, key, "{}");
}

void
json_array(struct json *j, const char *key)
{
	open_container(j, key, "[]");
}

void
json_end(struct json *j)
{
	assert(j->depth > 0);
	j->depth--;
	if (j->has_member[j->depth])
		buf_add_char(j->out, '\n');
	buf_add_char(j->out, j->close[j->depth]);
}

void
json_string(struct json *j, const char *key, struct str s)
{
	begin(j, key);
	add_string(j->out, s);
}

void
json_integer(struct json *j, const char *key, int64_t v)
{
	begin(j, key);
	buf_printf(j->out, "%" PRId64, v);
}

void
json_number(struct json *j, const char *key, double v)
{
	if (!isfinite(v))
		return;
	begin(j, key);
	buf_printf(j->out, "%.15g", v); /* the program runs in the "C" numeric locale */
}

void
json_maybe(struct json *j, const char *key, struct str s)
{
	if (s.n > 0)
		json_string(j, key, s);
}

void
json_maybe_url(struct json *j, const char *key, struct str url)
{
	if (!uri_is_absolute(url))
		return;
	begin(j, key);
	buf_add_char(j->out, '"'); /* quotes, backslashes and controls are percent-encoded */
	uri_add(j->out, url, false, "&");
	buf_add_char(j->out, '"');
}
