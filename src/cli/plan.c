/* feedwright plan: what another configuration would change, told from what is stored. Nothing is fetched or written. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "compose/compose.h"

static const char usage[] = "usage: feedwright plan [--config FILE] [--json] NEW.conf\n"
                            "What would change if NEW.conf were the configuration: articles that feeds would\n"
                            "gain and lose, ids that would change, sources that would be asked.\n";

/* One configuration and what it makes of the ledger. */
struct side {
	struct settings *settings;
	struct composer *composer;
};

struct plan {
	struct side old, new;
	struct store *store;
	int64_t now_s;
	cJSON *feeds, *sources;
	struct err e;
};

/* ---- feeds ---- */

static const char *const feed_states[] = { "kept", "new", "gone" };

/* What one feed shows: rows in order, and ids by row. */
struct shown {
	struct arena a;
	struct composition c;
	struct map *by_id, *by_row;
};

static struct str
row_key(const struct entry *e)
{
	return (struct str){ (const char *)&e->row, sizeof(e->row) };
}

static int
shown_init(struct shown *s, struct plan *p, const struct side *side, const struct feed *feed)
{
	struct entry *v;
	uint32_t i;

	arena_init(&s->a, SIZE_MAX / 4, NULL);
	s->by_id = map_new();
	s->by_row = map_new();
	s->c = (struct composition){ .feed = feed };
	if (feed == NULL)
		return 0;
	if (compose_feed(side->composer, p->store, feed, p->now_s, &s->a, &s->c, &p->e) != 0)
		return -1;
	for (i = 0, v = s->c.entries.v; i < s->c.entries.n; i++) {
		map_put(s->by_id, v[i].id, &v[i]);
		map_put(s->by_row, row_key(&v[i]), &v[i]);
	}
	return 0;
}

static void
shown_release(struct shown *s)
{
	map_free(s->by_id);
	map_free(s->by_row);
	arena_release(&s->a);
}

static void
add_text(cJSON *o, const char *name, struct str s)
{
	char *text = mem_strndup(s);

	cJSON_AddStringToObject(o, name, text);
	free(text);
}

static cJSON *
json_entry(const struct entry *e)
{
	cJSON *o = cJSON_CreateObject();

	add_text(o, "id", e->id);
	add_text(o, "title", e->article.title.plain);
	add_text(o, "source", e->source);
	return o;
}

/* Entries of x that y does not have; those that y has under another id are put to changed, if any. */
static void
add_missing(cJSON *list, cJSON *changed, const struct shown *x, const struct shown *y)
{
	const struct entry *v = x->c.entries.v, *other;
	uint32_t i;

	for (i = 0; i < x->c.entries.n; i++) {
		if (map_has(y->by_id, v[i].id))
			continue;
		other = map_get(y->by_row, row_key(&v[i]));
		if (other != NULL && changed != NULL) {
			cJSON *o = cJSON_CreateObject();

			add_text(o, "from", v[i].id);
			add_text(o, "to", other->id);
			cJSON_AddItemToArray(changed, o);
		}
		cJSON_AddItemToArray(list, json_entry(&v[i]));
	}
}

static int
plan_feed(struct plan *p, const struct feed *old, const struct feed *new)
{
	struct shown before = { .by_id = NULL }, after = { .by_id = NULL };
	int rc = shown_init(&before, p, &p->old, old);

	if (rc == 0)
		rc = shown_init(&after, p, &p->new, new);
	if (rc == 0) {
		cJSON *o = cJSON_CreateObject(), *changed;

		cJSON_AddStringToObject(o, "feed", new != NULL ? new->name : old->name);
		cJSON_AddStringToObject(o, "state", feed_states[old == NULL ? 1 : new == NULL ? 2 : 0]);
		changed = cJSON_AddArrayToObject(o, "changed_ids");
		add_missing(cJSON_AddArrayToObject(o, "added"), NULL, &after, &before);
		add_missing(cJSON_AddArrayToObject(o, "removed"), changed, &before, &after);
		cJSON_AddItemToArray(p->feeds, o);
	}
	shown_release(&before);
	if (after.by_id != NULL)
		shown_release(&after);
	return rc;
}

static int
plan_feeds(struct plan *p)
{
	const struct settings *old = p->old.settings, *new = p->new.settings;
	size_t i;

	for (i = 0; i < new->n_feeds; i++)
		if (plan_feed(p, settings_feed(old, new->feeds[i].name), &new->feeds[i]) != 0)
			return -1;
	for (i = 0; i < old->n_feeds; i++)
		if (settings_feed(new, old->feeds[i].name) == NULL && plan_feed(p, &old->feeds[i], NULL) != 0)
			return -1;
	return 0;
}

/* ---- sources ---- */

static const char *
address(const struct source *s)
{
	return s->url != NULL ? s->url : s->path != NULL ? s->path : "";
}

static void
add_source(struct plan *p, const struct source *s, const char *state)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "source", s->name);
	cJSON_AddStringToObject(o, "state", state);
	cJSON_AddStringToObject(o, "address", address(s));
	cJSON_AddNumberToObject(o, "every_s", (double)s->every_s);
	cJSON_AddItemToArray(p->sources, o);
}

static void
plan_sources(struct plan *p)
{
	const struct settings *old = p->old.settings, *new = p->new.settings;
	size_t i;

	for (i = 0; i < new->n_sources; i++) {
		const struct source *s = &new->sources[i], *was = settings_source(old, s->name);

		if (was == NULL)
			add_source(p, s, "new");
		else if (strcmp(address(was), address(s)) != 0)
			add_source(p, s, "moved");
		else if (was->every_s != s->every_s)
			add_source(p, s, "rhythm");
	}
	for (i = 0; i < old->n_sources; i++)
		if (settings_source(new, old->sources[i].name) == NULL)
			add_source(p, &old->sources[i], "gone");
}

/* ---- telling ---- */

static const char *
text_of(const cJSON *o, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(o, name));

	return text != NULL ? text : "";
}

static int
size_of(const cJSON *o, const char *name)
{
	return cJSON_GetArraySize(cJSON_GetObjectItem(o, name));
}

static bool
print_feed(const cJSON *o)
{
	const cJSON *change;
	int added = size_of(o, "added"), removed = size_of(o, "removed");
	const char *state = text_of(o, "state");

	if (added + removed == 0 && strcmp(state, "kept") == 0)
		return false;
	printf("feed %s: +%d -%d%s%s\n", text_of(o, "feed"), added, removed, strcmp(state, "kept") == 0 ? "" : ", ",
	    strcmp(state, "kept") == 0 ? "" : state);
	cJSON_ArrayForEach (change, cJSON_GetObjectItem(o, "changed_ids"))
		printf("  another id: %s would be %s\n", text_of(change, "from"), text_of(change, "to"));
	return true;
}

static void
print_source(const cJSON *o)
{
	static const char *const told[][2] = { { "new", "new, asked at once" }, { "moved", "another address, asked at once" },
		{ "rhythm", "another interval" }, { "gone", "not asked any more; its articles are kept" } };
	size_t i;

	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(text_of(o, "state"), told[i][0]) == 0)
			printf("source %s: %s (%s)\n", text_of(o, "source"), told[i][1], text_of(o, "address"));
}

static void
print_plan(const struct plan *p)
{
	const cJSON *o;
	bool is_any = cJSON_GetArraySize(p->sources) > 0;

	cJSON_ArrayForEach (o, p->feeds)
		is_any = print_feed(o) || is_any;
	cJSON_ArrayForEach (o, p->sources)
		print_source(o);
	if (!is_any)
		puts("nothing would change");
}

static void
print_json(struct plan *p)
{
	cJSON *o = cJSON_CreateObject();
	char *text;

	cJSON_AddItemReferenceToObject(o, "feeds", p->feeds);
	cJSON_AddItemReferenceToObject(o, "sources", p->sources);
	text = cJSON_Print(o);
	puts(text);
	cJSON_free(text);
	cJSON_Delete(o);
}

static int
load(struct side *s, const char *path)
{
	s->settings = load_settings(path, "plan");
	if (s->settings == NULL)
		return -1;
	s->composer = composer_new(s->settings, NULL, NULL);
	return 0;
}

static int
run(struct plan *p, bool is_json)
{
	const struct settings *s = p->old.settings;
	int rc = store_open(&p->store, s->store, s->state_dir, STORE_READER, &p->e);

	if (rc == 0)
		rc = plan_feeds(p);
	if (rc != 0) {
		fprintf(stderr, "feedwright plan: %s\n", p->e.text);
		return EXIT_USAGE;
	}
	plan_sources(p);
	if (is_json)
		print_json(p);
	else
		print_plan(p);
	return EXIT_GOOD;
}

int
verb_plan(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	struct plan p = { .now_s = clock_now_s(), .feeds = cJSON_CreateArray(), .sources = cJSON_CreateArray() };
	const char *path = default_config();
	bool is_json = false;
	int c, rc = EXIT_USAGE;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c') {
			path = optarg;
		} else if (c == 'j') {
			is_json = true;
		} else {
			fputs(usage, c == 'h' ? stdout : stderr);
			rc = c == 'h' ? EXIT_GOOD : EXIT_USAGE;
			goto out;
		}
	}
	if (optind + 1 != argc)
		fputs(usage, stderr);
	else if (load(&p.old, path) == 0 && load(&p.new, argv[optind]) == 0)
		rc = run(&p, is_json);
out:
	store_close(p.store);
	composer_free(p.old.composer);
	composer_free(p.new.composer);
	settings_free(p.old.settings);
	settings_free(p.new.settings);
	cJSON_Delete(p.feeds);
	cJSON_Delete(p.sources);
	return rc;
}
