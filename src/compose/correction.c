#include "config.h"
#include "compose/correction.h"

#include "compose/word_diff.h"
#include "normalise/text.h"

#define DIFF_MAX (1U << 20) /* bytes of one entry's content; what is over is cut with the piece that would pass it */

static struct str
text_of(struct arena *a, const struct article *x)
{
	return x->content_html.n > 0 ? text_from_html(a, x->content_html) : x->content_text.n > 0 ? x->content_text : x->summary.plain;
}

/* One paragraph with its name, if anything differs. */
static void
add_part(struct arena *a, struct buf *out, const char *name, struct str old, struct str new)
{
	struct buf piece;

	buf_init(&piece, DIFF_MAX);
	word_diff(a, old, new, &piece);
	if (piece.n > 0 && !piece.is_full && out->n + piece.n < DIFF_MAX - 256) {
		buf_add_c(out, "<p>");
		if (name != NULL)
			buf_printf(out, "<strong>%s:</strong> ", name);
		buf_add_str(out, str_trim(buf_str(&piece)));
		buf_add_c(out, "</p>\n");
	}
	buf_release(&piece);
}

static struct str
people(struct arena *a, const struct list *l)
{
	const struct person *p = l->v;
	struct str out = STR_NONE;
	uint32_t i;

	for (i = 0; i < l->n; i++)
		out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), i > 0 ? ", " : "", STR_ARG(p[i].name));
	return out;
}

static struct str
enclosures(struct arena *a, const struct list *l)
{
	const struct enclosure *e = l->v;
	struct str out = STR_NONE;
	uint32_t i;

	for (i = 0; i < l->n; i++)
		out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), i > 0 ? " " : "", STR_ARG(e[i].url));
	return out;
}

static struct str
write_content(struct arena *a, const struct article *old, const struct article *new)
{
	struct buf b;
	struct str out;

	buf_init(&b, DIFF_MAX);
	add_part(a, &b, "Title", old->title.plain, new->title.plain);
	if (text_of(a, new).p != new->summary.plain.p)
		add_part(a, &b, "Summary", old->summary.plain, new->summary.plain);
	add_part(a, &b, NULL, text_of(a, old), text_of(a, new));
	add_part(a, &b, "Authors", people(a, &old->authors), people(a, &new->authors));
	add_part(a, &b, "Image", old->image, new->image);
	add_part(a, &b, "Caption", old->image_caption, new->image_caption);
	add_part(a, &b, "Credit", old->image_credit, new->image_credit);
	add_part(a, &b, "Enclosures", enclosures(a, &old->enclosures), enclosures(a, &new->enclosures));
	if (b.n == 0) /* a link or an image within the text */
		buf_add_c(&b, "<p>Links or images have changed.</p>\n");
	out = arena_str(a, buf_str(&b));
	buf_release(&b);
	return out;
}

void
correction_make(struct arena *a, struct correction *c)
{
	struct entry *e = &c->entry;
	struct article *x = &e->article;

	x->content_html = write_content(a, &c->old, x);
	x->content_text = STR_NONE;
	x->summary = (struct text){ .kind = TEXT_NONE };
	x->enclosures = (struct list){ .n = 0 };
	x->media = NULL;
	e->id = store_version_id(a, e->id, c->replaced_s);
	e->published_s = e->updated_s = c->replaced_s;
}
