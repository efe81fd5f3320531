/*
 * `ignore` of a source: what it says of its articles that is not to be believed.
 * Ids and dates decide who an article is and when it was, so they are left out
 * before it is recorded; the rest is left out of what is shown, and comes back
 * when the configuration says otherwise.
 */
#ifndef COMPOSE_IGNORE_H
#define COMPOSE_IGNORE_H

#include "model/feed.h"

void ignore_recording(struct document *doc, unsigned ignored); /* bits of enum ignored */
void ignore_showing(struct entry *e, unsigned ignored);

#endif
