#include "config.h"
#include "compose/view.h"

#include "base/url.h"
#include "base/utf8.h"
#include "normalise/text.h"

const struct view_name view_names[] = {
	{ "title", VIEW_TITLE, VIEW_TEXT },
	{ "summary", VIEW_SUMMARY, VIEW_TEXT },
	{ "content", VIEW_CONTENT, VIEW_TEXT },
	{ "text", VIEW_ALL_TEXT, VIEW_TEXT },
	{ "author", VIEW_AUTHOR, VIEW_TEXT },
	{ "tag", VIEW_TAG, VIEW_TEXT },
	{ "category", VIEW_TAG, VIEW_TEXT },
	{ "link", VIEW_LINK, VIEW_TEXT },
	{ "url", VIEW_LINK, VIEW_TEXT },
	{ "host", VIEW_HOST, VIEW_TEXT },
	{ "source", VIEW_SOURCE, VIEW_TEXT },
	{ "source-title", VIEW_SOURCE_TITLE, VIEW_TEXT },
	{ "language", VIEW_LANGUAGE, VIEW_TEXT },
	{ "id", VIEW_ID, VIEW_TEXT },
	{ "image", VIEW_IMAGE, VIEW_TEXT },
	{ "enclosure-type", VIEW_ENCLOSURE_TYPE, VIEW_TEXT },
	{ "age", VIEW_AGE, VIEW_DURATION },
	{ "date", VIEW_PUBLISHED, VIEW_DATE },
	{ "published", VIEW_PUBLISHED, VIEW_DATE },
	{ "updated", VIEW_UPDATED, VIEW_DATE },
	{ "first-seen", VIEW_FIRST_SEEN, VIEW_DATE },
	{ "words", VIEW_WORDS, VIEW_NUMBER },
	{ "comments", VIEW_COMMENTS, VIEW_NUMBER },
	{ "revision", VIEW_REVISION, VIEW_NUMBER },
	{ "duration", VIEW_LENGTH, VIEW_DURATION },
	{ "enclosure-size", VIEW_ENCLOSURE_SIZE, VIEW_SIZE },
	{ "has-image", VIEW_HAS_IMAGE, VIEW_TRUTH },
	{ "has-enclosure", VIEW_HAS_ENCLOSURE, VIEW_TRUTH },
	{ "has-content", VIEW_HAS_CONTENT, VIEW_TRUTH },
	{ "has-author", VIEW_HAS_AUTHOR, VIEW_TRUTH },
	{ "has-date", VIEW_HAS_DATE, VIEW_TRUTH },
};
const size_t view_names_n = sizeof(view_names) / sizeof(view_names[0]);

void
view_init(struct view *v, struct entry *e, const struct source *source, int64_t now_s, struct arena *a)
{
	*v = (struct view){ .entry = e, .source = source, .now_s = now_s, .a = a };
}

void
view_forget(struct view *v)
{
	memset(v->texts, 0, sizeof(v->texts));
}

/* ---- texts ---- */

static void
add(struct view *v, struct list *l, struct str s)
{
	if (s.n > 0)
		*(struct str *)list_add(v->a, l, sizeof(s)) = s;
}

static struct str
plain_content(struct view *v)
{
	const struct article *a = &v->entry->article;

	return a->content_text.n > 0 || a->content_html.n == 0 ? a->content_text : text_from_html(v->a, a->content_html);
}

static void
add_people(struct view *v, struct list *l, const struct list *people)
{
	const struct person *p = people->v;
	uint32_t i;

	for (i = 0; i < people->n; i++) {
		add(v, l, p[i].name);
		add(v, l, p[i].email);
	}
}

static void
add_tags(struct view *v, struct list *l)
{
	const struct category *c = v->entry->article.categories.v;
	uint32_t i;
	size_t k;

	for (i = 0; i < v->entry->article.categories.n; i++) {
		add(v, l, c[i].term);
		if (!str_eq(c[i].label, c[i].term))
			add(v, l, c[i].label);
	}
	for (k = 0; v->source != NULL && k < v->source->n_tags; k++)
		add(v, l, str_from(v->source->tags[k]));
}

static struct str
host(struct view *v)
{
	struct str key = url_match_key(v->a, v->entry->article.url);

	key = str_head(key, str_find_char(key, '/'));
	key = str_head(key, str_find_char(key, '?'));
	return str_head(key, str_find_char(key, ':'));
}

static void
add_enclosure_types(struct view *v, struct list *l)
{
	const struct enclosure *en = v->entry->article.enclosures.v;
	uint32_t i;

	for (i = 0; i < v->entry->article.enclosures.n; i++)
		add(v, l, en[i].type);
}

/* What is one text as it stands. */
static struct str
one_text(struct view *v, enum view_field field)
{
	const struct entry *e = v->entry;
	const struct article *a = &e->article;
	const struct str all[VIEW_TEXTS] = { [VIEW_TITLE] = a->title.plain, [VIEW_SUMMARY] = a->summary.plain, [VIEW_LINK] = a->url,
		[VIEW_SOURCE] = e->source, [VIEW_SOURCE_TITLE] = e->origin->title.plain,
		[VIEW_LANGUAGE] = a->language.n > 0 ? a->language : e->origin->language, [VIEW_IMAGE] = a->image };

	return field == VIEW_CONTENT ? plain_content(v) : field == VIEW_HOST ? host(v) : all[field];
}

static void
find_texts(struct view *v, enum view_field field, struct list *l)
{
	const struct article *a = &v->entry->article;
	struct view_texts content;

	add(v, l, one_text(v, field));
	if (field == VIEW_ALL_TEXT) {
		add(v, l, a->title.plain);
		add(v, l, a->summary.plain);
		content = view_texts(v, VIEW_CONTENT);
		add(v, l, content.n > 0 ? content.v[0] : STR_NONE);
	} else if (field == VIEW_AUTHOR) {
		add_people(v, l, &a->authors);
	} else if (field == VIEW_TAG) {
		add_tags(v, l);
	} else if (field == VIEW_ID) {
		add(v, l, a->id);
		add(v, l, v->entry->id);
	} else if (field == VIEW_ENCLOSURE_TYPE) {
		add_enclosure_types(v, l);
	}
}

struct view_texts
view_texts(struct view *v, enum view_field field)
{
	struct list l = { .n = 0 };

	if (!v->texts[field].is_known) {
		find_texts(v, field, &l);
		v->texts[field] = (struct view_texts){ l.v, l.n, true };
	}
	return v->texts[field];
}

/* ---- numbers ---- */

/* Runs of letters and digits; scripts that write no spaces (U+3040 to U+9FFF) have a word a character. */
static double
count_words(struct str s)
{
	size_t i = 0, n = 0;
	bool is_in = false;
	uint32_t c;

	while (i < s.n) {
		c = utf8_next(s, &i);
		if (c >= 0x3040 && c <= 0x9fff) {
			n++;
			is_in = false;
		} else if (c < 0x80 ? ascii_is_alnum((char)c) : c >= 0xc0 && (c < 0x2000 || c > 0x206f)) {
			n += !is_in;
			is_in = true;
		} else if (c != '\'' && c != 0x2019 && c != '-') {
			is_in = false;
		}
	}
	return (double)n;
}

static double
words(struct view *v)
{
	struct view_texts t = view_texts(v, VIEW_CONTENT);

	if (t.n == 0)
		t = view_texts(v, VIEW_SUMMARY);
	return t.n > 0 ? count_words(t.v[0]) : 0;
}

static void
larger(double *best, bool *has, double x)
{
	if (!*has || x > *best)
		*best = x;
	*has = true;
}

static bool
longest(const struct article *a, double *out)
{
	const struct enclosure *en = a->enclosures.v;
	const struct media_content *m = a->media != NULL ? a->media->contents.v : NULL;
	bool has = false;
	uint32_t i;

	for (i = 0; i < a->enclosures.n; i++)
		if (en[i].duration.is_set)
			larger(out, &has, en[i].duration.v);
	for (i = 0; m != NULL && i < a->media->contents.n; i++)
		if (m[i].duration.is_set)
			larger(out, &has, m[i].duration.v);
	if (a->itunes != NULL && a->itunes->duration.is_set)
		larger(out, &has, a->itunes->duration.v);
	return has;
}

static bool
largest(const struct article *a, double *out)
{
	const struct enclosure *en = a->enclosures.v;
	bool has = false;
	uint32_t i;

	for (i = 0; i < a->enclosures.n; i++)
		if (en[i].length.is_set && en[i].length.v > 0)
			larger(out, &has, (double)en[i].length.v);
	return has;
}

/* What every article has. */
static double
always(struct view *v, enum view_field field)
{
	const struct entry *e = v->entry;
	const struct article *a = &e->article;
	const double all[VIEW_FIELDS] = {
		[VIEW_AGE] = (double)(v->now_s - e->published_s),
		[VIEW_PUBLISHED] = (double)e->published_s,
		[VIEW_UPDATED] = (double)e->updated_s,
		[VIEW_FIRST_SEEN] = (double)e->first_seen_s,
		[VIEW_REVISION] = e->revision,
		[VIEW_HAS_IMAGE] = a->image.n > 0,
		[VIEW_HAS_ENCLOSURE] = a->enclosures.n > 0,
		[VIEW_HAS_CONTENT] = a->content_html.n + a->content_text.n > 0,
		[VIEW_HAS_AUTHOR] = a->authors.n > 0,
		[VIEW_HAS_DATE] = a->published.is_set && !str_is(a->date_from, "first-seen"),
	};

	return field == VIEW_WORDS ? words(v) : all[field];
}

bool
view_number(struct view *v, enum view_field field, double *out)
{
	const struct article *a = &v->entry->article;

	if (field == VIEW_LENGTH)
		return longest(a, out);
	if (field == VIEW_ENCLOSURE_SIZE)
		return largest(a, out);
	if (field == VIEW_COMMENTS && (a->comments == NULL || !a->comments->count.is_set))
		return false;
	*out = field == VIEW_COMMENTS ? (double)a->comments->count.v : always(v, field);
	return true;
}
