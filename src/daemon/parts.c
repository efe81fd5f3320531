#include "config.h"
#include "daemon/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define TEXT_MAX (1U << 20)  /* of all that is remembered */
#define NUMBERS_MAX 64U      /* bytes of the numbers of one */
#define VALIDATOR_MAX 200U   /* bytes: longer ones are left out */

struct part {
	uint64_t key; /* of its address */
	int64_t changed_s, old_changed_s; /* as the index says, 0: it does not; and as it said before, -1: nothing */
	char *etag, *last_modified;
	bool is_fetched; /* at some time */
	bool is_named;   /* by an index, this time */
	bool has_failed; /* this time */
};

struct parts {
	struct arena a;
	struct map *by_key;
	struct list v; /* struct part *, in the order of the text and of the indexes */
	unsigned items_max, pages_max;
	bool is_first; /* nothing was remembered */
};

/* ---- as text ---- */

static struct str
key_str(const uint64_t *key)
{
	return (struct str){ (const char *)key, sizeof(*key) };
}

static struct part *
find(const struct parts *p, uint64_t key)
{
	return map_get(p->by_key, key_str(&key));
}

static struct part *
add(struct parts *p, uint64_t key)
{
	struct part *x = arena_zalloc(&p->a, sizeof(*x));

	x->key = key;
	x->changed_s = x->old_changed_s = -1;
	*(struct part **)list_add(&p->a, &p->v, sizeof(x)) = x;
	map_put(p->by_key, key_str(&key), x);
	return x;
}

static char *
word(struct parts *p, struct str s)
{
	return s.n > 0 ? arena_strdup(&p->a, s) : NULL;
}

/* "KEY DATE FETCHED ⇥ ETAG ⇥ LAST-MODIFIED" */
static void
read_line(struct parts *p, struct str line)
{
	struct str numbers, etag = STR_NONE;
	char text[NUMBERS_MAX];
	uint64_t key;
	int64_t changed_s;
	unsigned is_fetched;
	struct part *x;

	if (!str_next(&line, '\t', &numbers) || numbers.n >= sizeof(text))
		return;
	snprintf(text, sizeof(text), "%.*s", STR_ARG(numbers));
	if (sscanf(text, "%" SCNx64 " %" SCNd64 " %u", &key, &changed_s, &is_fetched) != 3 ||
	    p->v.n == PARTS_KEPT_MAX || find(p, key) != NULL)
		return;
	str_next(&line, '\t', &etag);
	x = add(p, key);
	x->changed_s = x->old_changed_s = changed_s;
	x->is_fetched = is_fetched != 0;
	x->etag = word(p, etag);
	x->last_modified = word(p, line);
}

struct parts *
parts_new(const struct source *source, const char *text)
{
	struct parts *p = mem_zalloc(sizeof(*p));
	struct str rest = str_from(text), line;
	unsigned items_max, pages_max;

	arena_init(&p->a, SIZE_MAX / 4, NULL);
	p->by_key = map_new();
	p->items_max = source->items_max;
	p->pages_max = source->pages_max;
	p->is_first = true;
	if (!str_next(&rest, '\n', &line) || sscanf(line.p, "%u %u", &items_max, &pages_max) != 2 || items_max != p->items_max ||
	    pages_max != p->pages_max)
		return p;
	p->is_first = false;
	while (str_next(&rest, '\n', &line))
		read_line(p, line);
	return p;
}

void
parts_free(struct parts *p)
{
	if (p == NULL)
		return;
	map_free(p->by_key);
	arena_release(&p->a);
	free(p);
}

static const char *
kept(const char *validator)
{
	return validator != NULL && strlen(validator) <= VALIDATOR_MAX && strpbrk(validator, "\t\n") == NULL ? validator : "";
}

char *
parts_text(const struct parts *p)
{
	struct part *const *v = p->v.v;
	char *text;
	struct buf b;
	uint32_t i, n = 0;

	buf_init(&b, TEXT_MAX);
	buf_printf(&b, "%u %u\n", p->items_max, p->pages_max);
	for (i = 0; i < p->v.n && n < PARTS_KEPT_MAX; i++) {
		int64_t changed_s = v[i]->has_failed ? v[i]->old_changed_s : v[i]->changed_s;

		if (!v[i]->is_named || changed_s == -1) /* one that never came is as good as never seen */
			continue;
		buf_printf(&b, "%" PRIx64 " %" PRId64 " %d\t%s\t%s\n", v[i]->key, changed_s, v[i]->is_fetched, kept(v[i]->etag),
		    kept(v[i]->last_modified));
		n++;
	}
	text = b.is_full ? NULL : mem_strndup(buf_str(&b));
	buf_release(&b);
	return text;
}

/* ---- asking ---- */

static uint64_t
key_of(struct str url)
{
	return hash_fast(url, 0);
}

bool
parts_wants(struct parts *p, const struct sitemap_part *part, const char **etag, const char **last_modified)
{
	struct part *x = find(p, key_of(part->url));
	int64_t changed_s = part->changed.is_set ? part->changed.v : 0;
	bool is_new = x == NULL, is_changed;

	*etag = *last_modified = NULL;
	if (is_new)
		x = add(p, key_of(part->url));
	is_changed = is_new || (changed_s != 0 && changed_s != x->changed_s);
	x->is_named = true;
	x->changed_s = changed_s;
	if (is_changed)
		return true;
	if (changed_s != 0 || !x->is_fetched)
		return false;
	*etag = x->etag;
	*last_modified = x->last_modified;
	return true;
}

void
parts_note(struct parts *p, struct str url, const char *etag, const char *last_modified)
{
	struct part *x = find(p, key_of(url));

	if (x == NULL)
		return;
	x->is_fetched = true;
	x->etag = word(p, str_from(etag));
	x->last_modified = word(p, str_from(last_modified));
}

void
parts_note_failure(struct parts *p, struct str url)
{
	struct part *x = find(p, key_of(url));

	if (x != NULL)
		x->has_failed = true;
}

bool
parts_put_off(struct parts *p, struct str url)
{
	if (p->is_first)
		return false;
	parts_note_failure(p, url);
	return true;
}
