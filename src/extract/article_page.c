#include "config.h"
#include "extract/article_page.h"

#include "base/url.h"
#include "extract/announced.h"
#include "extract/article_next.h"
#include "extract/content.h"
#include "extract/hentry.h"
#include "extract/lead_image.h"
#include "extract/page_guess.h"
#include "extract/prose.h"
#include "extract/visible.h"

#define FACTS_MAX 30U /* lines at the top of the text that may be facts */

static void
set_date(struct opt_int *to, struct str *as, const struct page_date *date)
{
	if (date->as.n == 0)
		return;
	*to = (struct opt_int){ date->unix_s, true };
	*as = date->as;
}

/* What stands in for a summary that the page does not give: a paragraph, else the first text that is no heading. */
static struct str
first_paragraph(const struct content *c)
{
	struct str first = STR_NONE;
	uint32_t i;

	for (i = c->first; i <= c->last && i < c->blocks.n; i++) {
		const struct block *v = &c->blocks.v[i];

		if (!v->is_kept || (v->tag >= TAG_h1 && v->tag <= TAG_h6))
			continue;
		if (v->tag == TAG_p || v->prose > 0)
			return v->text;
		if (first.n == 0)
			first = v->text;
	}
	return first;
}

static void
take_metadata(struct draft *w, const struct metadata *m, const struct content *c)
{
	struct article *article = w->article;
	const struct str *v;
	uint32_t i;

	article->title = draft_plain(w, m->title);
	article->summary = draft_plain(w, m->description.n > 0 ? arena_str(w->a, m->description) : first_paragraph(c));
	article->url = arena_str(w->a, m->url);
	article->language = m->language;
	set_date(&article->published, &article->published_as, &m->published);
	set_date(&article->updated, &article->updated_as, &m->updated);
	if (m->date_from != NULL)
		article->date_from = str_from(m->date_from);
	for (i = 0, v = m->authors.v; i < m->authors.n; i++)
		*(struct person *)list_add(w->a, &article->authors, sizeof(struct person)) = (struct person){ .name = v[i] };
	for (i = 0, v = m->tags.v; i < m->tags.n; i++)
		draft_tag(w, v[i]);
	if (m->site_name.n > 0)
		draft_source(w)->title = draft_plain(w, arena_str(w->a, m->site_name));
	if (m->slogan.n > 0)
		draft_source(w)->description = draft_plain(w, arena_str(w->a, m->slogan));
}

static void
take_image(struct draft *w, const struct lead_image *image)
{
	w->article->image = image->url;
	w->article->image_width = image->width;
	w->article->image_height = image->height;
	if (image->credit.n > 0) {
		draft_credit(w, arena_str(w->a, image->credit));
		w->shown_credit = arena_str(w->a, image->shown);
	}
	draft_caption(w, arena_str(w->a, image->caption));
}

/* "Published: …", "By …" above the text, for what nothing else told. */
static void
take_facts(struct draft *w, const struct content *c)
{
	uint32_t i, n = 0;

	for (i = 0; i < c->n_all && n < FACTS_MAX; i++) {
		if (c->root == NULL || !blocks_is_below(&c->blocks, c->all[i].owner, dom_id(c->root)))
			continue;
		n++;
		if (draft_has_label(c->all[i].text))
			draft_fact(w, c->all[i].text);
	}
}

/* The head of the text has the lead image's figure, wherever in the page it stood. */
static void
write_body(struct draft *w, struct content *c, const struct lead_image *image, const struct page_ruling *rules)
{
	bool is_named = rules != NULL && rules->named.n > 0, has_image;
	struct buf html;

	buf_init(&html, SIZE_MAX / 4);
	if (is_named)
		page_ruling_write(rules, &html);
	else
		content_html(c, &html);
	has_image = image->box != NULL && (is_named ? page_ruling_holds(rules, image->box) : content_shows(c, image->box));
	if (image->box != NULL && (c->root != NULL || is_named) && !has_image)
		draft_top_figure(w, &w->body);
	buf_add_str(&w->body, buf_str(&html));
	buf_release(&html);
}

/* as_declared: the title is what the head of the page says, not its headline. Without text the draft has no body. */
static void
read_page(struct draft *w, const struct dom *dom, const struct page_input *in, bool as_declared, const struct page_ruling *rules)
{
	struct content_hints hints;
	struct lead_image image;
	struct metadata m;
	struct content c;
	struct jsonld ld;

	jsonld_read(&ld, w->a, dom, in->url);
	metadata_read(&m, w->a, dom, &ld, in->url, in->content_language);
	m.as_of_s = in->as_of_s;
	if (rules != NULL)
		page_ruling_tell(rules, &m);
	hints = (struct content_hints){ .title = m.title, .authors = &m.authors, .body = m.body, .description = m.description };
	content_find(&c, w->a, dom, &hints);
	visible_read(&m, &c);
	metadata_take_declared_author(&m);
	metadata_spell_authors(&m);
	visible_take_house(&m, &c);
	lead_image_find(&image, &m, &c);
	take_metadata(w, &m, &c);
	if (as_declared)
		w->article->title = draft_plain(w, m.declared_title);
	take_image(w, &image);
	take_facts(w, &c);
	write_body(w, &c, &image, rules);
	if (in->wants_guess && (rules == NULL || rules->named.n == 0))
		w->d->guess = page_guess(w->a, &c, in->url);
	w->scope->base = arena_str(w->a, m.base);
	w->article->method = rules != NULL && rules->named.n > 0 ? STR("rule") : str_from(c.method);
	if (w->article->title.raw.n == 0)
		w->article->title = draft_plain(w, prose_opening(w->a, c.text));
	jsonld_release(&ld);
}

/* is_bare: rules have left no text in the page. */
static int
read_article(struct arena *a, const struct page_input *in, bool without_strip, struct document *out, bool *is_bare, struct err *e)
{
	struct page_ruling rules;
	struct draft w;
	struct dom dom;
	int rc;

	if (dom_parse_text(a, in->bytes, in->content_type, out, &dom, e) != 0)
		return -1;
	out->format = STR("html");
	if (out->wellformed == TRI_NONE)
		out->wellformed = TRI_TRUE;
	out->next_url = article_next(a, &dom, in->url);
	if (in->rules != NULL)
		page_ruling_apply(&rules, a, in, &dom, out, without_strip);
	draft_init(&w, a, out, dom.text.n);
	read_page(&w, &dom, in, false, in->rules != NULL ? &rules : NULL);
	*is_bare = in->rules != NULL && w.body.n == 0 && !without_strip;
	if (in->rules != NULL) {
		w.article->page_rules = page_ruling_words(&rules);
		if (rules.next.n > 0)
			out->next_url = rules.next;
	}
	rc = draft_finish(&w, e);
	draft_release(&w);
	dom_release(&dom);
	return rc;
}

int
extract_article(struct arena *a, const struct page_input *in, struct document *out, struct err *e)
{
	struct document before = *out;
	bool is_bare = false;
	int rc = read_article(a, in, false, out, &is_bare, e);

	if (!is_bare)
		return rc;
	*out = before;
	*e = (struct err){ .kind = ERR_NONE };
	return read_article(a, in, true, out, &is_bare, e);
}

/* The page's one article as its only entry; what it says of the site is the document's. */
static void
add_article(struct arena *a, const struct dom *dom, struct str url, struct str content_language, struct document *out)
{
	struct err ignored;
	struct draft w;

	draft_init(&w, a, out, dom->text.n);
	read_page(&w, dom, &(struct page_input){ .url = url, .content_language = content_language }, true, NULL);
	if (draft_finish(&w, &ignored) != 0)
		out->articles.n = 0;
	if (w.article->source != NULL) {
		if (w.article->source->title.raw.n > 0)
			out->title = w.article->source->title;
		out->description = w.article->source->description;
		w.article->source = NULL;
	}
	draft_release(&w);
}

int
extract_page(struct arena *a, struct str bytes, struct str content_type, struct str url, struct str content_language,
    struct document *out, struct err *e)
{
	struct dom dom;

	if (dom_parse_text(a, bytes, content_type, out, &dom, e) != 0)
		return -1;
	announced_read(a, &dom, url, out);
	if (out->wellformed == TRI_NONE)
		out->wellformed = TRI_TRUE;
	if (hentry_read(a, &dom, out) == 0)
		add_article(a, &dom, url, content_language, out);
	dom_release(&dom);
	if (out->articles.n + out->alternates.n + out->hubs.n == 0 && out->title.raw.n == 0 && out->feed_url.n == 0)
		return err_set(e, ERR_INPUT, "a page without text, and without a word of a feed");
	return 0;
}
