#include "config.h"
#include "extract/item_fill.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/url.h"
#include "base/utf8.h"
#include "extract/prose.h"

static unsigned
init_reports(struct item_fill *f, const struct item_ways *ways, unsigned n)
{
	size_t i;

	for (i = 0; i < ways->n; i++, n++) {
		f->reports[n].key = str_from(ways->v[i].rule->key);
		f->reports[n].text = str_from(ways->v[i].rule->text);
		f->reports[n].matches.is_set = true;
		f->reports[n].at = rule_at(f->a, ways->v[i].rule);
	}
	return n;
}

void
item_fill_init(struct item_fill *f, struct arena *a, struct document *d, const struct item_rules *rules, struct str base, struct str lang)
{
	unsigned n;
	int field;

	*f = (struct item_fill){ .a = a, .d = d, .rules = rules, .scope = arena_zalloc(a, sizeof(*f->scope)), .date_from = STR("page") };
	*f->scope = (struct scope){ base, lang };
	f->reports = arena_zalloc(a, (rules->n_reports + 1) * sizeof(*f->reports));
	n = init_reports(f, &rules->item, 0);
	for (field = 0; field < ITEM_FIELD_COUNT; field++)
		n = init_reports(f, &rules->field[field], n);
	n = init_reports(f, &rules->next, n);
	d->rule_reports = (struct list){ f->reports, n, n };
}

struct str
item_fill_excerpt(struct arena *a, struct str s)
{
	return arena_str(a, utf8_head(prose_trim(s), EXCERPT_MAX));
}

void
item_fill_note(struct item_fill *f, const struct item_way *way, size_t n, struct str first)
{
	struct rule_report *r = &f->reports[way->report];

	r->matches.v += (int64_t)n;
	if (r->first.n == 0 && n > 0)
		r->first = item_fill_excerpt(f->a, first);
}

void
item_fill_failed(struct item_fill *f, uint32_t item, struct str text, const char *fmt, ...)
{
	struct item_failure *x;
	char what[256];
	va_list ap;

	if (f->d->item_failures.n == FAILURES_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	x = list_add(f->a, &f->d->item_failures, sizeof(*x));
	x->item = (struct opt_int){ (int64_t)item + 1, item != ITEM_PAGE };
	x->what = arena_str(f->a, utf8_head(str_from(what), sizeof(what)));
	x->excerpt = item_fill_excerpt(f->a, text);
}

void
item_fill_spoilt(struct item_fill *f, uint32_t item, const struct item_ways *ways, enum item_field field, struct str seen)
{
	item_fill_failed(f, item, seen, "%s: %s", ways->v[0].rule->key,
	    field == ITEM_date ? "no date that can be read" : "nothing is left of the value, or it is no text or address");
}

bool
item_field_is_list(enum item_field field)
{
	return field == ITEM_author || field == ITEM_enclosure || field == ITEM_category;
}

bool
item_field_is_markup(enum item_field field)
{
	return field == ITEM_summary || field == ITEM_content;
}

static struct str
address(const struct item_fill *f, struct str value)
{
	struct str url = url_resolve(f->a, f->scope->base, value);

	return url_is_http(url) && url.n <= URL_MAX ? url : STR_NONE;
}

static bool
put_date(struct item_fill *f, struct article *to, struct str value)
{
	int64_t unix_s;

	if (!item_dates_read(&f->rules->dates, f->a, value, f->as_of_s, &unix_s))
		return false;
	to->published = (struct opt_int){ unix_s, true };
	to->date_from = f->date_from;
	return true;
}

static bool
put_address(struct item_fill *f, struct str *to, struct str value)
{
	*to = address(f, value);
	return to->n > 0;
}

static bool
put_text(struct item_fill *f, struct text *to, struct str value, enum text_kind kind)
{
	*to = (struct text){ .raw = value, .kind = kind, .scope = f->scope };
	return true;
}

static bool
put_enclosure(struct item_fill *f, struct article *to, struct str value)
{
	struct str url = address(f, value);
	struct enclosure *e;

	if (url.n == 0)
		return false;
	if (to->enclosures.n < FIELD_VALUES_MAX) {
		e = list_add(f->a, &to->enclosures, sizeof(*e));
		e->url = url;
	}
	return true;
}

static bool
put_name(struct item_fill *f, struct list *list, bool is_person, struct str value)
{
	if (list->n == FIELD_VALUES_MAX)
		return true;
	if (is_person)
		((struct person *)list_add(f->a, list, sizeof(struct person)))->name = value;
	else
		((struct category *)list_add(f->a, list, sizeof(struct category)))->term = value;
	return true;
}

bool
item_fill_put(struct item_fill *f, struct article *to, enum item_field field, struct str value, enum text_kind kind)
{
	const struct refine *refine = f->rules->field[field].refine;

	value = arena_str(f->a, str_trim(value)); /* the page goes before the article does */
	if (value.n == 0 || (refine != NULL && !refine_apply(refine, f->a, &value)) || (value = str_trim(value)).n == 0)
		return false;
	switch (field) {
	case ITEM_id:
		to->id = value;
		return true;
	case ITEM_title:
		return put_text(f, &to->title, value, f->rules->is_json ? TEXT_SNIFF : TEXT_PLAIN);
	case ITEM_link:
		return put_address(f, &to->url, value);
	case ITEM_date:
		return put_date(f, to, value);
	case ITEM_summary:
		return put_text(f, &to->summary, value, kind);
	case ITEM_content:
		return put_text(f, &to->body, value, kind);
	case ITEM_author:
		return put_name(f, &to->authors, true, value);
	case ITEM_image:
		return put_address(f, &to->image, value);
	case ITEM_enclosure:
		return put_enclosure(f, to, value);
	case ITEM_category:
		return put_name(f, &to->categories, false, value);
	case ITEM_FIELD_COUNT:
		break;
	}
	return false;
}

bool
item_is_article(const struct article *a)
{
	return a->url.n > 0 || a->title.raw.n > 0 || a->body.raw.n > 0;
}
