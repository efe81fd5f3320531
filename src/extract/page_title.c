#include "config.h"
#include "extract/page_title.h"

#include "base/url.h"
#include "extract/fold.h"
#include "extract/headline.h"
#include "extract/prose.h"

#define LOOK_MAX 2000U      /* bytes of a heading that are read */
#define KICKED_LETTERS 15U  /* folded bytes of a headline behind a kicker, at least */
#define SITE_BYTES_MAX 60U  /* of a part of a title that is a name */
#define SITE_PARTS_MAX 3U   /* parts of a title that are the site: "Headline | Desk | Site" */

struct str
page_host_letters(const struct metadata *m)
{
	return fold(m->a, url_authority(m->page_url.n > 0 ? m->page_url : m->url));
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
	size_t i, k, at, best = STR_NPOS;

	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		struct str sep = str_from(separators[i]);

		for (k = 0; (at = str_find(str_skip(s, k), sep)) != STR_NPOS; k++) {
			k += at;
			if (best == STR_NPOS || (is_last ? k + sep.n > best + *n : k < best) || (k <= best && k + sep.n >= best + *n)) { /* of two in one place the longer one */
				best = k;
				*n = sep.n;
			}
		}
	}
	return best;
}

/* "Headline | Site" without its site: what equals m->site_name or the host at either end. */
static struct str
without_site(const struct metadata *m, struct str title)
{
	struct str tail, head;
	size_t at, n = 0;
	unsigned i;

	title = prose_trim(title);
	for (i = 0; i < SITE_PARTS_MAX; i++) {
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
	while (title.n > 1 && title.p[title.n - 2] == ' ' && strchr("-|/:", title.p[title.n - 1]) != NULL) /* nothing was behind it */
		title = prose_trim(str_head(title, title.n - 1));
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

static void
add_title(const struct metadata *m, struct headline_titles *t, struct str s)
{
	s = fold(m->a, s);
	if (s.n > 0)
		t->v[t->n++] = s;
}

/* "Kicker: Headline" and "Headline | What the site calls itself here" where the head of the page has the headline alone. */
static struct str
without_extra(const struct metadata *m, struct str s, struct str og)
{
	struct str key = fold(m->a, s), want;
	size_t at, n = 0;

	og = without_site(m, og);
	want = fold(m->a, og);
	if (want.n < KICKED_LETTERS || key.n <= want.n)
		return s;
	at = separator_at(s, true, &n);
	if (at != STR_NPOS && str_starts(str_skip(s, at), STR(" |")) && str_eq(fold(m->a, str_head(s, at)), want))
		return og;
	return 3 * want.n >= 2 * (key.n - want.n) && str_ends(key, want) ? og : s;
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
		s = without_site(m, document_title(m));
	return arena_str(m->a, s.n > 0 ? s : m->title);
}

struct str
page_title(const struct metadata *m)
{
	static const enum headline_kind others[] = { HEADLINE_H2, HEADLINE_CLASS, HEADLINE_H3 };
	struct str og = metas_get(&m->metas, "og:title twitter:title"), document = document_title(m), headline = STR_NONE, other = STR_NONE, s;
	struct headline_titles t = { .n = 0 };
	size_t i;

	if (m->ld->article != NULL)
		headline = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "headline"));
	add_title(m, &t, og);
	add_title(m, &t, headline);
	t.n_own = t.n;
	add_title(m, &t, document);
	s = headline_known(m, &t, HEADLINE_H1);
	for (i = 0; i < sizeof(others) / sizeof(others[0]) && s.n + other.n == 0; i++)
		other = headline_known(m, &t, others[i]);
	if (s.n == 0 && headline.n > 0)
		s = without_site(m, headline);
	s = without_extra(m, s, og);
	if (s.n == 0)
		s = other;
	if (s.n == 0) {
		s = headline_only(m);
		if (og.n > 0 && fold(m->a, s).n < KICKED_LETTERS) /* a word or two may be the site's name */
			s = STR_NONE;
	}
	if (s.n == 0)
		s = without_site(m, og);
	if (s.n == 0)
		s = without_site(m, document);
	return arena_str(m->a, s);
}
