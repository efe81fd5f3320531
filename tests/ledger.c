#include "config.h"
#include "check.h"

#include <unistd.h>

#include "base/mem.h"
#include "ledger.h"

void
ledger_open(struct ledger *b)
{
	struct err e;

	assert_int_equal(store_open(&b->s, "sqlite:", b->dir, STORE_WRITER, &e), 0);
	assert_int_equal(store_sources_sync(b->s, &b->source, 1, &e), 0);
}

int
ledger_set_up(void **state)
{
	struct ledger *b = mem_zalloc(sizeof(*b));

	strcpy(b->dir, "/tmp/ledger.XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	b->source.name = (char *)(uintptr_t)"one";
	b->source.full_text_pages = 20;
	arena_init(&b->a, 64 << 20, NULL);
	ledger_open(b);
	*state = b;
	return 0;
}

int
ledger_tear_down(void **state)
{
	struct ledger *b = *state;
	char command[64];

	store_close(b->s);
	arena_release(&b->a);
	snprintf(command, sizeof(command), "rm -rf %s", b->dir);
	assert_int_equal(system(command), 0);
	free(b);
	return 0;
}

struct article *
ledger_add(struct ledger *b, const char *guid, const char *link, const char *title)
{
	struct article *a = list_add(&b->a, &b->doc.articles, sizeof(*a));

	a->id = str_from(guid);
	a->url = str_from(link);
	a->title.plain = str_from(title);
	return a;
}

void
ledger_record(struct ledger *b, int64_t now_s, unsigned n_new, unsigned n_changed)
{
	struct record_options o = { .is_complete = b->source.path != NULL, .reread = b->reread };
	struct err e;

	if (store_record(b->s, &b->source, &b->doc, now_s, &o, &b->r, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(b->r.n_new, n_new);
	assert_int_equal(b->r.n_changed, n_changed);
	b->doc = (struct document){ .format = STR_NONE };
}

struct list
ledger_newest(struct ledger *b)
{
	struct list l = { .n = 0 };
	struct store *reader;
	struct err e;

	assert_int_equal(store_open(&reader, "sqlite:", b->dir, STORE_READER, &e), 0);
	if (store_newest(reader, (const char *const[]){ "one" }, 1, false, 100, &b->a, &l, &e) != 0)
		fail_msg("%s", e.text);
	store_close(reader);
	return l;
}

const struct entry *
ledger_entry(const struct list *l, uint32_t i)
{
	assert_true(i < l->n);
	return &((const struct entry *)l->v)[i];
}
