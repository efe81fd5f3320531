/*
 * What a feed shows: articles of its sources as the ledger has them now,
 * chosen, changed and put in order as the configuration says. A function of
 * the ledger, the configuration and, where a rule asks for an age, of the time,
 * so that the same of these gives the same composition anywhere. Blocks on the ledger.
 *
 * The way of an article: what its source is not to be believed in is left out
 * (`ignore`); then the rules of defaults{}, of its source and of the feed, each
 * with rewrite, tag, drop and keep; then the feed's languages; then its story, of
 * which it is the first article that came this far, or else is not shown; then the
 * feed's share of each source.
 *
 * A story is one entry with the id and the date of its first article, however
 * many sources tell it later, and with the text of the source of the highest
 * priority; the others are linked. The ledger keeps articles as they came: another rule makes another
 * feed of the same articles.
 */
#ifndef COMPOSE_COMPOSE_H
#define COMPOSE_COMPOSE_H

#include "base/arena.h"
#include "base/err.h"
#include "compose/ruleset.h"
#include "model/feed.h"
#include "settings/settings.h"
#include "store/store.h"

#define COMPOSE_LOOK_MAX 20000U /* articles looked at for one feed; rules that keep fewer than it wants find no older ones */

/* Pages of a feed's archive by number, 0 for none (RFC 5005, 4). */
struct archive_place {
	int64_t page; /* that the composition is; 0: it is the feed itself */
	int64_t prev, next;
};

struct composition {
	const struct feed *feed; /* the composer's settings' */
	struct list entries;     /* struct entry, in the feed's order, in the arena; a source's configured title is its origin's title */
	struct list gone;        /* struct tombstone, latest first, in the arena */
	struct archive_place archive;
	int64_t updated_s;       /* newest change of any entry shown; 0 when there is none */
	bool is_cut;             /* COMPOSE_LOOK_MAX was reached before the feed was full */
};

/* The rules of a configuration, compiled. Composing is for one thread at a time. */
struct composer;

/* The settings must outlive it. A rule with a mistake is left out; fn (NULL is fine) is told of it. */
struct composer *composer_new(const struct settings *s, rule_mistake_fn *fn, void *arg);
void composer_free(struct composer *c); /* NULL is fine */

/* feed is one of the settings' feeds. 0; or -1 with *e set, and then *out shows nothing. */
int compose_feed(struct composer *c, struct store *s, const struct feed *feed, int64_t now_s, struct arena *a, struct composition *out,
    struct err *e);

/* The articles that are looked at first for the feed, nearly always all that it shows; names in the arena, none without one. Any thread. */
struct store_span compose_span(const struct composer *c, const struct feed *feed, struct arena *a);

/* Whether the feed shows the entry (which is changed as its rules say), and which rules hold for it. */
bool compose_judge(struct composer *c, const struct feed *feed, int64_t now_s, struct arena *a, struct entry *e, ruleset_trace_fn *trace,
    void *arg);

/* Some rule for the feed asks for an age: it is composed again as time goes by, and not only when something has changed. */
bool compose_has_age(const struct composer *c, const struct feed *feed);

/* Every rule, with whose it is ("defaults", "source bbc", "feed world") and how often it held. Any thread. */
typedef void compose_count_fn(const char *scope, const char *name, const struct ruleset_count *count, void *arg);
void compose_counts(const struct composer *c, compose_count_fn *fn, void *arg);

#endif
