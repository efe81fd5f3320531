#include "config.h"
#include "fetch/robots.h"

#include "base/mem.h"

#define OUR_TOKEN "feedwright" /* of the User-Agent that is ours */
#define PATH_BYTES_MAX 2048U /* of a pattern and of a URL's path: what is longer is compared so far */

struct robots_rule {
	struct str pattern; /* escapes written alike */
	bool allows;
};

struct robots {
	struct robots_rule *v; /* that are for us, in the order of the file */
	size_t n, room;        /* room: of the arena's block */
	int64_t delay_s;
};

/* ---- escapes ---- */

static int
hex(char c)
{
	return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static size_t
put(char *to, size_t n, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	/* RFC 3986, 2.3: these never need an escape; RFC 9309, 2.2.2: what is not ASCII has one */
	if (ascii_is_alnum((char)c) || strchr("-._~", c) != NULL) {
		to[n++] = (char)c;
		return n;
	}
	to[n++] = '%';
	to[n++] = digits[c >> 4];
	to[n++] = digits[c & 15];
	return n;
}

/* One spelling of a path or pattern: unreserved characters plain, the rest of what was escaped or is not ASCII as %XX. */
static struct str
one_spelling(struct arena *a, struct str s)
{
	char *to;
	size_t i, n = 0;

	s = str_head(s, PATH_BYTES_MAX);
	to = arena_alloc(a, 3 * s.n + 1);
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			c = (unsigned char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			n = c == 0 ? n : put(to, n, c);
			i += 2;
		} else if (c > 0x20 && c < 0x7f) {
			to[n++] = (char)c;
		} else if (c != 0) {
			n = put(to, n, c);
		}
	}
	return (struct str){ to, n };
}

/* ---- reading ---- */

enum whose { WHOSE_NOBODY = 0, WHOSE_ALL, WHOSE_OURS };

struct reader {
	struct arena *a;
	struct str token;
	struct robots ours, all;
	enum whose whose;    /* of the group that is being read */
	bool is_in_rules;    /* the next User-agent begins a group */
	bool has_ours;
};

static void
add_rule(struct reader *r, struct str pattern, bool allows)
{
	struct robots *to = r->whose == WHOSE_OURS ? &r->ours : &r->all;
	size_t room;

	r->is_in_rules = true;
	if (r->whose == WHOSE_NOBODY || pattern.n == 0)
		return;
	if (to->n == to->room) {
		room = to->room == 0 ? 16 : 2 * to->room;
		to->v = arena_grow(r->a, to->v, to->room * sizeof(*to->v), room * sizeof(*to->v));
		to->room = room;
	}
	to->v[to->n++] = (struct robots_rule){ one_spelling(r->a, pattern), allows };
}

static struct str
product_of(struct str user_agent)
{
	size_t i;

	for (i = 0; i < user_agent.n && (ascii_is_alpha(user_agent.p[i]) || user_agent.p[i] == '_' || user_agent.p[i] == '-'); i++)
		;
	return str_head(user_agent, i);
}

static void
add_agent(struct reader *r, struct str name)
{
	enum whose whose = str_is(name, "*") ? WHOSE_ALL : r->token.n > 0 && str_eq_nocase(product_of(name), r->token) ? WHOSE_OURS : WHOSE_NOBODY;

	if (r->is_in_rules)
		r->whose = WHOSE_NOBODY;
	r->is_in_rules = false;
	if (whose > r->whose) /* a group for us and for all is ours */
		r->whose = whose;
	r->has_ours = r->has_ours || whose == WHOSE_OURS;
}

/* Whole seconds, a fraction counts as one more; the longest of several. It is no rule of the RFC's, so that it ends no list of names. */
static void
add_delay(struct reader *r, struct str value)
{
	struct robots *to = r->whose == WHOSE_OURS ? &r->ours : &r->all;
	bool has_fraction = false;
	int64_t s = 0;
	size_t i;

	for (i = 0; i < value.n && ascii_is_digit(value.p[i]); i++)
		s = s < ROBOTS_DELAY_MAX_S ? 10 * s + (value.p[i] - '0') : s;
	for (i += i < value.n && value.p[i] == '.'; i < value.n && ascii_is_digit(value.p[i]); i++)
		has_fraction = has_fraction || value.p[i] != '0';
	s = s + has_fraction < ROBOTS_DELAY_MAX_S ? s + has_fraction : ROBOTS_DELAY_MAX_S;
	if (r->whose != WHOSE_NOBODY && s > to->delay_s)
		to->delay_s = s;
}

static void
read_line(struct reader *r, struct str line)
{
	size_t colon;
	struct str key, value;

	line = str_head(line, str_find_char(line, '#'));
	colon = str_find_char(line, ':');
	if (colon == STR_NPOS)
		return;
	key = str_trim(str_head(line, colon));
	value = str_trim(str_skip(line, colon + 1));
	if (str_is_nocase(key, "user-agent"))
		add_agent(r, value);
	else if (str_is_nocase(key, "allow"))
		add_rule(r, value, true);
	else if (str_is_nocase(key, "disallow"))
		add_rule(r, value, false);
	else if (str_is_nocase(key, "crawl-delay"))
		add_delay(r, value);
}

struct robots *
robots_read(struct arena *a, struct str text, struct str token)
{
	struct reader r = { .a = a, .token = token };
	struct robots *out = arena_zalloc(a, sizeof(*out));
	size_t i, from = 0;

	text = str_head(text, ROBOTS_MAX);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_skip(text, 3);
	for (i = 0; i <= text.n; i++)
		if (i == text.n || text.p[i] == '\n' || text.p[i] == '\r') {
			read_line(&r, (struct str){ text.p + from, i - from });
			from = i + 1;
		}
	*out = r.has_ours ? r.ours : r.all;
	return out;
}

struct robots *
robots_of_answer(struct arena *a, const struct fetch_result *r, struct str token)
{
	if (r->err.kind != ERR_NONE || r->status >= 500 || r->status == 429 || r->status < 200)
		return NULL;
	return robots_read(a, r->status < 300 ? buf_str(&r->body) : STR_NONE, token);
}

/* ---- asking ---- */

/* The pieces between stars, each at its first place: where one fits further on, it fits here too. */
static bool
matches(struct str pattern, struct str path)
{
	bool is_bound = pattern.n > 0 && pattern.p[pattern.n - 1] == '$', is_first = true;
	struct str piece;
	size_t star, at;

	if (is_bound)
		pattern.n--;
	for (;; pattern = str_skip(pattern, star + 1), is_first = false) {
		star = str_find_char(pattern, '*');
		piece = str_head(pattern, star);
		if (star == STR_NPOS && is_bound) /* the last one */
			return is_first ? str_eq(piece, path) : str_ends(path, piece);
		at = str_find(path, piece);
		if (at == STR_NPOS || (is_first && at != 0))
			return false;
		if (star == STR_NPOS)
			return true;
		path = str_skip(path, at + piece.n);
	}
}

static struct str
path_of(struct str url)
{
	size_t host = str_find(url, STR("://")), i;

	url = str_skip(url, host == STR_NPOS ? 0 : host + 3);
	for (i = 0; i < url.n && url.p[i] != '/' && url.p[i] != '?' && url.p[i] != '#'; i++)
		;
	url = str_skip(url, i);
	return str_head(url, str_find_char(url, '#'));
}

bool
robots_allows(const struct robots *r, struct str url)
{
	struct str path = path_of(url);
	struct arena a;
	size_t i, longest = 0;
	bool allows = true;

	arena_init(&a, 16 * PATH_BYTES_MAX, NULL);
	if (path.n == 0 || path.p[0] != '/')
		path = arena_printf(&a, "/%.*s", STR_ARG(str_head(path, PATH_BYTES_MAX)));
	path = one_spelling(&a, path);
	for (i = 0; i < r->n && !str_is(path, "/robots.txt"); i++) {
		const struct robots_rule *x = &r->v[i];

		if (x->pattern.n < longest || (x->pattern.n == longest && (allows || !x->allows)) || !matches(x->pattern, path))
			continue;
		longest = x->pattern.n;
		allows = x->allows;
	}
	arena_release(&a);
	return allows;
}

int64_t
robots_delay_s(const struct robots *r)
{
	return r->delay_s;
}

struct str
robots_token(const char *user_agent)
{
	return user_agent != NULL ? product_of(str_from(user_agent)) : STR(OUR_TOKEN);
}
