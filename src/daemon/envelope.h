/*
 * What a page's list of articles is usually like, learned from each good
 * reading: by it a page that was rebuilt is told from one that only has other
 * articles. Pure functions; kept in the ledger as lines of "key value".
 */
#ifndef DAEMON_ENVELOPE_H
#define DAEMON_ENVELOPE_H

#include "model/document.h"

#define ENVELOPE_SELECTOR_MAX 1024U /* bytes: longer selectors are not kept */
#define ENVELOPE_HOST_MAX 256U
#define ENVELOPE_LANGUAGE_MAX 12U

struct envelope {
	double items;  /* number of articles, */
	double dated;  /* share of them that have a date, */
	double title;  /* width of their titles in bytes: means, the newest reading weighs most */
	char host[ENVELOPE_HOST_MAX];            /* that most of the links lead to; "" for none */
	char container[ENVELOPE_SELECTOR_MAX];   /* selects the items; "" when the markup tells none */
	char around[ENVELOPE_SELECTOR_MAX];      /* selects the element around them; "" likewise */
	char language[ENVELOPE_LANGUAGE_MAX];    /* of the page, without its country; "" when it does not say */
};

/* Of one document with a list. */
void envelope_of(const struct document *d, struct envelope *out);

/* Takes one more good reading into account. */
void envelope_learn(struct envelope *known, const struct envelope *seen);

/*
 * NULL when a reading is as usual, else what is not, for people. Two things must be new for a doubt: other elements
 * (a front page has several, one of them is enough to know it by), far more or fewer items, dates gone, titles of
 * another length, another host. Other elements in another place are two, and so is another language; in the same place they are a weak doubt by
 * themselves: classes come and go.
 */
const char *envelope_doubt(const struct envelope *known, const struct envelope *seen, bool *is_weak);

/* To the ledger and back. The text is the caller's to free; -1 for a text that is none. */
char *envelope_write(const struct envelope *v);
int envelope_read(const char *text, struct envelope *out);

#endif
