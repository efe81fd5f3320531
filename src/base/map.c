#include "config.h"
#include "base/map.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

/*
 * Open addressing over indexes into a dense array of entries, which keeps the
 * order of insertion. A removed entry stays as a hole (key NULL) until the
 * next rebuild.
 */
struct map_entry {
	char *key;
	size_t key_n;
	uint64_t hash;
	void *value;
};

struct map {
	struct map_entry *entries;
	size_t n, room;  /* entries used, holes included */
	size_t live;     /* without holes */
	uint32_t *slots; /* index + 1, 0 is free */
	size_t n_slots;  /* a power of two */
};

#define SLOTS_FIRST 16U

struct map *
map_new(void)
{
	struct map *m = mem_zalloc(sizeof(*m));

	m->n_slots = SLOTS_FIRST;
	m->slots = mem_zalloc(m->n_slots * sizeof(*m->slots));
	return m;
}

void
map_free(struct map *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->n; i++)
		free(m->entries[i].key);
	free(m->entries);
	free(m->slots);
	free(m);
}

size_t
map_count(const struct map *m)
{
	return m->live;
}

static struct map_entry *
find(const struct map *m, struct str key, uint64_t hash, size_t *slot)
{
	struct map_entry *e;
	size_t i;

	for (i = hash & (m->n_slots - 1);; i = (i + 1) & (m->n_slots - 1)) {
		*slot = i;
		if (m->slots[i] == 0)
			return NULL;
		e = &m->entries[m->slots[i] - 1];
		if (e->hash == hash && e->key != NULL && str_eq((struct str){ e->key, e->key_n }, key))
			return e;
	}
}

/* Drops the holes and gives every live entry a slot in a table at most half full. */
static void
rebuild(struct map *m)
{
	size_t i, slot, n = 0;

	while (m->n_slots < 4 * (m->live + 1))
		m->n_slots *= 2;
	free(m->slots);
	m->slots = mem_zalloc(m->n_slots * sizeof(*m->slots));
	for (i = 0; i < m->n; i++) {
		if (m->entries[i].key == NULL)
			continue;
		m->entries[n] = m->entries[i];
		for (slot = m->entries[n].hash & (m->n_slots - 1); m->slots[slot] != 0;)
			slot = (slot + 1) & (m->n_slots - 1);
		m->slots[slot] = (uint32_t)++n;
	}
	m->n = n;
}

void *
map_get(const struct map *m, struct str key)
{
	size_t slot;
	struct map_entry *e = find(m, key, hash_fast(key, 0), &slot);

	return e != NULL ? e->value : NULL;
}

bool
map_has(const struct map *m, struct str key)
{
	size_t slot;

	return find(m, key, hash_fast(key, 0), &slot) != NULL;
}

void *
map_put(struct map *m, struct str key, void *value)
{
	uint64_t hash = hash_fast(key, 0);
	size_t slot;
	struct map_entry *e = find(m, key, hash, &slot);

	if (e != NULL) {
		void *old = e->value;

		e->value = value;
		return old;
	}
	if (2 * (m->n + 1) > m->n_slots) {
		rebuild(m);
		find(m, key, hash, &slot);
	}
	m->entries = mem_grow(m->entries, m->n, &m->room, sizeof(*m->entries));
	m->entries[m->n] = (struct map_entry){ mem_strndup(key), key.n, hash, value };
	m->slots[slot] = (uint32_t)++m->n;
	m->live++;
	return NULL;
}

void *
map_remove(struct map *m, struct str key)
{
	size_t slot;
	struct map_entry *e = find(m, key, hash_fast(key, 0), &slot);
	void *value;

	if (e == NULL)
		return NULL;
	value = e->value;
	free(e->key);
	e->key = NULL; /* its slot stays taken, so that probes go on behind it */
	e->value = NULL;
	m->live--;
	return value;
}

bool
map_each(const struct map *m, size_t *i, struct str *key, void **value)
{
	while (*i < m->n && m->entries[*i].key == NULL)
		(*i)++;
	if (*i >= m->n)
		return false;
	if (key != NULL)
		*key = (struct str){ m->entries[*i].key, m->entries[*i].key_n };
	*value = m->entries[*i].value;
	(*i)++;
	return true;
}
