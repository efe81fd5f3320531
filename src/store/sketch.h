/*
 * What an article is about, small enough to keep and quick to compare: the
 * stems of its words, those of names counting thrice, and its numbers. Two
 * outlets that tell one event in their own words share a third of them and most
 * numbers, two events on one subject do not. Pure; knows no language, and
 * reads the alphabets of Europe, and others as far as they are written alike.
 */
#ifndef STORE_SKETCH_H
#define STORE_SKETCH_H

#include "base/buf.h"
#include "model/article.h"

#define SKETCH_FEATURES_MAX 400U /* from the title and the first words of the text */
#define SKETCH_NUMBERS_MAX 24U
#define SKETCH_BANDS 40U         /* of three minima each: texts that share a part s of their features meet in one with 1 - (1 - s³)⁴⁰ */

struct sketch {
	uint16_t features[SKETCH_FEATURES_MAX]; /* n, ascending, each once */
	uint16_t numbers[SKETCH_NUMBERS_MAX];   /* n_numbers, likewise */
	uint16_t n, n_numbers;
};

/* bands (NULL is fine) are the keys under which like sketches meet; none, and false, when there is too little text to tell. */
bool sketch_of(const struct article *a, struct sketch *out, uint32_t bands[SKETCH_BANDS]);

/* Share of features that both have, from 0 to 1; 0 too where their numbers say that these are two events. */
double sketch_likeness(const struct sketch *x, const struct sketch *y);
/* Whether a likeness of these two means one story. */
bool sketch_is_same_story(const struct sketch *x, const struct sketch *y, double likeness);

/* As bytes, for the ledger. */
void sketch_write(const struct sketch *s, struct buf *out);
bool sketch_read(struct str data, struct sketch *out); /* false: these are none */

#endif
