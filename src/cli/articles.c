/* feedwright articles and release: what the ledger has, what it holds back, and letting that go. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "daemon/control.h"
#include "store/store.h"

#define LIMIT 50 /* articles listed where nothing else is said */
#define LIMIT_MAX 1000000

static const char articles_usage[] =
    "usage: feedwright articles [--config FILE] [--held] [--limit N] [--json] [SOURCE…]\n"
    "The newest articles of the ledger.\n"
    "  --held     instead those that are not shown: their source has changed its ids, or they are from the future\n"
    "  --limit N  at most so many (50)\n";
static const char release_usage[] = "usage: feedwright release [--config FILE] SOURCE|ID…\n"
                                    "Shows what is held: all of a source, or one article.\n";

static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "held", no_argument, NULL, 'H' },
	{ "limit", required_argument, NULL, 'n' }, { "json", no_argument, NULL, 'j' }, { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };

struct words {
	const char *config, *usage;
	int64_t limit;
	bool is_held, is_json;
};

/* -1: go on; else the exit status. */
static int
read_words(int argc, char **argv, struct words *w)
{
	int c;

	w->config = default_config();
	w->limit = LIMIT;
	while ((c = getopt_long(argc, argv, "c:n:", options, NULL)) != -1) {
		if (c == 'c')
			w->config = optarg;
		else if (c == 'H')
			w->is_held = true;
		else if (c == 'j')
			w->is_json = true;
		else if (c != 'n' || str_to_int64(str_from(optarg), &w->limit) != 0 || w->limit < 1 || w->limit > LIMIT_MAX) {
			fputs(w->usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	return -1;
}

static const char *
held_word(const struct entry *e, const struct words *w)
{
	return !w->is_held ? NULL : e->published_s > clock_now_s() ? "future" : "ids";
}

static void
print_entry(const struct entry *e, const struct words *w)
{
	char when[TIME_RFC3339_SIZE];

	time_rfc3339(e->published_s, when);
	printf("%s  %-20.*s %.*s\n    %.*s%s%s\n", when, STR_ARG(e->source), STR_ARG(e->article.title.plain), STR_ARG(e->id),
	    w->is_held ? "  held: " : "", w->is_held ? held_word(e, w) : "");
}

static void
add_text(cJSON *o, const char *name, struct str s, struct arena *a)
{
	cJSON_AddStringToObject(o, name, arena_strdup(a, s));
}

static cJSON *
json_entry(const struct entry *e, const struct words *w, struct arena *a)
{
	cJSON *o = cJSON_CreateObject();
	char when[TIME_RFC3339_SIZE];

	add_text(o, "id", e->id, a);
	add_text(o, "source", e->source, a);
	add_text(o, "title", e->article.title.plain, a);
	add_text(o, "url", e->article.url, a);
	time_rfc3339(e->published_s, when);
	cJSON_AddStringToObject(o, "published", when);
	time_rfc3339(e->updated_s, when);
	cJSON_AddStringToObject(o, "updated", when);
	time_rfc3339(e->first_seen_s, when);
	cJSON_AddStringToObject(o, "first_seen", when);
	cJSON_AddNumberToObject(o, "revision", e->revision);
	if (w->is_held)
		cJSON_AddStringToObject(o, "held", held_word(e, w));
	return o;
}

static void
print_entries(const struct list *l, const struct words *w, struct arena *a)
{
	const struct entry *v = l->v;
	cJSON *list = cJSON_CreateArray();
	char *text;
	uint32_t i;

	for (i = 0; i < l->n && i < w->limit; i++) {
		if (w->is_json)
			cJSON_AddItemToArray(list, json_entry(&v[i], w, a));
		else
			print_entry(&v[i], w);
	}
	if (w->is_json) {
		text = cJSON_Print(list);
		puts(text);
		cJSON_free(text);
	}
	cJSON_Delete(list);
}

static int
read_held(struct store *s, char *const *sources, size_t n, struct arena *a, struct list *l, struct err *e)
{
	size_t i;

	if (n == 0)
		return store_held_list(s, NULL, a, l, e);
	for (i = 0; i < n; i++)
		if (store_held_list(s, sources[i], a, l, e) != 0)
			return -1;
	return 0;
}

int
verb_articles(int argc, char **argv)
{
	struct words w = { .usage = articles_usage };
	int rc = read_words(argc, argv, &w);
	struct settings *settings;
	struct list l = { .n = 0 };
	struct store *store;
	struct arena a;
	struct err e;
	size_t n;

	if (rc != -1)
		return rc;
	n = (size_t)(argc - optind);
	store = open_ledger(w.config, argv[0], &settings);
	arena_init(&a, SIZE_MAX / 4, NULL);
	rc = EXIT_USAGE;
	if (store != NULL) {
		if ((w.is_held ? read_held(store, argv + optind, n, &a, &l, &e) :
		                 store_newest(store, (const char *const *)(argv + optind), n, n == 0, (size_t)w.limit, &a, &l, &e)) != 0) {
			fprintf(stderr, "feedwright articles: %s\n", e.text);
		} else {
			print_entries(&l, &w, &a);
			rc = EXIT_GOOD;
		}
	}
	arena_release(&a);
	store_close(store);
	settings_free(settings);
	return rc;
}

/* A running daemon has to know; without one the next round will show it. */
static void
tell_daemon(const struct settings *s)
{
	struct buf answer;
	struct err e;

	buf_init(&answer, CONTROL_ANSWER_MAX);
	control_ask(s->control_socket, "publish", &answer, &e);
	buf_release(&answer);
}

int
verb_release(int argc, char **argv)
{
	struct words w = { .usage = release_usage };
	int rc = read_words(argc, argv, &w), i;
	unsigned n, total = 0;
	struct settings *settings;
	struct store *store;
	struct err e;

	if (rc != -1)
		return rc;
	if (optind == argc || w.is_held || w.is_json) {
		fputs(release_usage, stderr);
		return EXIT_USAGE;
	}
	store = open_ledger(w.config, argv[0], &settings);
	for (rc = store != NULL ? EXIT_GOOD : EXIT_USAGE, i = optind; i < argc && store != NULL; i++) {
		if (store_release(store, argv[i], &n, &e) != 0) {
			fprintf(stderr, "feedwright release: %s\n", e.text);
			rc = EXIT_USAGE;
			break;
		}
		if (n == 0) {
			fprintf(stderr, "feedwright release: nothing is held of %s\n", argv[i]);
			rc = EXIT_FOUND;
		}
		total += n;
	}
	if (total > 0) {
		printf("%u articles are no longer held\n", total);
		tell_daemon(settings);
	}
	store_close(store);
	settings_free(settings);
	return rc;
}
