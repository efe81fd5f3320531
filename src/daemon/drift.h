/*
 * A page whose list is not what it usually is: was the site rebuilt, or does it
 * only look so? The articles that are known from the source decide. Runs on the
 * loop; asks the ledger's reader in the publish lane, and a worker.
 */
#ifndef DAEMON_DRIFT_H
#define DAEMON_DRIFT_H

#include "daemon/daemon.h"
#include "daemon/envelope.h"
#include "worker/job.h"

/*
 * Does the page's list look otherwise than it used to, by what is remembered? seen is filled when there is a list,
 * usual when one is remembered; doubt (ERR_DRIFT) says what is not as it was, is_weak how much that means.
 */
bool drift_is_likely(const struct source_state *st, const struct answer *answer, const char *url, struct envelope *seen,
    struct envelope *usual, bool *is_weak, struct err *doubt);

/* What is about to be recorded is the list of this page from now on. A feed has none. */
void drift_learn(const struct document *d, const struct envelope *seen, struct source_state *next);

struct drift_input {
	const char *source;          /* its name */
	const struct envelope *usual;
	const struct document *seen; /* what was found instead; NULL: nothing */
	bool is_weak;                /* the doubt: without known articles elsewhere in the page, all of the list is new */
	struct job page;             /* bytes, content type and URL of the page */
};

enum drift_verdict {
	DRIFT_SAME,     /* most of what was seen is known, or a weak doubt found no support: the list may be learned anew */
	DRIFT_REBUILT,
	DRIFT_CANCELLED /* the daemon stops */
};

/* proposal: lines of configuration that select what is known; the callee's to free, NULL when nothing known is in the page. */
typedef void drift_done_fn(enum drift_verdict verdict, char *proposal, void *arg);

/* All that the input points at must live until done, which runs exactly once and not before this call has returned. */
void drift_examine(struct daemon *d, const struct drift_input *in, drift_done_fn *done, void *arg);

/* "URL\tTITLE\n" of what is known from a source, newest first: for a job's `known`. -1 with *e. */
int drift_known(struct store *s, const char *source, struct buf *out, struct err *e);

/* Appends a candidate as lines of a source block: item = "…" and what else it has. */
void drift_write_rules(const struct list_candidate *c, struct buf *out);

#endif
