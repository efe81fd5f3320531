/* An edit as an entry of a corrections feed. */
#ifndef COMPOSE_CORRECTION_H
#define COMPOSE_CORRECTION_H

#include "store/store.h"

/*
 * Makes c->entry that entry: an id of its own, dated when the edit came, its content what was edited: of title and text
 * the words that went and came, of the rest what it was and what it is. All in the arena.
 */
void correction_make(struct arena *a, struct correction *c);

#endif
