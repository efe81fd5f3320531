#include "config.h"
#include "settings/keys.h"

#include <stddef.h>

#include "settings/setters.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define SEARCHES_MAX 50      /* for the nearest name */

/* Words of a key, each at the number of its enum constant. */
static const char *const kinds[] = { [SOURCE_AUTO] = "auto",
	[SOURCE_FEED] = "feed",
	[SOURCE_PAGE] = "page",
	[SOURCE_JSON] = "json",
	[SOURCE_SITEMAP] = "sitemap",
	[SOURCE_MAILDIR] = "maildir",
	[SOURCE_FOLDER] = "folder",
	NULL };
static const char *const on_deletes[] = { [ON_DELETE_KEEP] = "keep", [ON_DELETE_EXPIRE] = "expire", NULL };
static const char *const identities[] = { [IDENTITY_AUTO] = "auto",
	[IDENTITY_GUID] = "guid",
	[IDENTITY_LINK] = "link",
	[IDENTITY_TITLE] = "title",
	[IDENTITY_CONTENT] = "content",
	NULL };
static const char *const futures[] = { [FUTURE_CLAMP] = "clamp", [FUTURE_HOLD] = "hold", [FUTURE_KEEP] = "keep", NULL };
static const char *const feed_kinds[] = { [FEED_ARTICLES] = "articles", [FEED_CORRECTIONS] = "corrections", NULL };
static const char *const update_words[] = {
	[UPDATES_SILENT] = "silent", [UPDATES_BUMP] = "bump", [UPDATES_NEW_ENTRY] = "new-entry", [UPDATES_IGNORE] = "ignore", NULL
};
static const char *const orders[] = { [ORDER_PUBLISHED] = "published", [ORDER_FIRST_SEEN] = "first-seen", NULL };
static const char *const dedupes[] = { [DEDUPE_NONE] = "none", [DEDUPE_LINK] = "link", [DEDUPE_NEAR] = "near", NULL };

#define NAME(text) { (text), sizeof(text) - 1 }
#define TOP(member) IN_TOP, .offset = offsetof(struct settings, member)
#define SOURCE(member) IN_SOURCE | IN_FOLDER, .offset = offsetof(struct source, member)
#define BOTH(member) IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .offset = offsetof(struct source, member)
#define FEED(member) IN_FEED, .offset = offsetof(struct feed, member)

#define SELECT(member) BOTH(select.member), .set = set_selection, .is_list = true

#define RULE(use) IN_SOURCE, .offset = offsetof(struct source, rules), .set = set_rules, .max = (use), .is_list = true, .what = FOR_URL
#define ITEM(name) \
	{ NAME("item." #name), RULE(RULE_FIELD(ITEM_##name, STEP_SELECT)) }, \
	{ NAME("item." #name ".regex"), RULE(RULE_FIELD(ITEM_##name, STEP_REGEX)) }, \
	{ NAME("item." #name ".replace"), RULE(RULE_FIELD(ITEM_##name, STEP_REPLACE)) }, \
	{ NAME("item." #name ".template"), RULE(RULE_FIELD(ITEM_##name, STEP_TEMPLATE)) }, \
	{ NAME("item." #name ".prefix"), RULE(RULE_FIELD(ITEM_##name, STEP_PREFIX)) },

#define SITE_RULE(use) IN_SITE, .offset = offsetof(struct site, rules), .set = set_rules, .max = (use), .is_list = true
#define SITE_STEPS(name) \
	{ NAME(#name ".regex"), SITE_RULE(RULE_FIELD(ITEM_##name, STEP_REGEX)) }, \
	{ NAME(#name ".replace"), SITE_RULE(RULE_FIELD(ITEM_##name, STEP_REPLACE)) }, \
	{ NAME(#name ".template"), SITE_RULE(RULE_FIELD(ITEM_##name, STEP_TEMPLATE)) }, \
	{ NAME(#name ".prefix"), SITE_RULE(RULE_FIELD(ITEM_##name, STEP_PREFIX)) }
#define SITE_FIELD(name) { NAME(#name), SITE_RULE(RULE_FIELD(ITEM_##name, STEP_SELECT)) }, SITE_STEPS(name)

static const struct key keys[] = {
	{ NAME("listen"), IN_TOP, .set = set_listen, .is_list = true },
	{ NAME("public-url"), TOP(public_url), .set = set_public_url },
	{ NAME("state-dir"), TOP(state_dir), .set = set_path },
	{ NAME("output-dir"), TOP(output_dir), .set = set_optional_path },
	{ NAME("store"), TOP(store), .set = set_store, .is_secret = true },
	{ NAME("control-socket"), TOP(control_socket), .set = set_socket },
	{ NAME("connections"), TOP(connections), .set = set_number, .min = 1, .max = 4096 },
	{ NAME("host-connections"), TOP(host_connections), .set = set_number, .min = 1, .max = 4096 },
	{ NAME("host-spacing"), TOP(host_spacing_ms), .set = set_ms, .min = 0, .max = 60 * 60 * 1000 },
	{ NAME("workers"), TOP(workers), .set = set_number, .min = 1, .max = 256 },
	{ NAME("log-level"), TOP(log_level), .set = set_log_level },
	{ NAME("subscriptions"), IN_TOP, .set = set_patterns, .is_list = true },
	{ NAME("sites-dir"), TOP(sites_dir), .set = set_optional_path },

	{ NAME("url"), SOURCE(url), .set = set_url },
	{ NAME("path"), SOURCE(path), .set = set_path },
	{ NAME("command"), IN_SOURCE, .offset = offsetof(struct source, command), .set = set_program, .is_list = true, .what = FOR_URL },
	{ NAME("filter"), IN_SOURCE, .offset = offsetof(struct source, filter), .set = set_program, .is_list = true, .what = FOR_URL },
	{ NAME("user"), SOURCE(user), .set = set_user, .what = FOR_URL },
	{ NAME("kind"), BOTH(kind), .set = set_word, .words = kinds },
	{ NAME("title"), SOURCE(title), .set = set_text, .max = TEXT_MAX },
	{ NAME("tags"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_tags, .is_list = true },
	/* A folder may be looked at more often than somebody else's server. */
	{ NAME("every"), IN_FOLDER, .offset = offsetof(struct source, every_s), .set = set_seconds, .min = 1000, .max = 30 * DAY_MS },
	{ NAME("every"), IN_SOURCE | IN_DEFAULTS, .offset = offsetof(struct source, every_s), .set = set_seconds, .min = 60000, .max = 30 * DAY_MS },
	{ NAME("timeout"), BOTH(timeout_s), .set = set_seconds, .min = 1000, .max = 600000, .what = FOR_URL },
	{ NAME("max-size"), BOTH(size_max), .set = set_size, .min = 1 << 10, .max = 64 << 20, .what = FOR_URL },
	{ NAME("items"), BOTH(items_max), .set = set_number, .min = 1, .max = 2000, .what = FOR_URL },
	{ NAME("full-text"), BOTH(full_text), .set = set_bool, .what = FOR_URL },
	{ NAME("full-text-pages"), BOTH(full_text_pages), .set = set_number, .min = 0, .max = 1000, .what = FOR_URL },
	{ NAME("user-agent"), BOTH(user_agent), .set = set_text, .max = TEXT_MAX, .what = FOR_URL },
	{ NAME("headers"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_headers, .is_list = true, .is_secret = true, .what = FOR_URL },
	{ NAME("username"), BOTH(username), .set = set_text, .max = TEXT_MAX, .is_secret = true, .what = FOR_URL },
	{ NAME("password-file"), BOTH(password), .set = set_password_file, .what = FOR_URL },
	{ NAME("proxy"), BOTH(proxy), .set = set_proxy, .is_secret = true, .what = FOR_URL },
	{ NAME("cookies"), BOTH(cookies), .set = set_text, .max = HEADER_MAX, .is_secret = true, .what = FOR_URL },
	{ NAME("discover"), BOTH(discover), .set = set_bool, .what = FOR_URL },
	{ NAME("allow-private"), BOTH(allow_private), .set = set_bool, .what = FOR_URL },
	{ NAME("identity"), BOTH(identity), .set = set_word, .words = identities },
	{ NAME("future"), BOTH(future), .set = set_word, .words = futures },
	{ NAME("backfill"), IN_SOURCE | IN_FOLDER | IN_DEFAULTS, .set = set_backfill, .min = 0, .max = 100000 },
	{ NAME("retain.age"), BOTH(retain_age_s), .set = set_seconds, .min = DAY_MS, .max = 36500 * DAY_MS },
	{ NAME("retain.max"), BOTH(retain_max), .set = set_number, .min = 1, .max = 100000000 },
	{ NAME("retain.min"), BOTH(retain_min), .set = set_number, .min = 0, .max = 100000000 },
	{ NAME("on-delete"), BOTH(on_delete), .set = set_word, .words = on_deletes, .what = FOR_FOLDER },

	{ NAME("keep"), SELECT(keep) },
	{ NAME("drop"), SELECT(drop) },
	{ NAME("tag"), SELECT(tag) },
	{ NAME("rewrite"), SELECT(rewrite) },
	{ NAME("ignore"), BOTH(ignored), .set = set_ignored, .is_list = true },
	{ NAME("priority"), BOTH(priority), .set = set_number, .min = 0, .max = 1000 },

	{ NAME("item"), RULE(RULE_ITEM) },
	ITEM_FIELDS(ITEM)
	{ NAME("item.date.format"), RULE(RULE_DATE_FORMAT) },
	{ NAME("item.date.timezone"), IN_SOURCE, .offset = offsetof(struct source, rules), .set = set_zone, .what = FOR_URL },
	{ NAME("item.date.language"), RULE(RULE_DATE_LANGUAGE) },
	{ NAME("next"), RULE(RULE_NEXT) },
	{ NAME("pages"), IN_SOURCE, .offset = offsetof(struct source, pages_max), .set = set_number, .min = 1, .max = 100, .what = FOR_URL },
	{ NAME("content"), RULE(RULE_CONTENT) },
	{ NAME("strip"), RULE(RULE_STRIP) },

	{ NAME("hosts"), IN_SITE, .set = set_hosts, .is_list = true },
	{ NAME("when"), SITE_RULE(RULE_WHEN) },
	{ NAME("content"), SITE_RULE(RULE_CONTENT) },
	SITE_STEPS(content),
	{ NAME("strip"), SITE_RULE(RULE_STRIP) },
	{ NAME("next"), SITE_RULE(RULE_NEXT) },
	SITE_FIELD(title),
	SITE_FIELD(date),
	{ NAME("date.format"), SITE_RULE(RULE_DATE_FORMAT) },
	{ NAME("date.timezone"), IN_SITE, .offset = offsetof(struct site, rules), .set = set_zone },
	{ NAME("date.language"), SITE_RULE(RULE_DATE_LANGUAGE) },
	SITE_FIELD(summary),
	SITE_FIELD(author),
	SITE_FIELD(image),
	SITE_FIELD(category),

	{ NAME("title"), FEED(title), .set = set_text, .max = TEXT_MAX },
	{ NAME("description"), FEED(description), .set = set_text, .max = 4 * TEXT_MAX },
	{ NAME("link"), FEED(link), .set = set_web_url },
	{ NAME("language"), FEED(language), .set = set_language },
	{ NAME("author"), FEED(author), .set = set_text, .max = TEXT_MAX },
	{ NAME("keep"), FEED(select.keep), .set = set_selection, .is_list = true },
	{ NAME("drop"), FEED(select.drop), .set = set_selection, .is_list = true },
	{ NAME("tag"), FEED(select.tag), .set = set_selection, .is_list = true },
	{ NAME("rewrite"), FEED(select.rewrite), .set = set_selection, .is_list = true },
	{ NAME("order"), FEED(order), .set = set_word, .words = orders },
	{ NAME("kind"), FEED(kind), .set = set_word, .words = feed_kinds },
	{ NAME("updates"), FEED(updates), .set = set_word, .words = update_words },
	{ NAME("tombstones"), FEED(has_tombstones), .set = set_bool },
	{ NAME("dedupe"), FEED(dedupe), .set = set_word, .words = dedupes },
	{ NAME("archive"), FEED(archive_items), .set = set_number, .min = 1, .max = 1000 },
	{ NAME("complete"), FEED(is_complete), .set = set_bool },
	{ NAME("per-source"), FEED(per_source_max), .set = set_number, .min = 1, .max = 10000 },
	{ NAME("languages"), IN_FEED, .set = set_languages, .is_list = true },
	{ NAME("from"), IN_FEED, .set = set_from, .is_list = true },
	{ NAME("items"), FEED(items_max), .set = set_number, .min = 1, .max = 10000 },
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

bool
loader_may_search(struct loader *ld)
{
	return ld->n_searches++ < SEARCHES_MAX;
}

const struct conf_pair *
keys_find(const struct conf_section *in, const char *key)
{
	const struct conf_pair *p;

	for (p = in->pairs; p != NULL && !str_is(p->key, key); p = p->next)
		;
	return p;
}

static const struct key *
find(struct str name, unsigned where)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++)
		if ((keys[i].where & where) != 0 && str_eq(keys[i].name, name))
			return &keys[i];
	return NULL;
}

static const char *
where_name(unsigned where)
{
	return where & IN_TOP ? "at the top of the file" : where & IN_FEED ? "in a feed" : where & IN_SITE ? "in a site" : where & IN_DEFAULTS ? "in defaults or a source" : "in a source";
}

static void
complain_unknown(struct loader *ld, const struct conf_pair *pair, unsigned where)
{
	const struct key *elsewhere = find(pair->key, IN_TOP | IN_SOURCE | IN_FEED | IN_SITE);
	struct nearest near;
	size_t i;

	if (elsewhere != NULL) {
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s stands %s, not here", pair->key.p, where_name(elsewhere->where));
		return;
	}
	nearest_init(&near, pair->key);
	for (i = 0; i < N_KEYS && ld->mistakes->n < MISTAKES_MAX; i++) /* past it nothing is listed */
		if ((keys[i].where & where) != 0)
			nearest_offer(&near, keys[i].name);
	if (near.best.n > 0)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "unknown key %s: did you mean %s?", pair->key.p, near.best.p);
	else
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "unknown key %s", pair->key.p);
}

/* seen has a flag for each row: a second time is a mistake. */
static bool
is_second(struct loader *ld, const struct conf_section *in, const struct conf_pair *pair, const struct key *key, bool *seen)
{
	const struct conf_pair *first;

	if (!seen[key - keys]) {
		seen[key - keys] = true;
		return false;
	}
	first = keys_find(in, key->name.p);
	if (strcmp(first->at.file, pair->at.file) == 0)
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s is set twice: first on line %u", key->name.p, first->at.line);
	else
		mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s is set twice: first in %s on line %u", key->name.p,
		    first->at.file, first->at.line);
	return true;
}

void
keys_apply(struct loader *ld, const struct conf_section *in, enum key_where where, void *target)
{
	const struct conf_pair *pair;
	bool seen[N_KEYS] = { false };

	for (pair = in->pairs; pair != NULL; pair = pair->next) {
		const struct key *key = find(pair->key, where);

		if (key == NULL) {
			complain_unknown(ld, pair, where);
			continue;
		}
		if (is_second(ld, in, pair, key, seen))
			continue;
		if (pair->is_list && !key->is_list)
			mistakes_add(ld->mistakes, MISTAKE_ERROR, &pair->at, "%s takes one value, not a list", key->name.p);
		else
			key->set(ld, key, pair, (char *)target + key->offset);
	}
}

void
keys_warn_of_idle(struct loader *ld, const struct conf_section *source, bool is_folder)
{
	const struct conf_pair *pair;

	for (pair = source->pairs; pair != NULL; pair = pair->next) {
		const struct key *key = find(pair->key, IN_SOURCE);

		if (key == NULL || key->what == FOR_ANY || (key->what == FOR_FOLDER) == is_folder)
			continue;
		mistakes_add(ld->mistakes, MISTAKE_WARNING, &pair->at, "%s has no meaning for a source with %s", key->name.p,
		    is_folder ? "path" : "url");
	}
}
