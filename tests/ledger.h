/* A ledger of its own in /tmp for each test of the store, and documents for it. */
#ifndef TESTS_LEDGER_H
#define TESTS_LEDGER_H

#include "store/store.h"

struct ledger {
	char dir[32];
	struct store *s;
	struct arena a;
	struct source source;
	struct document doc;
	struct record_result r;
	enum reread reread; /* of what is recorded next */
};

int ledger_set_up(void **state); /* for cmocka: *state is a struct ledger with one source, "one" */
int ledger_tear_down(void **state);
void ledger_open(struct ledger *b);

/* Adds to the document that is recorded next; ends the test where the counts are others. */
struct article *ledger_add(struct ledger *b, const char *guid, const char *link, const char *title);
void ledger_record(struct ledger *b, int64_t now_s, unsigned n_new, unsigned n_changed);

struct list ledger_newest(struct ledger *b); /* struct entry */
const struct entry *ledger_entry(const struct list *l, uint32_t i);

#endif
