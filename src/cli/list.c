/* feedwright list: the sources, and how each of them fares. */
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
#include "store/store.h"

static const char usage[] = "usage: feedwright list [--config FILE] [--failing] [--stale AGE] [--json]\n"
                            "The configured sources and how they fare.\n"
                            "  --failing    only those whose last attempt failed\n"
                            "  --stale AGE  only those that brought nothing new for so long (90d, 12h)\n";

struct listing {
	struct settings *settings;
	struct map *states; /* by name: struct source_state */
	bool is_failing, is_json;
	int64_t stale_s; /* 0: not asked */
};

static void
on_state(const char *name, struct source_state *state, void *arg)
{
	struct source_state *copy = mem_alloc(sizeof(*copy));

	*copy = *state;
	map_put(((struct listing *)arg)->states, str_from(name), copy);
}

static int
read_states(struct listing *l)
{
	struct store *store;
	struct err e;
	int rc;

	if (store_open(&store, l->settings->store, l->settings->state_dir, STORE_READER, &e) != 0) {
		fprintf(stderr, "feedwright list: %s\n", e.text);
		return -1;
	}
	rc = store_states_load(store, on_state, l, &e);
	if (rc != 0)
		fprintf(stderr, "feedwright list: %s\n", e.text);
	store_close(store);
	return rc;
}

static bool
is_wanted(const struct listing *l, const struct source_state *st)
{
	if (l->is_failing && st->failures == 0)
		return false;
	return l->stale_s == 0 || clock_now_s() - st->changed_s > l->stale_s;
}

static const char *
when(int64_t unix_s, char out[TIME_RFC3339_SIZE])
{
	if (unix_s == 0)
		return "-";
	time_rfc3339(unix_s, out);
	return out;
}

static const char *
address(const struct source *s)
{
	return s->url != NULL ? s->url : s->path;
}

static void
print_line(const struct source *s, const struct source_state *st)
{
	char changed[TIME_RFC3339_SIZE], next[TIME_RFC3339_SIZE];

	printf("%-20s %-8s changed %-20s next %-20s %s\n", s->name, st->failures > 0 ? "failing" : st->checked_s > 0 ? "good" : "unasked",
	    when(st->changed_s, changed), when(st->due_s, next), address(s));
	if (st->failures > 0)
		printf("%20s %u times: %s\n", "", st->failures, st->error != NULL ? st->error : "");
}

static cJSON *
json_line(const struct source *s, const struct source_state *st)
{
	static const struct {
		const char *name;
		size_t offset;
	} times[] = { { "checked", offsetof(struct source_state, checked_s) }, { "last_good", offsetof(struct source_state, ok_s) },
		{ "changed", offsetof(struct source_state, changed_s) }, { "next", offsetof(struct source_state, due_s) } };
	cJSON *o = cJSON_CreateObject();
	char text[TIME_RFC3339_SIZE];
	size_t i;

	cJSON_AddStringToObject(o, "name", s->name);
	cJSON_AddStringToObject(o, s->url != NULL ? "url" : "path", address(s));
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		int64_t t = *(const int64_t *)(const void *)((const char *)st + times[i].offset);

		if (t > 0)
			cJSON_AddStringToObject(o, times[i].name, when(t, text));
	}
	if (st->title != NULL)
		cJSON_AddStringToObject(o, "title", st->title);
	if (st->format != NULL)
		cJSON_AddStringToObject(o, "format", st->format);
	if (st->moved_to != NULL)
		cJSON_AddStringToObject(o, "moved_to", st->moved_to);
	if (st->failures > 0) {
		cJSON_AddNumberToObject(o, "failures", st->failures);
		cJSON_AddStringToObject(o, "kind", err_kind_name(st->error_kind));
		cJSON_AddStringToObject(o, "error", st->error != NULL ? st->error : "");
		if (st->proposal != NULL)
			cJSON_AddStringToObject(o, "proposal", st->proposal);
	}
	return o;
}

static void
print_all(const struct listing *l)
{
	static const struct source_state unknown;
	cJSON *list = cJSON_CreateArray();
	char *text;
	size_t i;

	for (i = 0; i < l->settings->n_sources; i++) {
		const struct source *s = &l->settings->sources[i];
		const struct source_state *st = map_get(l->states, str_from(s->name));

		if (st == NULL)
			st = &unknown;
		if (!is_wanted(l, st))
			continue;
		if (l->is_json)
			cJSON_AddItemToArray(list, json_line(s, st));
		else
			print_line(s, st);
	}
	if (l->is_json) {
		text = cJSON_Print(list);
		puts(text);
		cJSON_free(text);
	}
	cJSON_Delete(list);
}

static void
free_states(struct map *states)
{
	size_t i = 0;
	void *value;

	while (map_each(states, &i, NULL, &value)) {
		source_state_release(value);
		free(value);
	}
	map_free(states);
}

/* "90d", "12h": days and hours will do here. */
static int
read_age(const char *text, int64_t *out)
{
	struct str s = str_from(text);
	int64_t unit = s.n > 0 && s.p[s.n - 1] == 'd' ? 86400 : s.n > 0 && s.p[s.n - 1] == 'h' ? 3600 : 0;

	if (unit == 0 || str_to_int64(str_head(s, s.n - 1), out) != 0 || *out <= 0 || *out > 36500)
		return -1;
	*out *= unit;
	return 0;
}

int
verb_list(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "failing", no_argument, NULL, 'f' },
		{ "stale", required_argument, NULL, 's' }, { "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 } };
	struct listing l = { .is_json = false };
	const char *path = default_config();
	int c, rc = EXIT_USAGE;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			path = optarg;
		else if (c == 'f')
			l.is_failing = true;
		else if (c == 'j')
			l.is_json = true;
		else if (c != 's' || read_age(optarg, &l.stale_s) != 0) {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	l.settings = load_settings(path, "list");
	if (l.settings == NULL)
		return EXIT_USAGE;
	l.states = map_new();
	if (read_states(&l) == 0) {
		print_all(&l);
		rc = EXIT_GOOD;
	}
	free_states(l.states);
	settings_free(l.settings);
	return rc;
}
