#include "config.h"
#include "cli/explain_feeds.h"

#include <stdio.h>

#include "base/clock.h"
#include "compose/explain.h"

static const char *const fates[] = { [FATE_SHOWN] = "shown", [FATE_LINKED] = "linked from its story's entry", [FATE_DROPPED] = "left out by its rules",
	[FATE_TOLD] = "its story was told before", [FATE_BEYOND] = "not among the newest", [FATE_FOREIGN] = "not from its sources" };

static cJSON *
json_rule(const struct rule *rule)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "key", rule->key);
	cJSON_AddStringToObject(o, "rule", rule->is_hidden ? "\xe2\x80\xa6" : rule->text);
	cJSON_AddStringToObject(o, "file", rule->file);
	cJSON_AddNumberToObject(o, "line", rule->line);
	return o;
}

static int
add_feed(cJSON *list, struct composer *c, struct store *s, const struct feed *feed, int64_t row, struct arena *a, struct err *e)
{
	const struct rule *const *rules;
	cJSON *o, *held;
	struct verdict v;
	uint32_t i;

	if (compose_explain(c, s, feed, row, clock_now_s(), a, &v, e) != 0)
		return -1;
	if (v.fate == FATE_FOREIGN)
		return 0;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "feed", feed->name);
	cJSON_AddStringToObject(o, "fate", fates[v.fate]);
	held = cJSON_AddArrayToObject(o, "rules");
	for (i = 0, rules = v.rules.v; i < v.rules.n; i++)
		cJSON_AddItemToArray(held, json_rule(rules[i]));
	cJSON_AddItemToArray(list, o);
	return 0;
}

static int
add_story(cJSON *list, struct composer *c, struct store *s, int64_t row, struct arena *a, struct err *e)
{
	struct list entries = { .n = 0 };
	const struct entry *v;
	uint32_t i;

	if (compose_story(c, s, row, a, &entries, e) != 0)
		return -1;
	for (i = 0, v = entries.v; i < entries.n && entries.n > 1; i++) {
		cJSON *o = cJSON_CreateObject();

		cJSON_AddStringToObject(o, "id", arena_strdup(a, v[i].id));
		cJSON_AddStringToObject(o, "source", arena_strdup(a, v[i].source));
		cJSON_AddStringToObject(o, "title", arena_strdup(a, v[i].article.title.plain));
		cJSON_AddItemToArray(list, o);
	}
	return 0;
}

int
explain_feeds(cJSON *o, struct composer *c, const struct settings *set, struct store *s, int64_t row, struct arena *a, struct err *e)
{
	cJSON *feeds = cJSON_AddArrayToObject(o, "feeds");
	size_t i;

	for (i = 0; i < set->n_feeds; i++)
		if (add_feed(feeds, c, s, &set->feeds[i], row, a, e) != 0)
			return -1;
	return add_story(cJSON_AddArrayToObject(o, "story"), c, s, row, a, e);
}

static const char *
text_of(const cJSON *o, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));

	return text != NULL ? text : "";
}

void
explain_feeds_print(const cJSON *o)
{
	const cJSON *f, *r;

	cJSON_ArrayForEach(f, cJSON_GetObjectItemCaseSensitive(o, "feeds"))
	{
		printf("feed %s: %s\n", text_of(f, "feed"), text_of(f, "fate"));
		cJSON_ArrayForEach(r, cJSON_GetObjectItemCaseSensitive(f, "rules"))
		    printf("  %s: %s (%s:%.0f)\n", text_of(r, "key"), text_of(r, "rule"), text_of(r, "file"),
		        cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(r, "line")));
	}
	cJSON_ArrayForEach(f, cJSON_GetObjectItemCaseSensitive(o, "story"))
	    printf("story: %s  %s  %s\n", text_of(f, "id"), text_of(f, "source"), text_of(f, "title"));
}
