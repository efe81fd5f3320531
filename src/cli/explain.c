/* feedwright explain: what the ledger knows of an article, and where each of its fields came from. */
#include "config.h"
#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/explain_feeds.h"
#include "cli/resources.h"
#include "cli/verbs.h"
#include "store/explain.h"

#define FOUND_MAX 10U  /* articles of one title that are explained */
#define VALUE_MAX 70   /* bytes of a value that a line shows */

static const char usage[] = "usage: feedwright explain [--config FILE] [--json] ARTICLE\n"
                            "What is known of an article, by its id, its link or its title: where each field\n"
                            "came from and in which fetch, how it was recognised, what it said before, which rules\n"
                            "held for it in which feeds, and who else tells its story.\n";

/* One version of the article as JSON, and when it was fetched. */
struct stage {
	cJSON *json;
	int64_t seen_s;
};

static cJSON *
json_article(const struct article *x)
{
	struct buf b;
	cJSON *o;

	buf_init(&b, 64U << 20);
	model_to_json(&b, x, &shape_article, true);
	o = cJSON_ParseWithLength(b.p, b.n);
	buf_release(&b);
	cJSON_DeleteItemFromObjectCaseSensitive(o, "fields_from");
	cJSON_DeleteItemFromObjectCaseSensitive(o, "date_from");
	return o;
}

/* What the rest of an article came from, by the form of its document. */
static const char *
usual_from(const struct explanation *x)
{
	struct str f = x->last.format;

	if (x->entry.article.path.n > 0)
		return "file";
	return str_is(f, "listing") || str_is(f, "html") ? "page" : str_starts(f, STR("sitemap")) ? "sitemap" : str_starts(f, STR("items")) ? "rules" : "feed";
}

static struct str
field_from(const struct explanation *x, const char *name)
{
	const struct article *a = &x->entry.article;
	const struct field_from *v = a->fields_from.v;
	struct str field = str_from(name);
	uint32_t i;

	if (str_ends(field, STR("_html")))
		field.n -= strlen("_html");
	for (i = 0; i < a->fields_from.n; i++)
		if (str_eq(v[i].field, field))
			return v[i].from;
	if (str_is(field, "published") && a->date_from.n > 0)
		return a->date_from;
	return str_from(usual_from(x));
}

/* The fetch that brought the value that a field has now. */
static int64_t
since(const struct stage *stages, size_t n, const cJSON *value)
{
	size_t i = n - 1;

	while (i > 0 && cJSON_Compare(value, cJSON_GetObjectItemCaseSensitive(stages[i - 1].json, value->string), true))
		i--;
	return stages[i].seen_s;
}

static const char *
when(int64_t unix_s, char out[TIME_RFC3339_SIZE])
{
	if (unix_s == 0)
		return "-";
	time_rfc3339(unix_s, out);
	return out;
}

static void
add_time(cJSON *o, const char *name, int64_t unix_s)
{
	char text[TIME_RFC3339_SIZE];

	if (unix_s != 0)
		cJSON_AddStringToObject(o, name, when(unix_s, text));
}

static void
add_text(cJSON *o, const char *name, struct str s, struct arena *a)
{
	if (s.n > 0)
		cJSON_AddStringToObject(o, name, arena_strdup(a, s));
}

static void
add_fetch(cJSON *o, const char *name, const struct fetched *f, struct arena *a)
{
	cJSON *x = cJSON_AddObjectToObject(o, name);

	add_time(x, "at", f->at_s);
	add_text(x, "url", f->url, a);
	add_text(x, "format", f->format, a);
	if (f->n_articles > 0)
		cJSON_AddNumberToObject(x, "articles", (double)f->n_articles);
}

static void
add_fields(cJSON *o, const struct explanation *x, const struct stage *stages, size_t n, struct arena *a)
{
	cJSON *fields = cJSON_AddArrayToObject(o, "fields"), *f;
	const cJSON *value;

	cJSON_ArrayForEach(value, stages[n - 1].json)
	{
		f = cJSON_CreateObject();
		cJSON_AddStringToObject(f, "field", value->string);
		add_text(f, "from", field_from(x, value->string), a);
		add_time(f, "since", since(stages, n, value));
		cJSON_AddItemToObject(f, "value", cJSON_Duplicate(value, true));
		cJSON_AddItemToArray(fields, f);
	}
}

/* The names of what is another in the next version. */
static cJSON *
differences(const cJSON *old, const cJSON *new)
{
	cJSON *names = cJSON_CreateArray();
	const cJSON *v;

	cJSON_ArrayForEach(v, new) if (!cJSON_Compare(v, cJSON_GetObjectItemCaseSensitive(old, v->string), true))
		cJSON_AddItemToArray(names, cJSON_CreateString(v->string));
	cJSON_ArrayForEach(v, old) if (!cJSON_HasObjectItem(new, v->string)) cJSON_AddItemToArray(names, cJSON_CreateString(v->string));
	return names;
}

static void
add_versions(cJSON *o, const struct explanation *x, const struct stage *stages)
{
	cJSON *list = cJSON_AddArrayToObject(o, "versions"), *one;
	const struct version *v = x->versions.v;
	uint32_t i;

	for (i = 0; i < x->versions.n; i++) {
		one = cJSON_CreateObject();
		cJSON_AddNumberToObject(one, "revision", (double)v[i].n);
		add_time(one, "fetched", v[i].seen_s);
		add_time(one, "replaced", v[i].replaced_s);
		cJSON_AddItemToObject(one, "changed_then", differences(stages[i].json, stages[i + 1].json));
		cJSON_AddItemToObject(one, "article", cJSON_Duplicate(stages[i].json, true));
		cJSON_AddItemToArray(list, one);
	}
}

/* All of it as JSON; what is printed for people is made from this. */
static cJSON *
json_explanation(const struct explanation *x, struct arena *a)
{
	const struct version *v = x->versions.v;
	size_t n = x->versions.n + 1, i;
	struct stage *stages = arena_alloc(a, n * sizeof(*stages));
	cJSON *o = cJSON_CreateObject();

	for (i = 0; i + 1 < n; i++)
		stages[i] = (struct stage){ json_article(&v[i].article), v[i].seen_s };
	stages[n - 1] = (struct stage){ json_article(&x->entry.article), x->last.at_s };
	add_text(o, "id", x->entry.id, a);
	add_text(o, "source", x->entry.source, a);
	cJSON_AddStringToObject(o, "state", x->state);
	add_time(o, "since", x->gone_s);
	cJSON_AddStringToObject(o, "known_by", x->known_by);
	cJSON_AddStringToObject(o, "identity", x->rule);
	add_time(o, "published", x->entry.published_s);
	add_text(o, "date_from", x->entry.article.date_from, a);
	add_text(o, "page", x->page, a);
	add_time(o, "first_seen", x->entry.first_seen_s);
	add_time(o, "updated", x->entry.updated_s);
	cJSON_AddNumberToObject(o, "revision", x->entry.revision);
	add_fetch(o, "first_fetch", &x->first, a);
	add_fetch(o, "last_fetch", &x->last, a);
	add_fields(o, x, stages, n, a);
	add_versions(o, x, stages);
	for (i = 0; i < n; i++)
		cJSON_Delete(stages[i].json);
	return o;
}

static const char *
member(const cJSON *o, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));

	return text != NULL ? text : "-";
}

static void
print_fetch(const char *what, const cJSON *f)
{
	printf("%-12s %s %s %s\n", what, member(f, "at"), member(f, "format"), member(f, "url"));
}

static void
print_value(const cJSON *f)
{
	char *text = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(f, "value"));

	printf("  %-16s from %-10s since %s  %.*s%s\n", member(f, "field"), member(f, "from"), member(f, "since"), VALUE_MAX, text,
	    strlen(text) > VALUE_MAX ? "\xe2\x80\xa6" : "");
	cJSON_free(text);
}

static void
print_explanation(const cJSON *o)
{
	static const char *const members[] = { "id", "source", "state", "known_by", "identity", "published", "date_from", "page", "first_seen", "updated" };
	const cJSON *x, *name;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		printf("%-12s %s\n", members[i], member(o, members[i]));
	print_fetch("first fetch", cJSON_GetObjectItemCaseSensitive(o, "first_fetch"));
	print_fetch("last fetch", cJSON_GetObjectItemCaseSensitive(o, "last_fetch"));
	puts("fields");
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "fields")) print_value(x);
	cJSON_ArrayForEach(x, cJSON_GetObjectItemCaseSensitive(o, "versions"))
	{
		printf("revision %.0f  fetched %s, replaced %s; then changed:", cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(x, "revision")),
		    member(x, "fetched"), member(x, "replaced"));
		cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(x, "changed_then")) printf(" %s", name->valuestring);
		puts("");
	}
}

static int
explain(struct store *s, const struct settings *set, const char *what, bool is_json, struct arena *a, struct err *e)
{
	struct list rows = { .n = 0 };
	struct composer *composer = composer_new(set, NULL, NULL);
	struct explanation x;
	cJSON *all = cJSON_CreateArray(), *o;
	char *text;
	uint32_t i;
	int rc = store_find(s, str_from(what), FOUND_MAX, a, &rows, e);

	for (i = 0; i < rows.n && rc == 0; i++) {
		rc = store_explain(s, ((const int64_t *)rows.v)[i], a, &x, e);
		if (rc != 0)
			break;
		o = json_explanation(&x, a);
		cJSON_AddItemToArray(all, o);
		rc = explain_feeds(o, composer, set, s, x.entry.row, a, e);
		if (rc != 0)
			break;
		if (is_json)
			continue;
		if (i > 0)
			puts("");
		print_explanation(o);
		explain_feeds_print(o);
	}
	if (is_json && rc == 0) {
		text = cJSON_Print(all);
		puts(text);
		cJSON_free(text);
	}
	cJSON_Delete(all);
	composer_free(composer);
	return rc != 0 ? EXIT_USAGE : rows.n > 0 ? EXIT_GOOD : EXIT_FOUND;
}

int
verb_explain(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
	const char *config = default_config();
	struct settings *settings;
	struct store *store;
	struct arena a;
	struct err e;
	bool is_json = false;
	int c, rc;

	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		if (c == 'c')
			config = optarg;
		else if (c == 'j')
			is_json = true;
		else {
			fputs(usage, c == 'h' ? stdout : stderr);
			return c == 'h' ? EXIT_GOOD : EXIT_USAGE;
		}
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	store = open_ledger(config, argv[0], &settings);
	arena_init(&a, SIZE_MAX / 4, NULL);
	e.kind = ERR_NONE;
	rc = store != NULL ? explain(store, settings, argv[optind], is_json, &a, &e) : EXIT_USAGE;
	if (rc == EXIT_FOUND)
		fprintf(stderr, "feedwright explain: the ledger has no article of that id, link or title\n");
	else if (rc == EXIT_USAGE && store != NULL)
		fprintf(stderr, "feedwright explain: %s\n", e.text);
	arena_release(&a);
	store_close(store);
	settings_free(settings);
	return rc;
}
