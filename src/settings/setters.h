/*
 * How a key's value gets into its field: one function a kind of value, for the
 * rows of keys.c. Each reports what is wrong and then leaves the field as it was.
 */
#ifndef SETTINGS_SETTERS_H
#define SETTINGS_SETTERS_H

#include "settings/keys.h"

#define HEADER_MAX 4096 /* bytes of a header, and of cookies */

struct key;
typedef void setter_fn(struct loader *ld, const struct key *key, const struct conf_pair *pair, void *field);

enum key_for { FOR_ANY = 0, FOR_URL, FOR_FOLDER };

struct key {
	struct str name;
	unsigned where; /* bits of enum key_where */
	setter_fn *set;
	size_t offset;  /* of the field, in struct settings, source, feed or site */
	int64_t min, max;
	const char *const *words; /* of set_word(), by the numbers of an enum; NULL at their end */
	bool is_list; /* several values may be given */
	bool is_secret;
	enum key_for what; /* sources it has a meaning for */
};

setter_fn set_backfill;
setter_fn set_bool;
setter_fn set_from;
setter_fn set_headers;
setter_fn set_hosts; /* sites.c */
setter_fn set_ignored;
setter_fn set_language;
setter_fn set_languages;
setter_fn set_listen;
setter_fn set_log_level;
setter_fn set_ms;
setter_fn set_number;
setter_fn set_optional_path;
setter_fn set_password_file;
setter_fn set_path;
setter_fn set_patterns;
setter_fn set_program;
setter_fn set_proxy;
setter_fn set_public_url;
setter_fn set_rules;
setter_fn set_seconds;
setter_fn set_selection;
setter_fn set_size;
setter_fn set_socket;
setter_fn set_store;
setter_fn set_tags;
setter_fn set_text;
setter_fn set_url;
setter_fn set_user;
setter_fn set_web_url;
setter_fn set_word;
setter_fn set_zone;

#endif
