#include "config.h"
#include "normalise/normalise.h"

#include "base/buf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "normalise/sanitise.h"
#include "normalise/text.h"

struct job {
	struct arena *a;
	struct str late_base; /* the feed's own link, where nothing else gave a base */
	struct buf html;
	bool wants_details;
};

/* A scheme that a reader may offer; data such as ids and links[].url is not asked. */
static bool
has_safe_scheme(struct str url)
{
	static const char *const safe[] = { "http", "https", "ftp", "mailto", "magnet", "feed", "tel", "geo", "xmpp", "gopher", "news", "irc" };
	struct str scheme = url_scheme(url);
	size_t i;

	if (scheme.n == 0)
		return true;
	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (str_is_nocase(scheme, safe[i]))
			return true;
	return false;
}

static void
on_url(struct str *url, const struct shape *shape, const struct field *f, void *arg)
{
	struct job *job = arg;
	bool is_data = (shape == &shape_link || shape == &shape_enclosure) && str_is(str_from(f->name), "url");

	if (url->n == 0)
		return;
	if (job->late_base.n > 0 && url_scheme(*url).n == 0)
		*url = url_resolve(job->a, job->late_base, *url);
	if (url->n > URL_MAX || (!is_data && !has_safe_scheme(*url)))
		*url = STR_NONE;
}

static struct str
sanitised(struct job *job, struct str raw, const struct scope *scope, enum sanitise_use use)
{
	struct scope late = { job->late_base, STR_NONE };

	if (scope == NULL || (scope->base.n == 0 && job->late_base.n > 0))
		scope = &late;
	buf_clear(&job->html);
	sanitise_html(job->a, raw, scope, use, &job->html);
	return arena_str(job->a, str_trim(buf_str(&job->html)));
}

static void
settle_text(struct job *job, struct text *t, size_t plain_max, enum sanitise_use use)
{
	if (t->raw.n == 0)
		return;
	if (t->kind == TEXT_SNIFF)
		t->kind = text_is_markup(job->a, t->raw) ? TEXT_HTML : TEXT_PLAIN;
	if (t->kind == TEXT_PLAIN) {
		t->plain = text_collapse(job->a, t->raw);
	} else {
		t->html = sanitised(job, t->raw, t->scope, use);
		t->plain = text_from_html(job->a, t->html);
	}
	t->plain = utf8_head(t->plain, plain_max);
	t->raw = STR_NONE;
}

/* One more member of *details, by the name of the text's field. */
static void
note_detail(struct job *job, struct details **details, const char *name, const struct text *t)
{
	const struct field *f = shape_details.fields;
	struct detail *d;

	if (!job->wants_details)
		return;
	while (f < shape_details.fields + shape_details.n && strcmp(f->name, name) != 0)
		f++;
	if (f == shape_details.fields + shape_details.n)
		return;
	if (*details == NULL)
		*details = arena_zalloc(job->a, sizeof(**details));
	d = arena_zalloc(job->a, sizeof(*d));
	d->type = t->kind == TEXT_PLAIN ? STR("text") : STR("html");
	if (t->scope != NULL) {
		d->language = t->scope->lang;
		d->base = t->scope->base;
	}
	*(void **)field_ptr(*details, f) = d;
}

static void
note_details(struct job *job, const void *object, const struct shape *shape, struct details **details)
{
	const struct field *f;
	const struct text *t;

	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		t = field_cptr(object, f);
		if (f->kind == FIELD_TEXT && (t->plain.n > 0 || t->html.n > 0))
			note_detail(job, details, f->name, t);
	}
}

static void
settle_texts(struct job *job, void *object, const struct shape *shape)
{
	const struct field *f;
	struct list *l;
	uint32_t i;
	bool is_body;

	for (f = shape->fields; f < shape->fields + shape->n; f++) {
		if (f->kind == FIELD_TEXT) {
			is_body = shape == &shape_article && strcmp(f->name, "summary") == 0;
			settle_text(job, field_ptr(object, f), strcmp(f->name, "title") == 0 ? TITLE_MAX : MODEL_STR_MAX,
			    is_body ? SANITISE_BODY : SANITISE_LINE);
		} else if (f->kind == FIELD_OBJ && field_is_set(object, f)) {
			settle_texts(job, *(void **)field_ptr(object, f), f->of);
		} else if (f->kind == FIELD_LIST && f->of != &shape_article) {
			l = field_ptr(object, f);
			for (i = 0; i < l->n; i++)
				settle_texts(job, (char *)l->v + i * f->of->size, f->of);
		}
	}
}

static void
settle_body(struct job *job, struct article *a)
{
	struct text *body = &a->body;

	if (body->raw.n == 0)
		return;
	if (body->kind == TEXT_SNIFF)
		body->kind = text_is_markup(job->a, body->raw) ? TEXT_HTML : TEXT_PLAIN;
	if (body->kind == TEXT_PLAIN)
		a->content_text = utf8_head(str_trim(body->raw), SANITISE_CONTENT_MAX);
	else
		a->content_html = sanitised(job, body->raw, body->scope, SANITISE_BODY);
	note_detail(job, &a->details, "content", body);
	*body = (struct text){ .kind = TEXT_NONE };
}

static void
cap_list(struct list *l, uint32_t max)
{
	if (l->n > max)
		l->n = max;
}

/* Enclosures and links whose address went are nothing. */
static void
drop_empty(struct article *a)
{
	struct enclosure *e = a->enclosures.v;
	uint32_t i, n = 0;

	for (i = 0; i < a->enclosures.n; i++)
		if (e[i].url.n > 0)
			e[n++] = e[i];
	a->enclosures.n = n;
	cap_list(&a->enclosures, ENCLOSURES_MAX);
	cap_list(&a->categories, CATEGORIES_MAX);
}

static void
settle_person_fields(struct job *job, struct list *people)
{
	struct person *p = people->v;
	uint32_t i;

	for (i = 0; i < people->n; i++) {
		p[i].name = text_collapse(job->a, p[i].name);
		p[i].email = text_collapse(job->a, p[i].email);
	}
}

static void
settle_article(struct job *job, struct article *a)
{
	settle_texts(job, a, &shape_article);
	note_details(job, a, &shape_article, &a->details);
	if (a->source != NULL)
		note_details(job, a->source, &shape_document, &a->source->details);
	settle_body(job, a);
	settle_person_fields(job, &a->authors);
	settle_person_fields(job, &a->contributors);
	a->image_caption = text_collapse(job->a, a->image_caption);
	a->image_credit = text_collapse(job->a, a->image_credit);
	if (a->id.n > 0)
		a->id = text_collapse(job->a, a->id);
	drop_empty(a);
}

static bool
has_base(const struct document *d)
{
	return d->base.n > 0;
}

void
normalise_document(struct arena *a, struct document *d)
{
	struct job job = { .a = a, .wants_details = d->wants_details };
	uint32_t i;

	buf_init(&job.html, SANITISE_OUT_MAX);
	if (!has_base(d))
		job.late_base = url_is_http(d->link) ? d->link : url_is_http(d->feed_url) ? d->feed_url : STR_NONE;
	field_each_url(d, &shape_document, on_url, &job);
	settle_texts(&job, d, &shape_document);
	note_details(&job, d, &shape_document, &d->details);
	settle_person_fields(&job, &d->authors);
	settle_person_fields(&job, &d->contributors);
	for (i = 0; i < d->articles.n; i++)
		if (((struct article *)d->articles.v)[i].is_unchanged != TRI_TRUE)
			settle_article(&job, &((struct article *)d->articles.v)[i]);
	buf_release(&job.html);
}
