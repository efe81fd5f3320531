#include "config.h"
#include "settings/values.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/url.h"

#define NAME_MAX_BYTES 100 /* with an ending it stays below what file systems take */

struct unit {
	const char *sign;
	int64_t factor;
	const char *one, *many;
};

static const struct unit durations[] = { /* of a millisecond, largest first */
	{ "d", 86400000, "day", "days" },
	{ "h", 3600000, "hour", "hours" },
	{ "m", 60000, "minute", "minutes" },
	{ "s", 1000, "second", "seconds" },
	{ "ms", 1, "millisecond", "milliseconds" },
	{ NULL, 0, NULL, NULL },
};

static const struct unit sizes[] = {
	{ "G", 1 << 30, "GiB", "GiB" },
	{ "M", 1 << 20, "MiB", "MiB" },
	{ "K", 1 << 10, "KiB", "KiB" },
	{ "", 1, "byte", "bytes" },
	{ NULL, 0, NULL, NULL },
};

void
value_complain(const struct value *x, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (x->is_secret || x->v->is_expanded || x->v->text.n > 80)
		mistakes_add(x->mistakes, x->level, &x->v->at, "%s: the value %s", x->key, text);
	else
		mistakes_add(x->mistakes, x->level, &x->v->at, "%s: \"%s\" %s", x->key, x->v->text.p, text);
}

/* "30 days", "1500 milliseconds": in the largest unit without a rest. */
static void
print_amount(int64_t n, const struct unit *units, char *out, size_t room)
{
	const struct unit *u = units;

	while (u[1].sign != NULL && (n == 0 || n % u->factor != 0))
		u++;
	if (n == 0 && units == durations)
		u--; /* nobody says 0 milliseconds */
	snprintf(out, room, "%" PRId64 " %s", n / u->factor, n / u->factor == 1 ? u->one : u->many);
}

static int
check_range(const struct value *x, int64_t n, int64_t min, int64_t max, const struct unit *units)
{
	char low[48], high[48];

	if (n >= min && n <= max)
		return 0;
	print_amount(min, units, low, sizeof(low));
	print_amount(max, units, high, sizeof(high));
	value_complain(x, "is too %s (from %s to %s)", units == durations ? (n < min ? "short" : "long") : (n < min ? "small" : "large"),
	    low, high);
	return -1;
}

/* "1h", "2 d": a whole number and a sign of units, or a lone "0". INT64_MAX for what is past counting. */
static int
read_amount(struct str s, const struct unit *units, int64_t *out)
{
	const struct unit *u;
	struct str sign;
	int64_t n = 0;
	size_t i;

	s = str_trim(s);
	for (i = 0; i < s.n && ascii_is_digit(s.p[i]); i++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, s.p[i] - '0', &n))
			n = INT64_MAX / 2;
	if (i == 0)
		return -1;
	sign = str_trim(str_skip(s, i));
	for (u = units; u->sign != NULL; u++) {
		bool is_it = str_is_nocase(sign, u->sign) || (u->one != NULL && sign.n > 1 && (str_is(sign, u->one) || str_is(sign, u->many)));

		if (!is_it && !(n == 0 && sign.n == 0))
			continue;
		if (__builtin_mul_overflow(n, u->factor, out))
			*out = INT64_MAX;
		return 0;
	}
	return -1;
}

int
value_duration(const struct value *x, int64_t min_ms, int64_t max_ms, int64_t *out_ms)
{
	if (x->v->is_broken)
		return -1;
	if (read_amount(x->v->text, durations, out_ms) == -1) {
		value_complain(x, "is no duration: it is a whole number with its unit, such as 500ms, 90s, 5m, 1h or 2d");
		return -1;
	}
	return check_range(x, *out_ms, min_ms, max_ms, durations);
}

int
value_size(const struct value *x, int64_t min, int64_t max, int64_t *out)
{
	if (x->v->is_broken)
		return -1;
	if (read_amount(x->v->text, sizes, out) == -1) {
		value_complain(x, "is no size: it is a whole number of bytes, or one with K, M or G, such as 64K or 16M");
		return -1;
	}
	return check_range(x, *out, min, max, sizes);
}

int
value_number(const struct value *x, int64_t min, int64_t max, int64_t *out)
{
	if (x->v->is_broken)
		return -1;
	if (str_to_int64(x->v->text, out) == -1) {
		value_complain(x, "is no whole number (from %" PRId64 " to %" PRId64 ")", min, max);
		return -1;
	}
	if (*out >= min && *out <= max)
		return 0;
	value_complain(x, "is too %s (from %" PRId64 " to %" PRId64 ")", *out < min ? "small" : "large", min, max);
	return -1;
}

int
value_word(const struct value *x, const char *const *words, int *out)
{
	char list[256];
	struct nearest near;
	size_t n = 0;
	int i;

	if (x->v->is_broken)
		return -1;
	nearest_init(&near, x->v->text);
	list[0] = '\0';
	for (i = 0; words[i] != NULL; i++) {
		if (str_is(x->v->text, words[i])) {
			*out = i;
			return 0;
		}
		nearest_offer(&near, str_from(words[i]));
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", i == 0 ? "" : words[i + 1] != NULL ? ", " : " or ", words[i]);
	}
	if (near.best.n > 0)
		value_complain(x, "is not one of %s: did you mean \"%.*s\"?", list, STR_ARG(near.best));
	else
		value_complain(x, "is not one of %s", list);
	return -1;
}

int
value_bool(const struct value *x, bool *out)
{
	static const char *const words[] = { "true", "false", "yes", "no", "on", "off", NULL };
	int i;

	if (value_word(x, words, &i) == -1)
		return -1;
	*out = i % 2 == 0;
	return 0;
}

static bool
has_control(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return true;
	return false;
}

int
value_text(const struct value *x, size_t max, char **out)
{
	struct str s = str_trim(x->v->text);

	if (x->v->is_broken)
		return -1;
	if (has_control(s)) {
		value_complain(x, "has a line end or another control character in it");
		return -1;
	}
	if (s.n > max) {
		value_complain(x, "is longer than %zu bytes", max);
		return -1;
	}
	*out = s.n > 0 ? arena_strdup(x->strings, s) : NULL;
	return 0;
}

int
value_name(const struct value *x)
{
	struct str s = x->v->text;
	size_t i;

	if (x->v->is_broken)
		return -1;
	for (i = 0; i < s.n && (ascii_is_alnum(s.p[i]) || s.p[i] == '.' || s.p[i] == '_' || s.p[i] == '-'); i++)
		;
	if (i < s.n)
		value_complain(x, "is no name: only letters and digits of ASCII, '.', '_' and '-' may stand in it");
	else if (s.n == 0)
		value_complain(x, "is no name");
	else if (s.p[0] == '.' || s.p[0] == '-')
		value_complain(x, "is no name: it may not begin with '%c'", s.p[0]);
	else if (s.n > NAME_MAX_BYTES)
		value_complain(x, "is longer than %d bytes", NAME_MAX_BYTES);
	else
		return 0;
	return -1;
}

/* What stands between "//" and the next "/", "?" or "#". */
static struct str
authority(struct str url)
{
	size_t i = str_find(url, STR("://")), n;
	struct str s = i == STR_NPOS ? STR_NONE : str_skip(url, i + 3);

	for (n = 0; n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#'; n++)
		;
	return str_head(s, n);
}

static bool
ipv4_is_private(uint32_t a)
{
	return a >> 24 == 0 || a >> 24 == 10 || a >> 24 == 127 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 || a >> 16 == 0xa9fe ||
	       a >> 22 == 0x191; /* 100.64/10: shared address space, RFC 6598 */
}

static bool
host_is_private(const struct url_parts *u)
{
	struct in6_addr v6;
	struct in_addr v4;
	uint32_t low;

	if (strcmp(u->scheme, "file") == 0 || strcmp(u->host, "localhost") == 0 || str_ends(str_from(u->host), STR(".localhost")))
		return true;
	if (inet_pton(AF_INET, u->host, &v4) == 1)
		return ipv4_is_private(ntohl(v4.s_addr));
	if (inet_pton(AF_INET6, u->host, &v6) != 1)
		return false;
	memcpy(&low, &v6.s6_addr[12], sizeof(low));
	return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6) || IN6_IS_ADDR_LINKLOCAL(&v6) || (v6.s6_addr[0] & 0xfe) == 0xfc ||
	       (IN6_IS_ADDR_V4MAPPED(&v6) && ipv4_is_private(ntohl(low)));
}

int
value_url(const struct value *x, bool may_be_file, char **out, bool *is_private)
{
	struct str s = str_trim(x->v->text), scheme = url_scheme(s);
	struct url_parts parts;
	struct err e;
	char *url;

	if (x->v->is_broken)
		return -1;
	if (!str_is_nocase(scheme, "http") && !str_is_nocase(scheme, "https") && !(may_be_file && str_is_nocase(scheme, "file"))) {
		value_complain(x, "is no address that begins with http:// or https://%s", may_be_file ? " or file:///" : "");
		return -1;
	}
	if (s.n > URL_MAX) {
		value_complain(x, "is longer than %d bytes", URL_MAX);
		return -1;
	}
	if (str_find_char(authority(s), '@') != STR_NPOS) {
		struct value hidden = *x;

		hidden.is_secret = true;
		value_complain(&hidden, "has a user name in the address: write username and password-file, which are never shown");
		return -1;
	}
	url = arena_strdup(x->strings, s);
	if (has_control(s) || url_parse(url, &parts, &e) == -1) {
		value_complain(x, "is no address that can be fetched");
		return -1;
	}
	if (is_private != NULL)
		*is_private = host_is_private(&parts);
	url_parts_release(&parts);
	*out = url;
	return 0;
}

int
value_proxy(const struct value *x, char **out)
{
	static const char *const schemes[] = { "http", "https", "socks4", "socks4a", "socks5", "socks5h" };
	struct str s = str_trim(x->v->text), scheme = url_scheme(s);
	size_t i;

	if (x->v->is_broken)
		return -1;
	*out = NULL;
	if (s.n == 0)
		return 0;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]) && !str_is_nocase(scheme, schemes[i]); i++)
		;
	if (i == sizeof(schemes) / sizeof(schemes[0]) || authority(s).n == 0 || has_control(s) || s.n > URL_MAX) {
		value_complain(x, "is no address of a proxy (http, https, socks4, socks4a, socks5 or socks5h, with :// and its host)");
		return -1;
	}
	*out = arena_strdup(x->strings, s);
	return 0;
}
