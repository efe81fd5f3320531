/* iTunes', the Podcast Index' and Podlove's elements. */
#include "config.h"
#include "parse/field_set.h"

#include "parse/date.h"

#define ITUNES_SCHEME STR("http://www.itunes.com/")

/* ---- itunes ---- */

static struct itunes *
itunes(struct holder *h)
{
	struct itunes **i = h->feed != NULL ? &h->feed->itunes : &h->article->itunes;

	if (*i == NULL)
		*i = arena_zalloc(h->a, sizeof(**i));
	return *i;
}

/* "yes" and nothing else is yes. */
static enum tri
exactly_yes(struct str text)
{
	return str_is(text, "yes") ? TRI_TRUE : TRI_FALSE;
}

static void
first_str(struct holder *h, struct str *to, struct str text)
{
	if (to->n == 0)
		*to = holder_keep(h, text);
}

static void
first_int(struct opt_int *to, struct str text)
{
	if (!to->is_set)
		*to = opt_int_from(text);
}

void
itunes_close(struct holder *h, const struct value *v)
{
	struct itunes *i;

	if (str_trim(v->text).n == 0)
		return;
	i = itunes(h);
	if (v->e->slot == SLOT_ITUNES_EXPLICIT && i->is_explicit == TRI_NONE) {
		if (str_is(v->text, "yes") || str_is(v->text, "true"))
			i->is_explicit = TRI_TRUE;
		else if (str_is(v->text, "no") || str_is(v->text, "false") || str_is(v->text, "clean"))
			i->is_explicit = TRI_FALSE;
	} else if (v->e->slot == SLOT_ITUNES_BLOCK && i->block == TRI_NONE) {
		i->block = exactly_yes(v->text);
	} else if (v->e->slot == SLOT_ITUNES_COMPLETE && i->complete == TRI_NONE) {
		i->complete = exactly_yes(v->text);
	} else if (v->e->slot == SLOT_ITUNES_DURATION && !i->duration.is_set) {
		i->duration = opt_num_from_clock(v->text);
	} else if (v->e->slot == SLOT_ITUNES_EPISODE) {
		first_int(&i->episode, v->text);
	} else if (v->e->slot == SLOT_ITUNES_SEASON) {
		first_int(&i->season, v->text);
	} else if (v->e->slot == SLOT_ITUNES_EPISODE_TYPE) {
		first_str(h, &i->episode_type, v->text);
	} else if (v->e->slot == SLOT_ITUNES_TYPE) {
		first_str(h, &i->type, v->text);
	}
}

void
itunes_text_close(struct holder *h, const struct value *v)
{
	struct text t = holder_text(h, v), *to;
	enum slot slot;

	if (t.raw.n == 0)
		return;
	if (v->e->slot == SLOT_ITUNES_TITLE) {
		to = &itunes(h)->title;
		slot = SLOT_TITLE;
	} else if (v->e->slot == SLOT_ITUNES_SUBTITLE) {
		to = &itunes(h)->subtitle;
		slot = h->feed != NULL ? SLOT_SUMMARY : SLOT_SUBTITLE;
	} else {
		to = &itunes(h)->summary;
		slot = SLOT_SUMMARY;
	}
	if (to->raw.n == 0)
		*to = t;
	holder_set_text(h, slot, holder_rank(h, v->e), &t);
}

void
itunes_author_close(struct holder *h, const struct value *v)
{
	if (str_trim(v->text).n == 0)
		return;
	first_str(h, &itunes(h)->author, v->text);
	holder_add_person_text(h, SLOT_AUTHORS, 0, v->text);
}

void
itunes_keywords_close(struct holder *h, const struct value *v)
{
	if (str_trim(v->text).n > 0)
		holder_add_keywords(h, v->text, ITUNES_SCHEME, &itunes(h)->keywords);
}

void
itunes_new_url_close(struct holder *h, const struct value *v)
{
	struct str url = holder_keep_url(h, v->text, v->scope);

	if (url.n == 0)
		return;
	if (itunes(h)->new_feed_url.n == 0)
		itunes(h)->new_feed_url = url;
	holder_set_str(h, SLOT_NEW_URL, v->e->rank, url);
}

void
itunes_image_open(struct holder *h, struct value *v)
{
	struct str url =
	    holder_keep_url(h, attribute(v->at, "href").n > 0 ? attribute(v->at, "href") : attribute(v->at, "url"), v->scope);

	if (url.n == 0)
		return;
	if (itunes(h)->image.n == 0)
		itunes(h)->image = url;
	holder_set_image(h, v->e->rank, url);
}

/* The old way to name a picture. */
void
itunes_link_open(struct holder *h, struct value *v)
{
	if (str_is_nocase(str_trim(attribute(v->at, "rel")), "image"))
		holder_set_image(h, v->e->rank, holder_keep_url(h, attribute(v->at, "href"), v->scope));
}

void
itunes_owner_close(struct holder *h, const struct value *v)
{
	struct person *p = v->object;

	if (p->name.n + p->email.n == 0)
		return;
	holder_add_person(h, SLOT_PUBLISHER, v->e->rank, p);
	if (itunes(h)->owner != NULL)
		return;
	itunes(h)->owner = arena_alloc(h->a, sizeof(struct itunes_owner));
	*itunes(h)->owner = (struct itunes_owner){ p->name, p->email };
}

void
itunes_category_open(struct holder *h, struct value *v)
{
	struct str text = attribute(v->at, "text");

	if (str_trim(text).n > 0)
		holder_add_category(h, text, v->e->ns == NS_ITUNES ? ITUNES_SCHEME : STR_NONE, STR_NONE);
}

/* ---- podcast ---- */

static struct podcast *
podcast(struct holder *h)
{
	struct podcast **p = h->feed != NULL ? &h->feed->podcast : &h->article->podcast;

	if (*p == NULL)
		*p = arena_zalloc(h->a, sizeof(**p));
	return *p;
}

static struct str
kept(struct holder *h, const struct value *v, const char *name)
{
	return holder_keep(h, attribute(v->at, name));
}

static struct str
kept_url(struct holder *h, const struct value *v, const char *name)
{
	return holder_keep_url(h, attribute(v->at, name), v->scope);
}

static struct opt_int
date_of(struct str text)
{
	int64_t s;

	return date_parse(text, &s) ? (struct opt_int){ s, true } : (struct opt_int){ 0, false };
}

/* Elements that say all in their attributes, or wait for their text as v->object. */
void
podcast_open(struct holder *h, struct value *v)
{
	struct str name = v->local;

	if (str_is(name, "license")) {
		struct podcast_license *l = v->object = arena_zalloc(h->a, sizeof(*l));
		l->url = kept_url(h, v, "url");
	} else if (str_is(name, "funding")) {
		struct funding *f = v->object = list_add(h->a, &podcast(h)->funding, sizeof(*f));
		f->url = kept_url(h, v, "url");
	} else if (str_is(name, "person")) {
		struct podcast_person *p = v->object = list_add(h->a, &podcast(h)->persons, sizeof(*p));
		*p = (struct podcast_person){ STR_NONE, kept(h, v, "role"), kept(h, v, "group"), kept_url(h, v, "href"),
			kept_url(h, v, "img") };
	} else if (str_is(name, "location")) {
		struct location *l = v->object = arena_zalloc(h->a, sizeof(*l));
		*l = (struct location){ STR_NONE, kept(h, v, "geo"), kept(h, v, "osm") };
	} else if (str_is(name, "season")) {
		struct podcast_season *s = v->object = arena_zalloc(h->a, sizeof(*s));
		s->name = kept(h, v, "name");
	} else if (str_is(name, "episode")) {
		struct podcast_episode *e = v->object = arena_zalloc(h->a, sizeof(*e));
		e->display = kept(h, v, "display");
	} else if (str_is(name, "transcript")) {
		struct transcript t = { kept_url(h, v, "url"), kept(h, v, "type"), kept(h, v, "language"), kept(h, v, "rel") };
		if (t.url.n > 0)
			*(struct transcript *)list_add(h->a, &podcast(h)->transcripts, sizeof(t)) = t;
	} else if (str_is(name, "chapters")) {
		struct podcast_chapters c = { kept_url(h, v, "url"), kept(h, v, "type") };
		if (c.url.n > 0 && podcast(h)->chapters == NULL)
			*(podcast(h)->chapters = arena_alloc(h->a, sizeof(c))) = c;
	} else if (str_is(name, "soundbite")) {
		struct soundbite *s = v->object = list_add(h->a, &podcast(h)->soundbites, sizeof(*s));
		*s = (struct soundbite){ opt_num_from(attribute(v->at, "startTime")), opt_num_from(attribute(v->at, "duration")),
			STR_NONE };
	} else if (str_is(name, "trailer")) {
		struct trailer *t = v->object = list_add(h->a, &podcast(h)->trailers, sizeof(*t));
		*t = (struct trailer){ kept_url(h, v, "url"), STR_NONE, date_of(attribute(v->at, "pubdate")),
			opt_int_from(attribute(v->at, "length")), kept(h, v, "type"), opt_num_from(attribute(v->at, "season")) };
	}
}

void
podcast_close(struct holder *h, const struct value *v)
{
	struct str name = v->local, text = holder_keep(h, v->text);

	if (str_is(name, "guid") && text.n > 0) {
		first_str(h, &podcast(h)->guid, text);
	} else if (str_is(name, "medium") && text.n > 0) {
		first_str(h, &podcast(h)->medium, text);
	} else if (str_is(name, "locked") && text.n > 0) {
		if (str_is_nocase(text, "yes") || str_is_nocase(text, "true"))
			podcast(h)->locked = TRI_TRUE;
		else if (str_is_nocase(text, "no") || str_is_nocase(text, "false"))
			podcast(h)->locked = TRI_FALSE;
	} else if (str_is(name, "license")) {
		struct podcast_license *l = v->object;
		l->text = text;
		if (l->text.n + l->url.n > 0 && podcast(h)->license == NULL)
			podcast(h)->license = l;
	} else if (str_is(name, "funding")) {
		struct funding *f = v->object;
		f->text = text;
		if (f->text.n + f->url.n == 0)
			podcast(h)->funding.n--;
	} else if (str_is(name, "person")) {
		struct podcast_person *p = v->object;
		p->name = text;
		if (text.n == 0)
			podcast(h)->persons.n--;
	} else if (str_is(name, "location")) {
		struct location *l = v->object;
		l->name = text;
		if (l->name.n + l->geo.n + l->osm.n > 0 && podcast(h)->location == NULL)
			podcast(h)->location = l;
	} else if (str_is(name, "season")) {
		struct podcast_season *s = v->object;
		s->number = opt_num_from(text);
		if ((s->number.is_set || s->name.n > 0) && podcast(h)->season == NULL)
			podcast(h)->season = s;
	} else if (str_is(name, "episode")) {
		struct podcast_episode *e = v->object;
		e->number = opt_num_from(text);
		if ((e->number.is_set || e->display.n > 0) && podcast(h)->episode == NULL)
			podcast(h)->episode = e;
	} else if (str_is(name, "soundbite")) {
		((struct soundbite *)v->object)->title = text;
	} else if (str_is(name, "trailer")) {
		struct trailer *t = v->object;
		t->title = text;
		if (t->url.n == 0)
			podcast(h)->trailers.n--;
	}
}

void
podcast_enclosure_open(struct holder *h, struct value *v)
{
	struct alternate_enclosure *e = list_add(h->a, &podcast(h)->alternate_enclosures, sizeof(*e));
	struct str is_default = str_trim(attribute(v->at, "default"));

	e->type = kept(h, v, "type");
	e->length = opt_int_from(attribute(v->at, "length"));
	e->bitrate = opt_num_from(attribute(v->at, "bitrate"));
	e->title = kept(h, v, "title");
	e->is_default = str_is_nocase(is_default, "true") ? TRI_TRUE : str_is_nocase(is_default, "false") ? TRI_FALSE : TRI_NONE;
	v->object = e;
}

void
podcast_enclosure_close(struct holder *h, const struct value *v)
{
	if (((struct alternate_enclosure *)v->object)->url.n == 0)
		podcast(h)->alternate_enclosures.n--;
}

/* podcast:source, a child of an alternate enclosure: the first one is its address. */
void
podcast_source_open(struct holder *h, struct value *v)
{
	struct alternate_enclosure *e = v->outer;

	if (e != NULL && e->url.n == 0)
		e->url = kept_url(h, v, "uri");
}

/* ---- psc ---- */

/* Of several lists the first counts: later ones get nowhere to go. */
void
chapters_open(struct holder *h, struct value *v)
{
	if (h->article != NULL && h->article->chapters.n == 0)
		v->object = &h->article->chapters;
}

void
chapter_open(struct holder *h, struct value *v)
{
	struct opt_num start = opt_num_from_clock(attribute(v->at, "start"));
	struct chapter *c;

	if (v->outer == NULL || !start.is_set)
		return;
	c = list_add(h->a, v->outer, sizeof(*c));
	*c = (struct chapter){ start, kept(h, v, "title"), kept_url(h, v, "href"), kept_url(h, v, "image") };
}
