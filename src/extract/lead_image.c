#include "config.h"
#include "extract/lead_image.h"

#include "base/url.h"
#include "extract/caption.h"
#include "extract/credit.h"
#include "extract/fold.h"
#include "extract/picture.h"
#include "extract/prose.h"
#include "extract/whereabouts.h"

#define TEASER_WIDTH 300U    /* of the text of a box that is only called a teaser */
#define IMAGES_MAX 300U      /* of a page that are looked at */
#define PART_MAX 90U         /* bytes of a part of a caption that is a credit by its place alone */

/* ---- candidates ---- */

/* In what is about other things; what holds the article or its headline is part of it, whatever its name. */
static bool
is_beside(const struct content *c, uint32_t id)
{
	const struct blocks *b = &c->blocks;
	uint32_t root = c->root != NULL ? dom_id(c->root) : dom_id(b->dom->body);
	uint32_t title = c->title != NULL ? dom_id(c->title) : 0;

	for (; id != 0 && !blocks_is_below(b, root, id) && !(title != 0 && blocks_is_below(b, title, id)) && !whereabouts_is_main(b, id, root); id = b->parent[id]) {
		enum dom_tag tag = dom_tag(b->node[id]);
		uint32_t w = b->words[id];

		if ((w & WORD_RELATED) != 0 && b->width[id] <= TEASER_WIDTH && title != 0 && id > title && id < root) /* "article-teaser-image" above the text */
			w &= ~WORD_RELATED;
		if (tag == TAG_nav || tag == TAG_footer || (tag == TAG_aside && (w & WORD_FIGURE) == 0) ||
		    ((w & (WORD_RELATED | WORD_COMMENTS | WORD_NAV | WORD_AD | WORD_SIDE | WORD_PERSON | WORD_BYLINE)) != 0 && (w & WORD_BODY) == 0))
			return true;
	}
	return false;
}

/* The first picture of the article's own: in it, or between its headline and it. */
static const xmlNode *
first_picture(const struct metadata *m, const struct content *c, bool in_figure)
{
	const struct blocks *b = &c->blocks;
	uint32_t id, from, to;
	unsigned seen = 0;

	if (c->root == NULL)
		return NULL;
	from = c->title != NULL && dom_id(c->title) < dom_id(c->root) ? whereabouts_around_title(c) : dom_id(c->root);
	to = b->last[dom_id(c->root)];
	for (id = from; id <= to && seen < IMAGES_MAX; id++) {
		const xmlNode *n = b->node[id];

		if (dom_tag(n) != TAG_img && dom_tag(n) != TAG_amp_img)
			continue;
		seen++;
		if (!picture_is_big(n) || is_beside(c, id) || (in_figure && dom_up(n, TAG_figure) == NULL) ||
		    !picture_is_url(metadata_address(m, picture_source(n))))
			continue;
		return n;
	}
	return NULL;
}

static bool
is_captioned(const struct blocks *b, const xmlNode *img)
{
	const xmlNode *box = caption_box(b, img);

	return box != NULL ? caption_in(b, box) != NULL : caption_behind(b, img) != NULL;
}

/* The first of its pictures that has a caption. */
static const xmlNode *
first_captioned(const struct content *c)
{
	const struct blocks *b = &c->blocks;
	uint32_t id, to = c->root != NULL ? b->last[dom_id(c->root)] : 0;
	unsigned seen = 0;

	for (id = whereabouts_around_title(c); id <= to && seen < IMAGES_MAX; id++) {
		const xmlNode *n = b->node[id];

		if (dom_tag(n) != TAG_img && dom_tag(n) != TAG_amp_img)
			continue;
		seen++;
		if (picture_is_big(n) && !is_beside(c, id) && is_captioned(b, n))
			return n;
	}
	return NULL;
}

static const xmlNode *
same_picture_by(const struct content *c, struct str key)
{
	const struct blocks *b = &c->blocks;
	const xmlNode *found = NULL, *in_figure = NULL;
	unsigned seen = 0;
	uint32_t id;

	if (key.n < PICTURE_KEY_MIN)
		return NULL;
	for (id = 1; id <= b->n_elements && seen < IMAGES_MAX; id++) {
		const xmlNode *n = b->node[id];

		if ((dom_tag(n) != TAG_img && dom_tag(n) != TAG_source && dom_tag(n) != TAG_amp_img) || !picture_has_key(n, key))
			continue;
		seen++;
		if (is_beside(c, id))
			continue;
		if (is_captioned(b, n))
			return n;
		if (in_figure == NULL && dom_up(n, TAG_figure) != NULL)
			in_figure = n;
		if (found == NULL)
			found = n;
	}
	return in_figure != NULL ? in_figure : found;
}

static const xmlNode *
same_picture(const struct content *c, struct str url)
{
	struct str keys[PICTURE_KEYS];
	const xmlNode *img = NULL;
	size_t i;

	picture_keys(url, keys);
	for (i = 0; i < PICTURE_KEYS && img == NULL; i++)
		img = same_picture_by(c, keys[i]);
	return img;
}

static struct str
declared_url(const struct metadata *m)
{
	static const char *const names[] = { "og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src", "thumbnail", "image" };
	struct str url;
	size_t i;

	if (m->image.n > 0)
		return m->image;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		url = metadata_address(m, metas_get(&m->metas, names[i]));
		if (picture_is_url(url))
			return url;
		if (i == 2 && m->ld->article != NULL) {
			url = metadata_address(m, jsonld_url(m->ld, cJSON_GetObjectItemCaseSensitive(m->ld->article, "image")));
			if (picture_is_url(url))
				return url;
		}
	}
	url = metadata_address(m, metas_link(&m->metas, "image_src"));
	return picture_is_url(url) ? url : STR_NONE;
}

/* ---- captions and credits ---- */

static bool
is_credit(const struct blocks *b, const xmlNode *n)
{
	uint32_t id = dom_id(n);

	return (b->words[id] & WORD_CREDIT) != 0 || dom_tag(n) == TAG_cite || dom_attr_has_word(n, "itemprop", "copyrightHolder") ||
	       dom_attr_has_word(n, "itemprop", "creditText") || dom_attr_has_word(n, "itemprop", "author");
}

/*
 * What stands as an element of its own behind the words of a caption, short and no sentence, is whose picture it is;
 * in the caption or, where that is a figure's, beside it.
 */
static const xmlNode *
trailing_part(const struct metadata *m, const xmlNode *box)
{
	const xmlNode *n, *last = NULL;
	struct str s;
	bool has_words = false;

	while (box->children != NULL && box->children->next == NULL && box->children->type == XML_ELEMENT_NODE)
		box = box->children;
	for (n = box->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && !dom_tag_is_unread(dom_tag(n)) && dom_tag(n) != TAG_button) {
			s = dom_text(m->a, n, PART_MAX + 1);
			if (s.n == 0)
				continue;
			has_words |= last != NULL;
			last = n;
		} else if (dom_is_text(n) && prose_trim(str_from((const char *)n->content)).n > 1) {
			has_words = true;
			last = NULL;
		}
	}
	if (last == NULL || !has_words || dom_tag(last) == TAG_a)
		return NULL;
	s = dom_text(m->a, last, PART_MAX + 1);
	if (s.n > PART_MAX || s.n < 2 || (s.p[s.n - 1] == '.' && str_find_char(s, ' ') != STR_NPOS) || !((s.p[0] >= 'A' && s.p[0] <= 'Z') || strchr("(©[", s.p[0]) != NULL || (unsigned char)s.p[0] >= 0x80))
		return NULL;
	return last;
}

/* "(Image: Name)", "Photo: Name" or a bare name that markup makes a credit. */
static struct str
name_in(struct str shown)
{
	struct credit_split split;

	if (credit_split(shown, &split))
		return split.credit;
	if (credit_name(shown).n > 0)
		return credit_name(shown);
	if (shown.n > 2 && (shown.p[0] == '(' || shown.p[0] == '[') && (shown.p[shown.n - 1] == ')' || shown.p[shown.n - 1] == ']'))
		return prose_trim((struct str){ shown.p + 1, shown.n - 2 });
	return shown;
}

static const xmlNode *
credit_in(const struct metadata *m, const struct blocks *b, const xmlNode *box, const xmlNode *caption)
{
	const xmlNode *n, *found = NULL;
	struct str s;

	for (n = dom_next(box, box); n != NULL; n = dom_next(n, box)) {
		if (n->type != XML_ELEMENT_NODE || !(is_credit(b, n) || (dom_tag(n) == TAG_small && caption != NULL && dom_contains(caption, n))))
			continue;
		s = dom_text(m->a, n, CREDIT_MAX + 1);
		if (s.n == 0 || s.n > CREDIT_MAX || (caption != NULL && n != caption && dom_contains(n, caption)))
			continue;
		if (n == caption || (caption != NULL && str_eq(s, dom_text(m->a, caption, CREDIT_MAX + 1))))
			continue;
		found = n; /* the innermost of those that hold one another, the last of several */
	}
	return found;
}

/* "Photo: Name" somewhere in the box beside its caption, without markup that says so. */
static const xmlNode *
said_credit(const struct metadata *m, const xmlNode *box, const xmlNode *caption)
{
	const xmlNode *n;
	struct str s;

	for (n = dom_next(box, box); n != NULL; n = dom_next(n, box)) {
		if (n->type != XML_ELEMENT_NODE || n->children == NULL || dom_tag_is_unread(dom_tag(n)) ||
		    (caption != NULL && (dom_contains(n, caption) || dom_contains(caption, n))))
			continue;
		s = dom_text(m->a, n, CREDIT_MAX + 1);
		if (s.n <= CREDIT_MAX && credit_name(s).n > 0)
			return n;
	}
	return NULL;
}

/* Whether the box has no other words than caption and credit. */
static bool
are_all(const struct metadata *m, const xmlNode *box, const xmlNode *caption, const xmlNode *credit)
{
	size_t parts = fold(m->a, dom_text(m->a, caption, CAPTION_MAX)).n + fold(m->a, dom_text(m->a, credit, CREDIT_MAX)).n;

	return fold(m->a, dom_text(m->a, box, CAPTION_MAX + CREDIT_MAX)).n == parts;
}

static void
read_box(struct lead_image *out, const struct metadata *m, const struct content *c, const xmlNode *box, const xmlNode *caption)
{
	const xmlNode *credit = credit_in(m, &c->blocks, box, caption);
	struct credit_split split;

	if (credit == NULL)
		credit = said_credit(m, box, caption);
	if (credit == NULL && caption != NULL)
		credit = trailing_part(m, caption);
	if (credit == NULL && caption != NULL && caption->parent == box) {
		credit = trailing_part(m, box);
		if (credit != NULL && !are_all(m, box, caption, credit))
			credit = NULL;
	}
	if (credit == caption)
		credit = NULL;
	if (credit != NULL) {
		out->shown = dom_text(m->a, credit, CREDIT_MAX);
		out->credit = name_in(out->shown);
	}
	if (caption == NULL || caption == credit)
		return;
	split = (struct credit_split){ .caption = caption_text(m->a, caption, credit) };
	if (split.caption.n > CAPTION_MAX)
		return;
	if (credit_split_caption(split.caption, &split) && out->credit.n == 0) {
		out->credit = split.credit;
		out->shown = split.shown;
	}
	if (split.caption.n >= CAPTION_MIN)
		out->caption = split.caption;
}

/* Of the picture that JSON-LD describes. */
static void
read_ld(struct lead_image *out, const struct metadata *m)
{
	static const char *const credits[] = { "creditText", "copyrightHolder", "creator", "author", "copyrightNotice" };
	const cJSON *image = m->ld->article != NULL ? jsonld_get(m->ld, m->ld->article, "image") : NULL;
	struct credit_split split;
	size_t i;

	if (!cJSON_IsObject(image))
		return;
	for (i = 0; i < sizeof(credits) / sizeof(credits[0]) && out->credit.n == 0; i++) {
		struct str s = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(image, credits[i]));

		if (s.n > 0 && s.n <= CREDIT_MAX && !url_is_http(s))
			out->credit = name_in(s);
	}
	if (out->caption.n == 0) {
		split = (struct credit_split){ .caption = jsonld_text(m->ld, cJSON_GetObjectItemCaseSensitive(image, "caption")) };
		if (split.caption.n > CAPTION_MAX)
			return;
		if (credit_split_caption(split.caption, &split) && out->credit.n == 0)
			out->credit = split.credit;
		out->caption = split.caption;
	}
}

static void
read_size(struct lead_image *out, struct str width, struct str height)
{
	int64_t w, h;

	if (str_to_int64(width, &w) != 0 || str_to_int64(height, &h) != 0 || w <= 0 || h <= 0 || w > 100000 || h > 100000)
		return;
	out->width = (struct opt_int){ w, true };
	out->height = (struct opt_int){ h, true };
}

static bool
is_above_text(const struct content *c, const xmlNode *img)
{
	uint32_t i;

	for (i = c->first; i <= c->last && i < c->blocks.n; i++)
		if (c->blocks.v[i].is_kept && c->blocks.v[i].prose > 0)
			return dom_id(img) < c->blocks.v[i].owner;
	return true;
}

void
lead_image_find(struct lead_image *out, const struct metadata *m, const struct content *c)
{
	const xmlNode *img = NULL, *behind = NULL;
	bool is_same;

	*out = (struct lead_image){ .url = declared_url(m) };
	if (out->url.n > 0)
		img = same_picture(c, out->url);
	is_same = img != NULL;
	if (img == NULL) {
		img = first_captioned(c);
		if (img != NULL && !is_above_text(c, img))
			img = NULL;
	}
	if (img == NULL)
		img = first_picture(m, c, true);
	if (img == NULL)
		img = first_picture(m, c, false);
	if (out->url.n == 0 && img != NULL) {
		out->url = metadata_address(m, picture_source(img));
		read_size(out, dom_attr(img, "width"), dom_attr(img, "height"));
	} else {
		read_size(out, metas_get(&m->metas, "og:image:width"), metas_get(&m->metas, "og:image:height"));
	}
	if (img != NULL && !is_same && caption_box(&c->blocks, img) == NULL && caption_behind(&c->blocks, img) == NULL)
		img = first_captioned(c);
	if (img != NULL) {
		out->alt = dom_attr(img, "alt");
		out->box = caption_box(&c->blocks, img);
		behind = out->box == NULL ? caption_behind(&c->blocks, img) : NULL;
	} else if (c->root != NULL) { /* a caption without a picture */
		out->box = dom_find(c->root, TAG_figure);
	}
	if (out->box != NULL) {
		read_box(out, m, c, out->box, caption_in(&c->blocks, out->box));
	} else if (behind != NULL) {
		out->box = img;
		read_box(out, m, c, behind, behind);
	}
	if (!is_same && m->image.n == 0 && img != NULL && out->caption.n + out->credit.n > 0 && is_above_text(c, img)) { /* the picture that the caption is of */
		struct str url = metadata_address(m, picture_source(img));

		if (picture_is_url(url)) {
			out->url = url;
			out->width.is_set = out->height.is_set = false;
			read_size(out, dom_attr(img, "width"), dom_attr(img, "height"));
		}
	}
	if (out->url.n > 0 || out->caption.n > 0)
		read_ld(out, m);
}
