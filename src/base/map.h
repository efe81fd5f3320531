/*
 * A hash map from bytes to pointers. Keys are copied. Iteration is in the
 * order of insertion (removed keys leave no trace), so that what is printed
 * from a map is the same everywhere.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m); /* the values are the caller's */
size_t map_count(const struct map *m);

void *map_get(const struct map *m, struct str key); /* NULL when absent */
bool map_has(const struct map *m, struct str key);
void *map_put(struct map *m, struct str key, void *value); /* returns the value replaced, or NULL */
void *map_remove(struct map *m, struct str key);           /* returns the value, or NULL */

/* for (i = 0; map_each(m, &i, &key, &value);), key may be NULL: no change to the map meanwhile but the removal of the key just given. */
bool map_each(const struct map *m, size_t *i, struct str *key, void **value);

#endif
