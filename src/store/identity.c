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

/* White space runs as one space, so that a changed indentation is no change. */
static void
add_collapsed(struct buf *b, struct str s)
{
	bool wants_space = false;
	size_t i, from;

	for (i = 0; i < s.n;) {
		while (i < s.n && ascii_is_space(s.p[i])) {
			wants_space = true;
			i++;
		}
		for (from = i; i < s.n && !ascii_is_space(s.p[i]); i++)
			;
		if (i > from && wants_space)
			buf_add_char(b, ' ');
		buf_add(b, s.p + from, i - from);
		wants_space = false;
	}
	buf_add_char(b, '\0');
}

static struct str
body_of(const struct article *a)
{
	return a->content_html.n > 0 ? a->content_html : a->content_text.n > 0 ? a->content_text :
	       a->summary.html.n > 0 ? a->summary.html : a->summary.plain;
}

static int64_t
content_key(const struct article *a)
{
	struct buf b;
	int64_t k = 0;

	if (body_of(a).n < CONTENT_MIN)
		return 0;
	buf_init(&b, TEXT_MAX);
	add_collapsed(&b, a->title.plain);
	add_collapsed(&b, body_of(a));
	k = key(RUNG_CONTENT, buf_str(&b));
	buf_release(&b);
	return k;
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

struct identity *
identity_keys(struct arena *a, const struct document *doc)
{
	const struct article *v = doc->articles.v;
	uint32_t n = doc->articles.n, i;
	struct identity *ids = arena_zalloc(a, (n + 1) * sizeof(*ids));
	unsigned r;

	for (i = 0; i < n; i++) {
		ids[i].key[RUNG_PATH] = key(RUNG_PATH, v[i].path);
		ids[i].key[RUNG_GUID] = key(RUNG_GUID, v[i].id);
		ids[i].key[RUNG_GUID_MATCH] = key(RUNG_GUID_MATCH, url_match_key(a, v[i].id));
		ids[i].key[RUNG_LINK] = key(RUNG_LINK, url_match_key(a, v[i].url));
		ids[i].key[RUNG_CONTENT] = content_key(&v[i]);
	}
	for (r = 0; r < RUNGS; r++)
		clear_shared(a, ids, n, (enum rung)r);
	return ids;
}

int64_t
identity_text_hash(struct arena *a, const struct article *article)
{
	const struct enclosure *e = article->enclosures.v;
	const struct person *p = article->authors.v;
	struct buf b;
	int64_t h;
	uint32_t i;

	buf_init(&b, TEXT_MAX);
	add_collapsed(&b, article->title.plain);
	add_collapsed(&b, article->summary.plain);
	add_collapsed(&b, article->content_html.n > 0 ? article->content_html : article->content_text);
	add_collapsed(&b, url_match_key(a, article->url));
	add_collapsed(&b, article->image_caption);
	add_collapsed(&b, article->image_credit);
	for (i = 0; i < article->enclosures.n; i++)
		add_collapsed(&b, url_match_key(a, e[i].url));
	for (i = 0; i < article->authors.n; i++)
		add_collapsed(&b, p[i].name);
	h = (int64_t)(hash_fast(buf_str(&b), 0) >> 1);
	buf_release(&b);
	return h;
}

struct str
identity_own_id(const struct article *article)
{
	struct str id = article->id, scheme = url_scheme(id);
	size_t i;

	if (id.n > OWN_ID_MAX || !(url_is_http(id) || str_is_nocase(scheme, "urn") || str_is_nocase(scheme, "tag")))
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
		name = arena_printf(a, "%s\ntext\n%.*s\n%" PRId64 "\n%.*s", source, STR_ARG(article->title.plain),
		    identity_text_hash(a, article), STR_ARG(article->url));
	hash_uuid5(name_space, name, uuid);
	return arena_printf(a, "urn:uuid:%s", uuid);
}
