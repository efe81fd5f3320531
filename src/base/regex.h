/*
 * Regular expressions that users write: PCRE2 on UTF-8, never compiled to machine
 * code, with every limit on, so that no pattern and no subject takes long. The same
 * code runs in the worker and in the main process.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/buf.h"
#include "base/err.h"

#define REGEX_PATTERN_MAX 1024U       /* bytes */
#define REGEX_SUBJECT_MAX (64U << 10) /* bytes; what follows in a longer subject is not looked at */
#define REGEX_MATCH_MAX 100000U       /* steps of one search, and its depth */
#define REGEX_HEAP_MAX (4U << 10)     /* KiB */
#define REGEX_GROUPS_MAX 9U           /* that can be referred to: $1 to $9 */

struct regex;

enum regex_result { REGEX_NO = 0, REGEX_YES, REGEX_LIMIT /* given up: taken for no match, and worth telling */ };

/* Parts of the subject; [0] is the whole match. Those that took no part are empty, their p is NULL. */
struct regex_match {
	struct str group[REGEX_GROUPS_MAX + 1];
};

/* NULL with *e (ERR_INPUT, the text begins with what is wrong) and *at (NULL is fine), the offset in the pattern. */
struct regex *regex_new(struct str pattern, bool any_case, size_t *at, struct err *e);
void regex_free(struct regex *r); /* NULL is fine */
unsigned regex_groups(const struct regex *r);

/* One thread at a time for one regex. out may be NULL. subject is UTF-8; anything else does not match. */
enum regex_result regex_find(struct regex *r, struct str subject, struct regex_match *out);

/*
 * Adds with to out, $0 to $9 in it replaced by groups, $$ by a dollar. regex_check_template() tells whether each of
 * them exists (n_groups may be 0: only $0): -1 with *e and the offset *at.
 */
void regex_expand(struct str with, const struct regex_match *m, struct buf *out);
int regex_check_template(struct str with, unsigned n_groups, size_t *at, struct err *e);

/* Every match in subject replaced by with (as above), into out. REGEX_LIMIT: what was not reached is copied as it is. */
enum regex_result regex_replace(struct regex *r, struct str subject, struct str with, struct buf *out);

#endif
