#include "config.h"
#include "extract/page_title.h"

#include "base/url.h"
#include "extract/class_words.h"
#include "extract/fold.h"
#include "extract/prose.h"

#define LOOK_MAX 2000U      /* bytes of a heading that are read */
#define HEADING_MAX 400U    /* bytes: a longer one is no headline */
#define LETTERS_MIN 6U      /* folded bytes from which one text may be part of another */
#define KICKED_LETTERS 15U  /* folded bytes of a headline behind a kicker, at least */
#define HEADINGS_MAX 200U   /* of a page that are looked at */
#define SITE_BYTES_MAX 60U  /* of a part of a title that is a name */

struct str
page_host_letters(const struct metadata *m)
{
	struct str url = m->page_url.n > 0 ? m->page_url : m->url;
	size_t at = str_find(url, STR("://"));

	if (at == STR_NPOS)
		return STR_NONE;
	url = str_skip(url, at + 3);
	return fold(m->a, str_head(url, str_find_char(url, '/')));
}

bool
page_title_is_site(const struct metadata *m, struct str part)
{
	struct str key = fold(m->a, part), site = fold(m->a, m->site_name), host = page_host_letters(m);

	if (key.n == 0 || part.n > SITE_BYTES_MAX)
		return false;
	if (site.n > 0 && (str_eq(key, site) || (key.n >= 4 && site.n >= 4 && (str_starts(key, site) || str_starts(site, key)))))
		return true;
	return key.n >= 3 && host.n > 0 && memmem(host.p, host.n, key.p, key.n) != NULL;
}

/* ---- parts of a title ---- */

static const char *const separators[] = { " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " / ", " ‹ ", " > ", "｜", "_", "|", " : ", ": " };

/* The last (or first) separator in s; its bytes in *n. STR_NPOS when there is none. */
static size_t
separator_at(struct str s, bool is_last, size_t *n)
{
	size_t i, k, best = STR_NPOS;

	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		struct str sep = str_from(separators[i]);

		for (k = 0; (k = str_find(str_skip(s, k), sep) == STR_NPOS ? STR_NPOS : k + str_find(str_skip(s, k), sep)) != STR_NPOS; k++)
			if (best == STR_NPOS || (is_last ? k + sep.n > best + *n : k < best) || (k <= best && k + sep.n >= best + *n)) {
				best = k;
				*n = sep.n;
			}
	}
	return best;
}

struct str
page_title_without_site(const struct metadata *m, struct str title)
{
	struct str tail, head;
	size_t at, n = 0;
	int i;

	title = prose_trim(title);
	for (i = 0; i < 3; i++) {
		at = separator_at(title, true, &n);
		if (at == STR_NPOS || at == 0)
			break;
		tail = prose_trim(str_skip(title, at + n));
		if (!page_title_is_site(m, tail))
			break;
		title = prose_trim(str_head(title, at));
	}
	at = separator_at(title, false, &n);
	if (at != STR_NPOS && at > 0) {
		head = prose_trim(str_head(title, at));
		tail = prose_trim(str_skip(title, at + n));
		if (tail.n > head.n && page_title_is_site(m, head))
			title = tail;
	}
	return title;
}

static struct str
document_title(const struct metadata *m)
{
	const xmlNode *n = dom_find(m->dom->root, TAG_title);

	return n != NULL ? dom_text(m->a, n, LOOK_MAX) : STR_NONE;
}

struct str
page_title_end(const struct metadata *m, bool is_last)
{
	struct str title = prose_trim(document_title(m));
	size_t n = 0, at = separator_at(title, is_last, &n);

	if (at == STR_NPOS)
		return STR_NONE;
	return prose_trim(is_last ? str_skip(title, at + n) : str_head(title, at));
}

bool
page_title_has_part(const struct metadata *m, struct str name)
{
	struct str key = fold(m->a, name);

	return key.n > 0 && (str_eq(fold(m->a, page_title_end(m, true)), key) || str_eq(fold(m->a, page_title_end(m, false)), key));
}

/* ---- headings ---- */

struct titles {
	struct str declared[4]; /* folded: what the head of the page says */
	unsigned n;
};

static void
add_declared(const struct metadata *m, struct titles *t, struct str s)
{
	s = fold(m->a, s);
	if (s.n > 0)
		t->declared[t->n++] = s;
}

static bool
is_declared(const struct titles *t, struct str key)
{
	unsigned i;

	for (i = 0; i < t->n; i++)
		if (fold_is_like(key, t->declared[i], LETTERS_MIN))
			return true;
	return false;
}

/* The first heading of these levels (or, without levels, of a title's class) that the head of the page knows too. */
static struct str
known_heading(const struct metadata *m, const struct titles *t, enum dom_tag first, enum dom_tag last, bool by_class)
{
	const xmlNode *n;
	struct str s, key;
	unsigned i = 0;

	for (n = m->dom->body; n != NULL && i < HEADINGS_MAX; n = dom_next(n, m->dom->body)) {
		if (by_class ? (class_words(n) & WORD_TITLE) == 0 || dom_tag(n) == TAG_body : dom_tag(n) < first || dom_tag(n) > last)
			continue;
		i++;
		if (dom_up(n, TAG_nav) != NULL)
			continue;
		s = dom_text(m->a, n, LOOK_MAX);
		key = fold(m->a, s);
		if (s.n <= HEADING_MAX && key.n >= LETTERS_MIN && is_declared(t, key) && !page_title_is_site(m, s))
			return s;
	}
	return STR_NONE;
}

/* The h1 of a page that has one, those not counted that are the site's name. */
static struct str
only_h1(const struct metadata *m)
{
	struct str found = STR_NONE, s;
	const xmlNode *n;
	unsigned i = 0;

	for (n = m->dom->body; n != NULL && i < HEADINGS_MAX; n = dom_next(n, m->dom->body)) {
		if (dom_tag(n) != TAG_h1)
			continue;
		i++;
		s = dom_text(m->a, n, LOOK_MAX);
		if (s.n == 0 || s.n > HEADING_MAX || page_title_is_site(m, s))
			continue;
		if (found.n > 0 && !str_eq(found, s))
			return STR_NONE;
		found = s;
	}
	return found;
}

/* "Kicker: Headline" where the head of the page has the headline alone. */
static struct str
without_kicker(const struct metadata *m, struct str s, struct str og)
{
	struct str key = fold(m->a, s), want;

	og = page_title_without_site(m, og);
	want = fold(m->a, og);
	if (want.n < KICKED_LETTERS || key.n <= want.n || 3 * want.n < 2 * (key.n - want.n) || !str_ends(key, want))
		return s;
	return og;
}

struct str
page_declared_title(const struct metadata *m)
{
	struct str s = STR_NONE;

	if (m->ld->n_articles > 0)
		s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "headline"));
	if (s.n == 0)
		s = metas_get(&m->metas, "og:title twitter:title dc.title dcterms.title parsely-title");
	if (s.n == 0)
		s = page_title_without_site(m, document_title(m));
	return arena_str(m->a, s.n > 0 ? s : m->title);
}

struct str
page_title(const struct metadata *m)
{
	struct str og = metas_get(&m->metas, "og:title twitter:title"), document = document_title(m), headline = STR_NONE, s;
	struct titles t = { .n = 0 };

	if (m->ld->article != NULL)
		headline = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "headline"));
	add_declared(m, &t, og);
	add_declared(m, &t, headline);
	add_declared(m, &t, document);
	s = without_kicker(m, known_heading(m, &t, TAG_h1, TAG_h1, false), og);
	if (s.n == 0 && headline.n > 0)
		s = page_title_without_site(m, headline);
	if (s.n == 0)
		s = known_heading(m, &t, TAG_h2, TAG_h2, false);
	if (s.n == 0)
		s = known_heading(m, &t, TAG_NONE, TAG_NONE, true);
	if (s.n == 0 && og.n == 0)
		s = only_h1(m);
	if (s.n == 0)
		s = page_title_without_site(m, og);
	if (s.n == 0)
		s = page_title_without_site(m, document);
	return arena_str(m->a, s);
}
