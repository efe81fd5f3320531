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
#define LINKS_MAX 16U       /* of an article's links that are looked at */
#define REPEATS_MAX 8U      /* neighbours of one key that are compared: more is a document of one address, where repeats do no harm */

/* Seeds of the keys: in ledgers, never changed. */
#define SEED_PATH 1U
#define SEED_GUID 2U
#define SEED_ADDRESS 3U
#define SEED_OTHERS 16U

/* 1c0f3a5e-5f0c-5d5e-9a0e-66656564776a: the name space of ids that we mint. Never changes. */
static const uint8_t name_space[16] = { 0x1c, 0x0f, 0x3a, 0x5e, 0x5f, 0x0c, 0x5d, 0x5e, 0x9a, 0x0e, 0x66, 0x65, 0x65, 0x64, 0x77, 0x6a };

static int64_t
key(unsigned rung, struct str s)
{
	/* Whatever is an address shares its keys: many publishers turn guids into links, and links into aliases. */
	bool is_address = rung == RUNG_GUID_MATCH || rung == RUNG_LINK || (rung >= RUNG_ALIAS && rung <= RUNG_ALIAS_LAST);
	uint64_t seed = is_address ? SEED_ADDRESS : rung == RUNG_PATH ? SEED_PATH : rung == RUNG_GUID ? SEED_GUID : SEED_OTHERS + rung;
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

struct str
article_body(const struct article *a, bool *is_html)
{
	*is_html = a->content_html.n > 0 || (a->content_text.n == 0 && a->summary.html.n > 0);
	return a->content_html.n > 0 ? a->content_html : a->content_text.n > 0 ? a->content_text :
	       a->summary.html.n > 0 ? a->summary.html : a->summary.plain;
}

struct str
link_match_key(struct arena *a, struct str url)
{
	struct str k = url_match_key(a, url), fragment;
	size_t i = str_find_char(url, '#');

	if (k.n == 0 || i == STR_NPOS)
		return k;
	fragment = str_skip(url, i + 1);
	if (fragment.n == 0 || url_param_is_tracking(str_head(fragment, str_find_char(fragment, '='))))
		return k;
	return arena_printf(a, "%.*s#%.*s", STR_ARG(k), STR_ARG(fragment));
}

static void
add_number(struct buf *b, uint64_t v)
{
	buf_add(b, &v, sizeof(v));
}

static uint64_t
hash_body(const struct article *a, struct buf *scratch)
{
	bool is_html;

	buf_clear(scratch);
	add_collapsed(scratch, article_body(a, &is_html));
	return hash_fast(buf_str(scratch), 0);
}

/* What material.h looks at, as it is. */
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
	add_collapsed(b, article->image);
	add_collapsed(b, article->image_caption);
	add_collapsed(b, article->image_credit);
	for (i = 0; i < article->enclosures.n; i++)
		add_collapsed(b, url_match_key(a, e[i].url));
	for (i = 0; i < article->authors.n; i++)
		add_collapsed(b, p[i].name);
	return (int64_t)(hash_fast(buf_str(b), 0) >> 1);
}

static int64_t
content_key(const struct article *a, uint64_t body_hash, struct buf *scratch)
{
	bool is_html;

	if (a->path.n == 0 || article_body(a, &is_html).n < CONTENT_MIN)
		return 0;
	buf_clear(scratch);
	add_collapsed(scratch, a->title.plain);
	add_number(scratch, body_hash);
	return key(RUNG_CONTENT, buf_str(scratch));
}

static int64_t
whole_key(const struct article *a, int64_t link_key, uint64_t body_hash, struct buf *scratch)
{
	buf_clear(scratch);
	add_collapsed(scratch, a->id);
	add_number(scratch, (uint64_t)link_key);
	add_collapsed(scratch, a->title.plain);
	add_number(scratch, body_hash);
	add_number(scratch, a->published.is_set ? (uint64_t)a->published.v : 0);
	return key(RUNG_WHOLE, buf_str(scratch));
}

static void
add_alias(struct arena *a, struct identity *id, struct str url)
{
	int64_t k = key(RUNG_ALIAS, link_match_key(a, url));
	unsigned r;

	for (r = RUNG_GUID_MATCH; k != 0 && r <= RUNG_ALIAS_LAST; r++) {
		if (id->key[r] == k)
			return;
		if (r >= RUNG_ALIAS && id->key[r] == 0) {
			id->key[r] = k;
			return;
		}
	}
}

static void
add_aliases(struct arena *a, struct identity *id, const struct article *article)
{
	const struct link *l = article->links.v;
	const struct enclosure *e = article->enclosures.v;
	uint32_t i, n = article->links.n < LINKS_MAX ? article->links.n : LINKS_MAX;

	for (i = 0; i < n; i++)
		if (str_is_nocase(l[i].rel, "canonical"))
			add_alias(a, id, l[i].url);
	if (!str_eq(article->external_url, article->url))
		add_alias(a, id, article->external_url);
	for (i = 0; i < n; i++)
		if (str_is_nocase(l[i].rel, "alternate") && l[i].hreflang.n == 0 && !str_eq(l[i].url, article->url))
			add_alias(a, id, l[i].url);
	if (article->enclosures.n == 1 && (str_starts_nocase(e->type, STR("audio/")) || str_starts_nocase(e->type, STR("video/"))))
		id->key[RUNG_ENCLOSURE] = key(RUNG_ENCLOSURE, url_match_key(a, e->url));
}

/* A key and whose it is. */
struct claim {
	int64_t key;
	uint32_t owner;
	unsigned rung;
};

static int
by_key(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->owner > y->owner) - (x->owner < y->owner);
}

/* The claims of the rungs from first to last, sorted by key. */
static uint32_t
collect(const struct identities *ids, uint32_t n, unsigned first, unsigned last, struct claim *v)
{
	uint32_t i, m = 0;
	unsigned r;

	for (i = 0; i < n; i++)
		for (r = first; r <= last && !ids->v[i].is_repeat; r++)
			if (ids->v[i].key[r] != 0)
				v[m++] = (struct claim){ ids->v[i].key[r], i, r };
	if (m > 1)
		qsort(v, m, sizeof(*v), by_key);
	return m;
}

/* Keys that two articles of the document share say nothing about either. True if there were any. */
static bool
clear_shared(struct identities *ids, uint32_t n, unsigned rung, struct claim *v)
{
	uint32_t m = collect(ids, n, rung, rung, v), i;
	bool has_shared = false;

	for (i = 0; i < m; i++)
		if ((i > 0 && v[i - 1].key == v[i].key) || (i + 1 < m && v[i + 1].key == v[i].key)) {
			ids->v[v[i].owner].key[rung] = 0;
			has_shared = true;
		}
	return has_shared;
}

/* A further address that is any other article's address in any way: a post about a post. */
static void
clear_shared_aliases(struct identities *ids, uint32_t n, struct claim *v)
{
	uint32_t m = collect(ids, n, RUNG_GUID_MATCH, RUNG_ALIAS_LAST, v), i, k, end;

	for (i = 0; i < m; i = end) {
		for (end = i + 1; end < m && v[end].key == v[i].key; end++)
			;
		if (v[i].owner == v[end - 1].owner)
			continue;
		for (k = i; k < end; k++)
			if (v[k].rung >= RUNG_ALIAS)
				ids->v[v[k].owner].key[v[k].rung] = 0;
	}
}

/* One article that is listed twice: the same guid, link and title, and the same text or the same date. */
static bool
is_repeat(const struct article *a, const struct identity *x, const struct article *b, const struct identity *y)
{
	if (!str_eq(a->id, b->id) || x->key[RUNG_LINK] != y->key[RUNG_LINK] || !str_eq(a->title.plain, b->title.plain) ||
	    !str_eq(a->path, b->path))
		return false;
	return x->text_hash == y->text_hash || (a->id.n > 0 && a->published.is_set && b->published.is_set && a->published.v == b->published.v);
}

static void
find_repeats(struct identities *ids, const struct article *article, uint32_t n, struct claim *v)
{
	uint32_t m = collect(ids, n, RUNG_WHOLE, RUNG_WHOLE, v), i, k;

	for (i = 1; i < m; i++)
		if (v[i - 1].key == v[i].key && str_eq(article[v[i - 1].owner].path, article[v[i].owner].path))
			ids->v[v[i].owner].is_repeat = true;
	m = 0;
	for (i = 0; i < n; i++)
		if (!ids->v[i].is_repeat)
			v[m++] = (struct claim){ (int64_t)((uint64_t)ids->v[i].key[RUNG_GUID] + 3 * (uint64_t)ids->v[i].key[RUNG_LINK]), i, 0 };
	if (m > 1)
		qsort(v, m, sizeof(*v), by_key);
	for (i = 1; i < m; i++)
		for (k = i; k > 0 && i - k < REPEATS_MAX && v[k - 1].key == v[i].key; k--)
			if (is_repeat(&article[v[k - 1].owner], &ids->v[v[k - 1].owner], &article[v[i].owner], &ids->v[v[i].owner])) {
				ids->v[v[i].owner].is_repeat = true;
				break;
			}
}

/* Different articles (another link and another title) under one guid. */
static bool
guids_repeat(const struct identities *ids, const struct article *article, uint32_t n, struct claim *v)
{
	uint32_t m = collect(ids, n, RUNG_GUID, RUNG_GUID, v), i;

	for (i = 1; i < m; i++)
		if (v[i - 1].key == v[i].key && ids->v[v[i - 1].owner].key[RUNG_LINK] != ids->v[v[i].owner].key[RUNG_LINK] &&
		    !str_eq(article[v[i - 1].owner].title.plain, article[v[i].owner].title.plain))
			return true;
	return false;
}

/* Different articles (another guid and another title) under one link. */
static bool
links_repeat(const struct identities *ids, const struct article *article, uint32_t n, struct claim *v)
{
	uint32_t m = collect(ids, n, RUNG_LINK, RUNG_LINK, v), i;

	for (i = 1; i < m; i++)
		if (v[i - 1].key == v[i].key && ids->v[v[i - 1].owner].key[RUNG_GUID] != ids->v[v[i].owner].key[RUNG_GUID] &&
		    !str_eq(article[v[i - 1].owner].title.plain, article[v[i].owner].title.plain))
			return true;
	return false;
}

void
identity_guid_keys(struct arena *a, struct str guid, int64_t out[2])
{
	out[0] = key(RUNG_GUID, guid);
	out[1] = key(RUNG_GUID_MATCH, link_match_key(a, guid));
}

enum identity_rule
identity_rule_after(enum identity_rule rule, bool guids_repeat)
{
	switch (rule) {
	case IDENTITY_AUTO:
		return guids_repeat ? IDENTITY_LINK : IDENTITY_GUID;
	case IDENTITY_GUID:
		return guids_repeat ? IDENTITY_TITLE : IDENTITY_GUID;
	case IDENTITY_LINK: /* a shared link is set aside wherever it occurs; most may still be good */
	case IDENTITY_TITLE:
	case IDENTITY_CONTENT:
		break;
	}
	return rule;
}

void
identity_apply_rule(struct identity *id, enum identity_rule rule)
{
	if (rule == IDENTITY_LINK || rule == IDENTITY_TITLE)
		id->key[RUNG_GUID] = id->key[RUNG_GUID_MATCH] = 0;
	if (rule == IDENTITY_GUID || rule == IDENTITY_TITLE)
		id->key[RUNG_LINK] = 0;
}

static void
settle_rule(struct identities *ids, const struct document *doc, struct claim *v)
{
	const struct article *article = doc->articles.v;
	bool links = links_repeat(ids, article, doc->articles.n, v);

	if (guids_repeat(ids, article, doc->articles.n, v))
		ids->rule = links && ids->rule == IDENTITY_AUTO ? IDENTITY_TITLE : identity_rule_after(ids->rule, true);
	else if (links)
		ids->rule = identity_rule_after(ids->rule, false);
}

static void
set_keys(struct arena *a, const struct article *article, struct identity *id, struct buf *scratch)
{
	uint64_t body_hash = hash_body(article, scratch);

	id->text_hash = hash_text(a, article, body_hash, scratch);
	id->key[RUNG_PATH] = key(RUNG_PATH, article->path);
	id->key[RUNG_GUID] = key(RUNG_GUID, article->id);
	id->key[RUNG_LINK] = key(RUNG_LINK, link_match_key(a, article->url));
	id->key[RUNG_GUID_MATCH] = str_eq(article->id, article->url) ? id->key[RUNG_LINK] : key(RUNG_GUID_MATCH, link_match_key(a, article->id));
	id->key[RUNG_WHOLE] = whole_key(article, id->key[RUNG_LINK], body_hash, scratch);
	id->key[RUNG_CONTENT] = content_key(article, body_hash, scratch);
	add_aliases(a, id, article);
}

/* The source's own page, or the root of a host, is no article's address. */
static bool
is_home(struct arena *a, const struct document *doc, struct str url)
{
	struct str k = link_match_key(a, url);
	size_t i;

	if (k.n == 0)
		return false;
	for (i = 0; i < k.n && strchr("/?#", k.p[i]) == NULL; i++)
		;
	return i == k.n || str_eq(k, link_match_key(a, doc->link)) || str_eq(k, link_match_key(a, doc->feed_url));
}

static void
clear_homes(struct arena *a, const struct document *doc, struct identities *ids)
{
	const struct article *article = doc->articles.v;
	uint32_t i;

	for (i = 0; i < doc->articles.n; i++) {
		if (is_home(a, doc, article[i].url))
			ids->v[i].key[RUNG_LINK] = 0;
		if (is_home(a, doc, article[i].id))
			ids->v[i].key[RUNG_GUID] = ids->v[i].key[RUNG_GUID_MATCH] = 0;
	}
}

/* The rungs of a rule that was chosen; an article without such a key has one of all that it is. */
static void
keep_chosen(struct arena *a, const struct article *article, enum identity_rule rule, struct identity *id)
{
	struct identity all = *id;

	memset(id->key, 0, sizeof(id->key));
	id->key[RUNG_PATH] = all.key[RUNG_PATH];
	if (rule == IDENTITY_GUID) {
		id->key[RUNG_GUID] = all.key[RUNG_GUID];
		id->key[RUNG_GUID_MATCH] = all.key[RUNG_GUID_MATCH];
	} else if (rule == IDENTITY_LINK) {
		id->key[RUNG_LINK] = all.key[RUNG_LINK];
	}
	if (id->key[RUNG_GUID] != 0 || id->key[RUNG_LINK] != 0 || id->key[RUNG_PATH] != 0)
		return;
	if (rule == IDENTITY_TITLE && article->title.plain.n > 0)
		id->key[RUNG_WHOLE] = key(RUNG_WHOLE, arena_printf(a, "title %.*s", STR_ARG(str_trim(article->title.plain))));
	else if (rule == IDENTITY_CONTENT)
		id->key[RUNG_WHOLE] = key(RUNG_WHOLE, arena_printf(a, "text %" PRId64, id->text_hash));
	else
		id->key[RUNG_WHOLE] = all.key[RUNG_WHOLE];
}

/* Who shares a key with an earlier one is that one. */
static void
join_shared(struct identities *ids, uint32_t n, struct claim *v)
{
	uint32_t m, i;
	unsigned r;

	for (r = 0; r < RUNGS; r++) {
		m = collect(ids, n, r, r, v);
		for (i = 1; i < m; i++)
			if (v[i - 1].key == v[i].key)
				ids->v[v[i].owner].is_repeat = true;
	}
}

/* What is not shared within the document, on all rungs that the rule believes. */
static void
settle_keys(struct arena *a, const struct document *doc, struct identities *ids, struct claim *v)
{
	uint32_t n = doc->articles.n, i;
	unsigned r;

	find_repeats(ids, doc->articles.v, n, v);
	settle_rule(ids, doc, v);
	clear_shared_aliases(ids, n, v);
	for (r = 0; r < RUNGS; r++)
		clear_shared(ids, n, r, v);
	clear_homes(a, doc, ids);
	for (i = 0; i < n; i++) {
		identity_apply_rule(&ids->v[i], ids->rule);
		if (ids->v[i].key[RUNG_PATH] != 0 || ids->v[i].key[RUNG_GUID] != 0 || ids->v[i].key[RUNG_LINK] != 0)
			ids->v[i].key[RUNG_WHOLE] = 0;
	}
}

void
identity_keys(struct arena *a, const struct document *doc, enum identity_rule rule, bool is_chosen, struct identities *out)
{
	uint32_t n = doc->articles.n, i;
	struct claim *v = arena_alloc(a, ((size_t)n * (RUNG_ALIAS_LAST + 1) + 1) * sizeof(*v));
	const struct article *article = doc->articles.v;
	struct buf scratch;

	*out = (struct identities){ .v = arena_zalloc(a, ((size_t)n + 1) * sizeof(*out->v)), .rule = rule };
	buf_init(&scratch, TEXT_MAX);
	for (i = 0; i < n; i++)
		set_keys(a, &article[i], &out->v[i], &scratch);
	buf_release(&scratch);
	if (!is_chosen) {
		settle_keys(a, doc, out, v);
		return;
	}
	for (i = 0; i < n; i++)
		keep_chosen(a, &article[i], rule, &out->v[i]);
	join_shared(out, n, v);
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
