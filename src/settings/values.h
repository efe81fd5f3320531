/*
 * What may stand behind a key's "=": durations, sizes, numbers, words, texts
 * and addresses. Each reader reports what is wrong at the value's place and
 * returns -1; a value that was reported already is refused in silence. What
 * came from the environment, or is marked secret, is never shown.
 */
#ifndef SETTINGS_VALUES_H
#define SETTINGS_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "settings/conf.h"

#define TEXT_MAX 1024 /* bytes of a title and of most other texts */

struct value {
	const struct conf_value *v;
	const char *key;
	bool is_secret;
	enum mistake_level level; /* of what is wrong with it */
	struct mistakes *mistakes;
	struct arena *strings; /* results live here */
};

/* "value: why": with the value itself where it may be shown. */
void value_complain(const struct value *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int value_duration(const struct value *x, int64_t min_ms, int64_t max_ms, int64_t *out_ms);
int value_size(const struct value *x, int64_t min, int64_t max, int64_t *out);
int value_number(const struct value *x, int64_t min, int64_t max, int64_t *out);
int value_bool(const struct value *x, bool *out);
/* words end with NULL; the index of the one found. */
int value_word(const struct value *x, const char *const *words, int *out);

/* One line of at most max bytes, white space off both ends; NULL for an empty one. */
int value_text(const struct value *x, size_t max, char **out);
/* [A-Za-z0-9._-]+, beginning with a letter, digit or underscore: it becomes part of file names. */
int value_name(const struct value *x);
/*
 * An address that can be fetched, with user and password refused in it: it is shown in many places. *is_private (NULL
 * is fine): its host is literally this machine or an address of a private network.
 */
int value_url(const struct value *x, bool may_be_file, char **out, bool *is_private);
int value_proxy(const struct value *x, char **out); /* NULL for "" */

#endif
