#include "config.h"
#include "base/url.h"

#include "base/buf.h"

/* RFC 3986, 3: scheme "//" authority path "?" query "#" fragment; absent and empty differ. */
struct parts {
	struct str scheme, authority, path, query, fragment;
	bool has_scheme, has_authority, has_query, has_fragment;
};

struct str
url_scheme(struct str ref)
{
	size_t i;

	if (ref.n == 0 || !ascii_is_alpha(ref.p[0]))
		return STR_NONE;
	for (i = 1; i < ref.n && (ascii_is_alnum(ref.p[i]) || ref.p[i] == '+' || ref.p[i] == '-' || ref.p[i] == '.'); i++)
		;
	return i < ref.n && ref.p[i] == ':' ? str_head(ref, i) : STR_NONE;
}

static struct parts
split(struct str s)
{
	struct parts u = { 0 };
	struct str scheme = url_scheme(s);
	size_t i;

	if (scheme.n > 0) {
		u.has_scheme = true;
		u.scheme = scheme;
		s = str_skip(s, scheme.n + 1);
	}
	i = str_find_char(s, '#');
	if (i != STR_NPOS) {
		u.has_fragment = true;
		u.fragment = str_skip(s, i + 1);
		s = str_head(s, i);
	}
	i = str_find_char(s, '?');
	if (i != STR_NPOS) {
		u.has_query = true;
		u.query = str_skip(s, i + 1);
		s = str_head(s, i);
	}
	if (str_starts(s, STR("//"))) {
		u.has_authority = true;
		s = str_skip(s, 2);
		i = str_find_char(s, '/');
		u.authority = str_head(s, i == STR_NPOS ? s.n : i);
		s = str_skip(s, u.authority.n);
	}
	u.path = s;
	return u;
}

bool
url_is_http(struct str url)
{
	struct parts u = split(url);

	return u.has_authority && u.authority.n > 0 && (str_is_nocase(u.scheme, "http") || str_is_nocase(u.scheme, "https"));
}

struct str
url_site(struct str url)
{
	size_t i = str_find(url, STR("://"));

	for (i = i == STR_NPOS ? 0 : i + 3; i < url.n && strchr("/?#", url.p[i]) == NULL; i++)
		;
	return str_head(url, i);
}

struct str
url_authority(struct str url)
{
	struct str site = url_site(url);
	size_t at = str_find(site, STR("://"));

	return at != STR_NPOS ? str_skip(site, at + strlen("://")) : STR_NONE;
}

bool
url_is_front_page(struct str url)
{
	struct str path = str_skip(url, url_site(url).n);

	return url_is_http(url) && (path.n == 0 || str_is(path, "/"));
}

static bool
must_encode(char c)
{
	return (unsigned char)c <= 0x20 || c == 0x7f || strchr("\"<>\\^`{|}", c) != NULL;
}

/* ref trimmed, without tabs and line ends, with what no URL may hold percent-encoded. */
static struct str
clean(struct arena *a, struct str ref)
{
	static const char hex[] = "0123456789ABCDEF";
	char *out, *to;
	size_t i;

	ref = str_trim(ref);
	for (i = 0; i < ref.n && !must_encode(ref.p[i]); i++)
		;
	if (i == ref.n)
		return ref;
	to = out = arena_alloc(a, 3 * ref.n + 1);
	for (i = 0; i < ref.n; i++) {
		if (ref.p[i] == '\t' || ref.p[i] == '\n' || ref.p[i] == '\r')
			continue;
		if (must_encode(ref.p[i])) {
			*to++ = '%';
			*to++ = hex[(unsigned char)ref.p[i] >> 4];
			*to++ = hex[(unsigned char)ref.p[i] & 15];
		} else {
			*to++ = ref.p[i];
		}
	}
	*to = '\0';
	return (struct str){ out, (size_t)(to - out) };
}

/* RFC 3986, 5.2.4, in place in the bytes of path from `from` on. */
static void
remove_dots(struct buf *b, size_t from)
{
	const char *in = b->p + from, *end = b->p + b->n, *slash;
	char *start = b->p + from, *out = start;
	size_t n;

	while (in < end) {
		slash = memchr(in + 1, '/', (size_t)(end - in) - 1);
		n = (size_t)((slash != NULL ? slash : end) - in); /* "/segment" */
		if (n == 2 && memcmp(in, "/.", 2) == 0) {
			if (slash == NULL)
				*out++ = '/';
		} else if (n == 3 && memcmp(in, "/..", 3) == 0) {
			while (out > start && *--out != '/')
				;
			if (slash == NULL)
				*out++ = '/';
		} else {
			memmove(out, in, n);
			out += n;
		}
		in += n;
	}
	b->n = (size_t)(out - b->p);
}

static void
add_path(struct buf *b, const struct parts *base, const struct parts *ref)
{
	size_t from = b->n, i;
	struct str dir;

	if (ref->path.n > 0 && ref->path.p[0] != '/') { /* RFC 3986, 5.2.3 */
		dir = base->path;
		for (i = dir.n; i > 0 && dir.p[i - 1] != '/'; i--)
			;
		dir.n = i;
		if (dir.n == 0 && base->has_authority)
			dir = STR("/");
		buf_add_str(b, dir);
	}
	buf_add_str(b, ref->path);
	if (b->n > from && b->p[from] == '/')
		remove_dots(b, from);
}

static struct str
join(struct arena *a, const struct parts *base, const struct parts *ref)
{
	struct buf b;
	struct str out;

	buf_init(&b, SIZE_MAX / 4);
	buf_add_str(&b, base->scheme);
	buf_add_c(&b, ":");
	if (ref->has_authority || base->has_authority) {
		buf_add_c(&b, "//");
		buf_add_str(&b, ref->has_authority ? ref->authority : base->authority);
	}
	if (ref->has_authority || ref->path.n > 0)
		add_path(&b, base, ref);
	else
		buf_add_str(&b, base->path);
	if (ref->has_query || (!ref->has_authority && ref->path.n == 0 && base->has_query)) {
		buf_add_c(&b, "?");
		buf_add_str(&b, ref->has_query ? ref->query : base->query);
	}
	if (ref->has_fragment) {
		buf_add_c(&b, "#");
		buf_add_str(&b, ref->fragment);
	}
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

struct str
url_resolve(struct arena *a, struct str base, struct str ref)
{
	struct parts b, r;

	ref = clean(a, ref);
	if (base.n == 0 || url_scheme(ref).n > 0)
		return ref;
	b = split(base);
	if (!b.has_scheme)
		return ref;
	if (ref.n == 0) { /* the base itself, without its fragment */
		r = (struct parts){ 0 };
		return join(a, &b, &r);
	}
	if (!b.has_authority && b.path.n > 0 && b.path.p[0] != '/' && ref.p[0] != '#')
		return ref; /* an opaque base such as urn: has no hierarchy to resolve in */
	r = split(ref);
	return join(a, &b, &r);
}

/* The query without tracking parameters, appended to b with its question mark where anything is left. */
static bool
add_query_without_tracking(struct buf *b, struct str query)
{
	struct str rest = query, piece, name;
	char sep = '?';
	bool cut = false;
	size_t i;

	while (str_next(&rest, '&', &piece)) {
		i = str_find_char(piece, '=');
		name = str_head(piece, i == STR_NPOS ? piece.n : i);
		if (str_starts(name, STR("amp;"))) /* a reference decoded once too rarely */
			name = str_skip(name, 4);
		if (url_param_is_tracking(name)) {
			cut = true;
			continue;
		}
		buf_add_char(b, sep);
		buf_add_str(b, piece);
		sep = '&';
	}
	return cut;
}

struct str
url_without_tracking(struct arena *a, struct str url)
{
	struct parts u;
	struct buf b;
	struct str out = url;

	if (str_find_char(url, '?') == STR_NPOS)
		return url;
	u = split(url);
	if (!u.has_query)
		return url;
	buf_init(&b, SIZE_MAX / 4);
	buf_add(&b, url.p, (size_t)(u.query.p != NULL ? u.query.p - 1 - url.p : 0));
	if (u.query.p != NULL && add_query_without_tracking(&b, u.query)) {
		if (u.has_fragment) {
			buf_add_c(&b, "#");
			buf_add_str(&b, u.fragment);
		}
		out = arena_str(a, buf_str(&b));
	}
	buf_release(&b);
	return out;
}

struct str
url_match_key(struct arena *a, struct str url)
{
	struct parts u = split(str_trim(url));
	struct buf b;
	struct str host, out;
	size_t i;

	if (!url_is_http(str_trim(url)))
		return STR_NONE;
	host = u.authority;
	i = str_find_char(host, '@');
	if (i != STR_NPOS)
		host = str_skip(host, i + 1);
	if (str_ends(host, STR(":80")) || str_ends(host, STR(":443")))
		host = str_head(host, str_find_char(host, ':'));
	if (str_starts_nocase(host, STR("www.")))
		host = str_skip(host, 4);
	buf_init(&b, SIZE_MAX / 4);
	for (i = 0; i < host.n; i++)
		buf_add_char(&b, ascii_lower(host.p[i]));
	while (u.path.n > 0 && u.path.p[u.path.n - 1] == '/')
		u.path.n--;
	buf_add_str(&b, u.path);
	if (u.query.n > 0)
		add_query_without_tracking(&b, u.query);
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}
