#include "config.h"
#include "extract/forms.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/url.h"
#include "extract/credit.h"
#include "extract/front_matter.h"
#include "extract/prose.h"
#include "parse/field_set.h"

/* ---- front matter ---- */

static void
each_value(struct draft *w, const struct front_pair *pair, void (*one)(struct draft *, struct str), void (*many)(struct draft *, struct str))
{
	const struct str *v;
	uint32_t i;

	if (pair == NULL)
		return;
	v = pair->values.v;
	for (i = 0; i < pair->values.n; i++)
		(pair->values.n > 1 ? one : many)(w, v[i]);
}

/* author.name, author.email and author.url of one mapping. */
static void
add_author_mapping(struct draft *w, const struct front_matter *f)
{
	struct str name = front_matter_value(f, "author.name authors.name");
	struct person *p;

	if (name.n == 0 || w->article->authors.n > 0)
		return;
	p = list_add(w->a, &w->article->authors, sizeof(*p));
	*p = (struct person){
		.name = name,
		.email = front_matter_value(f, "author.email authors.email"),
		.url = front_matter_value(f, "author.url authors.url"),
	};
}

static void
apply(struct draft *w, const struct front_matter *f)
{
	struct article *article = w->article;
	struct str credit, slogan;

	draft_url(w, front_matter_value(f, "url link canonical canonical-url permalink"));
	article->title = draft_plain(w, front_matter_value(f, "title headline"));
	article->subtitle = draft_plain(w, front_matter_value(f, "subtitle deck"));
	article->summary = draft_plain(w, front_matter_value(f, "summary description excerpt abstract"));
	article->id = front_matter_value(f, "id guid uuid");
	article->language = language_tag(w->a, front_matter_value(f, "language lang"));
	draft_published(w, front_matter_value(f, "published date publishdate pubdate created"));
	draft_updated(w, front_matter_value(f, "updated lastmod modified last-modified"));
	each_value(w, front_matter_find(f, "authors author by"), draft_person, draft_people);
	add_author_mapping(w, f);
	each_value(w, front_matter_find(f, "tags taxonomies.tags"), draft_tag, draft_tags);
	each_value(w, front_matter_find(f, "categories category keywords taxonomies.categories"), draft_tag, draft_tags);
	draft_image(w, front_matter_value(f, "image cover image.url image.src image.path cover.image"));
	credit = front_matter_value(f, "image-credit credit photo-credit image.credit cover.credit");
	draft_credit(w, credit_name(credit).n > 0 ? credit_name(credit) : credit);
	draft_caption(w, front_matter_value(f, "image-caption caption image.caption cover.caption"));
	slogan = front_matter_value(f, "slogan source.slogan source.description");
	if (slogan.n > 0)
		draft_source(w)->description = draft_plain(w, slogan);
	if (front_matter_value(f, "source source.title").n > 0)
		draft_source(w)->title = draft_plain(w, front_matter_value(f, "source source.title"));
}

/* ---- the tree ---- */

/* What a reader sees of a node, on one line. */
static struct str
plain_of(struct arena *a, cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	struct str out;
	struct buf b;

	buf_init(&b, SIZE_MAX / 2);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(iter);

		if (event != CMARK_EVENT_ENTER)
			continue;
		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			buf_add_str(&b, str_from(cmark_node_get_literal(n)));
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			buf_add_char(&b, ' ');
			break;
		default: /* containers and markup */
			break;
		}
	}
	cmark_iter_free(iter);
	out = prose_trim(arena_str(a, buf_str(&b)));
	buf_release(&b);
	return out;
}

/* The first heading names the article and leaves the text; one at the top that only repeats the name leaves as well. */
static void
take_title(struct draft *w, cmark_node *root)
{
	struct text *title = &w->article->title;
	cmark_node *n = cmark_node_first_child(root);
	struct str plain;

	while (n != NULL && cmark_node_get_type(n) != CMARK_NODE_HEADING)
		n = cmark_node_next(n);
	if (n == NULL)
		return;
	plain = plain_of(w->a, n);
	if (title->raw.n == 0 && plain.n > 0)
		*title = draft_plain(w, plain);
	else if (cmark_node_previous(n) != NULL || !str_eq_nocase(plain, title->raw))
		return;
	cmark_node_unlink(n);
	cmark_node_free(n);
}

/* Lines of facts at the top of the text ("Published: …") where front matter did not say it. */
static void
take_facts(struct draft *w, cmark_node *root)
{
	cmark_node *n = cmark_node_first_child(root), *child;
	struct str line;

	if (n == NULL || cmark_node_get_type(n) != CMARK_NODE_PARAGRAPH)
		return;
	for (child = cmark_node_first_child(n); child != NULL; child = cmark_node_next(child))
		if (cmark_node_get_type(child) != CMARK_NODE_TEXT && cmark_node_get_type(child) != CMARK_NODE_EMPH &&
		    cmark_node_get_type(child) != CMARK_NODE_STRONG)
			return;
	line = plain_of(w->a, n);
	if (!draft_fact(w, line))
		return;
	cmark_node_unlink(n);
	cmark_node_free(n);
}

/*
 * The image that a paragraph consists of, and its caption: the image's title, or
 * what follows it when that is emphasised or ends with a credit. NULL for other paragraphs.
 */
static cmark_node *
image_of(struct arena *a, cmark_node *paragraph, struct str *caption)
{
	cmark_node *image = cmark_node_first_child(paragraph), *behind, *next;
	struct credit_split split;

	if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH || image == NULL || cmark_node_get_type(image) != CMARK_NODE_IMAGE)
		return NULL;
	*caption = arena_str(a, str_from(cmark_node_get_title(image)));
	behind = cmark_node_next(image);
	if (behind == NULL)
		return image;
	if (cmark_node_get_type(behind) != CMARK_NODE_SOFTBREAK && cmark_node_get_type(behind) != CMARK_NODE_LINEBREAK)
		return NULL;
	next = cmark_node_next(behind);
	cmark_node_unlink(image);
	*caption = plain_of(a, paragraph);
	cmark_node_prepend_child(paragraph, image);
	if (credit_split(*caption, &split))
		return image;
	return next != NULL && cmark_node_next(next) == NULL && cmark_node_get_type(next) == CMARK_NODE_EMPH ? image : NULL;
}

static void
become_figure(cmark_node *paragraph, struct str src, struct str alt, struct str caption)
{
	struct credit_split split = { .caption = caption };
	cmark_node *block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
	struct buf b;

	credit_split_caption(caption, &split);
	buf_init(&b, SIZE_MAX / 2);
	draft_figure(&b, src, alt, split.caption, split.shown);
	cmark_node_set_on_enter(block, b.p);
	buf_release(&b);
	cmark_node_replace(paragraph, block);
	cmark_node_free(paragraph);
}

/* Paragraphs that are images become figures; the first gives the article its image. */
static void
make_figures(struct draft *w, cmark_node *root, bool has_top)
{
	cmark_node *n = cmark_node_first_child(root), *next, *image;
	struct str caption = STR_NONE, src;

	for (; n != NULL; n = next) {
		next = cmark_node_next(n);
		image = image_of(w->a, n, &caption);
		if (image == NULL)
			continue;
		src = arena_str(w->a, str_from(cmark_node_get_url(image)));
		if (has_top)
			draft_image(w, src); /* a caption without an image is about the first one */
		if (has_top && str_eq(url_resolve(w->a, w->scope->base, src), w->article->image)) { /* stands in the figure at the top */
			draft_caption(w, caption);
			cmark_node_unlink(n);
			cmark_node_free(n);
			continue;
		}
		if (w->article->image.n == 0) {
			draft_image(w, src);
			draft_caption(w, caption);
		}
		become_figure(n, src, plain_of(w->a, image), caption);
	}
}

static struct str
opening_of(struct arena *a, cmark_node *root)
{
	cmark_node *n = cmark_node_first_child(root);
	struct str plain = STR_NONE;

	for (; n != NULL && plain.n == 0; n = cmark_node_next(n))
		plain = plain_of(a, n);
	return prose_opening(a, plain);
}

int
markdown_file_read(struct draft *w, struct str text, struct err *e)
{
	struct front_matter front;
	bool has_top;
	cmark_node *root;
	char *html;

	(void)e;
	if (front_matter_cut(w->a, &text, &front))
		apply(w, &front);
	root = cmark_parse_document(text.n > 0 ? text.p : "", text.n, CMARK_OPT_UNSAFE);
	take_title(w, root);
	take_facts(w, root);
	has_top = w->article->image.n + w->article->image_caption.n + w->article->image_credit.n > 0;
	make_figures(w, root, has_top);
	if (w->article->title.raw.n == 0)
		w->article->title = draft_plain(w, opening_of(w->a, root));
	if (has_top)
		draft_top_figure(w, &w->body);
	html = cmark_render_html(root, CMARK_OPT_UNSAFE);
	buf_add_c(&w->body, html);
	free(html);
	cmark_node_free(root);
	return 0;
}
