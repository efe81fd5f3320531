/*
 * Every key of the language: where it may stand, what it takes, where its
 * value goes. And what a load carries along while it fills in the settings.
 */
#ifndef SETTINGS_KEYS_H
#define SETTINGS_KEYS_H

#include "base/map.h"
#include "settings/conf.h"
#include "settings/settings.h"
#include "settings/values.h"

struct settings_memory {
	struct arena strings;
	struct map *sources, *feeds; /* by name: index + 1 */
	struct map *hosts;           /* of sites: sites.c */
};

struct loader {
	struct settings *s;
	struct arena *strings;
	struct mistakes *mistakes;
	const char *dir; /* relative paths begin here */
	struct source defaults;
	size_t source_room, feed_room, site_room;
	struct map *urls; /* of sources: index + 1 */
	size_t n_own;     /* sources of the configuration itself; those behind them are from subscription lists */
	unsigned n_searches;
};

/* What a section may hold, as bits. */
enum key_where { IN_TOP = 1, IN_DEFAULTS = 2, IN_SOURCE = 4, IN_FOLDER = 8, IN_FEED = 16, IN_SITE = 32 }; /* a folder is a source with path */

/*
 * Fills target (struct settings, source, feed or site) with what the section's pairs say. Unknown keys, keys set twice
 * and wrong values are reported; a wrong value leaves what was in target before.
 */
void keys_apply(struct loader *ld, const struct conf_section *in, enum key_where where, void *target);

/* Warns of keys in a source that have no meaning for a folder, or none for an address. */
void keys_warn_of_idle(struct loader *ld, const struct conf_section *source, bool is_folder);

/* The pair with that key; NULL: there is none. */
const struct conf_pair *keys_find(const struct conf_section *in, const char *key);

/* False when enough names have been looked for: a long list of mistakes must not take time that grows with its square. */
bool loader_may_search(struct loader *ld);

#endif
