/*
 * An error as a caller needs it: what to do next (the kind) and what to tell
 * the operator (the text: "what failed: why", lower case, no full stop, with
 * the URL or path and the limit in it).
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE = 0,
	ERR_INPUT,     /* these bytes are wrong: do not try them again */
	ERR_REMOTE,    /* the other side failed: later, backing off */
	ERR_LIMIT,     /* a cap of ours, named in the text */
	ERR_LOCAL,     /* an operator must act */
	ERR_CANCELLED, /* somebody here gave up */
	ERR_DRIFT      /* a page is built otherwise than it was: what is known of it stays as it is */
};

#define ERR_TEXT_MAX 512 /* bytes; longer texts are cut at a character */

struct err {
	enum err_kind kind;
	char text[ERR_TEXT_MAX];
};

/* Fills *e (NULL is fine) and returns -1, so that failing is one line. Control characters become spaces. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* "input", "remote", "limit", "local", "cancelled", "drift", "none": the word of logs, status and the ledger. */
const char *err_kind_name(enum err_kind kind);

#endif
