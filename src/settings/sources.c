#include "config.h"
#include "settings/sources.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/url.h"
#include "settings/opml.h"
#include "settings/portable.h"

#define SLUG_MAX 80 /* bytes of a name made from an address */

void
settings_source_defaults(struct source *out)
{
	*out = (struct source){
		.every_s = 60 * 60,
		.timeout_s = 60,
		.size_max = 16 << 20,
		.items_max = 500,
		.full_text_pages = 20,
		.retain_min = 50,
	};
}

int
section_name(struct loader *ld, const struct conf_section *s, struct map *names, size_t index)
{
	const struct conf_value v = { .text = s->title, .is_expanded = s->is_expanded, .is_broken = s->is_broken, .at = s->at };
	const struct value x = { .v = &v, .key = s->kind.p, .mistakes = ld->mistakes, .strings = ld->strings };

	if (s->is_broken)
		return -1;
	if (s->title.p == NULL) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &s->at, "a %s needs a name: %s \"name\" { … }", s->kind.p, s->kind.p);
		return -1;
	}
	if (value_name(&x) == -1)
		return -1;
	if (map_has(names, s->title)) {
		value_complain(&x, "is the name of another %s already", s->kind.p);
		return -1;
	}
	map_put(names, s->title, (void *)(uintptr_t)(index + 1));
	return 0;
}

/* The first place to blame: the key's, else the section's. */
static const struct place *
place_of(const struct conf_section *in, const char *key)
{
	const struct conf_pair *pair = keys_find(in, key);

	return pair == NULL ? &in->at : pair->values != NULL ? &pair->values->at : &pair->at;
}

/* What a command is called wherever other sources have an address. */
static char *
command_name(struct loader *ld, char *const *argv)
{
	struct buf b;
	char *name;

	buf_init(&b, URL_MAX);
	buf_add_c(&b, "command:");
	for (; *argv != NULL; argv++)
		buf_printf(&b, "%s%s", b.p[b.n - 1] == ':' ? "" : " ", *argv);
	name = arena_strdup(ld->strings, buf_str(&b));
	buf_release(&b);
	return name;
}

static void
check_kind(struct loader *ld, const struct conf_section *in, struct source *s, bool has_path)
{
	bool is_folder = s->kind == SOURCE_FOLDER || s->kind == SOURCE_MAILDIR;

	if (keys_find(in, "kind") == NULL) {
		if (has_path != is_folder) /* what defaults say may not fit */
			s->kind = has_path ? SOURCE_FOLDER : SOURCE_AUTO;
	} else if (has_path && !is_folder && s->kind != SOURCE_AUTO) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, "kind"), "kind: what is fetched has an url, not a path (file:/// for a file)");
	} else if (!has_path && is_folder) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, "kind"), "kind: a folder has a path, not an url");
	} else if (has_path && !is_folder) {
		s->kind = SOURCE_FOLDER;
	}
}

static void
check_address(struct loader *ld, const struct conf_section *in, struct source *s)
{
	static const char *const ways[] = { "url", "path", "command" };
	const char *first = NULL;
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (keys_find(in, ways[i]) == NULL)
			continue;
		if (first != NULL) {
			mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, ways[i]), "a source has %s or %s, not both", first, ways[i]);
			return;
		}
		first = ways[i];
	}
	if (first == NULL) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "source \"%s\" has neither url nor path nor command", s->name);
		return;
	}
	check_kind(ld, in, s, strcmp(first, "path") == 0);
	if (s->command != NULL)
		s->url = command_name(ld, s->command);
	if (s->user != NULL && keys_find(in, "user") != NULL && s->command == NULL && s->filter == NULL)
		mistakes_add(ld->mistakes, MISTAKE_WARNING, place_of(in, "user"), "user: without command or filter there is nothing to run");
}

/* The key of the first rule for an article's fields; NULL: there is none. */
static const struct conf_pair *
first_item_rule(const struct conf_section *in)
{
	const struct conf_pair *p;

	for (p = in->pairs; p != NULL; p = p->next)
		if (str_starts(p->key, STR("item.")) || str_is(p->key, "next"))
			return p;
	return NULL;
}

/* Rules make a page of what may be anything. */
static void
check_rules(struct loader *ld, const struct conf_section *in, struct source *s)
{
	const struct conf_pair *rule = first_item_rule(in), *item = keys_find(in, "item");

	if (item != NULL && s->kind == SOURCE_AUTO)
		s->kind = SOURCE_PAGE;
	if (item != NULL && s->kind != SOURCE_PAGE && s->kind != SOURCE_JSON)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &item->at, "item: only a page or a JSON answer has items to choose (kind = page, kind = json)");
	else if (item == NULL && rule != NULL)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &rule->at, "%s: without item there is nothing to take it from", rule->key.p);
	else if (item == NULL && s->kind == SOURCE_JSON)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, "kind"), "kind: a JSON answer needs item, the path to its articles");
	if (keys_find(in, "pages") != NULL && keys_find(in, "next") == NULL && s->kind != SOURCE_SITEMAP)
		mistakes_add(ld->mistakes, MISTAKE_WARNING, place_of(in, "pages"), "pages: without next there is only one");
}

static void
check_credentials(struct loader *ld, const struct conf_section *in, const struct source *s)
{
	if (s->password != NULL && s->username == NULL && keys_find(in, "password-file") != NULL && keys_find(in, "username") == NULL)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, "password-file"), "password-file: a username is missing");
}

static void
check_source(struct loader *ld, const struct conf_section *in, struct source *s)
{
	struct stat st;

	check_address(ld, in, s);
	check_rules(ld, in, s);
	check_credentials(ld, in, s);
	if (s->path != NULL && stat(s->path, &st) == -1)
		mistakes_add(ld->mistakes, MISTAKE_WARNING, place_of(in, "path"), "path: %s: %s", s->path, strerror(errno));
	if ((s->url != NULL) != (s->path != NULL))
		keys_warn_of_idle(ld, in, s->path != NULL);
}

static struct source *
add(struct loader *ld, const struct source *s)
{
	ld->s->sources = mem_grow(ld->s->sources, ld->s->n_sources, &ld->source_room, sizeof(*s));
	ld->s->sources[ld->s->n_sources] = *s;
	return &ld->s->sources[ld->s->n_sources++];
}

static void
remember_url(struct loader *ld, const struct conf_section *in, const struct source *s)
{
	uintptr_t other = (uintptr_t)map_get(ld->urls, str_from(s->url));

	if (other == 0)
		map_put(ld->urls, str_from(s->url), (void *)(uintptr_t)(ld->s->n_sources + 1));
	else
		mistakes_add(ld->mistakes, MISTAKE_WARNING, place_of(in, "url"), "url: source \"%s\" fetches the same address",
		    ld->s->sources[other - 1].name);
}

static void
load_source(struct loader *ld, const struct conf_section *in)
{
	struct source s = ld->defaults;
	bool has_name = section_name(ld, in, ld->s->memory->sources, ld->s->n_sources) == 0;

	s.name = (char *)(uintptr_t)(in->title.p != NULL ? in->title.p : "");
	s.file = (char *)(uintptr_t)in->at.file;
	s.line = in->at.line;
	keys_apply(ld, in, keys_find(in, "path") != NULL ? IN_FOLDER : IN_SOURCE, &s);
	if (!has_name)
		return;
	check_source(ld, in, &s);
	if (s.url != NULL && s.command == NULL)
		remember_url(ld, in, &s);
	s.options = portable_text(ld, in);
	add(ld, &s);
}

static void
load_defaults(struct loader *ld, const struct conf *conf)
{
	const struct conf_section *in, *first = NULL;

	settings_source_defaults(&ld->defaults);
	for (in = conf->sections; in != NULL; in = in->next) {
		if (!str_is(in->kind, "defaults"))
			continue;
		if (in->title.p != NULL)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "defaults has no name");
		if (first != NULL) {
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &in->at, "a second defaults: the first is on line %u of %s", first->at.line,
			    first->at.file);
			continue;
		}
		first = in;
		keys_apply(ld, in, IN_DEFAULTS, &ld->defaults);
		ld->s->select = ld->defaults.select;
		ld->defaults.select = (struct selection){ .keep = { .n = 0 } };
		if (ld->defaults.password != NULL && ld->defaults.username == NULL)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, place_of(in, "password-file"), "password-file: a username is missing");
	}
}

void
sources_load(struct loader *ld, const struct conf *conf)
{
	const struct conf_section *in;

	load_defaults(ld, conf);
	for (in = conf->sections; in != NULL; in = in->next)
		if (str_is(in->kind, "source"))
			load_source(ld, in);
	ld->n_own = ld->s->n_sources;
}

/* ---- subscription lists ---- */

struct subscription_list {
	struct loader *ld;
	char *file;
};

/*
 * A name that stays the same however the list is ordered and its titles change, for articles are kept under it:
 * made from the address, "lwn.net-headlines-rss".
 */
static char *
name_for(struct loader *ld, struct str url)
{
	struct str s = str_skip(url, str_find(url, STR("://")) + 3);
	char slug[SLUG_MAX + 16] = "";
	size_t n = 0, i;

	if (str_starts_nocase(s, STR("www.")))
		s = str_skip(s, 4);
	for (i = 0; i < s.n && n < SLUG_MAX; i++) {
		char c = ascii_lower(s.p[i]);

		if (ascii_is_alnum(c) || (n > 0 && (c == '.' || c == '_')))
			slug[n++] = c;
		else if (n > 0 && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n > 0 && slug[n - 1] == '-')
		n--;
	slug[n] = '\0';
	if (n == 0 || i < s.n || map_has(ld->s->memory->sources, (struct str){ slug, n }))
		snprintf(slug + n, sizeof(slug) - n, "%s%08" PRIx32, n > 0 ? "-" : "", (uint32_t)hash_fast(url, 0));
	return arena_strdup(ld->strings, str_from(slug));
}

static void
add_tags(struct loader *ld, struct source *s, const struct opml_outline *o)
{
	char **tags = arena_alloc(ld->strings, (s->n_tags + o->n_tags) * sizeof(*tags) + 1);
	size_t i, j, n = s->n_tags;

	if (n > 0)
		memcpy(tags, s->tags, n * sizeof(*tags));
	for (i = 0; i < o->n_tags; i++) {
		for (j = 0; j < n && !str_is(o->tags[i], tags[j]); j++)
			;
		if (j == n && n < OPML_TAGS_MAX)
			tags[n++] = arena_strdup(ld->strings, o->tags[i]);
	}
	s->tags = tags;
	s->n_tags = n;
}

static void
read_options(struct loader *ld, struct source *s, const struct opml_outline *o, const struct place *at)
{
	struct conf conf;

	if (o->options.n == 0)
		return;
	conf_read_pairs(&conf, o->options, at, ld->strings, ld->mistakes);
	if (conf.sections != NULL)
		portable_apply(ld, conf.sections, s);
	conf_release(&conf);
}

/* The list's own word for it, where that can be one and is free. */
static char *
name_of(struct loader *ld, const struct opml_outline *o, struct str url)
{
	size_t i;

	for (i = 0; i < o->name.n; i++)
		if (!ascii_is_alnum(o->name.p[i]) && (o->name.p[i] != '_' && (i == 0 || memchr(".-", o->name.p[i], 2) == NULL)))
			break;
	if (o->name.n > 0 && i == o->name.n && i <= SLUG_MAX && !map_has(ld->s->memory->sources, o->name))
		return arena_strdup(ld->strings, o->name);
	return name_for(ld, url);
}

static void
on_outline(const struct opml_outline *o, void *arg)
{
	struct subscription_list *list = arg;
	struct loader *ld = list->ld;
	struct conf_value v = { .text = arena_str(ld->strings, o->url), .at = { list->file, o->line, 1 } };
	struct value x = { .v = &v, .key = "xmlUrl", .level = MISTAKE_WARNING, .mistakes = ld->mistakes, .strings = ld->strings };
	struct source s = ld->defaults;
	uintptr_t known;
	bool is_private;

	if (value_url(&x, false, &s.url, &is_private) == -1)
		return;
	known = (uintptr_t)map_get(ld->urls, str_from(s.url));
	if (known != 0) {
		if (known > ld->n_own && o->n_tags > 0) /* the list has it in two folders */
			add_tags(ld, &ld->s->sources[known - 1], o);
		return;
	}
	if (!s.allow_private && is_private) {
		value_complain(&x, "is an address of this machine or a private network: left out without allow-private in defaults");
		return;
	}
	s.name = name_of(ld, o, str_from(s.url));
	if (map_has(ld->s->memory->sources, str_from(s.name)))
		return; /* two hashes met */
	read_options(ld, &s, o, &v.at);
	s.is_subscribed = true;
	if (s.kind == SOURCE_FOLDER || s.kind == SOURCE_MAILDIR)
		s.kind = SOURCE_AUTO;
	if (o->title.n > 0 && !str_eq(o->title, o->name)) /* lists have a title for every source; the name is none */
		s.title = arena_strdup(ld->strings, o->title);
	if (o->n_tags > 0) {
		if (s.tags == ld->defaults.tags)
			s.n_tags = 0;
		add_tags(ld, &s, o);
	}
	s.file = list->file;
	s.line = o->line;
	map_put(ld->s->memory->sources, str_from(s.name), (void *)(uintptr_t)(ld->s->n_sources + 1));
	map_put(ld->urls, str_from(s.url), (void *)(uintptr_t)(ld->s->n_sources + 1));
	add(ld, &s);
}

static void
read_list(struct loader *ld, char *path, const struct conf_value *pattern)
{
	struct subscription_list list = { ld, path };
	struct place at = { .file = path, .column = 1 };
	struct err e;
	char *bytes;
	size_t n;

	if (conf_slurp(path, CONF_FILE_MAX, &bytes, &n, &e) == -1) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pattern->at, "subscriptions: cannot read %s: %s", path, e.text);
		return;
	}
	if (opml_read((struct str){ bytes, n }, on_outline, &list, &at.line, &e) == -1)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &at, "%s", e.text);
	free(bytes);
}

void
sources_subscribe(struct loader *ld, const struct conf *conf)
{
	const struct conf_pair *pair = keys_find(&conf->top, "subscriptions");
	const struct conf_value *v;
	size_t i;

	for (v = pair != NULL ? pair->values : NULL; v != NULL; v = v->next) {
		struct conf_files files;

		if (v->is_broken || v->text.n == 0)
			continue;
		files = conf_glob(ld->dir, v->text, ld->strings);
		if (files.n == 0)
			mistakes_add(ld->mistakes, MISTAKE_WARNING, &v->at, "subscriptions: no file matches %s",
			    v->is_expanded ? "the pattern" : v->text.p);
		for (i = 0; i < files.n; i++)
			read_list(ld, files.paths[i], v);
	}
}
