/*
 * What changed between two texts, word by word, as HTML: <del> and <ins> with
 * some words around them, "…" for the rest. Pure.
 */
#ifndef COMPOSE_WORD_DIFF_H
#define COMPOSE_WORD_DIFF_H

#include "base/arena.h"
#include "base/buf.h"

#define WORD_DIFF_WORDS_MAX 50000U /* of either text: what is behind them is not looked at */
#define WORD_DIFF_EDITS_MAX 1000U  /* words that differ; past it all between the first and the last is taken for replaced */
#define WORD_DIFF_SHOWN_MAX 2000U  /* words of one replaced piece that are written */

/* Plain texts in; nothing is written when their words are the same. */
void word_diff(struct arena *a, struct str old, struct str new, struct buf *out);

#endif
