#include "config.h"
#include "store/identity.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/url.h"

#define OWN_ID_MAX 1024U    /* bytes */
#define CONTENT_MIN 200U    /* bytes of text: less is no fingerprint */
#define TEXT_MAX (16U << 20)

/* 1c0f3a5e-5f0c-5d5e-9a0e-66656564776a: the name space of ids that we mint. Never changes. */
static const uint8_t name_space[16] = { 0x1c, 0x0f, 0x3a, 0x5e, 0x5f, 0x0c, 0x5d, 0x5e, 0x9a, 0x0e, 0x66, 0x65, 0x65, 0x64, 0x77, 0x6a };

static int64_t
key(enum rung rung, struct str s)
{
	/* Guids that look like links and links share a rung's keys: many publishers change one into the other. */
	uint64_t seed = rung == RUNG_GUID_MATCH ? RUNG_LINK + 1U : rung + 1U;
	int64_t k;

	if (s.n == 0)
		return 0;
	k = (int64_t)(hash_fast(s, seed) >> 1);
	return k != 0 ? k : 1;
}

/*
 * White space runs as one space, none at the ends, so that a changed indentation is no change; then a NUL.
 * Without a branch for each byte: every text that is recorded comes through here.
 */
static void
add_collapsed(struct buf *b, struct str s)
{
	static const char space[256] = { [' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, ['\f'] = 1 };
	char *to;
	size_t i, n = 0;
	char was_space = 1, is_space;

	s = str_trim(s);
	to = buf_reserve(b, s.n + 1);
	if (to == NULL)
		return;
	for (i = 0; i < s.n; i++) {
		is_space = space[(unsigned char)s.p[i]];
		to[n] = is_space ? ' ' : s.p[i];
		n += !(is_space & was_space);
		was_space = is_space;
	}
	to[n++] = '\0';
	buf_added(b, n);
}

static struct str
body_of(const struct article *a)
{
	return a->content_html.n > 0 ? a->content_html : a->content_text.n > 0 ? a->content_text :
	       a->summary.html.n > 0 ? a->summary.html : a->summary.plain;
}

static void
add_number(struct buf *b, uint64_t v)
{
	buf_add(b, &v, sizeof(v));
}

static int64_t
content_key(const struct article *a, uint64_t body_hash, struct buf *scratch)
{
	if (body_of(a).n < CONTENT_MIN)
		return 0;
	buf_clear(scratch);
	add_collapsed(scratch, a->title.plain);
	add_number(scratch, body_hash);
	return key(RUNG_CONTENT, buf_str(scratch));
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Keys that two articles of the document share say nothing about either. */
static void
clear_shared(struct arena *a, struct identity *ids, uint32_t n, enum rung rung)
{
	int64_t *v = arena_alloc(a, (n + 1) * sizeof(*v)), *hit;
	uint32_t i, m = 0;

	for (i = 0; i < n; i++)
		if (ids[i].key[rung] != 0)
			v[m++] = ids[i].key[rung];
	if (m < 2)
		return;
	qsort(v, m, sizeof(*v), by_value);
	for (i = 0; i < n; i++) {
		hit = ids[i].key[rung] != 0 ? bsearch(&ids[i].key[rung], v, m, sizeof(*v), by_value) : NULL;
		if (hit != NULL && ((hit > v && hit[-1] == *hit) || (hit + 1 < v + m && hit[1] == *hit)))
			ids[i].key[rung] = 0;
	}
}

static uint64_t
hash_body(const struct article *a, struct buf *scratch)
{
	buf_clear(scratch);
	add_collapsed(scratch, body_of(a));
	return hash_fast(buf_str(scratch), 0);
}

/* All that a reader sees, white space and tracking parameters apart. */
static int64_t
hash_text(struct arena *a, const struct article *article, uint64_t body_hash, struct buf *b)
{
	const struct enclosure *e = article->enclosures.v;
	const struct person *p = article->authors.v;
	uint32_t i;

	buf_clear(b);
	add_number(b, body_hash);
	add_collapsed(b, article->title.plain);
	add_collapsed(b, article->summary.plain);
	add_collapsed(b, url_match_key(a, article->url));
	add_collapsed(b, article->image_caption);
	add_collapsed(b, article->image_credit);
	for (i = 0; i < article->enclosures.n; i++)
		add_collapsed(b, url_match_key(a, e[i].url));
	for (i = 0; i < article->authors.n; i++)
		add_collapsed(b, p[i].name);
	return (int64_t)(hash_fast(buf_str(b), 0) >> 1);
}

struct identity *
identity_keys(struct arena *a, const struct document *doc)
{
	const struct article *v = doc->articles.v;
	uint32_t n = doc->articles.n, i;
	struct identity *ids = arena_zalloc(a, (n + 1) * sizeof(*ids));
	struct buf scratch;
	uint64_t body_hash;
	unsigned r;

	buf_init(&scratch, TEXT_MAX);
	for (i = 0; i < n; i++) {
		body_hash = hash_body(&v[i], &scratch);
		ids[i].text_hash = hash_text(a, &v[i], body_hash, &scratch);
		ids[i].key[RUNG_PATH] = key(RUNG_PATH, v[i].path);
		ids[i].key[RUNG_GUID] = key(RUNG_GUID, v[i].id);
		ids[i].key[RUNG_GUID_MATCH] = key(RUNG_GUID_MATCH, url_match_key(a, v[i].id));
		ids[i].key[RUNG_LINK] = key(RUNG_LINK, url_match_key(a, v[i].url));
		ids[i].key[RUNG_CONTENT] = content_key(&v[i], body_hash, &scratch);
	}
	buf_release(&scratch);
	for (r = 0; r < RUNGS; r++)
		clear_shared(a, ids, n, (enum rung)r);
	return ids;
}

static bool
is_hex(struct str s, size_t from, size_t n)
{
	size_t i;

	for (i = from; i < from + n; i++)
		if (!ascii_is_digit(s.p[i]) && !(ascii_lower(s.p[i]) >= 'a' && ascii_lower(s.p[i]) <= 'f'))
			return false;
	return true;
}

/* RFC 4122, 3: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" */
static bool
is_uuid(struct str s)
{
	return s.n == 36 && s.p[8] == '-' && s.p[13] == '-' && s.p[18] == '-' && s.p[23] == '-' && is_hex(s, 0, 8) && is_hex(s, 9, 4) &&
	       is_hex(s, 14, 4) && is_hex(s, 19, 4) && is_hex(s, 24, 12);
}

/* RFC 8141, 2: a name space, and something in it; the UUIDs among them as RFC 4122 has them. */
static bool
is_urn(struct str id)
{
	struct str rest = str_skip(id, 4), name = str_head(rest, str_find_char(rest, ':'));
	size_t i;

	if (name.n < 2 || name.n > 31 || name.n + 1 >= rest.n)
		return false;
	for (i = 0; i < name.n; i++)
		if (!ascii_is_alnum(name.p[i]) && (name.p[i] != '-' || i == 0))
			return false;
	rest = str_skip(rest, name.n + 1);
	return !str_is_nocase(name, "uuid") || is_uuid(rest);
}

/* RFC 4151, 2.1: "tag:" authority "," year[-month[-day]] ":" anything */
static bool
is_tag(struct str id)
{
	struct str rest = str_skip(id, 4), authority, date;
	size_t i;

	authority = str_head(rest, str_find_char(rest, ','));
	rest = str_skip(rest, authority.n + 1);
	date = str_head(rest, str_find_char(rest, ':'));
	if (authority.n == 0 || (date.n != 4 && date.n != 7 && date.n != 10) || date.n == rest.n)
		return false;
	for (i = 0; i < date.n; i++)
		if (i == 4 || i == 7 ? date.p[i] != '-' : !ascii_is_digit(date.p[i]))
			return false;
	return true;
}

struct str
identity_own_id(const struct article *article)
{
	struct str id = article->id, scheme = url_scheme(id);
	size_t i;

	if (id.n > OWN_ID_MAX ||
	    !(url_is_http(id) || (str_is_nocase(scheme, "urn") && is_urn(id)) || (str_is_nocase(scheme, "tag") && is_tag(id))))
		return STR_NONE;
	for (i = 0; i < id.n; i++)
		if ((unsigned char)id.p[i] <= 0x20 || strchr("<>\"{}|\\^`", id.p[i]) != NULL)
			return STR_NONE;
	return id;
}

struct str
identity_mint(struct arena *a, const char *source, const struct article *article, const struct identity *id, bool taken)
{
	struct str own = identity_own_id(article), name;
	char uuid[UUID_SIZE];

	if (own.n > 0 && !taken && id->key[RUNG_GUID] != 0)
		return own;
	if (article->path.n > 0)
		name = arena_printf(a, "%s\npath\n%.*s", source, STR_ARG(article->path));
	else if (article->id.n > 0 && id->key[RUNG_GUID] != 0)
		name = arena_printf(a, "%s\nguid\n%.*s", source, STR_ARG(article->id));
	else if (article->url.n > 0 && id->key[RUNG_LINK] != 0)
		name = arena_printf(a, "%s\nlink\n%.*s", source, STR_ARG(url_match_key(a, article->url)));
	else
		name = arena_printf(a, "%s\ntext\n%.*s\n%" PRId64 "\n%.*s", source, STR_ARG(article->title.plain), id->text_hash,
		    STR_ARG(article->url));
	hash_uuid5(name_space, name, uuid);
	return arena_printf(a, "urn:uuid:%s", uuid);
}
