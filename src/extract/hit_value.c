#include "config.h"
#include "extract/hit_value.h"

#include "extract/item_fill.h"

#define TEXT_BYTES (64U << 10)  /* of a value */
#define MARKUP_BYTES (2U << 20) /* of a summary or content */

static const char *const link_attributes[] = { "href", "content", "src", NULL };
static const char *const image_attributes[] = { "data-src", "data-lazy-src", "data-original", "src", "href", "content", "poster", NULL };
static const char *const media_attributes[] = { "src", "href", "content", "data-src", NULL };
static const char *const date_attributes[] = { "datetime", "content", NULL };
static const char *const text_attributes[] = { "content", NULL };

static struct str
first_attribute(const xmlNode *n, const char *const *names)
{
	struct str v = STR_NONE;

	for (; *names != NULL && (v.n == 0 || str_starts_nocase(v, STR("data:"))); names++)
		v = dom_attr(n, *names);
	return v;
}

/* In the element, or else around it: what is named is often the card or the headline, not its link. */
static struct str
near_attribute(const xmlNode *n, const char *const *names, enum dom_tag tag, enum dom_tag around)
{
	struct str v = first_attribute(n, names);
	const xmlNode *x;

	for (x = dom_next(n, n); x != NULL && v.n == 0; x = dom_next(x, n))
		if (dom_tag(x) == tag || (tag == TAG_audio && (dom_tag(x) == TAG_video || dom_tag(x) == TAG_source)))
			v = first_attribute(x, names);
	if (v.n == 0 && (x = dom_up(n, around)) != NULL)
		v = first_attribute(x, names);
	return v;
}

static struct str
markup_of(struct arena *a, const xmlNode *n)
{
	struct buf out;
	struct str html;

	buf_init(&out, MARKUP_BYTES);
	dom_inner_html(n, NULL, NULL, &out);
	html = arena_str(a, buf_str(&out));
	buf_release(&out);
	return html;
}

struct str
hit_value(struct arena *a, const struct hit *hit, enum item_field field)
{
	const xmlNode *n = hit->node;
	struct str v;

	if (hit->value.p != NULL)
		return hit->value;
	if (field == ITEM_link)
		return near_attribute(n, link_attributes, TAG_a, TAG_a);
	if (field == ITEM_image)
		return near_attribute(n, image_attributes, TAG_img, TAG_NONE);
	if (field == ITEM_enclosure)
		return near_attribute(n, media_attributes, TAG_audio, TAG_a);
	if (item_field_is_markup(field))
		return markup_of(a, n);
	v = first_attribute(n, field == ITEM_date ? date_attributes : text_attributes);
	return v.n > 0 ? v : dom_text(a, n, TEXT_BYTES);
}
