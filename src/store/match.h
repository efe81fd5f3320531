/*
 * Which articles of a document are known? First the keys of identity.h, rung
 * by rung for the whole document, so that a stronger claim is never lost to a
 * weaker one; a key that leads to a wholly different article is refused, and
 * the source's rule changed. What is left is compared with the source's newest
 * articles that nobody claims:
 *
 * - title and date: the same title, published within two days,
 * - text: nearly the same, with a title that is not another's,
 * - under the churn breaker (store.h) also the title, the link's last part, a
 *   similar text or a title with a typing error alone, whatever the date.
 *
 * A pair counts when each is the other's only candidate (of texts: the nearest
 * by far), and when a comparison of the two articles as a whole agrees: the
 * further apart they were published, the more of the text must be the same;
 * titles that differ in a number are different articles, and so are texts of one
 * form around other numbers; short titles come back; and what has merely dropped
 * out at the old end of the document was not replaced.
 */
#ifndef STORE_MATCH_H
#define STORE_MATCH_H

#include "store/recording.h"

/* Fills known and is_rebound of r->in, r->is_churn, r->rule and the result's n_rebound and has_gap. */
int match_document(struct recording *r);

#endif
